"""Sums over resampled test sets: bootstrap (Koehn 2004), random swaps (Riezler & Maxwell 2005).

Both are one matrix product with the segments' counts, for all systems and metrics at once, so that
every system is resampled alike.  The draws are those sacreBLEU makes from the same seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mtkit.errors import ConfigError

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts

SEED = 12345
"""sacreBLEU's own default."""

_CELLS = 1 << 22  # of the matrix of draws that is held at a time


def bootstrap_sums(counts: Counts, *, samples: int, seed: int = SEED) -> Counts:
    """Return the sums of `samples` test sets drawn from the segments with replacement.

    Args:
        counts: ``[segments, k]``, at least one segment.
        samples: How many test sets of the same size to draw, from 1.
        seed: The same seed draws the same segments, whatever `counts` holds.

    Returns:
        ``[samples, k]``.
    """
    import numpy as np

    segments = len(counts)
    rng = np.random.default_rng(seed)
    sums = []
    for rows in _chunks(samples, segments):
        drawn = rng.choice(segments, size=(rows, segments), replace=True)
        cells = drawn + np.arange(rows)[:, None] * segments
        times = np.bincount(cells.ravel(), minlength=rows * segments).reshape(rows, segments)
        sums.append(times.astype(np.float64) @ counts)
    return np.concatenate(sums)


def random_half_sums(counts: Counts, *, trials: int, seed: int = SEED) -> Counts:
    """Return the sums over `trials` random halves of the segments (each in or out by a coin).

    From the halves of two systems the pseudo-systems of approximate randomization are made: the
    half of one and the rest of the other.

    Returns:
        ``[trials, k]``.
    """
    import numpy as np

    rng = np.random.default_rng(seed)
    coins = rng.integers(2, size=(trials, len(counts)), dtype=bool)
    sums, done = [], 0
    for rows in _chunks(trials, len(counts)):
        sums.append(coins[done : done + rows].astype(np.float64) @ counts)
        done += rows
    return np.concatenate(sums)


def _chunks(rows: int, width: int) -> Iterator[int]:
    if rows < 1:
        raise ConfigError(f"{rows} resamples asked for; ask for at least 1")
    most = max(1, _CELLS // width)
    for start in range(0, rows, most):
        yield min(most, rows - start)
