"""Punctuation as OPUS models know it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.engines.normalize import normalize
from mtkit.engines.tracked import Tracked

CHARACTERS = st.characters() | st.sampled_from("“”’…，。．\u00ad\u200f\u200b \t a")


def text_of(text: str) -> str:
    return normalize(Tracked.of(text)).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("“premeditated”", '"premeditated"', id="double quotation marks"),
        pytest.param("Assad’s sect", "Assad's sect", id="apostrophe"),
        pytest.param("wait…", "wait...", id="ellipsis"),
        pytest.param("（１０％）", "(10%)", id="full width"),
        pytest.param("好。  再见", "好. 再见", id="ideographic full stop"),
        pytest.param("«نعم» — لا", "«نعم» — لا", id="guillemets and dashes stay"),
        pytest.param("متى؟ غداً، ربما؛", "متى؟ غداً، ربما؛", id="Arabic punctuation stays"),
        pytest.param("co\u00adoperate", "cooperate", id="soft hyphen"),
        pytest.param("\u200fقال\u200f:", "قال:", id="mark of direction"),
        pytest.param("\ufeff a\tb \n c ", "a b c", id="control characters, spaces"),
        pytest.param("", "", id="nothing"),
        pytest.param("  ", "", id="blank"),
    ],
)
def test_table(text: str, expected: str) -> None:
    assert text_of(text) == expected


def test_places_are_those_of_the_original() -> None:
    text = " “wait…”  now"
    tracked = normalize(Tracked.of(text))
    where = tracked.text.index("...")
    assert tracked.span(where, where + 3).of(text) == "…"
    assert tracked.span(tracked.text.index("now"), len(tracked.text)).of(text) == "now"


@settings(deadline=None)
@given(st.text(CHARACTERS))
def test_twice_is_once(text: str) -> None:
    once = text_of(text)
    assert text_of(once) == once
