"""BLEU (Papineni et al. 2002) under sacreBLEU's tokenizers, as written and over normalized Arabic.

``13a``, which published scores use, leaves ، and ؟ on their words; ``intl`` parts them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from mtkit.evaluation.metrics.ngrams import ReferenceGrams
from mtkit.evaluation.metrics.normalizer import NAME, normalized
from mtkit.evaluation.metrics.sacre import SacreMetric, Texts, signature
from mtkit.evaluation.reference_set import ReferenceSet

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts

_ORDER = 4


def bleu(references: ReferenceSet) -> SacreMetric:
    """Return BLEU under ``13a``, sacreBLEU's default: comparable with what others publish."""
    return of_scorer("BLEU", references.references, scorer_of("13a"))


def bleu_intl(references: ReferenceSet) -> SacreMetric:
    """Return BLEU under ``intl``, which parts all punctuation of Unicode."""
    return of_scorer("BLEU intl", references.references, scorer_of("intl"))


def bleu_normalized(references: ReferenceSet) -> SacreMetric:
    """Return BLEU over text as `mtkit.evaluation.metrics.normalizer` leaves it."""
    return of_scorer("BLEU norm", references.references, scorer_of("13a"), norm=NAME)


def scorer_of(tokenize: str) -> Any:
    """Return sacreBLEU's BLEU under one of its tokenizers."""
    from sacrebleu.metrics import BLEU

    return BLEU(tokenize=tokenize, force=True)  # force: no warning for what looks tokenized


def of_scorer(
    title: str, references: tuple[Texts, ...], scorer: Any, *, norm: str | None = None
) -> SacreMetric:
    """Return a metric that counts as `scorer` does."""
    sides = references if norm is None else tuple(map(normalized, references))
    counted = _one_reference(scorer, sides[0]) if len(sides) == 1 else _several(scorer, sides)
    return SacreMetric(
        title=title,
        better="higher",
        signature=signature(scorer, references, norm=norm),
        count=counted if norm is None else lambda texts: counted(normalized(texts)),
        formula=score,
        side_figures=side_figures,
    )


def _one_reference(scorer: Any, reference: Texts) -> Callable[[Texts], Counts]:
    def words(texts: Texts) -> list[list[str]]:
        return [scorer._preprocess_segment(text).split() for text in texts]

    expected = words(reference)
    grams = ReferenceGrams(expected, orders=_ORDER)

    def count(texts: Texts) -> Counts:
        import numpy as np

        found = words(texts)
        totals, matches = grams.matches(found)
        lengths = np.array([list(map(len, found)), list(map(len, expected))], dtype=np.float64)
        return np.concatenate([lengths.T, matches, totals], axis=1)

    return count


def _several(scorer: Any, references: tuple[Texts, ...]) -> Callable[[Texts], Counts]:
    """Return sacreBLEU's own counting, which takes an n-gram from any of several references."""
    scorer._ref_cache = scorer._cache_references(references)

    def count(texts: Texts) -> Counts:
        import numpy as np

        return np.array(scorer._extract_corpus_statistics(texts, None), dtype=np.float64)

    return count


def score(sums: Counts) -> Counts:
    """Return BLEU of sums ``[..., (length, reference length, 4 matches, 4 totals)]``.

    Orders without a match are smoothed exponentially (Chen & Cherry 2014, method 3), as sacreBLEU
    does; without any match, or without n-grams of some order, BLEU is 0.
    """
    import numpy as np

    match, total = sums[..., 2 : 2 + _ORDER], sums[..., 2 + _ORDER :]
    missing = match == 0
    smoothed = 0.5 ** np.cumsum(missing, axis=-1)
    defined = (total > 0).all(axis=-1) & (match > 0).any(axis=-1)
    numerator = np.where(missing, smoothed, match)
    precision = np.divide(
        numerator, total, out=np.ones_like(match), where=np.expand_dims(defined, -1)
    )
    mean = np.exp(np.log(100 * precision).sum(axis=-1) / _ORDER)
    return np.where(defined, _brevity(sums) * mean, 0.0)


def side_figures(sums: Counts) -> Mapping[str, float]:
    """Return brevity penalty, length ratio in tokens, and precisions of 1- to 4-grams in 0-100."""
    match, total = sums[2 : 2 + _ORDER], sums[2 + _ORDER :]
    figures = {"brevity_penalty": float(_brevity(sums))}
    if sums[1] > 0:
        figures["length_ratio"] = float(sums[0] / sums[1])
    for order in range(_ORDER):
        if total[order] > 0:
            figures[f"precision_{order + 1}"] = float(100 * match[order] / total[order])
    return figures


def _brevity(sums: Counts) -> Counts:
    import numpy as np

    length, reference = sums[..., 0], sums[..., 1]
    short = (length < reference) & (length > 0)
    ratio = np.divide(reference, length, out=np.ones_like(length), where=short)
    return np.where((length == 0) & (reference > 0), 0.0, np.exp(1 - ratio))
