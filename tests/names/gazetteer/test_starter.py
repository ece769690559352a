"""What ships knows the places and bodies of the news, and is loaded once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mtkit.names.gazetteer import Gazetteer
from mtkit.names.gazetteer.starter import open_starter, starter_file


@pytest.fixture(scope="module")
def starter() -> Iterator[Gazetteer]:
    with open_starter() as gazetteer:
        yield gazetteer


@pytest.mark.parametrize(
    ("sought", "language", "written"),
    [
        ("دمشق", "en", "Damascus"),
        ("Damascus", "ar", "دمشق"),
        ("Egypt", "ar", "مصر"),
        ("سوريا", "en", "Syria"),
        ("حلب", "en", "Aleppo"),
        ("Baghdad", "ar", "بغداد"),
        ("هيئة تحرير الشام", "en", "Hayat Tahrir al-Sham"),
        ("PKK", "ar", "حزب العمال الكردستاني"),
        ("United Nations", "ar", "الأمم المتحدة"),
    ],
)
def test_well_known_names(starter: Gazetteer, sought: str, language: str, written: str) -> None:
    entry = starter.find(sought)
    assert entry is not None
    assert entry.canonical[language] == written


@pytest.mark.parametrize(("sought", "written"), [("Dimashq", "Damascus"), ("Kamishly", "Qamishli")])
def test_other_spellings(starter: Gazetteer, sought: str, written: str) -> None:
    assert starter.lookup(sought, limit=1)[0].entry.canonical["en"] == written


def test_it_is_small_and_made_once(starter: Gazetteer) -> None:
    assert starter_file().stat().st_size < 5_000_000
    with open_starter() as again:
        assert again.path == starter.path
    assert 5_000 < len(starter) < 50_000
