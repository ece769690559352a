"""The best combinations of several lists of alternatives, without writing all of them out."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from math import prod
from typing import TypeVar

T = TypeVar("T")


def best_products(
    lists: Sequence[Sequence[T]], *, key: Callable[[T], float], limit: int
) -> list[tuple[T, ...]]:
    """Return the `limit` combinations of one of each list with the greatest products, best first.

    Args:
        lists: Each best first.  None, or an empty one among them, has no combination.
        key: Weight of an alternative, at least 0.
        limit: Most combinations.
    """
    return list(islice(_products(lists, key), limit)) if lists and all(lists) else []


def _products(lists: Sequence[Sequence[T]], key: Callable[[T], float]) -> Iterator[tuple[T, ...]]:
    weights = [[key(one) for one in alternatives] for alternatives in lists]
    first = (0,) * len(lists)
    seen = {first}
    queue = [(-prod(row[0] for row in weights), first)]
    while queue:
        _, chosen = heapq.heappop(queue)
        yield tuple(alternatives[i] for alternatives, i in zip(lists, chosen, strict=True))
        for place, index in enumerate(chosen):
            worse = (*chosen[:place], index + 1, *chosen[place + 1 :])
            if index + 1 < len(lists[place]) and worse not in seen:
                seen.add(worse)
                product = prod(row[i] for row, i in zip(weights, worse, strict=True))
                heapq.heappush(queue, (-product, worse))
