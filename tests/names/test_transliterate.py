"""Names across scripts: laws of the lists, and names that an editor would not forgive."""

from __future__ import annotations

import math
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.engines import load
from mtkit.engines.golden import check_golden
from mtkit.errors import ConfigError, FormatError
from mtkit.names.attested import part_key
from mtkit.names.normalize import LONGEST
from mtkit.names.transliterate import (
    LANGUAGES,
    MOST,
    Script,
    Transliterator,
    shared,
    transliterate,
    transliterate_all,
)
from mtkit.store.manifest import Model
from mtkit.store.shelf import Shelf

pytestmark = pytest.mark.model

# Letters only, capitals aside; of several, one is enough.
KNOWN = [
    ("خالد", "khaled|khalid"),
    ("وليد", "walid|waleed"),
    ("فاطمة", "fatima|fatma"),
    ("كلينتون", "clinton|klinton"),
    ("عبد الرحمن", "abdelrahman|abdulrahman|abd al-rahman|abderrahmane"),
    ("Mohammed", "محمد"),
    ("Khaled", "خالد"),
    ("Walid", "وليد"),
    ("Clinton", "كلينتون"),
    ("Putin", "بوتين"),
]


@pytest.fixture(scope="module")
def model() -> Model:
    found = Shelf().for_pair(LANGUAGES["ar"], LANGUAGES["Latn"])
    if not found:
        pytest.skip("no transliteration model ships with this checkout")
    return found[0]


@pytest.fixture(scope="module")
def letters(model: Model) -> Transliterator:
    return shared()


@pytest.mark.parametrize(("name", "expected"), KNOWN, ids=[name for name, _ in KNOWN])
def test_names_that_everybody_knows(letters: Transliterator, name: str, expected: str) -> None:
    found = {part_key(one.form) for one in transliterate(name, n=4)}
    assert not found.isdisjoint(map(part_key, expected.split("|")))


@pytest.mark.parametrize(
    ("form", "to", "n"), [("عبد الرحمن القاسم", "Latn", 12), ("Abdulrahman al-Qasim", "ar", 12)]
)
def test_a_list_is_sorted_distinct_and_sums_to_no_more_than_one(
    letters: Transliterator, form: str, to: Script, n: int
) -> None:
    found = transliterate(form, to=to, n=n)
    probabilities = [one.probability for one in found]
    assert probabilities == sorted(probabilities, reverse=True)
    assert len({one.form for one in found}) == len(found) == n
    assert 0 < sum(probabilities) <= 1 + 1e-6
    for one in found:
        length = len(one.form) + 1  # a piece a letter, and the end
        assert one.probability == pytest.approx(math.exp(one.score * length), rel=1e-5)


def test_the_first_of_many_is_as_probable_as_the_only_one(letters: Transliterator) -> None:
    one = transliterate("إبراهيم حويجة")[0]
    assert transliterate("إبراهيم حويجة", n=16)[0].probability >= one.probability * 0.999


def test_company_order_and_repetition_do_not_count(letters: Transliterator) -> None:
    forms = ["وليد جنبلاط", "Walid", "", "وليد جنبلاط", "123"]
    found = transliterate_all(forms, n=3)
    assert [bool(one) for one in found] == [True, True, False, True, False]
    assert found[0] == found[3]
    assert [list(one) for one in found] == [transliterate(form, n=3) for form in forms]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("WALID jumblatt", "Walid Jumblatt"),
        ("Rybczyński", "rybczynski"),
        ("مُحَمَّد", "محمد"),
        ("\u202bوليد\u202c", "وليد"),
        ("ﻭﻟﻴﺪ", "وليد"),
        ("ولـــيد", "وليد"),
        ("علی", "علي"),
    ],
)
def test_case_accents_marks_and_what_nobody_sees_do_not_count(
    letters: Transliterator, one: str, other: str
) -> None:
    assert transliterate(one) == transliterate(other)


def test_words_that_are_in_the_script_already_stay(letters: Transliterator) -> None:
    found = transliterate("شركة Apple للهواتف", to="Latn", n=4)
    assert all(" Apple " in one.form for one in found)
    assert len({one.form for one in found}) == 4
    assert transliterate("Apple", to="Latn")[0].form == "Apple"


@given(st.text(max_size=40))
@settings(max_examples=30, deadline=None)
def test_any_text_has_an_answer(letters: Transliterator, form: str) -> None:
    for to in LANGUAGES:
        for one in transliterate(form, to=to, n=2):
            assert one.form
            assert 0 < one.probability <= 1 + 1e-6


@pytest.mark.parametrize("n", [0, MOST + 1])
def test_a_number_out_of_range_is_said(letters: Transliterator, n: int) -> None:
    with pytest.raises(ConfigError, match=f"{n} transliterations asked for"):
        transliterate("وليد", n=n)


def test_what_is_too_long_for_a_name_is_said(letters: Transliterator) -> None:
    with pytest.raises(FormatError, match="is it a sentence"):
        transliterate("ب" * (LONGEST + 1))


def test_the_desk_never_translates_with_it(model: Model) -> None:
    for source, target in (("en", "ar"), ("ar", "en"), ("fr", "ar"), ("ar", "fr")):
        assert model.id not in {one.id for one in Shelf().for_pair(source, target)}


@pytest.mark.slow
@pytest.mark.torch
@pytest.mark.skipif(find_spec("torch") is None, reason="needs the transformers extra")
@pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")
def test_the_reference_engine_says_the_same(model: Model) -> None:
    engine = load(model, engine="transformers")
    assert check_golden(engine, model.manifest) == []
    assert (
        Transliterator(engine).many(["وليد"], to="Latn")[0][0].form == transliterate("وليد")[0].form
    )
