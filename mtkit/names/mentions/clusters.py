"""Clusters of words that stand among the same words: what a tagger knows of words it never tagged.

Positive pointwise mutual information with the words at two places on either side, reduced by a
truncated singular value decomposition (Levy, Goldberg & Dagan, 2015), grouped by spherical k-means.
The same input gives the same clusters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

_LEAST_COUNT = 4
_CONTEXTS = 8000  # most frequent words that are looked at as neighbours
_REACH = 2
_DIMENSIONS = 64
_SIZES = {"a": 64, "b": 512}
_ROUNDS = 15
_SMOOTHING = 0.75  # power of the neighbours' counts: keeps rare ones from looking meaningful


def cluster(sentences: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Return the codes of each word that is frequent enough: a# of 64 clusters, b# of 512."""
    import torch

    torch.manual_seed(0)
    counts = Counter(word for words in sentences for word in words)
    vocabulary = [word for word, count in counts.most_common() if count >= _LEAST_COUNT]
    if len(vocabulary) <= 4 * max(_SIZES.values()):
        return {}
    left, singular, _ = torch.svd_lowrank(_information(sentences, vocabulary), q=_DIMENSIONS)
    vectors = torch.nn.functional.normalize(left * singular.sqrt(), dim=1)
    codes: dict[str, list[str]] = {word: [] for word in vocabulary}
    for letter, size in _SIZES.items():
        for word, number in zip(vocabulary, _k_means(vectors, size), strict=True):
            codes[word].append(f"{letter}{number}")
    return codes


def _information(sentences: Sequence[Sequence[str]], vocabulary: Sequence[str]) -> torch.Tensor:
    """Return what each word's neighbours tell: sparse, shape (words, places x neighbours)."""
    import numpy as np
    import torch

    number = {word: at for at, word in enumerate(vocabulary)}
    width = min(len(vocabulary), _CONTEXTS)
    met: Counter[tuple[int, int]] = Counter()
    places = [offset for offset in range(-_REACH, _REACH + 1) if offset]
    for words in sentences:
        ids = [number.get(word, -1) for word in words]
        for at, word in enumerate(ids):
            for place, offset in enumerate(places):
                near = ids[at + offset] if 0 <= at + offset < len(ids) else -1
                if word >= 0 and 0 <= near < width:
                    met[word, place * width + near] += 1
    cells: NDArray[np.int64] = np.array(list(met), dtype=np.int64).T
    values = np.array(list(met.values()), dtype=np.float64)
    of_word = np.bincount(cells[0], values)
    of_near = np.bincount(cells[1], values, width * len(places)) ** _SMOOTHING
    of_near /= of_near.sum()
    information = np.log(values / (of_word[cells[0]] * of_near[cells[1]]))
    kept = information > 0
    return torch.sparse_coo_tensor(
        torch.from_numpy(cells[:, kept]),
        torch.from_numpy(information[kept].astype(np.float32)),
        (len(vocabulary), width * len(places)),
        check_invariants=True,
    ).coalesce()


def _k_means(vectors: torch.Tensor, size: int) -> list[int]:
    import torch

    centers = vectors[: 4 * size : 4].clone()  # every fourth of the frequent words
    nearest = torch.zeros(len(vectors), dtype=torch.long)
    for _ in range(_ROUNDS):
        nearest = (vectors @ centers.T).argmax(1)
        sums = torch.zeros_like(centers).index_add_(0, nearest, vectors)
        centers = torch.nn.functional.normalize(sums + 1e-6 * centers, dim=1)
    return [int(number) for number in nearest]
