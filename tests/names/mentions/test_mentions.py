"""Names in running text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit import paths
from mtkit.errors import UnknownEntryError
from mtkit.names.mentions import arabic_mentions, english_mentions, english_names, mentions
from mtkit.names.mentions.gold import locate, read_marked


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("He met Ibrahim Huweija in Latakia.", ["Ibrahim Huweija", "Latakia"]),
        ("Residents fled.", []),
        ("It was Bashar's father, Hafez.", ["Bashar", "Hafez"]),
        ("Officials in Hama, Homs and Idlib agreed on Friday.", ["Hama", "Homs", "Idlib"]),
        ("Mr Jumblatt spoke; I listened.", ["Jumblatt"]),
        ("A resident of Homs said so on Monday.", ["Homs"]),
        ("The Syrian and Lebanese officers met on Friday in March.", []),
        ("", []),
    ],
)
def test_english(sentence: str, names: list[str]) -> None:
    assert [mention.form for mention in english_mentions([sentence])[0]] == names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("وقال إبراهيم النجار في دمشق إن الحل قريب.", ["إبراهيم النجار", "دمشق"]),
        ("وصل وفد من بيروت إلى حلب وحمص.", ["بيروت", "حلب", "حمص"]),
        ("وفر السكان من بيوتهم.", []),
        ("", []),
    ],
)
def test_arabic(sentence: str, names: list[str]) -> None:
    assert [mention.form for mention in arabic_mentions([sentence])[0]] == names


def test_types_and_offsets() -> None:
    text = "Bashar Al Assad flew from Damascus."
    found = english_mentions([text])[0]
    assert [(m.form, m.type) for m in found] == [("Bashar Al Assad", "PER"), ("Damascus", "LOC")]
    assert all(m.span.of(text) == m.form and 0 <= m.score <= 1 for m in found)


def test_names_are_given_once() -> None:
    assert english_names(["He fled Homs.", "In Homs, people stayed."]) == ["Homs"]


def test_other_languages_are_refused() -> None:
    with pytest.raises(UnknownEntryError, match="tagger"):
        mentions(["Bonjour"], language="fr")


@given(st.lists(st.text(max_size=40), max_size=3))
@settings(max_examples=40, deadline=None)
def test_any_text_is_read(sentences: list[str]) -> None:
    for language in ("en", "ar"):
        for text, row in zip(sentences, mentions(sentences, language=language), strict=True):
            assert all(mention.span.of(text) == mention.form for mention in row)
            assert all(a.span.end <= b.span.start for a, b in pairwise(row))


@pytest.mark.parametrize(("language", "least"), [("en", 0.93), ("ar", 0.80)])
def test_newsdesk(language: str, least: float) -> None:
    """Spans, whatever the type, on the first documents of the part that nothing was trained on."""
    hit = found = wanted = 0
    for document, _ in zip(
        read_marked(paths.shipped("corpora") / "newsdesk" / "dev.jsonl"), range(20), strict=False
    ):
        rows = mentions([pair.text(language) for pair in document], language=language)
        for pair, row in zip(document, rows, strict=True):
            gold, ours = {span for span, _ in pair.spans(language)}, {m.span for m in row}
            hit, found, wanted = hit + len(gold & ours), found + len(ours), wanted + len(gold)
    assert 2 * hit / (found + wanted) >= least


def test_seed_article() -> None:
    gold = Path(__file__).parents[2] / "data" / "seed_names.tsv"
    rows = [line.split("\t") for line in gold.read_text("utf-8").splitlines() if line[:1] != "#"]
    hit = found = wanted = 0
    for (sentence, names), row in zip(rows, english_mentions([s for s, _ in rows]), strict=True):
        forms = [(name.rsplit("/", 1)[0], None) for name in names.split("|") if name]
        marked = {span for span, _ in locate(sentence, forms, language="en")}  # type: ignore[arg-type]
        ours = {mention.span for mention in row}
        hit, found, wanted = hit + len(marked & ours), found + len(ours), wanted + len(marked)
    assert 2 * hit / (found + wanted) >= 0.85
