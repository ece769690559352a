"""Two one-way alignments made into one (Och & Ney, 2003; Koehn, Och & Marcu, 2003)."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Literal

from mtkit.errors import UnknownEntryError

Point = tuple[int, int]
"""(source index, target index)."""

Heuristic = Literal["intersection", "union", "grow-diag", "grow-diag-final", "grow-diag-final-and"]

_HEURISTICS = ("intersection", "union", "grow-diag", "grow-diag-final", "grow-diag-final-and")
_NEIGHBOURS = ((-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1))


def symmetrize(
    forward: AbstractSet[Point],
    backward: AbstractSet[Point],
    *,
    heuristic: Heuristic = "grow-diag-final-and",
) -> frozenset[Point]:
    """Combine the links of both directions.

    The result holds the intersection and lies in the union.

    Args:
        forward: Links of the source-to-target model, as (source, target).
        backward: Links of the target-to-source model, also as (source, target).
        heuristic: *grow-diag* adds neighbours, diagonal ones too, of links that are there while
            they bring a word without a link; *final* adds links that bring one such word,
            *final-and* those that bring two.

    Raises:
        UnknownEntryError: No such heuristic.
    """
    if heuristic not in _HEURISTICS:
        raise UnknownEntryError("symmetrization", heuristic, _HEURISTICS)
    if heuristic == "union":
        return frozenset(forward | backward)
    links = set(forward & backward)
    if heuristic == "intersection":
        return frozenset(links)
    _grow(links, forward | backward)
    if heuristic != "grow-diag":
        for direction in (forward, backward):
            _add_final(links, direction, both=heuristic == "grow-diag-final-and")
    return frozenset(links)


def _grow(links: set[Point], union: AbstractSet[Point]) -> None:
    sources, targets = {s for s, _ in links}, {t for _, t in links}
    queue = sorted(links)
    while queue:
        found: list[Point] = []
        for point in queue:
            for near in _around(point):
                new_word = near[0] not in sources or near[1] not in targets
                if near in union and near not in links and new_word:
                    links.add(near)
                    sources.add(near[0])
                    targets.add(near[1])
                    found.append(near)
        queue = found


def _around(point: Point) -> Iterator[Point]:
    for down, right in _NEIGHBOURS:
        yield point[0] + down, point[1] + right


def _add_final(links: set[Point], direction: AbstractSet[Point], *, both: bool) -> None:
    sources, targets = {s for s, _ in links}, {t for _, t in links}
    for source, target in sorted(direction):
        new = (source not in sources, target not in targets)
        if all(new) if both else any(new):
            links.add((source, target))
            sources.add(source)
            targets.add(target)
