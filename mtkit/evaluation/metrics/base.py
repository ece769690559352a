"""What a metric is: numbers counted once for each segment, and a score of their sums.

BLEU, chrF and TER of a corpus are no means of segment scores but functions of summed counts.  A
metric that gives its counts (sufficient statistics) once can be resampled ten thousand times
without looking at a text again; that is what intervals and significance tests do with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Counts = NDArray[np.float64]

from mtkit.evaluation.reference_set import ReferenceSet

Better = Literal["higher", "lower", "neither"]


class Metric(Protocol):
    """A metric over one reference set, which it has read when it is made.

    A system's score does not depend on the order of segments: it is ``score(counts.sum(axis=0))``.
    """

    title: str
    """As it stands in a table: ``"chrF2"``."""

    better: Better
    """Which scores are better; ``"neither"`` for what is only described (length ratio)."""

    signature: str
    """How it is computed, as sacreBLEU writes it: ``key:value|key:value|version:…``."""

    def counts(self, hypotheses: Sequence[str]) -> Counts:
        """Return the statistics of each hypothesis: float64 ``[segments, k]``, k from 1."""
        ...

    def score(self, sums: Counts) -> Counts:
        """Return the scores of summed statistics, ``[..., k]`` → ``[...]``."""
        ...

    def parts(self, sums: Counts) -> Mapping[str, float]:
        """Return what else the sums ``[k]`` tell (brevity penalty, rate of each flag)."""
        ...


class MetricFactory(Protocol):
    """Makes a metric for a reference set, with one argument if it is given one (``terms=FILE``).

    A factory that takes no argument has no second parameter.

    Raises:
        ConfigError: The set lacks what the metric needs: the source, or a language.
    """

    def __call__(self, references: ReferenceSet, /, *argument: str) -> Metric:
        """Return the metric."""
        ...
