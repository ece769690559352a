"""Doubtful translations: the share of segments in which the desk's checks find something.

The checks are those that `mtkit translate` runs on every sentence: empty, copied, vocalized,
repeated, wrong script, too short or long, sentences lost, broken off, numbers changed, unknown
signs, character references.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mtkit.errors import ConfigError
from mtkit.evaluation.metrics.base import Better
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.translation.checks import CHECKS, CheckInput, run_checks

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts

CODES = tuple(code for code in CHECKS if code != "score")
"""Checks that run: all but the model's own score, which a file does not tell."""


class FlaggedSegments:
    """Segments with a doubt, in per cent; lower is better.

    The counts of a segment: 1 if it has any flag, 1 for each flag of `CODES` that it has, 1.
    """

    title = "flags"
    better: Better = "lower"
    signature = "checks:mtkit-desk.1"

    def __init__(self, sources: Sequence[str], source_language: str, target_language: str) -> None:
        self._sources = sources
        self._languages = (source_language, target_language)

    def counts(self, hypotheses: Sequence[str]) -> Counts:
        """Return any, each of `CODES`, 1."""
        import numpy as np

        found = np.zeros((len(hypotheses), len(CODES) + 2))
        found[:, -1] = 1
        for row, source, target in zip(found, self._sources, hypotheses, strict=True):
            item = CheckInput(source, target, *self._languages)
            for flag in run_checks(item, codes=CODES):
                row[0] = row[1 + CODES.index(flag.code)] = 1
        return found

    def score(self, sums: Counts) -> Counts:
        """Return the share of segments with any flag."""
        scores: Counts = 100 * sums[..., 0] / sums[..., -1]
        return scores

    def parts(self, sums: Counts) -> Mapping[str, float]:
        """Return the share of segments with each flag that occurs."""
        rates = 100 * sums[1:-1] / sums[-1]
        return {code: float(rate) for code, rate in zip(CODES, rates, strict=True) if rate}


def flags(references: ReferenceSet) -> FlaggedSegments:
    """Return the share of doubtful segments.

    Raises:
        ConfigError: There is no source, or a language is not known.
    """
    sources = references.require_sources("the metric 'flags'")
    if references.source_language is None or references.target_language is None:
        raise ConfigError(
            "the metric 'flags' needs the languages: give --pair "
            "(source_language=, target_language=)"
        )
    return FlaggedSegments(sources, references.source_language, references.target_language)
