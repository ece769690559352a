"""TER's edit distance, several times faster than sacreBLEU's and cell by cell the same.

sacreBLEU finds the shifts of a hypothesis by its edit distance from the reference after each of
them, which takes nine tenths of the time.  Here the same rows are filled by a tighter loop; shifts,
beam and cache stay sacreBLEU's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from sacrebleu.metrics import lib_ter

_UNREACHED = 10**16  # as in sacreBLEU, whose cached rows are compared with it

Cell = tuple[int, str]
Row = list[Cell]


def edit_count(hypothesis: list[str], reference: list[str]) -> int:
    """Return the edits of TER: shifts, insertions, deletions and substitutions of words."""
    if not reference:
        return len(hypothesis)
    distance = _Distance(reference)
    shifts = tried = 0
    while True:
        gain, shifted, tried = lib_ter._shift(hypothesis, reference, distance, tried)
        if tried >= lib_ter._MAX_SHIFT_CANDIDATES or gain <= 0:
            return shifts + int(distance(hypothesis)[0])
        shifts += 1
        hypothesis = shifted


class _Distance(lib_ter.BeamEditDistance):  # type: ignore[misc]
    """sacreBLEU's cached distance from one reference, with another inner loop."""

    def _edit_distance(
        self, words_h: Sequence[str], start_h: int, cache: list[Row]
    ) -> tuple[int, list[Row], str]:
        reference: list[str] = self._words_ref
        width, height = len(reference), len(words_h)
        slope = width / height if height else 1.0
        beam = lib_ter._BEAM_WIDTH
        if beam < slope / 2:
            beam = math.ceil(slope / 2 + beam)
        rows = list(cache)
        for number in range(start_h + 1, height + 1):
            middle = math.floor(number * slope)
            stop = width + 1 if number == height else min(width + 1, middle + beam)
            row: Row = list(self._empty_row)
            _fill(row, rows[-1], words_h[number - 1], reference, max(0, middle - beam), stop)
            rows.append(row)
        return rows[-1][-1][0], rows[len(cache) :], _trace(rows)


def _fill(
    row: Row, above: Row | tuple[Cell, ...], word: str, reference: list[str], start: int, stop: int
) -> None:
    """Fill the cells of a row; of equal costs substitution goes before deletion and insertion."""
    left = _UNREACHED
    if start == 0:
        left = above[0][0] + 1
        row[0] = (left, "d")
        start = 1
    diagonal = above[start - 1][0]
    for place in range(start, stop):
        up = above[place][0]
        if word == reference[place - 1]:
            cost, operation = diagonal, " "
        else:
            cost, operation = diagonal + 1, "s"
        if up + 1 < cost:
            cost, operation = up + 1, "d"
        if left + 1 < cost:
            cost, operation = left + 1, "i"
        if cost < _UNREACHED:
            row[place] = (cost, operation)
            left = cost
        else:
            left = _UNREACHED
        diagonal = up


def _trace(rows: Sequence[Row]) -> str:
    """Return the operations on the cheapest way through the rows."""
    operations = []
    row, place = len(rows) - 1, len(rows[0]) - 1
    while row > 0 or place > 0:
        operation = rows[row][place][1]
        operations.append(operation)
        row -= operation != "i"
        place -= operation != "d"
    return "".join(reversed(operations))
