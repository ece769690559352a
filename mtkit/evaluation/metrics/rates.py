"""Metrics that are one sum divided by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts


def ratio(sums: Counts, *, numerator: int, denominator: int, scale: float, empty: float) -> Counts:
    """Return ``scale * sums[numerator] / sums[denominator]``, `empty` where that is nothing."""
    import numpy as np

    below = sums[..., denominator]
    out = np.full_like(below, empty)
    return np.divide(scale * sums[..., numerator], below, out=out, where=below > 0)
