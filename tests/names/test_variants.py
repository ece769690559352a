"""Spellings of a name: laws of the list, conventions of regions, names of the news."""

from __future__ import annotations

import pytest

from mtkit.errors import FormatError, UnknownEntryError
from mtkit.names import profiles
from mtkit.names.attested import arabic_spellings, full_spelling, latin_spellings, part_key
from mtkit.names.transliterate import LANGUAGES, Script
from mtkit.names.units import units
from mtkit.names.variants import spellings, variants
from mtkit.store.shelf import Shelf


@pytest.fixture(scope="module")
def model() -> None:
    if not Shelf().for_pair(LANGUAGES["ar"], LANGUAGES["Latn"]):
        pytest.skip("no transliteration model ships with this checkout")


@pytest.mark.parametrize(
    ("form", "parts"),
    [
        ("عبد الرحمن بن خالد", ["عبد الرحمن", "بن", "خالد"]),
        ("صلاح الدين أبو مازن", ["صلاح الدين", "أبو", "مازن"]),
        ("Abdel Baky al-Hashimi", ["Abdel Baky", "al-Hashimi"]),
        ("Mohammed bin Salman", ["Mohammed", "bin", "Salman"]),
        ("؟!", []),
    ],
)
def test_units_are_what_the_other_script_may_write_in_one_word(form: str, parts: list[str]) -> None:
    assert units(form) == parts


def test_counted_spellings_both_ways() -> None:
    counts = dict(latin_spellings("أحمد"))
    assert counts["ahmed"] > counts["ahmad"] > 0
    assert next(form for form, _ in arabic_spellings("Ahmed")) == "أحمد"
    assert latin_spellings("عبدالرحمن") == latin_spellings("عبد الرحمن") != ()
    assert full_spelling("ابراهيم") == "إبراهيم"
    assert (latin_spellings("زقزقزق"), arabic_spellings("Xyzzy"), full_spelling("زق")) == (
        (),
        (),
        None,
    )


@pytest.mark.parametrize(
    ("profile", "likes", "over"),
    [
        ("egypt", "Gamal", "Jamal"),
        ("gulf", "Jamal", "Gamal"),
        ("maghreb", "Djamal", "Jamal"),
        ("lebanon", "Jamal", "Djamal"),
    ],
)
def test_regions_have_their_letters(profile: str, likes: str, over: str) -> None:
    odds = [profiles.log_odds("جمال", latin, profile=profile) for latin in (likes, over)]
    assert odds[0] > odds[1]


@pytest.mark.parametrize(("profile", "article"), [("egypt", "El"), ("gulf", "Al"), ("iraq", "Al")])
def test_regions_have_their_article(profile: str, article: str) -> None:
    odds = {
        one: profiles.log_odds("الشريف", f"{one}-Sharif", profile=profile) for one in ("El", "Al")
    }
    assert max(odds, key=odds.__getitem__) == article


def test_an_unknown_profile_is_said() -> None:
    with pytest.raises(UnknownEntryError, match=r"no profile of spelling 'mars'.*egypt"):
        profiles.log_odds("جمال", "Jamal", profile="mars")


@pytest.mark.model
@pytest.mark.parametrize(
    ("form", "to"),
    [("إبراهيم حويجة", "Latn"), ("Ibrahim Huweija", "Latn"), ("Walid", "ar"), ("وليد", "ar")],
)
def test_a_list_is_sorted_distinct_and_sums_to_no_more_than_one(
    model: None, form: str, to: Script
) -> None:
    found = spellings(form, to=to, limit=30)
    probabilities = [one.probability for one in found]
    assert probabilities == sorted(probabilities, reverse=True)
    assert len({part_key(one.form) for one in found}) == len(found)
    assert 0 < sum(probabilities) <= 1 + 1e-6
    assert spellings(form, to=to, limit=5) == found[:5]


@pytest.mark.model
@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("إبراهيم حويجة", "Ibrahim Huweija"),
        ("محمد بن سلمان", "Mohammed bin Salman"),
        ("بشار الأسد", "Bashar al-Assad"),
        ("وليد جنبلاط", "Walid Jumblatt"),
        ("جمال عبد الناصر", "Gamal Abdel Nasser"),
        ("عبد الرحمن", "Abderrahmane"),
        ("نور الدين", "Noureddine"),
        ("Ibrahim Huweija", "Ibrahim Howeija|Ibrahim Hawijeh"),
        ("Khaled Meshaal", "Khalid Mashal|Khaled Meshal|Khaled Mashal"),
    ],
)
def test_names_of_the_news_are_there(model: None, form: str, expected: str) -> None:
    found = {part_key(one.form) for one in spellings(form, limit=40)}
    assert not found.isdisjoint(map(part_key, expected.split("|")))


@pytest.mark.model
@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Ibrahim", "إبراهيم"),
        ("Ahmad", "أحمد"),
        ("Fatima", "فاطمة"),
        ("Abdul Rahman", "عبد الرحمن"),
        ("Mohammed bin Salman", "محمد بن سلمان"),
    ],
)
def test_arabic_comes_with_hamza_and_final_letters(model: None, latin: str, arabic: str) -> None:
    assert spellings(latin, to="ar")[0].form == arabic


@pytest.mark.model
def test_a_profile_moves_its_spelling_up(model: None) -> None:
    def place(form: str, profile: str | None) -> int:
        found = spellings("جمال الشريف", limit=500, profile=profile)
        return [part_key(one.form) for one in found].index(part_key(form))

    assert place("Gamal el-Sherif", "egypt") < place("Gamal el-Sherif", None)


@pytest.mark.model
def test_variants_say_where_they_come_from(model: None) -> None:
    first = variants("أحمد", limit=1)[0]
    assert (first.form, first.language, first.script, first.origin) == (
        "Ahmed",
        "und",
        "Latn",
        "list",
    )
    assert first.count > 100
    guess = variants("Ahmed Rybczynski", limit=1, to="ar")[0]
    assert (guess.language, guess.script, guess.origin, guess.count) == ("ar", "Arab", "model", 0)


@pytest.mark.model
@pytest.mark.parametrize("form", ["", "؟!", " \u200f ", "ب" * 300])
def test_what_is_no_name_is_said(model: None, form: str) -> None:
    with pytest.raises(FormatError):
        spellings(form)
