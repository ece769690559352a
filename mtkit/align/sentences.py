"""Sentence alignment of two versions of a text: which sentences translate which.

Beads of 1-1, 1-2, 2-1, 1-0 and 0-1 sentences are chosen by dynamic programming over what two
sentences share and how long they are (Gale & Church, 1993).  What they share is seen through a
machine translation where there is one (Bleualign: Sennrich & Volk, 2010), and through the shipped
dictionary, numbers and words written alike in any case.  Only cells near the path that rare shared
words mark are looked at, so time grows with the length of the documents, not with its square.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mtkit.align.evidence import Evidence, shared_evidence
from mtkit.types import Span

# Gale & Church's frequencies of beads, the 2-2 kind left out, more room for additions and cuts,
# and their variance of the length of a translation per character.  What follows was chosen on the
# train part of newsdesk (benchmarks/bitext.py --part train).
_BEADS = {(1, 1): 0.89, (1, 2): 0.0445, (2, 1): 0.0445, (1, 0): 0.045, (0, 1): 0.045}
_VARIANCE = 6.8
_CONTENT = 40.0  # nats that full agreement of content is worth
_EXPECTED = 0.2  # agreement that speaks neither for nor against a bead
_LENGTH = 1.0  # weight of a surprising length against content
_BAND = 12  # sentences to each side of the expected path, doubled until the path has room


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences that translate each other, or that nothing translates.

    Args:
        source: Range of source sentences, of length 0, 1 or 2.
        target: Range of target sentences, of length 0, 1 or 2.
        score: What they share, in [0, 1] (cosine of weighted words); 0 where one side is empty.
    """

    source: Span
    target: Span
    score: float


def align_sentences(
    source: Sequence[str],
    target: Sequence[str],
    *,
    source_language: str,
    target_language: str,
    translated: Sequence[str] | None = None,
) -> list[Bead]:
    """Align the sentences of two texts; every sentence is in exactly one bead, in order.

    Args:
        source: Sentences of the source text.
        target: Sentences of the target text.
        source_language: BCP 47 code.
        target_language: BCP 47 code.
        translated: Machine translations of `source`, one each; far better than none.

    Raises:
        ValueError: `translated` has another length than `source`.
    """
    if translated is not None and len(translated) != len(source):
        raise ValueError(f"{len(translated)} translations of {len(source)} sentences")
    evidence = shared_evidence(
        source,
        target,
        source_language=source_language,
        target_language=target_language,
        translated=translated,
    )
    lengths = [max(1, len(text)) for text in source], [max(1, len(text)) for text in target]
    width = _BAND
    while True:
        band = _Band(len(source), len(target), evidence.anchors, width)
        path = _best_path(evidence, lengths, band)
        if not band.touches(path) or width > len(target):
            break
        width *= 2
    return [
        Bead(Span(i - a, i), Span(j - b, j), evidence.agreement(Span(i - a, i), Span(j - b, j)))
        for i, j, a, b in path
    ]


def pairs(
    beads: Sequence[Bead], source: Sequence[str], target: Sequence[str], *, least: float = 0.0
) -> Iterator[tuple[str, str]]:
    """Yield the texts of beads with both sides, sentences of one side joined by a space.

    Args:
        beads: Of these two texts.
        source: Sentences of the source text.
        target: Sentences of the target text.
        least: Score below which a bead is left out.
    """
    for bead in beads:
        if len(bead.source) and len(bead.target) and bead.score >= least:
            yield (
                " ".join(source[bead.source.start : bead.source.end]),
                " ".join(target[bead.target.start : bead.target.end]),
            )


_Step = tuple[int, int, int, int]
"""End of a bead in source and target, and how many sentences of each it holds."""


class _Band:
    """For each source sentence the target sentences that its path may pass."""

    def __init__(
        self, rows: int, columns: int, anchors: Sequence[tuple[int, int]], width: int
    ) -> None:
        self._low: list[int] = []
        self._high: list[int] = []
        self._columns = columns
        corners = [(0, 0), *((i + 1, j + 1) for i, j in anchors), (rows, columns)]
        for (i0, j0), (i1, j1) in pairwise(corners):
            for i in range(len(self._low), i1 + 1):
                share = (i - i0) / (i1 - i0) if i1 > i0 else 1.0
                middle = j0 + share * (j1 - j0)
                # where anchors are far apart, the path between them is less certain
                slack = width + max(0, (i1 - i0) // 4)
                self._low.append(max(0, int(middle) - slack))
                self._high.append(min(columns, math.ceil(middle) + slack))
        self._low[0], self._high[-1] = 0, columns

    def row(self, i: int) -> range:
        return range(self._low[i], self._high[i] + 1)

    def touches(self, path: Sequence[_Step]) -> bool:
        """Tell whether the path runs along an edge that is not the document's own."""
        return any(
            (j == self._low[i] and j > 0) or (j == self._high[i] and j < self._columns)
            for i, j, _, _ in path
        )


def _best_path(
    evidence: Evidence, lengths: tuple[Sequence[int], Sequence[int]], band: _Band
) -> list[_Step]:
    rows = len(lengths[0])
    ratio = sum(lengths[1]) / max(1, sum(lengths[0])) or 1.0
    costs: list[dict[int, float]] = [{} for _ in range(rows + 1)]
    steps: list[dict[int, tuple[int, int]]] = [{} for _ in range(rows + 1)]
    costs[0][0] = 0.0
    for i in range(rows + 1):
        for j in band.row(i):
            for a, b in _BEADS:
                before = costs[i - a].get(j - b) if i >= a and j >= b else None
                if before is None:
                    continue
                cost = before + _cost(evidence, lengths, ratio, (i, j, a, b))
                if cost < costs[i].get(j, math.inf):
                    costs[i][j] = cost
                    steps[i][j] = a, b
    return _trace(steps, len(lengths[1]))


def _cost(
    evidence: Evidence,
    lengths: tuple[Sequence[int], Sequence[int]],
    ratio: float,
    step: _Step,
) -> float:
    """Return the cost of a bead in nats: its kind, its lengths, its content."""
    i, j, a, b = step
    kind = -math.log(_BEADS[a, b])
    if not a or not b:
        return kind
    one, other = sum(lengths[0][i - a : i]), sum(lengths[1][j - b : j])
    deviation = (other - one * ratio) / math.sqrt(_VARIANCE * max(one, other / ratio))
    tail = max(math.erfc(abs(deviation) / math.sqrt(2)), 1e-12)
    agreement = evidence.agreement(Span(i - a, i), Span(j - b, j))
    return kind - math.log(tail) * _LENGTH - _CONTENT * (agreement - _EXPECTED)


def _trace(steps: Sequence[dict[int, tuple[int, int]]], column: int) -> list[_Step]:
    i, j = len(steps) - 1, column
    path: list[_Step] = []
    while i or j:
        a, b = steps[i][j]
        path.append((i, j, a, b))
        i, j = i - a, j - b
    return path[::-1]
