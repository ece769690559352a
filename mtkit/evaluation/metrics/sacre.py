"""sacreBLEU's metrics behind mtkit's protocol: its preparation of texts, its signatures.

N-grams are counted for all segments at once (`mtkit.evaluation.metrics.ngrams`) and scores computed
for thousands of sums at once, where sacreBLEU goes through both one by one; tests hold them equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mtkit.evaluation.metrics.base import Better

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SacreMetric:
    """A metric that sacreBLEU defines.

    Args:
        title: For tables.
        better: Which scores are better.
        signature: sacreBLEU's, with what was done besides.
        count: Texts → what sacreBLEU counts for each, ``[segments, k]``.
        formula: Sums ``[..., k]`` → scores ``[...]``.
        side_figures: Sums ``[k]`` → what else they tell.
    """

    title: str
    better: Better
    signature: str
    count: Callable[[Texts], Counts]
    formula: Callable[[Counts], Counts]
    side_figures: Callable[[Counts], Mapping[str, float]] = lambda sums: {}

    def counts(self, hypotheses: Sequence[str]) -> Counts:
        """Return what sacreBLEU counts for each hypothesis."""
        return self.count(tuple(hypotheses))

    def score(self, sums: Counts) -> Counts:
        """Return the scores of the sums."""
        return self.formula(sums)

    def parts(self, sums: Counts) -> Mapping[str, float]:
        """Return the side figures."""
        return self.side_figures(sums)


def signature(scorer: Any, references: Sequence[Texts], *, norm: str | None = None) -> str:
    """Return sacreBLEU's signature of a scorer.

    Args:
        scorer: A ``sacrebleu.metrics`` object.
        references: ``[reference][segment]``.
        norm: What texts were normalized by, which goes before the version.
    """
    scorer.num_refs = len(references)
    found = scorer.get_signature()
    if norm is not None:
        found.update("norm", norm)
    return str(found)
