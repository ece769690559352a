"""How alike texts of one language are, thousands at a time: what the gates look for lines with.

A text is the vector of its character trigrams, hashed, each weighted by how rare it is among the
references; likeness is the cosine, in [0, 1].
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_BUCKETS = 4096
_FACTORS = (1_000_003, 8_191, 1)


class Comparer:
    """Compares texts with a list of references.

    Args:
        references: ``[segment]``.
    """

    def __init__(self, references: Sequence[str]) -> None:
        import numpy as np

        counts = self._counts(references)
        spread = (counts > 0).sum(axis=0)
        self._weights = np.log((1 + len(references)) / (1 + spread)).astype(np.float32)
        self.references = self._vectors(counts)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return ``[segments, buckets]``, rows of length 1 (0 for texts without a trigram)."""
        return self._vectors(self._counts(texts))

    def along(self, vectors: Vectors, *, offset: int = 0) -> Vectors:
        """Return the likeness of each text i with reference i + `offset`; 0 where there is none."""
        import numpy as np

        total = min(len(vectors), len(self.references) - offset)
        start = max(0, -offset)
        likeness = np.zeros(len(vectors), np.float32)
        if total > start:
            ours, theirs = vectors[start:total], self.references[start + offset : total + offset]
            likeness[start:total] = np.einsum("ij,ij->i", ours, theirs)
        return likeness

    def _vectors(self, counts: Vectors) -> Vectors:
        import numpy as np

        weighted = np.sqrt(counts) * self._weights
        lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
        vectors: Vectors = weighted / np.where(lengths > 0, lengths, 1)
        return vectors

    @staticmethod
    def _counts(texts: Sequence[str]) -> Vectors:
        import numpy as np

        counts = np.zeros((len(texts), _BUCKETS), np.float32)
        for row, text in zip(counts, texts, strict=True):
            points = np.frombuffer(text.casefold().encode("utf-32-le"), np.uint32).astype(np.int64)
            if len(points) >= 3:
                first, second, third = _FACTORS
                hashed = points[:-2] * first + points[1:-1] * second + points[2:] * third
                row += np.bincount(hashed % _BUCKETS, minlength=_BUCKETS)
        return counts
