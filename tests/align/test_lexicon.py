"""The dictionary that stands beside attention."""

from __future__ import annotations

import pytest

from mtkit.align.lexicon import format_lexicon, learn, lexical_weights, shipped_lexicon
from mtkit.text.words import words

BITEXT = [
    ("the house", "المنزل"),
    ("the book", "الكتاب"),
    ("a house", "منزل"),
    ("a book", "كتاب"),
] * 10


@pytest.mark.parametrize(
    ("english", "arabic"),
    [("army", "جيش"), ("said", "قال"), ("minister", "وزير"), ("and", "و"), ("monday", "اثنين")],
)
def test_shipped_words(english: str, arabic: str) -> None:
    assert shipped_lexicon("en", "ar")[english][arabic] > 0.2
    assert shipped_lexicon("ar", "en")[arabic][english] > 0.2


def test_weights_have_a_row_for_every_source_word() -> None:
    source, target = "The army said", "قال الجيش"
    weights = lexical_weights(
        source,
        words(source, "en", clitics=True),
        target,
        words(target, "ar", clitics=True),
        source_language="en",
        target_language="ar",
    )
    assert weights.shape == (3, 3)
    assert weights.argmax(axis=1).tolist() == [1, 2, 0]


def test_other_languages_have_none() -> None:
    weights = lexical_weights(
        "x", words("x"), "y", words("y"), source_language="de", target_language="fr"
    )
    assert weights.tolist() == [[0.0]]


def test_learn_and_write() -> None:
    pytest.importorskip("thot")
    lexicon = learn(BITEXT, source_language="en", target_language="ar")
    assert lexicon["house", "منزل"] > 0.8
    assert lexicon["book", "كتاب"] > 0.8
    lines = format_lexicon(lexicon, origin="a test").splitlines()
    assert lines[0].startswith("#")
    assert len(lines) == len(lexicon) + 1
