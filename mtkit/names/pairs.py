"""Names of a text and of its translation put together: one name, both spans.

Every source mention is held against every target mention, and against the target words that the
dictionary, the word alignment or the spelling point to where the target's tagger saw no name (and
the other way round).  A logistic model (`data/pairs.json`) turns what speaks for a pair into a
probability; of all sets of pairs that do not overlap on either side the likeliest is taken.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mtkit import langs
from mtkit.align.attention import fold
from mtkit.names.association import association_key, shipped_scores
from mtkit.names.projection import project, search, windows
from mtkit.names.similarity import similarity_matrix
from mtkit.types import Hypothesis, Mention, NamePair, Span, WordAlignment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EVIDENCE = (
    "similarity",
    "association",
    "alignment",  # share of both mentions' words that are linked to the other
    "purity",  # share of their links that stay between them
    "strength",  # the greater of similarity and association
    "lead",  # strength less that of the best rival for the source mention
    "type",
    "place",  # distance of their places in the sentences, as shares of the length
    "source_tagged",
    "target_tagged",
    "length",  # difference in words
)
"""What speaks for a pair; the order of the weights in ``data/pairs.json``."""

_FOUND = 0.9
"""Similarity of a mention on the other side from which on nothing else is looked for."""

_FAINT = 0.05  # evidence below which a pair is not looked at
_LEAST = 0.4  # probability of a pair that is given; best F1 on held-out documents of train


class Associates(Protocol):
    """Knows how closely two names go together."""

    def score(self, source: str, target: str) -> float:
        """Return it in [0, 1]."""
        ...


class Candidate(NamedTuple):
    """Two mentions and what speaks for them, in the order of `EVIDENCE`."""

    source: Mention
    target: Mention
    evidence: tuple[float, ...]


def pair_names(
    source: str,
    target: str,
    source_mentions: Sequence[Mention],
    target_mentions: Sequence[Mention],
    *,
    alignment: WordAlignment | None = None,
    association: Associates | None = None,
    source_language: str = "en",
    target_language: str = "ar",
) -> list[NamePair]:
    """Pair the names of a sentence with those of its translation.

    Args:
        source: The sentence.
        target: Its translation.
        source_mentions: Of `source`.
        target_mentions: Of `target`; names that it misses are looked for.
        alignment: Of their words; without it dictionary and spelling align them.
        association: Learned from the corpus; without it the table that ships is asked.
        source_language: BCP 47 code.
        target_language: BCP 47 code.

    Returns:
        Pairs in order of the source, disjoint on either side, of probability 0.4 and more.
    """
    found = candidates(
        source,
        target,
        source_mentions,
        target_mentions,
        alignment=alignment,
        association=association,
        source_language=source_language,
        target_language=target_language,
    )
    rated = [(candidate, probability(candidate.evidence)) for candidate in found]
    chosen = likeliest([(c, p) for c, p in rated if p >= _LEAST])
    return [
        NamePair(c.source, c.target, p, means(c.evidence))
        for c, p in sorted(chosen, key=lambda each: each[0].source.span)
    ]


def candidates(
    source: str,
    target: str,
    source_mentions: Sequence[Mention],
    target_mentions: Sequence[Mention],
    *,
    alignment: WordAlignment | None,
    association: Associates | None,
    source_language: str,
    target_language: str,
) -> list[Candidate]:
    """Return every pair that is worth a thought, with its evidence (see `pair_names`)."""
    import numpy as np

    aligned = alignment or fold(
        Hypothesis(target),
        source,
        source_language=source_language,
        target_language=target_language,
    )
    weights = _Weights(aligned)
    scores = association or _Shipped(source_language, target_language)
    there = project(source_mentions, target, weights.forward, aligned.source, aligned.target)
    back = project(target_mentions, source, weights.backward, aligned.target, aligned.source)
    there += _searched(
        source_mentions, target, target_mentions, target_language, lambda a, b: scores.score(a, b)
    )
    back += _searched(
        target_mentions, source, source_mentions, source_language, lambda a, b: scores.score(b, a)
    )
    there, back = _distinct(there), _distinct(back)
    sources = [*source_mentions, *(m for m in back if m.span not in _spans(source_mentions))]
    targets = [*target_mentions, *(m for m in there if m.span not in _spans(target_mentions))]
    if not sources or not targets:
        return []
    alike = similarity_matrix([m.form for m in sources], [m.form for m in targets])
    tied = np.array([[scores.score(one.form, other.form) for other in targets] for one in sources])
    strength = np.maximum(alike, tied)
    lead = strength - _rivals(strength)
    found = []
    for row, column in np.argwhere(np.ones_like(strength)):
        one, other = sources[row], targets[column]
        if row >= len(source_mentions) and column >= len(target_mentions):
            continue  # neither tagger saw a name
        linked, purity = weights.between(one.span, other.span)
        if max(strength[row, column], linked) <= _FAINT:
            continue
        evidence = (
            alike[row, column],
            tied[row, column],
            linked,
            purity,
            strength[row, column],
            lead[row, column],
            _type_agreement(one, other),
            abs(one.span.start / len(source) - other.span.start / len(target)),
            _logit(one.score),
            _logit(other.score),
            abs(len(one.form.split()) - len(other.form.split())),
        )
        found.append(Candidate(one, other, tuple(map(float, evidence))))
    return found


def _rivals(strength: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return for each cell the greatest of the others in its row; 0 where there is none."""
    import numpy as np

    rivals = np.zeros_like(strength)
    for column in range(strength.shape[1]):
        rest = np.delete(strength, column, axis=1)
        rivals[:, column] = rest.max(axis=1, initial=0.0)
    return rivals


def _type_agreement(one: Mention, other: Mention) -> float:
    if one.type is None or other.type is None:
        return 0.0
    return 1.0 if one.type == other.type else -1.0


def _searched(
    mentions: Sequence[Mention],
    text: str,
    known: Sequence[Mention],
    language: str,
    score: Callable[[str, str], float],
) -> list[Mention]:
    """Look through `text` for the mentions of the other side that no known one is like."""
    import numpy as np

    code = langs.base(language)
    if not mentions or code not in {"en", "ar"}:
        return []
    forms = [mention.form for mention in mentions]
    if known:
        alike = similarity_matrix(forms, [mention.form for mention in known]).max(axis=1)
        mentions = [m for m, best in zip(mentions, alike, strict=True) if best < _FOUND]
    places = windows(text, code)
    if not mentions or not places:
        return []
    forms, there = [m.form for m in mentions], [place.of(text) for place in places]
    tied = np.array([[score(form, other) for other in there] for form in forms])
    return search(mentions, text, places, np.maximum(similarity_matrix(forms, there), tied))


def _distinct(mentions: Sequence[Mention]) -> list[Mention]:
    return list({mention.span: mention for mention in mentions}.values())


def probability(evidence: Sequence[float]) -> float:
    """Return how likely two mentions with this evidence are one name, in [0, 1]."""
    bias, weights = _model()
    odds = bias + sum(weight * value for weight, value in zip(weights, evidence, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def means(evidence: Sequence[float]) -> str:
    """Return which kind of evidence is the strongest."""
    told = dict(zip(EVIDENCE, evidence, strict=True))
    return max(("similarity", "association", "alignment"), key=lambda name: told[name])


def likeliest(rated: Sequence[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """Return the set of pairs without overlaps whose log-odds have the greatest sum.

    A sentence has few names: the search tries each pair with and without, the surest first, and
    leaves a branch that cannot beat the best set any more; after `_STEPS` it keeps the best so far.
    """
    ordered = sorted(rated, key=lambda each: -each[1])
    gains = [_logit(p) - _logit(_LEAST) + _STEP for _, p in ordered]
    left = [sum(gains[at:]) for at in range(len(gains) + 1)]
    best: tuple[float, tuple[int, ...]] = (0.0, ())
    stack: list[tuple[int, float, tuple[int, ...]]] = [(0, 0.0, ())]
    for _ in range(_STEPS):
        if not stack:
            break
        at, gain, chosen = stack.pop()
        best = max(best, (gain, chosen), key=lambda each: each[0])
        if at == len(ordered) or gain + left[at] <= best[0]:
            continue
        stack.append((at + 1, gain, chosen))
        if not any(_clash(ordered[at][0], ordered[other][0]) for other in chosen):
            stack.append((at + 1, gain + gains[at], (*chosen, at)))
    return [ordered[at] for at in best[1]]


_STEPS = 5000
_STEP = 1e-6  # a pair that is just likely enough is still worth more than none


def _clash(one: Candidate, other: Candidate) -> bool:
    return one.source.span.overlaps(other.source.span) or one.target.span.overlaps(
        other.target.span
    )


class _Weights:
    """Link weights of an alignment, by word."""

    def __init__(self, alignment: WordAlignment) -> None:
        self._alignment = alignment
        self.forward: dict[int, dict[int, float]] = {}
        self.backward: dict[int, dict[int, float]] = {}
        for link in alignment.links:
            self.forward.setdefault(link.source, {})[link.target] = link.weight
            self.backward.setdefault(link.target, {})[link.source] = link.weight

    def between(self, source: Span, target: Span) -> tuple[float, float]:
        """Return what part of the two spans' words is linked to the other, and of their links."""
        rows = [i for i, word in enumerate(self._alignment.source) if source.contains(word)]
        columns = {j for j, word in enumerate(self._alignment.target) if target.contains(word)}
        inside = outside = 0.0
        met, hit = 0, set[int]()
        for row in rows:
            links = self.forward.get(row, {})
            here = {j: weight for j, weight in links.items() if j in columns}
            inside += sum(here.values())
            outside += sum(links.values()) - sum(here.values())
            met += bool(here)
            hit |= here.keys()
        for column in columns:
            outside += sum(w for i, w in self.backward.get(column, {}).items() if i not in rows)
        covered = (met + len(hit)) / max(1, len(rows) + len(columns))
        return covered, inside / (inside + outside) if inside else 0.0


class _Shipped:
    """The table that ships, whichever way round it is asked; empty for other languages."""

    def __init__(self, source: str, target: str) -> None:
        languages = langs.base(source), langs.base(target)
        self._table = shipped_scores() if set(languages) == {"en", "ar"} else {}
        self._turned = languages[0] == "ar"

    def score(self, source: str, target: str) -> float:
        key = association_key(source), association_key(target)
        return self._table.get(key[::-1] if self._turned else key, 0.0)


@cache
def _model() -> tuple[float, tuple[float, ...]]:
    record = json.loads((files("mtkit.names") / "data" / "pairs.json").read_text("utf-8"))
    return record["bias"], tuple(record["weights"][name] for name in EVIDENCE)


def _logit(probability: float) -> float:
    kept = min(0.999, max(0.001, probability))
    return math.log(kept / (1 - kept))


def _spans(mentions: Sequence[Mention]) -> set[Span]:
    return {mention.span for mention in mentions}
