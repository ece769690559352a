"""Metrics that are one sum divided by another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mtkit.evaluation.metrics.base import Better

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts


def ratio(sums: Counts, *, numerator: int, denominator: int, scale: float, empty: float) -> Counts:
    """Return ``scale * sums[numerator] / sums[denominator]``, `empty` where that is nothing."""
    import numpy as np

    below = sums[..., denominator]
    out = np.full_like(below, empty)
    return np.divide(scale * sums[..., numerator], below, out=out, where=below > 0)


class ShareKept:
    """Share of what was expected that is kept, in 0-100; 100 where nothing was expected.

    A metric of this kind counts for each segment, first of all, how many are kept and how many were
    expected.
    """

    better: Better = "higher"

    def score(self, sums: Counts) -> Counts:
        """Return the share that is kept."""
        return ratio(sums, numerator=0, denominator=1, scale=100, empty=100)

    def parts(self, sums: Counts) -> Mapping[str, float]:
        """Return how many there were and were lost."""
        return {"expected": float(sums[1]), "lost": float(sums[1] - sums[0])}
