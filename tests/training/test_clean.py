"""Which pairs are learned from; held-out sentences never are, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.training.clean import CleaningReport, clean, fault, script_share
from mtkit.training.data import Pair
from mtkit.training.guard import Guard, comparable
from mtkit.training.recipe import Cleaning

LANGUAGES = ("en", "ar")
RULES = Cleaning(longest=20)


@pytest.mark.parametrize(
    ("english", "arabic", "reason"),
    [
        ("The minister met 12 officials.", "التقى الوزير 12 مسؤولاً.", None),
        ("The minister met 12 officials.", "التقى الوزير ١٢ مسؤولاً.", None),
        ("The minister met 12 officials.", "التقى الوزير 21 مسؤولاً.", "numbers differ"),
        ("Word " * 21, "كلمة " * 21, "too long"),
        ("One two three four five six seven", "واحد اثنان", "length ratio"),
        ("Reuters", "Reuters", "identical sides"),
        ("The minister arrived today", "The minister arrives today", "not in ar script"),
        ("وصل الوزير اليوم", "وصل الوزير أمس", "not in en script"),
        ("***", "—", "no letters"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_faults(english: str, arabic: str, reason: str | None) -> None:
    assert fault((english, arabic), LANGUAGES, rules=RULES) == reason


def cleaned(pairs: list[tuple[str, str]], guard: Guard) -> tuple[list[Pair], CleaningReport]:
    report = CleaningReport()
    raw = [Pair(texts, "c") for texts in pairs]
    return list(clean(raw, LANGUAGES, rules=RULES, guard=guard, report=report)), report


def test_what_is_dropped_is_counted() -> None:
    pairs = [
        ("Peace now.", "سلام الآن."),
        ("peace  now", "سلام الآن"),
        ("Reuters", "Reuters"),
    ]
    kept, report = cleaned(pairs, Guard())
    assert [pair.texts for pair in kept] == pairs[:1]
    assert report.dropped["c"] == {"duplicate": 1, "identical sides": 1}
    assert list(report.lines()) == ["c: 1 of 3 pairs (dropped: duplicate 1, identical sides 1)"]


def test_names_keep_pairs_that_differ_in_spelling_alone() -> None:
    pairs = [("Al-Ahmad", "الأحمد"), ("Al-Ahmad", "الاحمد"), ("al-ahmad", "الأحمد")]
    raw = [Pair(texts, "c") for texts in pairs]
    for spellings, kept in ((False, pairs[:1]), (True, pairs[:2])):
        rules = Cleaning(spellings=spellings)
        found = clean(raw, LANGUAGES, rules=rules, guard=Guard(), report=CleaningReport())
        assert [pair.texts for pair in found] == kept


def test_vocalized_arabic_loses_its_marks() -> None:
    kept, _ = cleaned([("the school", "الْمَدْرَسَةُ"), ("thanks", "شكراً")], Guard())
    assert [pair.texts[1] for pair in kept] == ["المدرسة", "شكراً"]


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("The ministers met in Cairo.", "شيء آخر"),
        ("the ministers  met in Cairo!", "شيء آخر"),
        ("something else", "اجتمع الوزراء في القاهرة"),
        ("something else", "اِجْتَمَعَ الوزراء في القاهره."),
    ],
    ids=["as it stands", "written otherwise", "other side", "other side, vocalized"],
)
def test_held_out_sentence_is_caught(english: str, arabic: str) -> None:
    guard = Guard([Pair(("The ministers met in Cairo.", "اجتمع الوزراء في القاهرة."), "dev")])
    kept, report = cleaned([(english, arabic)], guard)
    assert kept == []
    assert report.dropped["c"] == {"held out (dev)": 1}


@given(st.text(max_size=40))
@settings(max_examples=80, deadline=None)
def test_comparable_is_idempotent(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)


@given(st.text(max_size=40), st.sampled_from(["Arab", "Latn"]))
@settings(max_examples=80, deadline=None)
def test_script_share_is_a_share(text: str, script: str) -> None:
    share = script_share(text, script)
    assert share is None or 0 <= share <= 1
