"""Is the difference real?  Intervals, p-values, and correction for many comparisons.

Two-sided p-values; a system compared with itself has p = 1.  sacreBLEU's paired bootstrap measures
how far |difference| strays from its mean over the resamples, which rejects twice as often as it
says when there is no difference, and calls a system different from itself (p = 1 / (samples + 1)).
Here the resampled differences are centred, then compared in absolute value (Efron &
Tibshirani 1993, ch. 16).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts

_TIE = 1e-9  # relative; what differs by less is rounding


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both inside."""

    low: float
    high: float


def interval(scores: Counts, *, level: float = 0.95) -> Interval:
    """Return the percentile interval of resampled scores ``[samples]``."""
    import numpy as np

    tail = (1 - level) / 2
    low, high = np.quantile(scores, (tail, 1 - tail))
    return Interval(float(low), float(high))


def bootstrap_p(differences: Counts, observed: float) -> float:
    """Return the p-value of the paired bootstrap.

    Args:
        differences: Score differences of the resampled test sets, ``[samples]``.
        observed: Difference on the test set itself.
    """
    return _p_value(differences - differences.mean(), observed)


def randomization_p(
    formula: Callable[[Counts], Counts],
    halves: tuple[Counts, Counts],
    totals: tuple[Counts, Counts],
) -> float:
    """Return the p-value of paired approximate randomization.

    Args:
        formula: Sums ``[..., k]`` → scores ``[...]``.
        halves: Of both systems, the sums over the same random halves, ``[trials, k]``.
        totals: Of both systems, the sums over all segments, ``[k]``.
    """
    (one_half, other_half), (one, other) = halves, totals
    mixed = formula(one_half + (other - other_half))
    mixed_other = formula(other_half + (one - one_half))
    return _p_value(mixed - mixed_other, float(formula(one) - formula(other)))


def _p_value(differences: Counts, observed: float) -> float:
    """Return the share of `differences` at least as great as the observed one, which counts too."""
    import numpy as np

    threshold = abs(observed) - _TIE * max(1.0, abs(observed))
    extreme = int(np.count_nonzero(np.abs(differences) >= threshold))
    return (extreme + 1) / (len(differences) + 1)


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values corrected for their number, in their order (Holm 1979).

    The chance that any of the true null hypotheses is rejected stays below the level.
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, index in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = highest
    return adjusted
