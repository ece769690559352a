"""Which pairs of names are worth comparing letter by letter: one product for each pair of words.

A slot of a name is *covered* when some slot of the other has a gist near to its own.  A pair passes
when as many slots are covered, seen from either side, as the shorter name has; or when the gists of
the whole names are near, which finds words that one writer joins and another parts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtkit.names.letters.assembly import Side
from mtkit.names.letters.network import Floats

Ints = NDArray[np.intp]

_NEAR = 0.45  # product of two words' gists; see docs/quality/names.md
_WHOLE = 0.55


def candidates(one: Side, other: Side, rows: slice) -> tuple[Ints, Ints, Floats]:
    """Return the pairs worth comparing, and how near every pair of whole names is.

    Args:
        one: Names.
        other: Names.
        rows: Names of `one` to look at.

    Returns:
        Rows (counted from the beginning of `one`), columns, and ``[row][column]`` in [-1, 1].
    """
    whole = one.whole[rows] @ other.whole.T
    words = one.words[rows]
    used, inverse = np.unique(words, return_inverse=True)
    near = _near(one, other, used)[inverse.reshape(words.shape)]
    covered = np.zeros(whole.shape, dtype=np.int8)
    for slot in range(int(one.counts[rows].max(initial=0))):
        concept = one.concepts[rows, slot] > 0
        covered += near[:, slot] | concept[:, None]
    least = np.minimum(one.counts[rows, None], other.counts[None, :])
    passed = ((covered >= least) & (least > 0)) | (whole > _WHOLE)
    found, columns = np.nonzero(passed)
    return found + (rows.start or 0), columns, whole


def _near(one: Side, other: Side, used: Ints) -> NDArray[np.bool_]:
    """Return whether a word of `one` is near some word of a name: ``[word of used][name]``."""
    found = np.zeros((len(used), len(other.counts)), dtype=np.bool_)
    if not one.tokens.words or not other.tokens.words:
        return found
    products = one.tokens.letters.gists[used] @ other.tokens.letters.gists.T
    close = np.concatenate([products > _NEAR, np.zeros((len(used), 1), dtype=np.bool_)], axis=1)
    close[used < 0] = False
    for slot in range(int(other.counts.max(initial=0))):
        found |= close[:, other.words[:, slot]]
    return found
