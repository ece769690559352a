"""Metrics by name.  Adding one is a file with a factory (see `base`) and a line in `METRICS`.

What is asked for is a name, or ``NAME=ARGUMENT`` for a metric that needs a file or folder
(``terms=glossary.tsv``).
"""

from __future__ import annotations

from inspect import signature

from mtkit import langs
from mtkit.errors import ConfigError
from mtkit.evaluation.expected_names import LANGUAGES
from mtkit.evaluation.metrics.base import Better, Metric, MetricFactory
from mtkit.evaluation.metrics.markup import has_tags
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.registry import Registry

__all__ = ["METRICS", "Better", "Metric", "MetricFactory", "make_metric", "usual_metrics"]

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
        "spbleu": f"{_HERE}.spbleu:spbleu",
        "names": f"{_HERE}.names:names",
        "numbers": f"{_HERE}.numbers:numbers",
        "dates": f"{_HERE}.dates:dates",
        "terms": f"{_HERE}.terms:terms",
        "markup": f"{_HERE}.markup:markup",
        "flags": f"{_HERE}.flags:flags",
        "length": f"{_HERE}.length:length",
        "meaning": f"{_HERE}.meaning:meaning",
        "adequacy": f"{_HERE}.meaning:adequacy",
        "comet": f"{_HERE}.comet:comet",
    },
)


def make_metric(wanted: str, references: ReferenceSet) -> tuple[str, Metric]:
    """Return the name and the metric that ``NAME`` or ``NAME=ARGUMENT`` asks for.

    Raises:
        UnknownEntryError: No such metric.
        ConfigError: It takes no argument, or the set lacks what it needs.
    """
    name, equals, argument = wanted.partition("=")
    factory = METRICS.get(name)
    if not equals:
        return name, factory(references)
    if len(signature(factory).parameters) < 2:
        raise ConfigError(f"{wanted}: the metric {name!r} takes nothing after the =")
    return name, factory(references, argument)


def usual_metrics(references: ReferenceSet) -> tuple[str, ...]:
    """Return the metrics that are taken when none are named: chrF first, and what the set allows.

    TER is left out: it says little that BLEU does not.  So are metrics that load a model, and those
    about what most sets do not have: terms, dates, and markup where the source has none.
    """
    names = ["chrf", "chrf++", "bleu"]
    if references.target_language == "ar":
        names += ["bleu-intl", "chrf-norm", "bleu-norm"]
    if references.target_language and langs.base(references.target_language) in LANGUAGES:
        names.append("names")
    names.append("numbers")
    if references.sources and references.source_language and references.target_language:
        names.append("flags")
    if references.sources and has_tags(references.sources):
        names.append("markup")
    return (*names, "length")
