"""Similarities remembered."""

from __future__ import annotations

import pytest

from mtkit.names.alike import alike
from mtkit.names.similarity import similarity


def test_the_same_as_asked_one_by_one() -> None:
    pairs = {("Damascus", "دمشق"), ("Huweija", "حويجة"), ("Huweija", "دمشق")}
    for _ in range(2):  # measured, then remembered
        found = alike(pairs)
        assert found.keys() == pairs
        assert all(found[pair] == pytest.approx(similarity(*pair), abs=1e-6) for pair in pairs)


def test_nothing_asked() -> None:
    assert alike([]) == {}
