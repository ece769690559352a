from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.text.scripts import (
    COMMON,
    UNKNOWN,
    direction,
    has_letters,
    main_script,
    script,
    script_shares,
)


@pytest.mark.parametrize(
    ("character", "expected"),
    [
        ("a", "Latn"),
        ("é", "Latn"),
        ("ﬁ", "Latn"),
        ("ب", "Arab"),
        ("پ", "Arab"),
        ("ﷲ", "Arab"),
        ("ж", "Cyrl"),
        ("λ", "Grek"),
        ("ש", "Hebr"),
        ("中", "Hani"),
        ("ひ", "Hira"),
        ("5", COMMON),
        ("٥", COMMON),
        ("\u064b", COMMON),
        ("،", COMMON),
        ("ᚠ", UNKNOWN),
    ],
)
def test_script(character: str, expected: str) -> None:
    assert script(character) == expected


@pytest.mark.parametrize(
    ("text", "main", "letters"),
    [
        pytest.param("UN: مقتل أربعة", "Arab", True, id="mixed"),
        pytest.param("12 — 13!", COMMON, False, id="none"),
        pytest.param("", COMMON, False, id="empty"),
        pytest.param("١٢٪ 🎉", COMMON, False, id="digits and emoji"),
        pytest.param("x", "Latn", True, id="one"),
    ],
)
def test_main_script(text: str, main: str, letters: bool) -> None:
    assert main_script(text) == main
    assert has_letters(text) is letters


@given(st.text())
def test_shares_sum_to_one(text: str) -> None:
    shares = script_shares(text)
    assert bool(shares) == has_letters(text)
    if shares:
        assert sum(shares.values()) == pytest.approx(1.0)
        assert list(shares.values()) == sorted(shares.values(), reverse=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("123 abc مقتل", "ltr", id="Latin first"),
        pytest.param("«مقتل» abc", "rtl", id="Arabic first"),
        pytest.param("שלום", "rtl", id="Hebrew"),
        pytest.param("12 - 3", None, id="no strong character"),
        pytest.param("", None, id="empty"),
    ],
)
def test_direction(text: str, expected: str | None) -> None:
    assert direction(text) == expected
