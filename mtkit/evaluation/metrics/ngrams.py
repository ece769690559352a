"""N-grams of many segments at once: how many a hypothesis shares with its reference.

The n-grams of the references are numbered order by order: one of n elements is the number of its
first n - 1 and the last element, so equal numbers are equal n-grams of one segment, whatever their
length.  Hypotheses look theirs up; what a shorter n-gram did not find need not be looked for again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mtkit.evaluation.metrics.base import Counts

    Integers = NDArray[np.int64]


class _Order(NamedTuple):
    """The different n-grams of one order.

    Args:
        keys: Number of the first elements times elements plus the last one, sorted; the place in
            this list is the n-gram's own number.
        times: How often its segment has each.
        segments: Which segment that is.
    """

    keys: Integers
    times: Integers
    segments: Integers


class ReferenceGrams:
    """The n-grams of reference segments, up to some order.

    Args:
        segments: Each a text, for n-grams of characters, or a list of words.
        orders: Greatest n.
    """

    def __init__(self, segments: Sequence[Sequence[str]], *, orders: int) -> None:
        import numpy as np

        self._orders: list[_Order] = []
        self._elements = {element: i for i, element in enumerate(sorted(set().union(*segments)))}
        self._lengths = np.array(list(map(len, segments)), dtype=np.int64)
        codes, owners, left = self._laid_out(segments)
        at, prefix = np.arange(len(codes)), owners
        for n in range(orders):
            at, prefix = _longer(at, prefix, codes, left, n)
            keys, first, number, times = np.unique(
                prefix * len(self._elements) + codes[at + n],
                return_index=True,
                return_inverse=True,
                return_counts=True,
            )
            self._orders.append(_Order(keys, times, owners[at[first]]))
            prefix = number

    def totals(self) -> Counts:
        """Return how many n-grams the references have: ``[segments, orders]``."""
        return _totals(self._lengths, len(self._orders))

    def matches(self, hypotheses: Sequence[Sequence[str]]) -> tuple[Counts, Counts]:
        """Return how many n-grams hypotheses have, and how many of them their references have too.

        An n-gram is matched as often as both have it.

        Args:
            hypotheses: As many as there are references, made of what those are made of.

        Returns:
            Both ``[segments, orders]``.
        """
        import numpy as np

        codes, owners, left = self._laid_out(hypotheses)
        at, prefix = np.arange(len(codes)), owners
        shared = np.zeros((len(hypotheses), len(self._orders)))
        for n, order in enumerate(self._orders):
            at, prefix = _longer(at, prefix, codes, left, n)
            if not len(at) or not len(order.keys):
                break
            keys = prefix * len(self._elements) + codes[at + n]
            number = np.searchsorted(order.keys, keys)
            number[number == len(order.keys)] = 0
            found = order.keys[number] == keys
            at, prefix = at[found], number[found]
            times = np.minimum(np.bincount(prefix, minlength=len(order.keys)), order.times)
            shared[:, n] = np.bincount(order.segments, times, minlength=len(hypotheses))
        lengths = np.array(list(map(len, hypotheses)), dtype=np.int64)
        return _totals(lengths, len(self._orders)), shared

    def _laid_out(self, segments: Sequence[Sequence[str]]) -> tuple[Integers, Integers, Integers]:
        """Return of all elements their code (-1 if unknown), segment, and how many follow there."""
        import numpy as np

        lengths = np.array(list(map(len, segments)), dtype=np.int64)
        code = self._elements.get
        codes = np.array(
            [code(element, -1) for segment in segments for element in segment], dtype=np.int64
        )
        owners = np.repeat(np.arange(len(segments)), lengths)
        ends = np.repeat(np.cumsum(lengths), lengths)
        return codes, owners, ends - np.arange(len(codes)) - 1


def _longer(
    at: Integers, prefix: Integers, codes: Integers, left: Integers, n: int
) -> tuple[Integers, Integers]:
    """Keep the n-grams that a known element follows in their segment."""
    inside = left[at] >= n
    at, prefix = at[inside], prefix[inside]
    known = codes[at + n] >= 0
    return at[known], prefix[known]


def _totals(lengths: Integers, orders: int) -> Counts:
    import numpy as np

    totals: Counts = np.maximum(lengths[:, None] - np.arange(orders), 0).astype(np.float64)
    return totals
