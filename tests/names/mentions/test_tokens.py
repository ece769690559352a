"""Tokens of the taggers: where a name may begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.names.mentions.tokens import arabic_tokens, english_tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Bashar's father", "Bashar|'s|father"),
        ("an Assad-era commander", "an|Assad|era|commander"),
        ("the U.N. and Wassim K. said", "the|U.N.|and|Wassim|K.|said"),
        ("Le Quotidien d'Oran (SANA)", "Le|Quotidien|d'Oran|(|SANA|)"),
        ("", ""),
    ],
)
def test_english(text: str, tokens: str) -> None:
    assert "|".join(token.form for token in english_tokens(text)) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("وبالقاهرة", "و|ب|القاهرة"),
        ("إبراهيم النجار", "إبراهيم|النجار"),
        ("وللأمم المتحدة", "و|للأمم|المتحدة"),
        ("لقوى الأمن", "ل|قوى|الأمن"),
        ("«الأناضول».", "«|الأناضول|»|."),
    ],
)
def test_arabic(text: str, tokens: str) -> None:
    found = [text[token.start : token.end] for token in arabic_tokens(text)]
    assert "|".join(found) == tokens


def test_clitic_before_a_known_name() -> None:
    text = "في بـشبوة"
    found = arabic_tokens(text, is_name=lambda word: word == "شبوه")
    assert [text[token.start : token.end] for token in found] == ["في", "بـ", "شبوة"]


@given(st.text(max_size=60))
def test_tokens_are_in_order_and_not_empty(text: str) -> None:
    for tokenize in (english_tokens, arabic_tokens):
        last = 0
        for token in tokenize(text):
            assert last <= token.start < token.end <= len(text)
            assert token.form
            last = token.end
