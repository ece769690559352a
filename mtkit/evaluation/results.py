"""What an evaluation says, as data: scores, differences, slices, findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from mtkit.errors import MissingExtraError
from mtkit.evaluation.findings import Finding
from mtkit.evaluation.metrics.base import Better
from mtkit.evaluation.significance import Interval

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]

    from mtkit.evaluation.metrics.base import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How intervals and p-values are drawn.

    Args:
        samples: Bootstrap test sets, from 1.
        trials: Random swaps of approximate randomization, from 1.
        seed: The same seed gives the same numbers.
        level: Confidence of intervals; 1 - level is that of significance.
    """

    samples: int = 1000
    trials: int = 10_000
    seed: int = 12345
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class MetricInfo:
    """A metric as it was used."""

    name: str
    title: str
    better: Better
    signature: str


@dataclass(frozen=True, slots=True)
class Score:
    """A system's score under one metric.

    Args:
        system: Its name.
        metric: Registered name.
        value: Score; BLEU, chrF and rates in 0-100.
        interval: Bootstrap interval.
        parts: What else the counts tell (see `mtkit.evaluation.metrics.base.Metric.parts`).
    """

    system: str
    metric: str
    value: float
    interval: Interval
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference of two systems under one metric.

    Args:
        metric: Registered name.
        system: One system.
        other: The other.
        difference: Score of `system` minus that of `other`.
        interval: Bootstrap interval of the difference.
        p_bootstrap: Two-sided p-value of the paired bootstrap.
        p_randomization: Two-sided p-value of paired approximate randomization.
        p_corrected: `p_randomization` corrected for all pairs of systems (Holm), by which
            significance is decided.
        significant: Whether the difference is real at the level asked for.
    """

    metric: str
    system: str
    other: str
    difference: float
    interval: Interval
    p_bootstrap: float
    p_randomization: float
    p_corrected: float
    significant: bool


@dataclass(frozen=True, slots=True)
class SliceScore:
    """A system's score on a part of the set."""

    kind: str
    label: str
    segments: int
    system: str
    metric: str
    value: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All that was found about some systems on one reference set.

    Args:
        reference_set: Its name, or nothing.
        segments: How many.
        references: How many to a segment.
        languages: Source and target; None where they are not known.
        systems: Names, in the order given.
        metrics: Those used, in the order given.
        scores: For every system and metric.
        comparisons: For every metric and pair of systems.
        slices: For every slice, system and metric.
        findings: What the gates found.
        sampling: How intervals and p-values were drawn.
        version: mtkit's.
        segment_scores: (system, metric) → score of each segment by itself, ``[segments]``.
    """

    reference_set: str
    segments: int
    references: int
    languages: tuple[str | None, str | None]
    systems: tuple[str, ...]
    metrics: tuple[MetricInfo, ...]
    scores: tuple[Score, ...]
    comparisons: tuple[Comparison, ...]
    slices: tuple[SliceScore, ...]
    findings: tuple[Finding, ...]
    sampling: Sampling
    version: str
    segment_scores: Mapping[tuple[str, str], Counts] = field(repr=False, default_factory=dict)

    def score(self, system: str, metric: str) -> Score:
        """Return one score.

        Raises:
            KeyError: No such system or metric was evaluated.
        """
        for score in self.scores:
            if (score.system, score.metric) == (system, metric):
                return score
        raise KeyError((system, metric))

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings because of which a score is not what it seems."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    def ranks(self, metric: str) -> dict[str, int]:
        """Return system → rank under `metric`: 1 + the number of systems significantly better.

        Systems that no significant difference parts from the best share its rank.
        """
        better = next(info.better for info in self.metrics if info.name == metric)
        ranks = dict.fromkeys(self.systems, 1)
        for pair in self.comparisons:
            if pair.metric == metric and pair.significant and better != "neither":
                first_wins = (pair.difference > 0) == (better == "higher")
                ranks[pair.other if first_wins else pair.system] += 1
        return ranks

    def to_dict(self) -> dict[str, Any]:
        """Return all of it but the segments' scores, ready for JSON."""
        return {
            "mtkit": self.version,
            "reference_set": self.reference_set,
            "segments": self.segments,
            "references": self.references,
            "source_language": self.languages[0],
            "target_language": self.languages[1],
            "sampling": asdict(self.sampling),
            "metrics": [asdict(info) for info in self.metrics],
            "systems": list(self.systems),
            "scores": [asdict(score) for score in self.scores],
            "comparisons": [asdict(pair) for pair in self.comparisons],
            "slices": [asdict(score) for score in self.slices],
            "findings": [finding.to_dict() for finding in self.findings],
        }

    def to_pandas(self) -> pandas.DataFrame:
        """Return the scores as a table: a row a system, columns ``metric``, ``…_low``, ``…_high``.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise MissingExtraError("a table of pandas", "tables") from error
        rows: dict[str, dict[str, float]] = {system: {} for system in self.systems}
        for score in self.scores:
            name, range_ = score.metric, score.interval
            rows[score.system] |= {
                name: score.value,
                f"{name}_low": range_.low,
                f"{name}_high": range_.high,
            }
        return pandas.DataFrame.from_dict(rows, orient="index").rename_axis("system")

    def _repr_html_(self) -> str:
        from mtkit.evaluation.report.notebook import summary_html

        return summary_html(self)
