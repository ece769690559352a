"""Where a name of one text may stand in the other."""

from __future__ import annotations

import pytest

from mtkit.names.projection import PROJECTED, Places, project
from mtkit.types import Mention, Span


def best(name: str, text: str, *, language: str = "ar", other: str = "en") -> str:
    """Return the place of which the largest share is explained."""
    found = Places(text, language, other).explained(name)
    return max(found, key=lambda each: each[1])[0].of(text) if found else ""


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("finance ministry", "قالت وزارة المالية إن العجز كبير.", "وزارة المالية"),
        ("Central Bank", "خفض البنك المركزي الفائدة.", "البنك المركزي"),
        ("Reginald Wingate", "زار ريجنالد ونجت القاهرة.", "ريجنالد ونجت"),
        ("Damascus", "وصل إلى بيروت.", ""),
        ("Damascus", "", ""),
    ],
)
def test_a_translated_name_is_found_whole(name: str, text: str, place: str) -> None:
    assert best(name, text) == place


def test_also_from_arabic() -> None:
    assert best("وزارة المالية", "The finance ministry said so.", language="en", other="ar") == (
        "finance ministry"
    )


@pytest.mark.parametrize("start", ["ونجت", "نجت"])
def test_a_clitic_may_be_a_letter_of_the_name(start: str) -> None:
    text = "وصل ونجت أمس."
    assert start in {span.of(text) for span, _ in Places(text, "ar", "en").explained("Wingate")}


def test_shares() -> None:
    text = "قالت وزارة المالية إن"
    places = Places(text, "ar", "en")
    whole = Span(text.index("وزارة"), text.index(" إن"))
    assert places.share("finance ministry", whole) == 1
    assert 0 < places.share("finance ministry", Span(whole.start, whole.start + 5)) < 1
    assert places.share("Damascus", whole) == 0


def test_no_place_crosses_a_sign() -> None:
    text = "دمشق، حلب"
    assert {span.of(text) for span in Places(text, "ar", "en").everywhere()} == {"دمشق", "حلب"}


def test_other_languages_have_no_places() -> None:
    assert Places("Bonjour Paris", "fr", "en").everywhere() == []


def test_words_of_both_texts_are_aligned() -> None:
    source, target = "The ministry left Damascus.", "غادرت الوزارة دمشق."
    here, there = Places(source, "en", "ar"), Places(target, "ar", "en")
    alignment = there.aligned(here)
    linked = {
        (alignment.source[link.source].of(source), alignment.target[link.target].of(target))
        for link in alignment.links
    }
    assert {("ministry", "الوزارة"), ("Damascus", "دمشق")} <= linked


def test_the_heaviest_run_is_taken_with_its_article() -> None:
    text = "في ال نجار ثم"
    words = [Span(0, 2), Span(3, 5), Span(5, 5), Span(6, 10), Span(11, 13)]
    glued = "النجار"
    others = [Span(0, 2), Span(2, 6)]
    mention = Mention(Span(0, 6), "Najjar", "PER", 0.9)
    (found,) = project([mention], glued, {0: {1: 1.0}}, [Span(0, 6)], others)
    assert (found.form, found.type, found.score) == ("النجار", "PER", PROJECTED)
    assert project([mention], text, {}, [Span(0, 6)], words) == []
