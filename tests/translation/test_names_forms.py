"""Names written into text: clitics, case endings, whole words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.translation.names.forms import attach, locate, widen
from mtkit.types import Span


@pytest.mark.parametrize(
    ("clitics", "form", "written"),
    [
        ("", "بشار الأسد", "بشار الأسد"),
        ("و", "بشار", "وبشار"),
        ("ب", "القاهرة", "بالقاهرة"),
        ("ل", "الأمم المتحدة", "للأمم المتحدة"),
        ("ول", "الأسد", "وللأسد"),
        ("ل", "اللاذقية", "للاذقية"),
        ("ل", "دمشق", "لدمشق"),
    ],
)
def test_clitics_are_written_onto_a_name(clitics: str, form: str, written: str) -> None:
    assert attach(clitics, form) == written
    ((span, found),) = locate(f"قال {written} أمس", form, "ar")
    assert found == clitics
    assert span == Span(4, 4 + len(written))


@pytest.mark.parametrize(
    ("text", "form", "language", "places"),
    [
        ("in Homs, Homs's mayor", "Homs", "en", ["Homs", "Homs"]),
        ("the Homsi families", "Homs", "en", []),
        ("زار أبي بكر", "أبو بكر", "ar", ["أبي بكر"]),
        ("من الإخوان المسلمين", "الإخوان المسلمون", "ar", ["الإخوان المسلمين"]),
        ("حمصي", "حمص", "ar", []),
        ("تحمص", "حمص", "ar", []),
        ("في حلب وحماة", "حماة", "ar", ["وحماة"]),
    ],
)
def test_only_whole_names_are_found(text: str, form: str, language: str, places: list[str]) -> None:
    assert [span.of(text) for span, _ in locate(text, form, language)] == places


@pytest.mark.parametrize(
    ("text", "seen", "name", "whole", "clitics"),
    [
        ("دمشق ودلب", "دلب", "إدلب", "ودلب", "و"),
        ("إلى وطروطوس", "وطروطوس", "طرطوس", "وطروطوس", "و"),
        ("قال والد بشار", "والد", "والد", "والد", ""),
        ("وللأمم المتحدة", "للأمم المتحدة", "الأمم المتحدة", "وللأمم المتحدة", "ول"),
        ("عبد Ghaني", "Gha", "عبد الغني", "Ghaني", ""),
    ],
)
def test_a_place_is_widened_to_whole_words(
    text: str, seen: str, name: str, whole: str, clitics: str
) -> None:
    start = text.index(seen)
    span, found = widen(text, Span(start, start + len(seen)), name, "ar")
    assert (span.of(text), found) == (whole, clitics)


_LETTERS = st.text("ابتجدرسعفقكلمنهوي", min_size=2, max_size=7)


@given(
    clitics=st.sampled_from(["", "و", "ف", "ب", "ل", "ك", "ول", "وب", "فل"]),
    article=st.booleans(),
    word=_LETTERS,
)
def test_what_is_attached_is_found_again(clitics: str, article: bool, word: str) -> None:
    form = "ال" + word if article else word
    written = attach(clitics, form)
    assert Span(0, len(written)) in [span for span, _ in locate(written, form, "ar")]
