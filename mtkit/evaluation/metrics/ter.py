"""Translation edit rate (Snover et al. 2006): edits per reference word, in sacreBLEU's reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mtkit.evaluation.metrics.base import Better
from mtkit.evaluation.metrics.sacre import Texts, signature
from mtkit.evaluation.reference_set import ReferenceSet

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts


class EditRate:
    """TER, in per cent; lower is better, and over 100 is possible.

    Args:
        references: ``[reference][segment]``; edits are those to the nearest, words their mean.
    """

    title = "TER"
    better: Better = "lower"

    def __init__(self, references: tuple[Texts, ...]) -> None:
        from sacrebleu.metrics import TER

        scorer = TER()
        self.signature = signature(scorer, references)
        self._words = scorer._preprocess_segment
        self._references = [
            [self._words(text).split() for text in segment]
            for segment in zip(*references, strict=True)
        ]

    def counts(self, hypotheses: Sequence[str]) -> Counts:
        """Return edits and reference words."""
        import numpy as np

        from mtkit.evaluation.metrics.edits import edit_count

        rows = []
        for text, references in zip(hypotheses, self._references, strict=True):
            words = self._words(text).split()
            edits = min(edit_count(words, reference) for reference in references)
            rows.append((edits, sum(map(len, references)) / len(references)))
        return np.array(rows, dtype=np.float64)

    def score(self, sums: Counts) -> Counts:
        """Return edits per 100 reference words; 100 for words against no reference."""
        import numpy as np

        edits, words = sums[..., 0], sums[..., 1]
        empty = np.where(edits > 0, 1.0, 0.0)
        return 100 * np.divide(edits, words, out=empty, where=words > 0)

    def parts(self, sums: Counts) -> Mapping[str, float]:
        """Return nothing more."""
        return {}


def ter(references: ReferenceSet) -> EditRate:
    """Return TER."""
    return EditRate(references.references)
