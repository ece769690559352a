from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.text.casing import is_all_caps, recase, restore


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SYRIA: UN SAYS 12 KILLED IN HOMS", True),
        ("AL-ASSAD MEETS McCAIN", True),
        ("SYRIA", True),
        ("UN", False),
        ("NATO, UNESCO", False),
        ("BEIRUT (AP) - Talks go on", False),
        ("123 — 5", False),
        ("مقتل أربعة", False),
        ("", False),
    ],
)
def test_is_all_caps(text: str, expected: bool) -> None:
    assert is_all_caps(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SYRIA: UN SAYS 12 KILLED IN HOMS", "Syria: UN says 12 killed in Homs"),
        ("U.S. ENVOY MEETS GEN. DARWISH IN AMMAN", "U.S. envoy meets Gen. Darwish in Amman"),
        ("UN'S TOP COURT: ISRAEL MUST ACT", "UN's top court: Israel must act"),
        ("WHO WARNS OF CHOLERA IN IDLIB", "WHO warns of cholera in Idlib"),
        ("WHO IS BEHIND THE ATTACK?", "Who is behind the attack?"),
        ("MAN WHO KILLED THREE HELD, SANA SAYS", "Man who killed three held, SANA says"),
        ("UN-BACKED TALKS NEAR AL-QAMISHLI", "UN-backed talks near Al-Qamishli"),
        ("“I SAW IT ALL”: A SURVIVOR SPEAKS", "“I saw it all”: A survivor speaks"),
        ("COVID-19 CASES RISE AT G7", "COVID-19 cases rise at G7"),
        ("", ""),
    ],
)
def test_recase(text: str, expected: str) -> None:
    assert recase(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Syria: UN says", "en", "SYRIA: UN SAYS"),
        ("Straße", "de", "STRAßE"),
        ("سوريا: UN تقول", "ar", "سوريا: UN تقول"),
        ("Сирия", "ru", "СИРИЯ"),
    ],
)
def test_restore(text: str, language: str, expected: str) -> None:
    assert restore(text, language) == expected


@given(st.text())
def test_offsets_stay_valid(text: str) -> None:
    assert len(recase(text)) == len(restore(text, "en")) == len(text)
    assert recase(text).casefold() == text.casefold() or not text.isascii()
