"""Where something without words of its own goes: the gap between two words that it stood in.

A gap is good when the word before it comes from the source word before, the word after it from the
source word after, and what was left and right of the place stays so.  The side on which the element
touches its neighbour counts most; line breaks, and what stands behind a full stop, go by left and
right, so they keep to the boundary between sentences.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from mtkit.markup.atoms import Atom
from mtkit.markup.edges import reach_after, reach_before, same_class
from mtkit.markup.evidence import Evidence
from mtkit.types import Rung

BREAKS = frozenset({"br", "hr", "wbr"})

_TOUCHING, _APART = 2.0, 0.6  # weight of the neighbour that the element touches, or does not
_SIDES, _BREAK_SIDES = 0.5, 8.0  # weight of left and right
_FOREIGN = 0.3  # lost inside an element that the place was not in
_DISTANCE = 0.001  # lost for each atom away from the proportional place: decides between equals


class Gaps:
    """The gaps between the atoms of a translation.

    Args:
        evidence: Words and links.
        atoms: In order; gap `g` is before atom `g`, the last one after all atoms.
        source_text: Owner of `evidence.source`.
        target_text: Owner of the atoms.
    """

    def __init__(
        self, evidence: Evidence, atoms: Sequence[Atom], *, source_text: str, target_text: str
    ) -> None:
        self._evidence, self._atoms = evidence, atoms
        self._source_text, self._target_text = source_text, target_text
        self._starts = [word.start for word in evidence.source]

    def find(
        self, place: int, *, name: str, within: range, closed: Sequence[range] = ()
    ) -> tuple[int, Rung]:
        """Return the best gap for a place in the source text; before all words stays before all.

        Args:
            place: Offset in the source text.
            name: Name of the element that stands there.
            within: Gaps to choose from; its stop is the last one, included.
            closed: Runs of atoms that the place was not in.
        """
        first_after = bisect_left(self._starts, place)
        if first_after in {0, len(self._starts)}:
            return (within.stop if first_after else within.start), "neighbour"
        left, right = first_after - 1, first_after  # source words
        sides = self._side_scores(first_after)
        ended = any(same_class(".", mark) for mark in self._source_sides(place)[0])
        side_weight = _BREAK_SIDES if ended or name in BREAKS else _SIDES
        proportional = len(self._atoms) * first_after / len(self._starts)

        foreign = self._inside(closed)

        def score(gap: int) -> float:
            return (
                self._weight(place, left) * self._link(left, gap - 1)
                + self._weight(place, right) * self._link(right, gap)
                + side_weight * sides[gap]
                - _FOREIGN * foreign[gap]
                - _DISTANCE * abs(gap - proportional)
            )

        best = max(range(within.start, within.stop + 1), key=score)
        known = self._link(left, best - 1) or self._link(right, best)
        return best, "neighbour" if known else "position"

    def offset(self, gap: int, place: int) -> int:
        """Return the offset in the translation at which the element stands in its gap.

        It stays behind the marks that it stood behind in the source, and before those it stood
        before; it touches the word or mark that it touched.
        """
        source, text = self._source_text, self._target_text
        if (place == 0 and gap == 0) or (place == len(source) and gap == len(self._atoms)):
            return len(text) if gap else 0
        start = self._atoms[gap - 1].span.end if gap else 0
        end = self._atoms[gap].span.start if gap < len(self._atoms) else len(text)
        left, right = self._source_sides(place)
        at = reach_after(text, start, left, end)
        if place and not source[place - 1].isspace():
            return at  # it touches what is before it
        if place < len(source) and not source[place].isspace():
            return reach_before(text, end, right, at)
        return at + 1 if at < end and text[at].isspace() else at

    def _source_sides(self, place: int) -> tuple[str, str]:
        """Return what stands between the place and the words around it."""
        first_after = bisect_left(self._starts, place)
        words, text = self._evidence.source, self._source_text
        start = words[first_after - 1].end if first_after else 0
        end = words[first_after].start if first_after < len(words) else len(text)
        return text[min(start, place) : place], text[place:end]

    def _weight(self, place: int, word: int) -> float:
        if not 0 <= word < len(self._starts):
            return 0.0
        span = self._evidence.source[word]
        between = self._source_text[min(span.end, place) : max(span.start, place)]
        return _APART if any(map(str.isspace, between)) else _TOUCHING

    def _link(self, source_word: int, atom: int) -> float:
        if not 0 <= atom < len(self._atoms):
            return 0.0
        links = self._evidence.links
        return max(links[word].get(source_word, 0.0) for word in self._atoms[atom].words)

    def _inside(self, runs: Sequence[range]) -> list[bool]:
        """Tell for every gap whether it is inside one of the runs, not at its edge."""
        steps = [0] * (len(self._atoms) + 2)
        for run in runs:
            steps[run.start + 1] += 1
            steps[run.stop] -= 1
        return [depth > 0 for depth in accumulate(steps)]

    def _side_scores(self, first_after: int) -> list[float]:
        """Return for every gap how well it keeps left left and right right, in [-1, 1]."""
        leanings = []
        for atom in self._atoms:
            found = self._evidence.links[atom.main].items()
            leanings.append(sum(w if source < first_after else -w for source, w in found))
        total = sum(map(abs, leanings)) or 1.0
        score = -sum(leanings) / total
        scores = [score]
        for leaning in leanings:
            score += 2 * leaning / total
            scores.append(score)
        return scores
