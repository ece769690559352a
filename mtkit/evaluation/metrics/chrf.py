"""chrF2 and chrF++ (Popović 2015, 2017), as written and over normalized Arabic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mtkit.evaluation.metrics.normalizer import NAME, normalize
from mtkit.evaluation.metrics.sacre import SacreMetric, prepared
from mtkit.evaluation.reference_set import ReferenceSet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mtkit.evaluation.metrics.base import Counts

_BETA = 2


def chrf(references: ReferenceSet) -> SacreMetric:
    """Return chrF2: character n-grams up to 6, recall counting twice."""
    return _metric("chrF2", references.references)


def chrf_plus_plus(references: ReferenceSet) -> SacreMetric:
    """Return chrF++: the same with words and pairs of words."""
    return _metric("chrF++", references.references, word_order=2)


def chrf_normalized(references: ReferenceSet) -> SacreMetric:
    """Return chrF2 over text as `mtkit.evaluation.metrics.normalizer` leaves it."""
    texts = prepared(references.references, normalize)
    return _metric("chrF2 norm", texts, prepare=normalize, norm=NAME)


def _metric(
    title: str,
    references: Sequence[Sequence[str]],
    *,
    word_order: int = 0,
    prepare: Callable[[str], str] | None = None,
    norm: str | None = None,
) -> SacreMetric:
    from sacrebleu.metrics import CHRF

    scorer = CHRF(word_order=word_order, beta=_BETA, references=references)
    return SacreMetric(
        title=title, better="higher", scorer=scorer, formula=f_score, prepare=prepare, norm=norm
    )


def f_score(sums: Counts) -> Counts:
    """Return chrF of sums ``[..., (hypothesis, reference, match) x orders]``, as sacreBLEU does.

    Precision and recall are averaged over the orders that both sides have n-grams of.
    """
    import numpy as np

    hypothesis, reference, match = sums[..., 0::3], sums[..., 1::3], sums[..., 2::3]
    counted = (hypothesis > 0) & (reference > 0)
    orders = np.maximum(counted.sum(axis=-1), 1)
    precision = _mean(match, hypothesis, counted, orders)
    recall = _mean(match, reference, counted, orders)
    weighted = _BETA**2 * precision + recall
    products = (1 + _BETA**2) * precision * recall
    return 100 * np.divide(products, weighted, out=np.zeros_like(weighted), where=weighted > 0)


def _mean(
    match: Counts, total: Counts, counted: NDArray[np.bool], orders: NDArray[np.int64]
) -> Counts:
    import numpy as np

    ratios = np.divide(match, total, out=np.zeros_like(match), where=counted)
    mean: Counts = ratios.sum(axis=-1) / orders
    return mean
