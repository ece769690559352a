"""The best combinations are those that writing all of them out would give."""

from __future__ import annotations

from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.names.combine import best_products

LISTS = st.lists(
    st.lists(st.floats(0, 1), max_size=4).map(lambda w: sorted(w, reverse=True)), max_size=4
)


@given(LISTS, st.integers(0, 40))
def test_as_good_as_all_of_them_sorted(lists: list[list[float]], limit: int) -> None:
    found = best_products(lists, key=float, limit=limit)
    everything = sorted((prod(chosen) for chosen in product(*lists)), reverse=True) if lists else []
    assert [prod(chosen) for chosen in found] == pytest.approx(everything[:limit])
