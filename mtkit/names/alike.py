"""`mtkit.names.similarity` of many pairs of forms at once, remembered: news repeats its names."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mtkit.names.similarity import similarity_matrix

_MOST = 1 << 19

_known: dict[tuple[str, str], float] = {}


def alike(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """Return the similarity of each pair of forms, in [0, 1].

    All that is new is asked for in one call, which takes hardly longer than one pair does.
    """
    asked = set(pairs)
    new = asked - _known.keys()
    if len(_known) + len(new) > _MOST:
        _known.clear()
        new = asked
    if new:
        _known.update(_measured(new))
    return {pair: _known[pair] for pair in asked}


def _measured(pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], float]:
    rows = {form: at for at, form in enumerate(sorted({one for one, _ in pairs}))}
    columns = {form: at for at, form in enumerate(sorted({other for _, other in pairs}))}
    matrix = similarity_matrix(list(rows), list(columns))
    return {(one, other): float(matrix[rows[one], columns[other]]) for one, other in pairs}
