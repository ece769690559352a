"""chrF2 and chrF++ (Popović 2015, 2017), as written and over normalized Arabic."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mtkit.evaluation.metrics.ngrams import ReferenceGrams
from mtkit.evaluation.metrics.normalizer import NAME, normalized
from mtkit.evaluation.metrics.sacre import SacreMetric, Texts, signature
from mtkit.evaluation.reference_set import ReferenceSet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mtkit.evaluation.metrics.base import Counts

_BETA = 2
_CHARACTERS = 6


def chrf(references: ReferenceSet) -> SacreMetric:
    """Return chrF2: character n-grams up to 6, recall counting twice."""
    return _metric("chrF2", references.references)


def chrf_plus_plus(references: ReferenceSet) -> SacreMetric:
    """Return chrF++: the same with words and pairs of words."""
    return _metric("chrF++", references.references, word_order=2)


def chrf_normalized(references: ReferenceSet) -> SacreMetric:
    """Return chrF2 over text as `mtkit.evaluation.metrics.normalizer` leaves it."""
    return _metric("chrF2 norm", references.references, norm=NAME)


def _metric(
    title: str, references: tuple[Texts, ...], *, word_order: int = 0, norm: str | None = None
) -> SacreMetric:
    from sacrebleu.metrics import CHRF

    scorer = CHRF(word_order=word_order, beta=_BETA)
    sides = references if norm is None else tuple(map(normalized, references))

    def count(texts: Texts) -> Counts:
        prepared = texts if norm is None else normalized(texts)
        return _nearest(scorer, [_statistics(scorer, side, prepared) for side in sides])

    return SacreMetric(
        title=title,
        better="higher",
        signature=signature(scorer, references, norm=norm),
        count=count,
        formula=f_score,
    )


def _statistics(scorer: Any, references: Texts, texts: Texts) -> Counts:
    """Return (hypothesis, reference, match) x orders against one reference each."""
    import numpy as np

    characters = _character_statistics(references, texts)
    if not scorer.word_order:
        return characters
    grams = ReferenceGrams(list(map(scorer._remove_punctuation, references)), orders=2)
    words = _triples(grams, list(map(scorer._remove_punctuation, texts)))
    return np.concatenate([characters, words], axis=1)


@lru_cache(maxsize=32)  # chrF2 and chrF++ of a system count the same characters
def _character_statistics(references: Texts, texts: Texts) -> Counts:
    return _triples(_character_grams(references), list(map(_without_space, texts)))


@lru_cache(maxsize=8)
def _character_grams(references: Texts) -> ReferenceGrams:
    return ReferenceGrams(list(map(_without_space, references)), orders=_CHARACTERS)


def _without_space(text: str) -> str:
    return "".join(text.split())


def _triples(grams: ReferenceGrams, texts: Sequence[Sequence[str]]) -> Counts:
    import numpy as np

    totals, matches = grams.matches(texts)
    expected = grams.totals()
    counted = np.where(expected > 0, totals, 0)  # n-grams that no reference is long enough for
    return np.stack([counted, expected, matches], axis=2).reshape(len(texts), -1)


def _nearest(scorer: Any, statistics: Sequence[Counts]) -> Counts:
    """Return for each segment the statistics against the reference it scores best with."""
    import numpy as np

    if len(statistics) == 1:
        return statistics[0]
    sides = np.stack(statistics, axis=1)
    # of scores that differ in their last bit alone, sacreBLEU's own arithmetic decides
    best = [
        max(range(len(rows)), key=lambda side: scorer._compute_f_score(rows[side]))
        for rows in sides.tolist()
    ]
    nearest: Counts = sides[np.arange(len(best)), best]
    return nearest


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
