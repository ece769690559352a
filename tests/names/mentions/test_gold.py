"""Marked names found in their sentence."""

from __future__ import annotations

import pytest

from mtkit.names.mentions.gold import MarkedPair, locate


@pytest.mark.parametrize(
    ("text", "form", "language", "starts"),
    [
        ("Ali and Alice met Ali", "Ali", "en", [0, 18]),
        ("The Houthis' camp", "Houthi", "en", [4]),
        ("وصل إلى دمشق ودمشق", "دمشق", "ar", [8, 14]),
        ("من عدنان إلى عدن", "عدن", "ar", [13]),
    ],
)
def test_places(text: str, form: str, language: str, starts: list[int]) -> None:
    found = locate(text, [(form, "LOC")], language=language)
    assert [span.start for span, _ in found] == starts


def test_longest_first() -> None:
    found = locate("Gaza City", [("Gaza", "LOC"), ("Gaza City", "LOC")], language="en")
    assert [span.of("Gaza City") for span, _ in found] == ["Gaza City"]


def test_span_pairs() -> None:
    pair = MarkedPair(
        "Homs and Hama", "حمص وحماة", (("Homs", "حمص", "LOC"), ("Hama", "حماة", "LOC"))
    )
    named = {(one.of(pair.en), other.of(pair.ar)) for one, other in pair.span_pairs()}
    assert named == {("Homs", "حمص"), ("Hama", "حماة")}
