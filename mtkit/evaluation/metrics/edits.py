"""TER's edits, many times faster than sacreBLEU's and the same.

sacreBLEU finds the shifts of a hypothesis by its edit distance from the reference after each of
them, cell by cell within a beam around the diagonal.  Here a row of the matrix is two integers, the
bits of which say where its costs rise and fall (Myers 1999, as Hyyrö 2003 has it for the edit
distance), so a word of the hypothesis takes a dozen operations whatever the length of the
reference.  Where the beam might matter (long texts that differ much), sacreBLEU's own is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sacrebleu.metrics import lib_ter


def edit_count(hypothesis: list[str], reference: list[str]) -> int:
    """Return the edits of TER: shifts, insertions, deletions and substitutions of words."""
    if not reference:
        return len(hypothesis)
    distance = _Distance(reference)
    shifts = tried = 0
    while True:
        gain, shifted, tried = _best_shift(hypothesis, distance, tried)
        if tried >= lib_ter._MAX_SHIFT_CANDIDATES or gain <= 0:
            return shifts + distance.cost(hypothesis)
        shifts += 1
        hypothesis = shifted


def _best_shift(words: list[str], distance: _Distance, tried: int) -> tuple[int, list[str], int]:
    """Return by how much the best shift brings words nearer, the words after it, shifts tried.

    Of equal gains the longest shift goes first, then the one from, then the one to, the earliest.
    """
    cost = distance.cost(words)
    trace = lib_ter._flip_trace(distance.operations(words))
    align, reference_errors, errors = lib_ter.trace_to_alignment(trace)
    best: tuple[int, int, int, int, list[str]] = (0, 0, 0, 0, words)
    for start, target, length in distance.runs(words):
        # both sides must be wrong where they stand, and the target not be within the run
        if (
            not any(errors[start : start + length])
            or not any(reference_errors[target : target + length])
            or start <= align[target] < start + length
        ):
            continue
        for place in _landings(align, target, length):
            shifted = lib_ter._perform_shift(words, start, length, place)
            gain = cost - distance.cost(shifted)
            tried += 1
            if best[1] == 0 or (gain, length, -start, -place) > best[:4]:
                best = (gain, length, -start, -place, shifted)
        if tried >= lib_ter._MAX_SHIFT_CANDIDATES:
            break
    return best[0], best[4], tried


def _landings(align: Mapping[int, int], target: int, length: int) -> Iterator[int]:
    """Yield the places before which a run may be put: after each word its target touches."""
    last = -1
    for place in range(target - 1, target + length):
        if place >= 0 and place not in align:
            return
        landing = 0 if place < 0 else align[place] + 1
        if landing != last:
            yield landing
        last = landing


class _Distance:
    """Distance from one reference and the operations that lead to it, as sacreBLEU's finds them."""

    def __init__(self, reference: list[str]) -> None:
        self._reference = reference
        self._bits = places(reference)
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(reference):
            self._places[word].append(place)
        self._known: dict[tuple[str, ...], tuple[int, list[tuple[int, int, int]]]] = {}
        self._beamed: Any = None

    def cost(self, words: list[str]) -> int:
        """Return the edits but shifts."""
        cost, _ = self._rows(words)
        return cost if self._beam_is_no_matter(words, cost) else int(self._in_beam(words)[0])

    def operations(self, words: list[str]) -> str:
        """Return the edits: a letter a step, blank for none, ``s``, ``d`` or ``i``."""
        cost, rows = self._rows(words)
        if self._beam_is_no_matter(words, cost):
            return _operations(rows, len(self._reference))
        return str(self._in_beam(words)[1])

    def runs(self, words: list[str]) -> Iterator[tuple[int, int, int]]:
        """Yield the runs of words that the reference has too: start, start there, length."""
        reference = self._reference
        for start, word in enumerate(words):
            for target in self._places.get(word, ()):
                if abs(target - start) > lib_ter._MAX_SHIFT_DIST:
                    continue
                most = min(lib_ter._MAX_SHIFT_SIZE, len(words) - start, len(reference) - target)
                for length in range(1, most + 1):
                    if words[start + length - 1] != reference[target + length - 1]:
                        break
                    yield start, target, length

    def _rows(self, words: list[str]) -> tuple[int, list[tuple[int, int, int]]]:
        key = tuple(words)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = edit_rows(words, self._bits, len(self._reference))
        return found

    def _beam_is_no_matter(self, words: list[str], cost: int) -> bool:
        """Tell whether all that decides lies within sacreBLEU's beam.

        A way of cost c strays from the middle of the beam by half of c and of the difference in
        length; ways to the cells beside a cheapest one cost 2 more at most.
        """
        strays = (cost + 2 + abs(len(words) - len(self._reference))) / 2
        return bool(strays + 1 < lib_ter._BEAM_WIDTH)

    def _in_beam(self, words: list[str]) -> tuple[int, str]:
        if self._beamed is None:
            self._beamed = lib_ter.BeamEditDistance(self._reference)
        found: tuple[int, str] = self._beamed(words)
        return found


def places(sequence: Sequence[str]) -> dict[str, int]:
    """Return element → bits of the places at which `sequence` has it."""
    found: dict[str, int] = {}
    for place, element in enumerate(sequence):
        found[element] = found.get(element, 0) | 1 << place
    return found


def edit_rows(
    sequence: Sequence[str], others: Mapping[str, int], width: int
) -> tuple[int, list[tuple[int, int, int]]]:
    """Return the edit distance of two sequences, and the rows that it was found by.

    Args:
        sequence: One sequence.
        others: Of the other, what `places` returns.
        width: Length of the other.

    Returns:
        The distance; for each element of `sequence`, three sets of places of the other, as bits:
        where it is equal, where the cost above falls to the right, where the cost to the left is
        less than the one above that.
    """
    everywhere = (1 << width) - 1
    last = 1 << width >> 1
    rises, falls, distance, rows = everywhere, 0, width, []
    for element in sequence:
        equal = others.get(element, 0)
        diagonal = (((equal & rises) + rises) ^ rises) | equal | falls
        more = falls | ~(diagonal | rises)
        less = diagonal & rises
        if more & last:
            distance += 1
        elif less & last:
            distance -= 1
        more, less = more << 1 | 1, less << 1
        rows.append((equal, falls, less))
        rises = (less | ~(diagonal | more)) & everywhere
        falls = more & diagonal & everywhere
    return (distance if width else len(sequence)), rows


def _operations(rows: Sequence[tuple[int, int, int]], width: int) -> str:
    """Return the cheapest way as sacreBLEU writes it, a letter a step: `` ``, s, d or i.

    Of equal costs substitution goes before deletion and insertion.
    """
    operations = []
    row, place = len(rows), width
    while row and place:
        bit = 1 << (place - 1)
        equal, falls_above, left_is_less = rows[row - 1]
        if equal & bit:
            operation = " "
        elif falls_above & bit:
            operation = "d"
        else:
            operation = "i" if left_is_less & bit else "s"
        operations.append(operation)
        row -= operation != "i"
        place -= operation != "d"
    operations.append("d" * row + "i" * place)
    return "".join(reversed(operations))
