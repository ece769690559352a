"""A sentence on its way through translation, and the account of its names at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mtkit.translation.checks import severity
from mtkit.translation.names.fit import Fitted
from mtkit.translation.names.known import Wanted
from mtkit.translation.names.standins import Disguise
from mtkit.translation.names.uses import Means, NameUse
from mtkit.types import Mention, Span, Translation

_TIED = 0.5
"""Share of links from which words are reported as an unknown name's."""


@dataclass(slots=True)
class Sentence:
    """A sentence on its way.

    Args:
        text: The sentence.
        mentions: Its names, in order.
        wanted: How each is to be written; None while nothing tells.
        known: Whether a gazetteer says so.
        hidden: With stand-ins for names that the model cannot write.
        fitted: The best so far; None before the first translation.
    """

    text: str
    mentions: Sequence[Mention]
    wanted: list[Wanted | None]
    known: Sequence[bool]
    hidden: Disguise = field(init=False)
    fitted: Fitted | None = None

    def __post_init__(self) -> None:
        self.hidden = Disguise(self.text, {}, {})

    @property
    def goals(self) -> list[int]:
        """Numbers of the names that are to be written in a certain way."""
        return [at for at, goal in enumerate(self.wanted) if goal is not None]

    def lacking(self) -> list[int]:
        """Return the numbers of the names that do not stand as they should."""
        return [at for at in self.goals if self.best.places[at] is None]

    @property
    def best(self) -> Fitted:
        """The best translation so far."""
        if self.fitted is None:
            raise ValueError("not translated yet")
        return self.fitted

    def offer(self, other: Fitted) -> None:
        """Take another translation if it keeps more names, and the checks say no more of it.

        One in which a stand-in was left gives way to any in which none, or fewer, were.
        """
        mine, its = gravity(self.best.translation), gravity(other.translation)
        if other.leaks == self.best.leaks:
            better = other.kept > self.best.kept and its <= mine
        else:
            better = other.leaks < self.best.leaks
        if better:
            self.fitted = other


def gravity(translation: Translation) -> int:
    """Return how grave the doubts are; scores of different sentences cannot be compared."""
    return severity(flag for flag in translation.flags if flag.code != "score")


def account(
    mention: Mention, sentence: Sentence, at: int, tied: tuple[Span, float] | None
) -> NameUse:
    """Say what became of name `at` of a translated sentence.

    Args:
        mention: The name.
        sentence: Its sentence.
        at: Its number there.
        tied: Words of the translation that the alignment ties to it, and how much (`counterparts`).
    """
    goal, place = sentence.wanted[at], sentence.best.places[at]
    target: str | None = None
    span: Span | None = None
    means: Means
    if goal is None:
        means, confidence = "unknown", 0.0
        if tied is not None and tied[1] >= _TIED:
            span, confidence = tied
            target = span.of(sentence.best.translation.text)
    elif place is None:
        means, confidence = "missing", 0.0
    else:
        means = place.means if sentence.known[at] else "consistent"
        target, span, confidence = goal.form, place.span, place.confidence * goal.confidence
    known = goal is not None and sentence.known[at]
    return NameUse(
        source=mention.form,
        target=target,
        type=mention.type,
        means=means,
        confidence=confidence,
        entry=goal.entry if goal is not None else None,
        canonical=goal.canonical if goal is not None and known else None,
        source_span=mention.span,
        target_span=span,
    )
