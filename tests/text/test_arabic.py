"""Arabic letters, marks and spellings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.text.arabic import is_letter, is_mark, normalize, strip_marks, vocalization


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("أحمد", "احمد", id="hamza above alif"),
        pytest.param("إدلب", "ادلب", id="hamza below alif"),
        pytest.param("الآن", "الان", id="madda"),
        pytest.param("ا\u0654حمد", "أحمد", id="hamza as a combining mark"),
        pytest.param("مدرسة", "مدرسه", id="ta marbuta"),
        pytest.param("مصطفى", "مصطفي", id="alif maqsura"),
        pytest.param("مسؤول", "مسوول", id="hamza on waw"),
        pytest.param("محــــمد", "محمد", id="tatweel"),
        pytest.param("مُحَمَّدٌ", "محمد", id="vowel signs"),
        pytest.param("ﻣﺤﻤﺪ", "محمد", id="presentation forms"),
        pytest.param("کیک", "كيك", id="Persian kaf and ya"),
    ],
)
def test_spellings_that_are_compared_as_one(one: str, other: str) -> None:
    assert normalize(one) == normalize(other)


@pytest.mark.parametrize("text", ["", "Café No. 5", "½ ﬁ", "数字"])
def test_other_scripts_stay(text: str) -> None:
    assert normalize(text) == text


def test_strip_marks_keeps_hamza() -> None:
    assert strip_marks("أَحْمَـد") == "أحمد"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        pytest.param("", 0.0, 0.0, id="empty"),
        pytest.param("Damascus", 0.0, 0.0, id="no Arabic"),
        pytest.param("قُتل أربعة عناصر", 0.01, 0.1, id="news"),
        pytest.param("بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ", 0.7, 1.2, id="scripture"),
    ],
)
def test_vocalization(text: str, low: float, high: float) -> None:
    assert low <= vocalization(text) <= high


def test_letters_and_marks_are_told_apart() -> None:
    assert [is_letter(c) for c in "بءى\u0640\u064ea1"] == [True] * 3 + [False] * 4
    assert [is_mark(c) for c in "\u064e\u0651\u0670ب\u0640"] == [True] * 3 + [False] * 2


@settings(deadline=None, max_examples=300)
@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.characters(min_codepoint=0x600, max_codepoint=0x6FF))
    )
)
def test_normalize_is_idempotent(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)
