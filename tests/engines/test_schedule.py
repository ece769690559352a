"""Batches and their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.engines.base import DecodeOptions
from mtkit.engines.schedule import length_limit, plan, schedule

LENGTHS = st.lists(st.integers(1, 512))


@settings(deadline=None)
@given(LENGTHS, st.integers(1, 2000))
def test_batches(lengths: list[int], budget: int) -> None:
    batches = plan(lengths, budget=budget)
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    assert [min(batch) for batch in batches] == sorted(min(batch) for batch in batches)
    for batch in batches:
        inside = [lengths[index] for index in batch]
        assert inside == sorted(inside)
        assert inside[-1] < 64 or len(set(inside)) == 1
        assert len({length.bit_length() for length in inside}) == 1
        assert len(batch) == 1 or len(batch) * inside[-1] <= budget


@pytest.mark.parametrize(
    ("length", "expected"),
    [(1, 22), (15, 50), (16, 82), (31, 82), (32, 146), (64, 148), (300, 512)],
)
def test_limit_of_length(length: int, expected: int) -> None:
    assert length_limit(length, DecodeOptions()) == expected
    assert length_limit(length, DecodeOptions(max_length=7)) == 7


@dataclass
class Slow:
    """A batch that is done when it has been asked often enough."""

    items: Sequence[int]
    asked: int

    def done(self) -> bool:
        self.asked -= 1
        return self.asked <= 0

    def result(self) -> list[int]:
        return [item * 10 for item in self.items]


@settings(deadline=None, max_examples=50)
@given(LENGTHS, st.integers(1, 9), st.integers(1, 4), st.data())
def test_results_keep_the_order(
    lengths: list[int], window: int, in_flight: int, data: st.DataObject
) -> None:
    delays = partial(data.draw, st.integers(0, 3))
    results = schedule(
        lengths,
        start=lambda items: Slow(items, delays()),
        length=int,
        budget=600,
        window=window,
        in_flight=in_flight,
    )
    assert list(results) == [length * 10 for length in lengths]


def test_items_are_read_lazily() -> None:
    read: list[int] = []

    def items():
        for number in range(1, 1000):
            read.append(number)
            yield number

    results = schedule(
        items(), start=lambda i: Slow(i, 0), length=int, budget=64, window=10, in_flight=2
    )
    assert read == []
    assert next(results) == 10
    assert len(read) <= 30
