"""Numbers kept: which of the numbers written in digits the translation has, however it writes them.

Compared with the source where there is one, else with the first reference, by
`mtkit.text.digits.compare`; character references (``&#39;``) are read as their characters.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mtkit.evaluation.metrics.base import Better
from mtkit.evaluation.metrics.rates import ratio
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.text.digits import compare

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts

_DIGIT = re.compile(r"\d")
_KEPT, _EXPECTED, _ADDED, _SEGMENTS = range(4)


class NumbersKept:
    """Share of the numbers that are kept, in 0-100; 100 where there are none to keep."""

    title = "numbers"
    better: Better = "higher"

    def __init__(self, originals: Sequence[str], *, against: str) -> None:
        self._originals = list(map(html.unescape, originals))
        self._expected = [len(compare(text, "").lost) for text in self._originals]
        self.signature = f"against:{against}|rules:mtkit-numbers.1"

    def counts(self, hypotheses: Sequence[str]) -> Counts:
        """Return numbers kept, numbers expected, numbers added, 1."""
        import numpy as np

        rows = []
        texts = map(html.unescape, hypotheses)
        for original, expected, text in zip(self._originals, self._expected, texts, strict=True):
            difference = compare(original, text)
            kept = expected - len(difference.lost)
            rows.append((kept, expected, len(difference.added), 1))
        return np.array(rows, dtype=np.float64)

    def score(self, sums: Counts) -> Counts:
        """Return the share that is kept."""
        return ratio(sums, numerator=_KEPT, denominator=_EXPECTED, scale=100, empty=100)

    def parts(self, sums: Counts) -> Mapping[str, float]:
        """Return how many numbers there were, were lost, and were added."""
        return {
            "expected": float(sums[_EXPECTED]),
            "lost": float(sums[_EXPECTED] - sums[_KEPT]),
            "added": float(sums[_ADDED]),
        }


def numbers(references: ReferenceSet) -> NumbersKept:
    """Return numbers kept, against the source if there is one."""
    if references.sources is not None:
        return NumbersKept(references.sources, against="source")
    return NumbersKept(references.references[0], against="reference")
