"""Lexical shortlists: the target pieces worth looking at, given the pieces of the source.

The output layer is a third of decoding; with a shortlist (Jean et al. 2015; CTranslate2's ``vmap``)
it computes the pieces alone that were aligned with pieces of the source, and the commonest ones.
What is not on the list cannot be written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mtkit.io import atomic_file
from mtkit.training.guided import align_pieces
from mtkit.training.vocabulary import END, Vocabulary

Shortlist = Mapping[str, Sequence[str]]
"""Source piece → target pieces; the empty one has those that are always looked at."""


def learn(
    vocabulary: Vocabulary,
    pairs: Sequence[tuple[str, str]],
    *,
    sides: Sequence[int] = (0, 1),
    per_piece: int = 20,
    always: int = 200,
) -> Shortlist:
    """Learn the list of a model from parallel text.

    Args:
        vocabulary: Of the model.
        pairs: Sentences, in the order of the vocabulary's languages.
        sides: Which of them the model reads.
        per_piece: Most target pieces for each piece of the source.
        always: Commonest target pieces that come with every source, by its label.

    Raises:
        MissingExtraError: `sil-thot` is not installed.
    """
    names = {number: name for name, number in vocabulary.ids.items()}
    encoded = [
        vocabulary.encode([pair[side] for pair in pairs], as_target=side not in sides)
        for side in (0, 1)
    ]
    found: dict[str, dict[str, None]] = {"": {END: None}}
    for side in sides:
        label = vocabulary.labels[side]
        usual = Counter(piece for ids in encoded[1 - side] for piece in ids)
        start = found.setdefault("" if label is None else names[label], {})
        start |= dict.fromkeys(names[piece] for piece, _ in usual.most_common(always))
        for piece, others in _aligned(encoded[side], encoded[1 - side]):
            best = (names[other] for other, _ in others.most_common(per_piece))
            found.setdefault(names[piece], {}).update(dict.fromkeys(best))
    return {piece: tuple(others) for piece, others in found.items()}


def write(shortlist: Shortlist, path: Path) -> None:
    """Write a shortlist as CTranslate2 reads it: ``vmap.txt`` in the folder of the model."""
    with atomic_file(path) as file:
        for piece, others in shortlist.items():
            file.write(f"{piece}\t{' '.join(others)}\n".encode())


def _aligned(
    read: Sequence[Sequence[int]], written: Sequence[Sequence[int]]
) -> Iterator[tuple[int, Counter[int]]]:
    """Yield every source piece with the target pieces that were aligned with it."""
    links = iter(align_pieces(read, written).tolist())
    together: dict[int, Counter[int]] = {}
    for source, target in zip(read, written, strict=True):
        for piece in target:
            if (link := next(links)) >= 0:
                together.setdefault(source[link], Counter())[piece] += 1
    yield from sorted(together.items())
