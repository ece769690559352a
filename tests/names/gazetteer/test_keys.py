"""Spellings of one name share a key, whatever their script."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.names.gazetteer.keys import BITS, profile, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ibrahim Huweija", "إبراهيم حويجة"),
        ("Huweija", "Khuwayja"),
        ("Muammar Gaddafi", "معمر القذافي"),
        ("Moammar Kadhafi", "Mu'ammar al-Qadhdhafi"),
        ("Abdul Ghany", "عبد الغني"),
        ("Salaheddine Ghazi", "Salah al-Din Ghazi"),
        ("Assad", "Bashar al-Assad"),
        ("Hussein Ali Mansour", "Ali Mansour"),
        ("Jumblatt", "جنبلاط"),
        ("Geagea", "Jaajaa"),
        ("Rybczynski", "ريبتشينسكي"),
        ("李小龙", "李小龙"),
        ("12 March", "March 12"),
    ],
)
def test_spellings_share_a_key(one: str, other: str) -> None:
    assert set(profile(one).keys) & set(profile(other).keys)


@pytest.mark.parametrize(
    ("part", "found"),
    [("qasim", "GSM"), ("kassem", "GSM"), ("قاسم", "GSM"), ("jumblatt", "GMBLT"), ("李", "李")],
)
def test_skeleton(part: str, found: str) -> None:
    assert skeleton(part) == found


@pytest.mark.parametrize("nothing", ["", " ", "!?", "\u200f", "😀"])
def test_without_letters_there_are_no_keys(nothing: str) -> None:
    assert profile(nothing) == ((), 0)


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_has_a_profile(text: str) -> None:
    keys, signature = profile(text)
    assert len(set(keys)) == len(keys)
    assert 0 <= signature < 1 << BITS
    assert profile(text) == (keys, signature)


def test_a_sentence_has_no_more_keys_than_a_long_name() -> None:
    assert len(profile("word " * 2000).keys) < 60
