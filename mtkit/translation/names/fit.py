"""Names of one translated sentence: where they stand, and what is replaced so that they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.names.projection import project
from mtkit.names.similarity import similarity_matrix
from mtkit.translation.names.edit import put
from mtkit.translation.names.forms import attach, locate, widen
from mtkit.translation.names.known import Wanted
from mtkit.translation.names.uses import Means
from mtkit.types import Mention, Span, Translation, WordAlignment

_ALIKE = 0.6
"""Similarity from which words at a name's place are taken for a spelling of it."""

_TIED = 0.6
"""Share of links between a name and its place from which words there are replaced though unlike."""

_TRUST = 0.5  # share of that which is confidence then


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands in the translation, without clitics, and how it came there."""

    span: Span
    means: Means
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """A translation and the places of its sentence's names.

    Args:
        translation: Of the sentence.
        places: One a mention; None where it is missing.
        leaks: Names in the translation that are in no source (`standins.leaks`).
    """

    translation: Translation
    places: tuple[Place | None, ...]
    leaks: int = 0

    @property
    def kept(self) -> int:
        """Names that stand as they should."""
        return sum(place is not None for place in self.places)


@dataclass(frozen=True, slots=True)
class _Proposal:
    name: int
    span: Span
    written: str
    confidence: float


def standing(text: str, forms: Sequence[str | None], language: str) -> list[Span | None]:
    """Return where each form stands in `text`, without clitics.

    Longer forms choose first, and a form inside another's place is not there by itself.  A form
    that is asked for more often than it stands there shares its places: a sentence may say once
    what its source says twice.
    """
    found: list[Span | None] = [None] * len(forms)
    taken: dict[Span, str] = {}
    for at in sorted(range(len(forms)), key=lambda at: -len(forms[at] or "")):
        form = forms[at]
        if form is None:
            continue
        places = [Span(s.start + len(c), s.end) for s, c in locate(text, form, language)]
        free = [p for p in places if not any(p.overlaps(other) for other in taken)]
        shared = [p for p in places if taken.get(p) == form]
        found[at] = next(iter(free or shared), None)
        if free:
            taken[free[0]] = form
    return found


def fit(
    translation: Translation,
    mentions: Sequence[Mention],
    wanted: Sequence[Wanted | None],
    *,
    language: str,
    boldly: bool = False,
) -> Fitted:
    """Replace other spellings of the names by the wanted ones.

    Args:
        translation: Of the sentence; where it is not aligned, nothing is replaced.
        mentions: Its names.
        wanted: How each is to be written; None where nothing tells.
        language: BCP 47 code of the translation.
        boldly: Replace words at a name's place too that are not like it.
    """
    forms = [None if one is None else one.form for one in wanted]
    spans = standing(translation.text, forms, language)
    lacking = [at for at, span in enumerate(spans) if span is None and wanted[at] is not None]
    proposals: list[_Proposal] = []
    if lacking and translation.alignment is not None:
        held = [span for span in spans if span is not None]
        tied = counterparts(translation, [mentions[at] for at in lacking])
        candidates = [
            _propose(translation.text, at, goal, *pair, language, boldly)
            for at, pair in zip(lacking, tied, strict=True)
            if pair is not None and (goal := wanted[at]) is not None
        ]
        proposals = _disjoint([one for one in candidates if one is not None], held)
    for one in sorted(proposals, key=lambda one: -one.span.start):
        translation = put(
            translation, one.span, one.written, language=language, source=mentions[one.name].span
        )
    replaced = {one.name: one.confidence for one in proposals}
    spans = standing(translation.text, forms, language) if proposals else spans
    return Fitted(translation, tuple(_place(at, span, replaced) for at, span in enumerate(spans)))


def counterparts(
    translation: Translation, mentions: Sequence[Mention]
) -> list[tuple[Span, float] | None]:
    """Return the words of the translation that the alignment ties to each mention.

    Returns:
        Their span and the share of their links that lead to the mention, in [0, 1]; None where
        there are none.
    """
    alignment = translation.alignment
    if alignment is None:
        return [None] * len(mentions)
    links: dict[int, dict[int, float]] = {}
    for link in alignment.links:
        links.setdefault(link.source, {})[link.target] = link.weight
    words, others = alignment.source, alignment.target
    found: list[tuple[Span, float] | None] = []
    for mention in mentions:
        place = next(iter(project([mention], translation.text, links, words, others)), None)
        found.append(
            None if place is None else (place.span, _purity(alignment, mention.span, place.span))
        )
    return found


def _purity(alignment: WordAlignment, source: Span, target: Span) -> float:
    inside = everything = 0.0
    for link in alignment.links:
        if target.overlaps(alignment.target[link.target]):
            everything += link.weight
            inside += link.weight * source.overlaps(alignment.source[link.source])
    return inside / everything if everything else 0.0


def _propose(
    text: str, name: int, wanted: Wanted, span: Span, tied: float, language: str, boldly: bool
) -> _Proposal | None:
    span, clitics = widen(text, span, wanted.form, language)
    bare = text[span.start + len(clitics) : span.end]
    alike = float(similarity_matrix([wanted.form], [bare])[0, 0])
    if alike < _ALIKE and not (boldly and tied >= _TIED):
        return None
    return _Proposal(name, span, attach(clitics, wanted.form), max(alike, _TRUST * tied))


def _disjoint(proposals: Sequence[_Proposal], held: Sequence[Span]) -> list[_Proposal]:
    chosen: list[_Proposal] = []
    for one in sorted(proposals, key=lambda one: -one.confidence):
        taken = [*held, *(other.span for other in chosen)]
        if not any(one.span.overlaps(span) for span in taken):
            chosen.append(one)
    return chosen


def _place(at: int, span: Span | None, replaced: dict[int, float]) -> Place | None:
    if span is None:
        return None
    if at in replaced:
        return Place(span, "replaced", replaced[at])
    return Place(span, "right")
