"""BLEU (Papineni et al. 2002) under sacreBLEU's tokenizers, as written and over normalized Arabic.

``13a``, which published scores use, leaves ، and ؟ on their words; ``intl`` parts them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from mtkit.evaluation.metrics.normalizer import NAME, normalize
from mtkit.evaluation.metrics.sacre import SacreMetric, prepared
from mtkit.evaluation.reference_set import ReferenceSet

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts

_ORDER = 4


def bleu(references: ReferenceSet) -> SacreMetric:
    """Return BLEU under ``13a``, sacreBLEU's default: comparable with what others publish."""
    return _metric("BLEU", references.references, tokenize="13a")


def bleu_intl(references: ReferenceSet) -> SacreMetric:
    """Return BLEU under ``intl``, which parts all punctuation of Unicode."""
    return _metric("BLEU intl", references.references, tokenize="intl")


def bleu_normalized(references: ReferenceSet) -> SacreMetric:
    """Return BLEU over text as `mtkit.evaluation.metrics.normalizer` leaves it."""
    texts = prepared(references.references, normalize)
    return _metric("BLEU norm", texts, tokenize="13a", prepare=normalize, norm=NAME)


def _metric(
    title: str,
    references: Sequence[Sequence[str]],
    *,
    tokenize: str,
    prepare: Callable[[str], str] | None = None,
    norm: str | None = None,
) -> SacreMetric:
    from sacrebleu.metrics import BLEU

    # force: no warning on stderr for text that looks tokenized
    scorer = BLEU(tokenize=tokenize, references=references, force=True)
    return SacreMetric(
        title=title,
        better="higher",
        scorer=scorer,
        formula=score,
        side_figures=side_figures,
        prepare=prepare,
        norm=norm,
    )


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
