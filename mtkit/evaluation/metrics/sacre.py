"""sacreBLEU's own counting behind mtkit's protocol; the only place that knows its inner methods.

Counting stays sacreBLEU's, so that its scores are reproduced; the score of the sums is computed
here for thousands of resamples at a time, where sacreBLEU goes through them one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mtkit.evaluation.metrics.base import Better

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts

Texts = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SacreMetric:
    """A metric whose statistics sacreBLEU counts.

    Args:
        title: For tables.
        better: Which scores are better.
        scorer: A ``sacrebleu.metrics`` object that holds the references, prepared like the texts.
        formula: Sums ``[..., k]`` → scores ``[...]``.
        side_figures: Sums ``[k]`` → what else they tell.
        prepare: Done to every hypothesis before it is counted; None for nothing.
        norm: Name of what `prepare` does, for the signature.
    """

    title: str
    better: Better
    scorer: Any
    formula: Callable[[Counts], Counts]
    side_figures: Callable[[Counts], Mapping[str, float]] = lambda sums: {}
    prepare: Callable[[str], str] | None = None
    norm: str | None = None

    @property
    def signature(self) -> str:
        """sacreBLEU's signature, with ``norm:…`` before the version if the texts are normalized."""
        signature = self.scorer.get_signature()
        if self.norm is not None:
            signature.update("norm", self.norm)
        return str(signature)

    def counts(self, hypotheses: Sequence[str]) -> Counts:
        """Return what sacreBLEU counts for each hypothesis."""
        import numpy as np

        texts = hypotheses if self.prepare is None else list(map(self.prepare, hypotheses))
        return np.array(self.scorer._extract_corpus_statistics(texts, None), dtype=np.float64)

    def score(self, sums: Counts) -> Counts:
        """Return the scores of the sums."""
        return self.formula(sums)

    def parts(self, sums: Counts) -> Mapping[str, float]:
        """Return the side figures."""
        return self.side_figures(sums)


def prepared(references: Sequence[Texts], prepare: Callable[[str], str]) -> list[list[str]]:
    """Return the references as `prepare` leaves them."""
    return [[prepare(text) for text in side] for side in references]
