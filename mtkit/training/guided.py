"""Word alignments to guide a head of attention: fast_align on pieces, both ways.

The statistical aligner (Dyer et al. 2013, as `sil-thot` has it) sees the very pieces that the model
sees, so its links are the model's own positions.  Each direction has its own model: every piece of
the target side has one piece of the source side, or none.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mtkit.align.statistical import train_one_way

_ROUNDS = 4


def align_pieces(
    source: Sequence[Sequence[int]], target: Sequence[Sequence[int]]
) -> NDArray[np.int16]:
    """Return for every target piece, end to end, the index of its source piece, or -1.

    Args:
        source: Piece ids of each sentence.
        target: As many sentences.

    Raises:
        MissingExtraError: `sil-thot` is not installed.
    """
    pairs = [
        ([str(i) for i in src], [str(i) for i in tgt])
        for src, tgt in zip(source, target, strict=True)
    ]
    model = train_one_way(pairs, method="fast_align", iterations=_ROUNDS)
    links = []
    for src, tgt in pairs:
        matrix = model.get_best_alignment(src, tgt)[1].to_numpy()  # (source, target)
        links.append(np.where(matrix.any(0), matrix.argmax(0), -1))
    return np.concatenate(links).astype(np.int16)
