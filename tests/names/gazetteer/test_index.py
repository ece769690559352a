"""The index offers what the similarity would find, and says so again after it is written."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtkit.memory.database import transaction
from mtkit.names.gazetteer.database import connect
from mtkit.names.gazetteer.index import Index

FORMS = [
    "Bashar al-Assad", "بشار الأسد", "Bachar el-Assad", "Hafez al-Assad", "Kamal Jumblatt",
    "كمال جنبلاط", "Walid Joumblatt", "Damascus", "دمشق", "Hama", "Homs", "Ibrahim Huweija",
]  # fmt: skip


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = connect(tmp_path / "names.sqlite")
    yield opened
    opened.close()


def fill(connection: sqlite3.Connection, forms: list[str]) -> Index:
    index = Index(connection)
    with transaction(connection):
        for id, form in enumerate(forms, 1):
            index.add(id, form)
        index.flush()
    return index


@pytest.mark.parametrize(
    ("sought", "best"),
    [
        ("Bashshar al-Asad", "Bashar al-Assad"),
        ("Joumblatt Kamal", "Kamal Jumblatt"),
        ("حماه", "Hama"),
        ("إبراهيم حويجة", "Ibrahim Huweija"),
    ],
)
def test_best_first(connection: sqlite3.Connection, sought: str, best: str) -> None:
    found = fill(connection, FORMS).candidates(sought, 3)
    assert best in [FORMS[id - 1] for id in found]


def test_what_is_pending_is_found_and_found_again_when_written(
    connection: sqlite3.Connection,
) -> None:
    index = Index(connection)
    with transaction(connection):
        index.add(1, "Kamal Jumblatt")
        assert index.candidates("Joumblatt", 5) == [1]
        index.flush()
    assert Index(connection).candidates("Joumblatt", 5) == index.candidates("Joumblatt", 5) == [1]


def test_many_flushes_are_as_good_as_one(connection: sqlite3.Connection, tmp_path: Path) -> None:
    rng = random.Random(1)
    forms = [f"{rng.choice(FORMS)} {rng.choice('ABCD')}{n % 7}" for n in range(3000)]
    other = connect(tmp_path / "other.sqlite")
    by_one = fill(other, forms)
    index = Index(connection)
    for start in range(0, len(forms), 250):
        with transaction(connection):
            for id in range(start, start + 250):
                index.add(id + 1, forms[id])
            index.flush()
    for sought in FORMS:
        assert index.candidates(sought, 50) == by_one.candidates(sought, 50)
    other.close()


def test_forget_drops_what_was_not_written(connection: sqlite3.Connection) -> None:
    index = Index(connection)
    index.add(1, "Kamal Jumblatt")
    index.forget()
    assert index.candidates("Kamal Jumblatt", 5) == []


def test_no_spelling_that_similarity_calls_equal_is_dropped(
    connection: sqlite3.Connection,
) -> None:
    """The law of the index, on spellings that are nothing but likely ones."""
    from mtkit.names.similarity import similarity_matrix

    rng = random.Random(2)
    given = ["Mohamed", "Muhammad", "محمد", "Hussein", "حسين", "Husayn", "Khaled", "خالد", "Yousef"]
    family = [
        "Haddad",
        "حداد",
        "al-Khatib",
        "الخطيب",
        "el Khateeb",
        "Nasrallah",
        "نصر الله",
        "Nasr Allah",
    ]
    forms = sorted({f"{rng.choice(given)} {rng.choice(family)}" for _ in range(300)})
    index = fill(connection, forms)
    scores = similarity_matrix(forms, forms)
    for row, form in enumerate(forms):
        offered = set(index.candidates(form, len(forms)))
        equal = {at + 1 for at, score in enumerate(scores[row].tolist()) if score >= 0.9}
        assert equal <= offered, form
