"""What is measured: the product of what was asked, without what cannot be."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.bench.cells import Request, plan, spread
from mtkit.errors import ConfigError, UnknownEntryError

pytestmark = pytest.mark.model

PAIRS = ("newsdesk/dev-pairs",)


def cells(**asked):
    return [task.cell for task in plan(Request(**({"sets": PAIRS, "limit": 5} | asked)))]


@pytest.fixture(autouse=True)
def _embedded(embedded):
    """All of this needs a model."""


def test_every_combination_once(embedded):
    found = cells(
        models=[embedded.id], compute_types=["int8", "float32"], beams=[1, 4], engines=["ct2"]
    )
    assert len(found) == len(set(found)) == 2 * 2 * 2
    assert {cell.direction for cell in found} == {"en-ar", "ar-en"}
    assert {cell.set for cell in found} == {"newsdesk/dev-pairs"}


def test_transformers_computes_in_float32_alone():
    found = cells(compute_types=["int8", "float32"], engines=["transformers"], pairs=[("en", "ar")])
    assert {cell.compute_type for cell in found} == {"float32"}
    assert len(found) == len(set(found))


def test_a_set_by_its_id_is_its_first_part():
    assert {cell.set for cell in cells(sets=["newsdesk"])} == {"newsdesk/dev"}


def test_a_limit_beyond_the_set_is_none():
    assert {cell.limit for cell in cells(limit=5000)} == {0}
    assert {cell.limit for cell in cells(limit=421)} == {421}


def test_the_key_is_of_all_that_decides_the_result():
    def key(**asked):
        asked = {"sets": PAIRS, "limit": 5, "pairs": [("en", "ar")], "inter_threads": 1} | asked
        return plan(Request(**asked))[0].key

    changes = [{"limit": 6}, {"beams": [2]}, {"inter_threads": 2}, {"pairs": [("ar", "en")]}]
    keys = [key(), *(key(**change) for change in changes)]
    assert len(set(keys)) == len(keys)
    assert key() == key()


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"models": ["nosuch"]}, UnknownEntryError, "no model at hand 'nosuch'"),
        ({"sets": ["nosuch"]}, UnknownEntryError, "see: mtkit corpora list"),
        ({"engines": ["nosuch"]}, UnknownEntryError, "no engine to measure 'nosuch'"),
        ({"pairs": [("de", "fr")]}, ConfigError, "no model at hand serves these"),
        ({"compute_types": ["int3"]}, ConfigError, "'int3' does not run here; those do: .*int8"),
        ({"beams": [0]}, ConfigError, "0: beams and limit are numbers from 1"),
    ],
)
def test_what_cannot_be_asked(asked, error, message):
    with pytest.raises(error, match=message):
        cells(**asked)


@given(st.integers(1, 300), st.integers(1, 300))
def test_places_are_spread_evenly(count, limit):
    places = spread(count, limit)
    assert len(places) == min(count, limit)
    assert places[0] == 0
    assert places[-1] < count
    gaps = {later - earlier for earlier, later in pairwise(places)}
    assert not gaps or max(gaps) - min(gaps) <= 1
