"""The best way to put the letters of two words against each other.

A letter of one word stands for a letter of the other, for as much as the product of their
vectors; or it stands alone, at its price. The score of two words is that of the best such
alignment (Needleman & Wunsch 1970), with learned, contextual weights in place of a table.
Positive speaks for one name, negative against: it is the logarithm of odds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtkit.names.letters.network import Floats, Letters

_CHUNK = 4096  # pairs at a time: a few MB, which a processor cache holds


class Step(NamedTuple):
    """Letters that stand for each other, or one that stands alone (the other index is -1)."""

    one: int
    other: int
    weight: float


def scores(
    one: Letters, other: Letters, rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> Floats:
    """Return the score of each pair ``(one[rows[k]], other[columns[k]])``."""
    found = np.empty(len(rows), dtype=np.float32)
    long = one.lengths[rows], other.lengths[columns]
    order = np.lexsort(long)
    for at in range(0, len(order), _CHUNK):
        part = order[at : at + _CHUNK]
        found[part] = _scores(one, other, rows[part], columns[part])
    return found


def _scores(
    one: Letters, other: Letters, rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> Floats:
    """Fill one table cell for all pairs at once; each pair reads the cell where its words end."""
    ends, other_ends = one.lengths[rows], other.lengths[columns]
    height, width = int(ends.max()), int(other_ends.max())
    vectors = one.vectors[rows, :height]
    others = other.vectors[columns, :width]
    stands = np.ascontiguousarray((vectors @ others.transpose(0, 2, 1)).transpose(1, 2, 0))
    prices = np.ascontiguousarray(one.prices[rows, :height].T)
    other_prices = np.ascontiguousarray(other.prices[columns, :width].T)
    found = np.zeros(len(rows), dtype=np.float32)
    above = np.zeros((width + 1, len(rows)), dtype=np.float32)
    np.cumsum(other_prices, axis=0, out=above[1:])
    for i in range(height + 1):
        if i > 0:
            line = np.empty_like(above)
            np.add(above[0], prices[i - 1], out=line[0])
            # the two steps that need the line above, for the whole line at once
            np.maximum(above[1:] + prices[i - 1], above[:-1] + stands[i - 1], out=line[1:])
            for j in range(width):
                np.maximum(line[j + 1], line[j] + other_prices[j], out=line[j + 1])
            above = line
        here = np.flatnonzero(ends == i)
        found[here] = above[other_ends[here], here]
    return found


def best_path(one: Letters, other: Letters) -> list[Step]:
    """Return the best alignment of the first words of both sides; its weights sum to its score."""
    height, width = int(one.lengths[0]), int(other.lengths[0])
    stands = one.vectors[0] @ other.vectors[0].T
    prices, other_prices = one.prices[0], other.prices[0]
    table = np.full((height + 1, width + 1), -np.inf)
    table[0, 0] = 0.0
    back: dict[tuple[int, int], Step] = {}
    for i in range(height + 1):
        for j in range(width + 1):
            steps = []
            if i and j:
                steps.append((table[i - 1, j - 1], Step(i - 1, j - 1, float(stands[i - 1, j - 1]))))
            if i:
                steps.append((table[i - 1, j], Step(i - 1, -1, float(prices[i - 1]))))
            if j:
                steps.append((table[i, j - 1], Step(-1, j - 1, float(other_prices[j - 1]))))
            if steps:
                before, step = max(steps, key=lambda choice: choice[0] + choice[1].weight)
                table[i, j], back[i, j] = before + step.weight, step
    path: list[Step] = []
    i, j = height, width
    while i or j:
        step = back[i, j]
        path.append(step)
        i, j = i - (step.one >= 0), j - (step.other >= 0)
    return path[::-1]
