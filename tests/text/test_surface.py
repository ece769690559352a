"""Words that match on their face."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.text.surface import surface_links, surface_similarity
from mtkit.text.words import words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("130", "١٣٠"),
        ("1,200", "1200"),
        ("3.5", "٣٫٥"),
        ("HTS", "hts"),
        ("أحمد", "احمد"),
    ],
)
def test_equal_words(one: str, other: str) -> None:
    assert surface_similarity(one, other) == 1.0


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Baghdad", "بغداد"),
        ("Tartous", "طرطوس"),
        ("Putin", "بوتين"),
        ("Hassan", "حسن"),
        ("Idlib", "إدلب"),
        ("Reuters", "رويترز"),
        ("Suleiman", "سليمان"),
    ],
)
def test_names_across_scripts(latin: str, arabic: str) -> None:
    assert surface_similarity(latin, arabic) >= 0.7


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("army", "الجيش", id="other words"),
        pytest.param("said", "سعيد", id="lower case is no name"),
        pytest.param("Ali", "آلي", id="one consonant says nothing"),
        pytest.param("Baghdad", "Baghdadi", id="one script: only equal ones"),
        pytest.param("12", "13", id="other numbers"),
    ],
)
def test_unlike_words(one: str, other: str) -> None:
    assert surface_similarity(one, other) == 0.0


def test_links_are_one_to_one_and_parallel() -> None:
    source, target = "5 of 5 in Baghdad", "5 من 5 في بغداد"
    links = surface_links(source, words(source, "en"), target, words(target, "ar"))
    assert [(link.source, link.target) for link in links] == [(0, 0), (2, 2), (4, 4)]


WORDS = st.text(alphabet="AbdTouس طرب5٥'", min_size=1, max_size=6)


@settings(deadline=None, max_examples=100)
@given(WORDS, WORDS)
def test_similarity_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert surface_similarity(one, other) == surface_similarity(other, one)
    assert 0.0 <= surface_similarity(one, other) <= 1.0
    assert surface_similarity(one, one) == 1.0
