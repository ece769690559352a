"""Acronyms and what they stand for; and that every table of names is in order."""

from __future__ import annotations

from collections import Counter

import pytest

from mtkit.names import roles
from mtkit.names.acronyms import expands, expansions
from mtkit.names.normalize import comparable


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("HTS", "Hayat Tahrir Al Sham"),
        ("HTS", "Hay'at Tahrir al-Sham"),
        ("HTS", "هيئة تحرير الشام"),
        ("H.T.S.", "Hayat Tahrir al-Sham"),
        ("SDF", "قوات سوريا الديمقراطية"),
        ("SANA", "Syrian Arab News Agency"),
        ("Sana", "سانا"),
        ("U.N.", "United Nations"),
        ("UN", "الأمم المتحدة"),
        ("UNICEF", "اليونيسف"),
        ("MSF", "Médecins Sans Frontières"),
        ("SNHR", "the Syrian Network for Human Rights"),
        ("PFLP", "Popular Front for the Liberation of Palestine"),
        ("UAE", "الإمارات العربية المتحدة"),
        ("ABC", "Association of Beirut Cooks"),
    ],
)
def test_stands_for(acronym: str, name: str) -> None:
    assert expands(acronym, name)


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("HTS", "Hayat Tahrir"),
        ("HTS", "حركة أحرار الشام"),
        ("PLO", "Popular Front"),
        ("SDF", "Syrian Arab Army"),
        ("A", "Assad"),
        ("AS", "Assad"),
        ("", "Assad"),
        ("HTS", ""),
    ],
)
def test_does_not_stand_for(acronym: str, name: str) -> None:
    assert not expands(acronym, name)


def test_one_acronym_may_stand_for_several() -> None:
    english = {english for english, _ in expansions("RSF")}
    assert english == {"Rapid Support Forces", "Reporters Without Borders"}
    assert expansions("QQQ") == []


@pytest.mark.parametrize(
    ("table", "columns", "least"),
    [
        ("titles.tsv", 3, 150),
        ("places.tsv", 3, 130),
        ("organizations.tsv", 3, 120),
        ("particles.tsv", 3, 25),
        ("acronyms.tsv", 3, 200),
        ("nisba.tsv", 2, 140),
        ("glued.tsv", 2, 500),
        ("given.tsv", 1, 800),
        ("whole.tsv", 1, 100),
        ("latin_folds.tsv", 2, 15),
    ],
)
def test_tables_are_in_order(table: str, columns: int, least: int) -> None:
    rows = list(roles.rows(table))
    assert {len(row) for row in rows} == {columns}
    assert len(rows) >= least
    assert len({tuple(row) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    "table", ["titles.tsv", "places.tsv", "organizations.tsv", "particles.tsv"]
)
def test_a_form_belongs_to_one_row(table: str) -> None:
    forms: Counter[str] = Counter()
    for row in roles.rows(table):
        cells = row[2:] if table == "particles.tsv" else row[:2]
        for form in filter(None, "|".join(cells).split("|")):
            words = [form] if form.endswith(".") else comparable(form.rstrip("?")).split()
            bare = words if table == "particles.tsv" else map(roles.without_article, words)
            forms[" ".join(bare)] += 1
    assert [form for form, count in forms.items() if count > 1] == []
