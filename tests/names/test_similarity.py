"""The same or not: pairs that must be kept apart, pairs that belong together, and the laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.names.similarity import compare, similarity, similarity_matrix

SAME = [
    ("Ibrahim Huweija", "إبراهيم حويجة"),
    ("Abdul Ghany", "عبد الغني"),
    ("Abdelghani", "Abd al-Ghani"),
    ("Nour Eddine", "Nur al-Din"),
    ("Youssef", "Yusuf"),
    ("Qamishli", "Kamishly"),
    ("Muqtada al-Sadr", "Moqtada Sadr"),
    ("Rybczynski", "ريبتشينسكي"),
    ("Macron", "ماكرون"),
    ("Blinken", "بلينكن"),
    ("Aleppo", "حلب"),
    ("Latakia", "اللاذقية"),
    ("Egypt", "مصر"),
    ("HTS", "هيئة تحرير الشام"),
    ("Kafr Shams", "Kafarshams"),
]
APART = [
    ("Hassan", "Hussein"),
    ("Hama", "Homs"),
    ("Mahmoud", "Mohammed"),
    ("Salim", "Salam"),
    ("Kamal Jumblatt", "Walid Jumblatt"),
    ("Nasr", "ناصر"),
    ("Ziad", "زيد"),
    ("Hamad", "حامد"),
    ("Jaber", "Jabbar"),
    ("Nasser", "Nassar"),
    ("Jamil", "Jamal"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_spellings_of_one_name(a: str, b: str) -> None:
    assert similarity(a, b) > 0.7
    assert compare(a, b).relation == "same"


@pytest.mark.parametrize(("a", "b"), APART)
def test_names_that_look_alike_are_kept_apart(a: str, b: str) -> None:
    assert similarity(a, b) < 0.5
    assert compare(a, b).relation == "different"


@pytest.mark.parametrize(
    ("part", "whole"), [("Assad", "Bashar Al Assad"), ("حويجة", "Ibrahim Huweija")]
)
def test_part_of_a_name_is_compatible(part: str, whole: str) -> None:
    found = compare(part, whole)
    assert found.relation == "compatible"
    assert found.left
    assert similarity(part, part) > found.score > 0.3


def test_the_explanation_adds_up_and_prints() -> None:
    found = compare("Kamal Jumblatt", "وليد جنبلاط")
    assert [(one.one, one.other) for one in found.met] == [
        ("Kamal", "وليد"),
        ("Jumblatt", "جنبلاط"),
    ]
    assert found.met[1].attested == ("جنبلاط",)
    assert ("t", "ط") in {(stand.one, stand.other) for stand in found.met[1].letters}
    assert "Kamal = وليد" in str(found)
    assert found.to_dict()["relation"] == "different"


HOSTILE = [
    "",
    " ",
    "🙂",
    "123",
    "\u202eAssad\u202c",
    "As\u200bsad",
    "ﺑﺸﺎﺭ",
    "Assadالأسد",
    "a" * 10_000,
    "ب " * 5_000,
    "Łódź ßen",
]


def test_any_input_has_a_sound_answer() -> None:
    found = similarity_matrix(HOSTILE, HOSTILE)
    assert found.shape == (len(HOSTILE), len(HOSTILE))
    assert np.isfinite(found).all()
    assert ((found >= 0) & (found <= 1)).all()
    assert np.allclose(np.diag(found), 1.0)
    for form in HOSTILE:
        assert str(compare(form, "Assad"))


@pytest.mark.parametrize(("seen", "plain"), [("As\u200bsad", "Assad"), ("ﺑﺸﺎﺭ", "بشار")])
def test_what_no_reader_sees_does_not_count(seen: str, plain: str) -> None:
    assert similarity(seen, plain) == 1.0


def test_empty_sides() -> None:
    assert similarity_matrix([], ["a", "b"]).shape == (0, 2)
    assert similarity_matrix(["a"], []).shape == (1, 0)


_names = st.text("abdhiklmnrsuzاحسنمديل -'", max_size=14)


@settings(max_examples=60, deadline=None)
@given(_names, _names)
def test_symmetric_and_in_range(a: str, b: str) -> None:
    assert similarity(a, b) == similarity(b, a)
    assert 0.0 <= similarity(a, b) <= 1.0
    assert similarity(a, a) == 1.0


def test_matrix_is_similarity_of_each_pair() -> None:
    one = ["Bashar al-Assad", "حمص", "Abu Bakr", "Nour Eddine", "Aleppo"]
    other = ["بشار الأسد", "Homs", "أبو بكر", "نور الدين", "حلب", "Assad"]
    each = [[similarity(a, b) for b in other] for a in one]
    assert np.allclose(similarity_matrix(one, other), each, atol=1e-5)


def test_equal_forms_may_repeat() -> None:
    found = similarity_matrix(["Homs", "Homs"], ["Hims", "Homs", "Hims"])
    assert found[0].tolist() == found[1].tolist()
    assert found[0, 0] == found[0, 2]
    assert found[0, 1] == 1.0
