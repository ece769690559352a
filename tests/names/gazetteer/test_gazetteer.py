"""Documents in, entries out: what becomes one, what stays apart, what people decide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mtkit.errors import ConfigError, FormatError, UnknownEntryError
from mtkit.names.gazetteer import Gazetteer
from mtkit.names.gazetteer.documents import NamedDocument
from mtkit.names.gazetteer.lists import read_list
from mtkit.types import Mention

Make = Callable[..., NamedDocument]
Spellings = Callable[[Gazetteer], set[frozenset[str]]]


def test_spellings_of_a_name_become_one_entry(
    gazetteer: Gazetteer, bitext: Make, spellings: Spellings
) -> None:
    gazetteer.add_documents(
        [
            bitext("a", ("Ibrahim Huweija", "إبراهيم حويجة"), type="PER"),
            bitext("b", ("Ibrahim Huwaija", "إبراهيم حويجة"), type="PER"),
            bitext("c", ("Hawija", "الحويجة"), type="LOC"),
        ]
    )
    assert spellings(gazetteer) == {
        frozenset({"Ibrahim Huweija", "Ibrahim Huwaija", "إبراهيم حويجة"}),
        frozenset({"Hawija", "الحويجة"}),
    }


def test_translated_names_are_joined_by_bitext_alone(gazetteer: Gazetteer, bitext: Make) -> None:
    gazetteer.add_documents([bitext("a", ("Egypt", "مصر")), bitext("b", ("Egypt", "مصر"))])
    assert len(gazetteer) == 1
    found = gazetteer.find("مصر")
    assert found is not None
    assert found.canonical == {"en": "Egypt", "ar": "مصر"}
    assert [variant.count for variant in found.variants] == [2, 2]


def test_one_wrong_link_does_not_join_two_places(
    gazetteer: Gazetteer, bitext: Make, spellings: Spellings
) -> None:
    right = [("Damascus", "دمشق"), ("Aleppo", "حلب")]
    gazetteer.add_documents([bitext("a", *right), bitext("b", ("Damascus", "حلب"))])
    assert spellings(gazetteer) == {frozenset(pair) for pair in right}


def test_one_wrong_link_within_a_document_does_neither(
    gazetteer: Gazetteer, bitext: Make, spellings: Spellings
) -> None:
    right = [("Damascus", "دمشق")] * 2 + [("Aleppo", "حلب")] * 2
    gazetteer.add_documents([bitext("a", *right, ("Damascus", "حلب"))])
    assert spellings(gazetteer) == {frozenset(pair) for pair in right}


def test_short_forms_belong_to_the_full_name_of_their_document(
    gazetteer: Gazetteer, text: Make, mention: Callable[..., Mention], spellings: Spellings
) -> None:
    gazetteer.add_documents(
        [
            text("a", mention("Bashar al-Assad"), mention("Assad", full="Bashar al-Assad")),
            text("b", mention("Hafez al-Assad"), mention("Assad", full="Hafez al-Assad")),
        ]
    )
    assert spellings(gazetteer) == {
        frozenset({"Bashar al-Assad", "Assad"}),
        frozenset({"Hafez al-Assad", "Assad"}),
    }
    assert gazetteer.find("Assad") is None
    scores = [match.score for match in gazetteer.lookup("Assad", limit=2)]
    assert len(scores) == 2
    assert all(score <= 0.75 for score in scores)


def test_a_short_form_alone_is_nobodys(
    gazetteer: Gazetteer, text: Make, mention: Callable[..., Mention]
) -> None:
    gazetteer.add_documents(
        [
            text("a", mention("Bashar al-Assad"), mention("Assad", full="Bashar al-Assad")),
            text("b", mention("Assad")),
        ]
    )
    assert len(gazetteer) == 2


def test_person_and_place_of_one_name_stay_apart_and_are_asked_about(
    gazetteer: Gazetteer, text: Make, mention: Callable[..., Mention]
) -> None:
    gazetteer.add_documents(
        [text("a", mention("Jordan", "LOC")), text("b", mention("Jordan", "PER"))]
    )
    assert sorted(str(entry.type) for entry in gazetteer) == ["LOC", "PER"]
    (doubt,) = gazetteer.review()
    assert {doubt.one.type, doubt.other.type} == {"LOC", "PER"}
    assert {place.document for place in doubt.evidence} == {"a", "b"}


def test_the_same_again_changes_nothing(gazetteer: Gazetteer, bitext: Make) -> None:
    documents = [bitext("a", ("Egypt", "مصر")), bitext("b", ("Homs", "حمص"))]
    gazetteer.add_documents(documents)
    before = list(gazetteer.items())
    added = gazetteer.add_documents(documents)
    assert (added.documents, added.repeated) == (0, 2)
    assert list(gazetteer.items()) == before


def test_evidence_says_where(gazetteer: Gazetteer, bitext: Make) -> None:
    gazetteer.add_documents([bitext("a.html", ("Homs", "حمص"))])
    english, arabic = sorted(gazetteer.evidence(1), key=lambda place: place.form)
    assert (english.document, english.text, english.aligned) == ("a.html", "Homs, a.html.", "حمص")
    assert arabic.span.of(arabic.text) == "حمص"
    assert english.date == "2026-03-01"


@pytest.mark.parametrize(
    "sought", ["Howeija Ibrahim", "ابراهيم حويجه", "IBRAHIM HUWEIJA", "Khuwayja"]
)
def test_lookup_in_any_spelling(gazetteer: Gazetteer, bitext: Make, sought: str) -> None:
    others = [("Damascus", "دمشق"), ("Aleppo", "حلب"), ("Ibrahim Nasr", "إبراهيم نصر")]
    gazetteer.add_documents([bitext("a", ("Ibrahim Huweija", "إبراهيم حويجة"), *others)])
    assert gazetteer.lookup(sought)[0].entry.canonical["en"] == "Ibrahim Huweija"


def test_lookup_by_type_threshold_and_limit(
    gazetteer: Gazetteer, text: Make, mention: Callable[..., Mention]
) -> None:
    gazetteer.add_documents(
        [text("a", mention("Jordan", "LOC")), text("b", mention("Jordan", "PER"))]
    )
    assert [match.entry.type for match in gazetteer.lookup("Jordan", type="PER")] == ["PER"]
    assert len(gazetteer.lookup("Jordan", limit=1)) == 1
    assert gazetteer.lookup("Copenhagen", threshold=0.9) == []


@pytest.mark.parametrize(
    "odd",
    ["", " ", "...", "\u200f\u200e", "😀", "x" * 10_000, "محمد" * 2500, "\ufdfa", "1977", "aب1"],
)
def test_odd_names_are_looked_up_soundly(gazetteer: Gazetteer, bitext: Make, odd: str) -> None:
    gazetteer.add_documents([bitext("a", ("Homs", "حمص"))])
    assert all(0 <= match.score < 0.5 for match in gazetteer.lookup(odd))


def test_what_is_no_name_is_left_out_and_counted(
    gazetteer: Gazetteer, text: Make, mention: Callable[..., Mention]
) -> None:
    added = gazetteer.add_documents(
        [text("a", mention("Homs"), mention("!!"), mention("x" * 10_000))]
    )
    assert (len(gazetteer), added.skipped) == (1, 2)


def test_direction_marks_and_presentation_forms_are_not_another_name(
    gazetteer: Gazetteer, text: Make, mention: Callable[..., Mention]
) -> None:
    written = ["حلب", "\u200fحلب\u200e", "حـلب", "ﺣﻠﺐ"]
    gazetteer.add_documents([text("a", *[mention(form, "LOC") for form in written], language="ar")])
    (entry,) = gazetteer
    assert [(variant.form, variant.count) for variant in entry.variants] == [("حلب", 4)]


# --- decisions ---------------------------------------------------------------------------------


def test_same_wins_now_and_later(
    gazetteer: Gazetteer, text: Make, mention: Callable[..., Mention]
) -> None:
    gazetteer.add_documents([text("a", mention("Yasser Arafat"), mention("Abu Ammar"))])
    assert len(gazetteer) == 2
    gazetteer.same("Yasser Arafat", "Abu Ammar")
    assert len(gazetteer) == 1
    gazetteer.same("Saladin", "Riad Najjar")  # neither is there yet
    gazetteer.add_documents([text("b", mention("Saladin")), text("c", mention("Riad Najjar"))])
    assert len(gazetteer) == 2


def test_different_wins_now_and_later(
    gazetteer: Gazetteer, bitext: Make, spellings: Spellings
) -> None:
    gazetteer.add_documents(
        [
            bitext("a", ("Mohamed Haddad", "محمد حداد")),
            bitext("b", ("Mohammed Haddad", "محمد حداد")),
        ]
    )
    assert len(gazetteer) == 1
    gazetteer.different("Mohamed Haddad", "Mohammed Haddad")
    assert len(gazetteer) == 2
    gazetteer.add_documents([bitext("c", ("Mohammed Haddad", "محمد حداد"))])
    assert not any(
        {"Mohamed Haddad", "Mohammed Haddad"} <= set(one) for one in spellings(gazetteer)
    )


def test_decisions_hold_when_a_gazetteer_is_built_anew(
    gazetteer: Gazetteer, tmp_path: Path, text: Make, mention: Callable[..., Mention]
) -> None:
    gazetteer.add_documents([text("a", mention("Aleppo"), mention("Halab"))])
    gazetteer.same("Aleppo", "Halab")
    gazetteer.set_canonical("Aleppo", language="en", form="Haleb")
    gazetteer.set_type("Aleppo", "LOC")
    with Gazetteer(tmp_path / "new.sqlite", create=True) as anew:
        anew.add_items(gazetteer.decisions(), digest=b"1", name="decisions")
        anew.add_documents([text("z", mention("Halab"), mention("Aleppo"))])
        (entry,) = anew
        assert entry.canonical == {"en": "Haleb"}
        assert entry.type == "LOC"


def test_contrary_decisions_are_refused(
    gazetteer: Gazetteer, text: Make, mention: Callable[..., Mention]
) -> None:
    gazetteer.add_documents([text("a", mention("Hassan"), mention("Hussein"))])
    gazetteer.different("Hassan", "Hussein")
    with pytest.raises(ConfigError, match="called different"):
        gazetteer.merge("Hassan", "Hussein")
    gazetteer.same("Hassan", "Hussein")  # the later decision replaces the earlier
    assert len(gazetteer) == 1


def test_split_merge_rename(
    gazetteer: Gazetteer, text: Make, mention: Callable[..., Mention]
) -> None:
    gazetteer.add_documents([text("a", mention("Homs"), mention("Hims"), mention("Hama"))])
    gazetteer.same("Homs", "Hims")
    new = gazetteer.split("Homs", ["Hims"])
    assert [variant.form for variant in new.variants] == ["Hims"]
    gazetteer.same("Homs", "Hims")
    merged = gazetteer.merge("Homs", "Hama")
    assert {variant.form for variant in merged.variants} == {"Homs", "Hims", "Hama"}
    assert gazetteer.rename("Homs", "Ḥimṣ").canonical["en"] == "Ḥimṣ"
    assert gazetteer.rename("Homs", "حمص").canonical["ar"] == "حمص"
    with pytest.raises(ConfigError, match="all forms"):
        gazetteer.split("Homs", ["Homs", "Hims", "Hama", "Ḥimṣ", "حمص"])


def test_entries_are_named_by_number_or_form(gazetteer: Gazetteer, bitext: Make) -> None:
    gazetteer.add_documents([bitext("a", ("Homs", "حمص"))])
    assert gazetteer.entry("#1") == gazetteer.entry(1) == gazetteer.entry("HOMS")
    for unknown in ("#7", 7, "Palmyra"):
        with pytest.raises(UnknownEntryError):
            gazetteer.entry(unknown)


def test_lists(gazetteer: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "places.tsv"
    path.write_text("# places\nAleppo|Halab\tحلب\nDamascus\tدمشق\n", "utf-8")
    for _ in range(2):
        gazetteer.add_list(read_list(path, languages=("en", "ar"), type="LOC"))
    assert len(gazetteer) == 2
    entry = gazetteer.entry("Halab")
    assert entry.canonical == {"en": "Aleppo", "ar": "حلب"}
    assert (entry.type, {variant.origin for variant in entry.variants}) == ("LOC", {"list"})
    assert dict(gazetteer.forms("ar")) == {"حلب": 1, "دمشق": 2}


# --- files -------------------------------------------------------------------------------------


def test_a_gazetteer_must_be_there_unless_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such gazetteer"):
        Gazetteer(tmp_path / "none.sqlite")


@pytest.mark.parametrize("content", [b"no database, but a text that is long enough " * 99, b"x"])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "names.sqlite"
    path.write_bytes(content)
    with pytest.raises(FormatError, match="damaged, or no gazetteer"):
        Gazetteer(path)
    assert path.read_bytes() == content


def test_a_damaged_file(tmp_path: Path, bitext: Make) -> None:
    path = tmp_path / "names.sqlite"
    with Gazetteer(path, create=True) as gazetteer:
        gazetteer.add_documents([bitext("a", ("Homs", "حمص"), ("Aleppo", "حلب"))])
        gazetteer.settle()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\x55" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(FormatError, match="damaged"), Gazetteer(path) as gazetteer:
        list(gazetteer)


def test_a_newer_gazetteer(gazetteer: Gazetteer) -> None:
    gazetteer._connection.execute("PRAGMA user_version = 99")
    with pytest.raises(ConfigError, match="newer mtkit"):
        Gazetteer(gazetteer.path)


def test_another_programs_database(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(FormatError, match="another program"):
        Gazetteer(path)
