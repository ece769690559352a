"""A rewritten text knows where its characters came from."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.engines.tracked import Tracked
from mtkit.types import Span

PATTERN = re.compile("aa|b|(?<=c)$")
REPLACEMENTS = {"aa": "x", "b": "yyy", "": "z"}


def rewrite(text: str) -> Tracked:
    return Tracked.of(text).sub(PATTERN, REPLACEMENTS.__getitem__)


def test_a_replacement_stands_for_the_whole_match() -> None:
    tracked = rewrite("aabd")
    assert tracked.text == "xyyyd"
    assert [tracked.span(i, i + 1) for i in range(5)] == [
        Span(0, 2), Span(2, 3), Span(2, 3), Span(2, 3), Span(3, 4)
    ]  # fmt: skip


def test_what_was_put_in_stands_for_nothing() -> None:
    assert rewrite("ac").text == "acz"
    assert rewrite("ac").span(2, 3) == Span(2, 2)


def test_empty_text() -> None:
    assert rewrite("") == Tracked.of("")
    assert Tracked.of("").span(0, 0) == Span(0, 0)


@settings(deadline=None)
@given(st.text("abcd", max_size=12), st.text("abcd", max_size=12))
def test_places_never_fall_and_survive_a_second_rewriting(first: str, second: str) -> None:
    text = first + second
    tracked = rewrite(text).sub(re.compile("y+"), lambda match: "aa")
    places = [tracked.span(i, i + 1) for i in range(len(tracked.text))]
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(places))
    assert all(place.end <= len(text) for place in places)
    kept = [(char, place) for char, place in zip(tracked.text, places, strict=True) if char == "d"]
    assert all(place.of(text) == char for char, place in kept)
    assert len(kept) == text.count("d")
