"""Metrics by name.  Adding one is a file with a factory (see `base`) and a line in `METRICS`."""

from __future__ import annotations

from mtkit.evaluation.metrics.base import Better, Metric, MetricFactory
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.registry import Registry

__all__ = ["METRICS", "Better", "Metric", "MetricFactory", "usual_metrics"]

_HERE = "mtkit.evaluation.metrics"

METRICS: Registry[MetricFactory] = Registry(
    "metric",
    {
        "chrf": f"{_HERE}.chrf:chrf",
        "chrf++": f"{_HERE}.chrf:chrf_plus_plus",
        "chrf-norm": f"{_HERE}.chrf:chrf_normalized",
        "bleu": f"{_HERE}.bleu:bleu",
        "bleu-intl": f"{_HERE}.bleu:bleu_intl",
        "bleu-norm": f"{_HERE}.bleu:bleu_normalized",
        "ter": f"{_HERE}.ter:ter",
        "numbers": f"{_HERE}.numbers:numbers",
        "flags": f"{_HERE}.flags:flags",
        "length": f"{_HERE}.length:length",
    },
)


def usual_metrics(references: ReferenceSet) -> tuple[str, ...]:
    """Return the metrics that are taken when none are named: chrF first, and what the set allows.

    TER is left out: it says little that BLEU does not, and takes longer than all others together.
    """
    names = ["chrf", "chrf++", "bleu"]
    if references.target_language == "ar":
        names += ["bleu-intl", "chrf-norm", "bleu-norm"]
    names.append("numbers")
    if references.sources and references.source_language and references.target_language:
        names.append("flags")
    return (*names, "length")
