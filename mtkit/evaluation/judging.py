"""`mtkit.evaluate`: hypotheses, references, metrics in; scores that say how sure they are out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import combinations
from typing import TYPE_CHECKING

from mtkit.errors import ConfigError
from mtkit.evaluation.gates import Gates, check_references
from mtkit.evaluation.metrics import Metric, make_metric, usual_metrics
from mtkit.evaluation.reference_set import ReferenceSet, language_of
from mtkit.evaluation.resampling import bootstrap_sums, random_half_sums
from mtkit.evaluation.results import (
    Comparison,
    Evaluation,
    MetricInfo,
    Sampling,
    Score,
    SliceScore,
)
from mtkit.evaluation.significance import bootstrap_p, holm, interval, randomization_p
from mtkit.evaluation.slices import slices

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts

Texts = Sequence[str]


def evaluate(
    hypotheses: Mapping[str, Texts] | Texts,
    references: ReferenceSet | Sequence[Texts] | Texts,
    sources: Texts | None = None,
    *,
    metrics: Sequence[str] | None = None,
    source_language: str | None = None,
    target_language: str | None = None,
    labels: Mapping[str, Texts] | None = None,
    sampling: Sampling | None = None,
) -> Evaluation:
    """Score translations, say how sure the scores are, and whether something is wrong with them.

    Args:
        hypotheses: System → a translation of each segment; or those of one system.
        references: A translation of each segment, or several such lists, or a `ReferenceSet`, which
            then says what the other arguments would.
        sources: The segments.
        metrics: Names of `mtkit.evaluation.metrics.METRICS`, or ``NAME=ARGUMENT``; None takes chrF
            first, and what else the set allows.
        source_language: BCP 47 code; None finds out whether it is English or Arabic.
        target_language: BCP 47 code; None finds out whether it is English or Arabic.
        labels: Kind (``"domain"``) → label of each segment, for slices.
        sampling: How intervals and p-values are drawn.

    Raises:
        UnknownEntryError: No such metric.
        ConfigError: A metric needs what is not there, or nothing is given.
        FormatError: The lists are not of one length; the message says where they part.

    Example:
        >>> result = evaluate(["The army left."], ["The army left the city."], metrics=["chrf"])
        >>> round(result.score("system", "chrf").value, 1)
        51.8
    """
    if not isinstance(references, ReferenceSet):
        references = _reference_set(references, sources, source_language, target_language, labels)
    systems = hypotheses if isinstance(hypotheses, Mapping) else {"system": hypotheses}
    if not systems:
        raise ConfigError("there is nothing to judge: give at least one system's hypotheses")
    sampling = sampling or Sampling()
    gates = Gates(references)
    for system, texts in systems.items():
        gates.require_length(system, texts)
    made = _made(usual_metrics(references) if metrics is None else metrics, references)
    findings = check_references(references)
    for system, texts in systems.items():
        findings += gates.check(system, texts)

    table = _count(systems, made)
    return Evaluation(
        reference_set=references.name,
        segments=len(references),
        references=len(references.references),
        languages=(references.source_language, references.target_language),
        systems=tuple(systems),
        metrics=tuple(
            MetricInfo(name, metric.title, metric.better, metric.signature)
            for name, metric in made.items()
        ),
        scores=tuple(_scores(table, sampling)),
        comparisons=tuple(_comparisons(table, sampling)),
        slices=tuple(_slice_scores(table, references, sampling)),
        findings=tuple(findings),
        sampling=sampling,
        version=version("mtkit"),
        segment_scores={key: table.formula(key, table.of(key)) for key in table.columns},
    )


def _made(wanted: Sequence[str], references: ReferenceSet) -> dict[str, Metric]:
    made: dict[str, Metric] = {}
    for one in wanted:
        name, metric = make_metric(one, references)
        if name in made:
            raise ConfigError(f"the metric {name!r} is asked for twice; name it once")
        made[name] = metric
    if not made:
        raise ConfigError("no metric was named")
    return made


def _reference_set(
    references: Sequence[Texts] | Texts,
    sources: Texts | None,
    source_language: str | None,
    target_language: str | None,
    labels: Mapping[str, Texts] | None,
) -> ReferenceSet:
    if isinstance(references, str) or not references:
        raise ConfigError("references must be a list of texts, or a list of such lists")
    one = isinstance(references[0], str)
    sides = [references] if one else references
    target = language_of([str(text) for text in sides[0]], target_language)
    return ReferenceSet(
        references=tuple(tuple(map(str, side)) for side in sides),
        sources=None if sources is None else tuple(sources),
        source_language=None if sources is None else language_of(sources, source_language),
        target_language=target,
        labels={kind: tuple(values) for kind, values in (labels or {}).items()},
    )


# --- counts of all systems and metrics, side by side ---------------------------------------------

_Key = tuple[str, str]  # system, metric


@dataclass(frozen=True, slots=True)
class _Table:
    """The counts ``[segments, all columns]``, and which columns are whose."""

    metrics: Mapping[str, Metric]
    systems: tuple[str, ...]
    counts: Counts
    columns: Mapping[_Key, slice]

    def of(self, key: _Key, sums: Counts | None = None) -> Counts:
        """Return the columns of a system and metric, of `sums` if given, else of the counts."""
        return (self.counts if sums is None else sums)[..., self.columns[key]]

    def formula(self, key: _Key, sums: Counts) -> Counts:
        """Return the scores of sums that are the key's own."""
        return self.metrics[key[1]].score(sums)


def _count(systems: Mapping[str, Texts], metrics: Mapping[str, Metric]) -> _Table:
    import numpy as np

    blocks, columns, width = [], {}, 0
    for name, metric in metrics.items():
        for system, texts in systems.items():
            block = metric.counts(texts)
            blocks.append(block)
            columns[system, name] = slice(width, width + block.shape[1])
            width += block.shape[1]
    return _Table(metrics, tuple(systems), np.concatenate(blocks, axis=1), columns)


def _scores(table: _Table, sampling: Sampling) -> list[Score]:
    totals = table.counts.sum(axis=0)
    drawn = bootstrap_sums(table.counts, samples=sampling.samples, seed=sampling.seed)
    scores = []
    for key in table.columns:
        sums = table.of(key, totals)
        resampled = table.formula(key, table.of(key, drawn))
        scores.append(
            Score(
                *key,
                value=float(table.formula(key, sums)),
                interval=interval(resampled, level=sampling.level),
                parts=table.metrics[key[1]].parts(sums),
            )
        )
    return scores


def _comparisons(table: _Table, sampling: Sampling) -> list[Comparison]:
    if len(table.systems) < 2:
        return []
    totals = table.counts.sum(axis=0)
    drawn = bootstrap_sums(table.counts, samples=sampling.samples, seed=sampling.seed)
    halves = random_half_sums(table.counts, trials=sampling.trials, seed=sampling.seed)
    found = []
    for metric, scorer in table.metrics.items():
        pairs = list(combinations(table.systems, 2))
        resampled = {
            system: scorer.score(table.of((system, metric), drawn)) for system in table.systems
        }
        p_values = [
            randomization_p(
                scorer.score,
                (table.of((one, metric), halves), table.of((other, metric), halves)),
                (table.of((one, metric), totals), table.of((other, metric), totals)),
            )
            for one, other in pairs
        ]
        for (one, other), p, corrected in zip(pairs, p_values, holm(p_values), strict=True):
            observed = float(
                scorer.score(table.of((one, metric), totals))
                - scorer.score(table.of((other, metric), totals))
            )
            differences = resampled[one] - resampled[other]
            found.append(
                Comparison(
                    metric=metric,
                    system=one,
                    other=other,
                    difference=observed,
                    interval=interval(differences, level=sampling.level),
                    p_bootstrap=bootstrap_p(differences, observed),
                    p_randomization=p,
                    p_corrected=corrected,
                    significant=corrected < 1 - sampling.level,
                )
            )
    return found


def _slice_scores(table: _Table, references: ReferenceSet, sampling: Sampling) -> list[SliceScore]:
    scores = []
    for part in slices(references, names="names" in table.metrics):
        counts = table.counts[list(part.segments)]
        totals = counts.sum(axis=0)
        drawn = bootstrap_sums(counts, samples=sampling.samples, seed=sampling.seed)
        for key in table.columns:
            scores.append(
                SliceScore(
                    part.kind,
                    part.label,
                    len(part.segments),
                    *key,
                    value=float(table.formula(key, table.of(key, totals))),
                    interval=interval(
                        table.formula(key, table.of(key, drawn)), level=sampling.level
                    ),
                )
            )
    return scores
