"""Length ratio: characters of the hypotheses for each of the references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mtkit.evaluation.metrics.base import Better
from mtkit.evaluation.metrics.rates import ratio
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.text.arabic import strip_marks

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts


class LengthRatio:
    """Characters of the hypotheses per 100 of the references; 100 is equal.

    White space, vowel signs and tatweel are not counted; of several references, their mean length.
    """

    title = "length"
    better: Better = "neither"
    signature = "unit:character|space:no|marks:no"

    def __init__(self, references: Sequence[Sequence[str]]) -> None:
        lengths = [[_length(text) for text in side] for side in references]
        self._expected = [sum(segment) / len(segment) for segment in zip(*lengths, strict=True)]

    def counts(self, hypotheses: Sequence[str]) -> Counts:
        """Return length and expected length."""
        import numpy as np

        lengths = [_length(text) for text in hypotheses]
        return np.stack([np.array(lengths, np.float64), np.array(self._expected)], axis=1)

    def score(self, sums: Counts) -> Counts:
        """Return the ratio."""
        return ratio(sums, numerator=0, denominator=1, scale=100, empty=100)

    def parts(self, sums: Counts) -> Mapping[str, float]:
        """Return nothing more."""
        return {}


def _length(text: str) -> int:
    return len("".join(strip_marks(text).split()))


def length(references: ReferenceSet) -> LengthRatio:
    """Return the length ratio."""
    return LengthRatio(references.references)
