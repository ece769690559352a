"""Words and clitics."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.text.words import words


def split(text: str, language: str, *, clitics: bool = False) -> list[str]:
    return [word.of(text) for word in words(text, language, clitics=clitics)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(" \n…! ", [], id="no words"),
        pytest.param("The army said, “No.”", ["The", "army", "said", "No"], id="punctuation"),
        pytest.param("Assad’s UK-based", ["Assad’s", "UK-based"], id="apostrophe and hyphen join"),
        pytest.param("3.5 1,200 2024/25 10:30", ["3.5", "1,200", "2024/25", "10:30"], id="numbers"),
        pytest.param("٣٫٥ ١٢٠٠", ["٣٫٥", "١٢٠٠"], id="Arabic-Indic digits"),
        pytest.param("the U.N. said.", ["the", "U.N.", "said"], id="initials"),
        pytest.param("20% of €5", ["20", "%", "of", "€", "5"], id="signs read aloud"),
        pytest.param("cafe\u0301 naïve", ["cafe\u0301", "naïve"], id="combining marks"),
        pytest.param("قُتِلَ، «الجيش»؟", ["قُتِلَ", "الجيش"], id="Arabic marks and punctuation"),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert split(text, "en") == expected


@pytest.mark.parametrize(
    "word",
    [
        "وزير",
        "كتاب",
        "بلد",
        "فريق",
        "والد",
        "والدته",
        "لبنان",
        "الله",
        "ألمانيا",
        "واشنطن",
        "كبير",
        "بيروت",
        "سوريا",
        "فرنسا",
        "سيارة",
        "لجنة",
        "وكالة",
        "بلدة",
        "كانت",
        "الذي",
        "التزام",
        "بالغ",
        "باريس",
        "لندن",
        "سليم",
        "فيلم",
        "كمال",
        "وحيد",
        "وصل",
        "وقع",
    ],
)
def test_whole_arabic_words_stay_whole(word: str) -> None:
    assert split(word, "ar", clitics=True) == [word]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("والقدس", "و ال قدس"),
        ("وبوتين", "و بوتين"),
        ("وبالقاهرة", "و ب ال قاهرة"),
        ("للرئيس", "لل رئيس"),
        ("وللأمم", "و لل أمم"),
        ("بدمشق", "ب دمشق"),
        ("فالرئيس", "ف ال رئيس"),
        ("ووزير", "و وزير"),
        ("وهو", "و هو"),
        ("سيلتقي", "س يلتقي"),
        ("وَالقُدْسُ", "وَ ال قُدْسُ"),
        ("بـHTS", "بـ HTS"),
    ],
)
def test_arabic_clitics_are_split(word: str, parts: str) -> None:
    assert split(word, "ar", clitics=True) == parts.split()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Assad’s", ["Assad", "’s"]),
        ("don't", ["do", "n't"]),
        ("UK-based", ["UK", "based"]),
        ("O'Brien", ["O'Brien"]),
        ("وبوتين", ["وبوتين"]),
    ],
)
def test_english_clitics_are_split(text: str, parts: list[str]) -> None:
    assert split(text, "en", clitics=True) == parts


TEXT = st.text(alphabet=st.sampled_from("وبلفكسالرئيسقدس ًَـabA1٣.-’'%،»\n"), max_size=40)


@settings(deadline=None, max_examples=150)
@given(TEXT, st.sampled_from(["en", "ar"]), st.booleans())
def test_words_are_in_order_and_apart(text: str, language: str, clitics: bool) -> None:
    found = words(text, language, clitics=clitics)
    assert all(len(word) > 0 for word in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@settings(deadline=None, max_examples=150)
@given(TEXT, st.sampled_from(["en", "ar"]))
def test_every_letter_and_digit_is_in_a_word(text: str, language: str) -> None:
    covered = "".join(word.of(text) for word in words(text, language, clitics=True))
    assert sorted(filter(str.isalnum, covered)) == sorted(filter(str.isalnum, text))
