from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.errors import ConfigError
from mtkit.segment import cut, segments


def words(text: str) -> int:
    return len(text.split())


# "¦" marks where the text is cut.
CUTS = {
    "fits": ("en", 9, "The talks go on, and nobody knows why."),
    "semicolon over comma": ("en", 8, "One died, he said, in prison; ¦the other drives a taxi."),
    "colon": ("en", 8, "They agree, it seems, on one: ¦the talks must not fail again."),
    "dash": ("en", 8, "The two brothers, he said, waited — ¦nobody ever came for them."),
    "comma over conjunction": ("en", 8, "The rain that fell all night, ¦he said, had hurt it."),
    "conjunction over space": ("en", 7, "The convoy reached the town ¦before night fell on it."),
    "no cut at an abbreviation": ("en", 6, "They saw Lt. Col. Darwish ¦near Homs today."),
    "space": ("en", 4, "north south east ¦west up down"),
    "Arabic semicolon": ("ar", 8, "توفي أحدهما، كما قيل، في السجن؛ ¦أما الآخر فيعمل في مرسين."),
    "Arabic comma": ("ar", 7, "قالت المعارضة إنها تريد جدولاً زمنياً، ¦والحكومة ترفض ذلك منذ عام."),
    "Arabic conjunction": ("ar", 7, "أعلنت الوزارة وقف الرحلات ¦بعدما انهارت الهدنة في المدينة."),
}


@pytest.mark.parametrize(("language", "limit", "marked"), CUTS.values(), ids=CUTS)
def test_places(language: str, limit: int, marked: str) -> None:
    text = marked.replace("¦", "")
    parts = [span.of(text) for span in cut(text, language, limit=limit, measure=words)]
    assert parts == [part.strip() for part in marked.split("¦")]


def test_parts_are_of_like_size() -> None:
    parts = cut("word " * 100, "en", limit=30, measure=words)
    sizes = [words(span.of("word " * 100)) for span in parts]
    assert max(sizes) <= 30
    assert min(sizes) >= 15


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        pytest.param("x" * 25, 10, 4, id="one long word"),
        pytest.param("e\u0301" * 4, 2, 4, id="marks stay with their letter"),
        pytest.param("👨\u200d👩", 1, 1, id="joined emoji stay joined"),
    ],
)
def test_inside_a_word(text: str, limit: int, parts: int) -> None:
    spans = cut(text, "en", limit=limit, measure=len)
    assert len(spans) == parts
    assert "".join(span.of(text) for span in spans) == text


def test_limit_below_one() -> None:
    with pytest.raises(ConfigError, match="longest segment is 0"):
        cut("text", "en", limit=0, measure=len)


def test_a_megabyte_is_cut_in_time() -> None:
    text = "كلمة، " * 170_000
    assert max(len(span) for span in cut(text, "ar", limit=512, measure=len)) <= 512


def test_segments_carry_their_text() -> None:
    text = "  He left. One died, they say, in prison; the other drives.  "
    found = segments(text, "en", limit=7, measure=words)
    assert [segment.text for segment in found] == [
        "He left.",
        "One died, they say, in prison;",
        "the other drives.",
    ]
    assert all(segment.span.of(text) == segment.text for segment in found)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=200) | st.text("ab ,;.و،\u0301", max_size=200), st.integers(1, 20))
def test_nothing_is_lost_and_nothing_too_long(text: str, limit: int) -> None:
    at = 0
    for segment in segments(text, "ar", limit=limit, measure=len):
        assert not text[at : segment.span.start].strip()
        assert segment.text == segment.text.strip() != ""
        assert len(segment.text) <= limit or not segment.text.isascii()
        at = segment.span.end
    assert not text[at:].strip()
