"""What a document tells beyond its sentences."""

from __future__ import annotations

import pytest

from mtkit.names.mentions.tidy import with_edges, with_repeated
from mtkit.types import Mention, NameType, Span


def _mention(text: str, form: str, kind: NameType = "PER", score: float = 1.0) -> Mention:
    start = text.index(form)
    return Mention(Span(start, start + len(form)), form, kind, score)


@pytest.mark.parametrize(
    ("sentence", "found", "kind", "wanted"),
    [
        ("as Mr Al Assad said", "Mr Al Assad", "PER", "Al Assad"),
        ("as Mr Al Assad said", "Mr Al Assad", "ORG", "Al Assad"),
        ("Gen. Suhail Al Hassan", "Gen. Suhail Al Hassan", "PER", "Suhail Al Hassan"),
        ("Sultan Barakat spoke", "Sultan Barakat", "PER", "Sultan Barakat"),  # a given name too
        ("in Sheikh Zuweid", "Sheikh Zuweid", "LOC", "Sheikh Zuweid"),
        ("with Al Assad loyalists", "Assad", "PER", "Al Assad"),
        ("But Ali left", "Ali", "PER", "Ali"),
        ("The Assad family", "Assad", "PER", "Assad"),
    ],
)
def test_edges(sentence: str, found: str, kind: NameType, wanted: str) -> None:
    ((mention,),) = with_edges([sentence], [[_mention(sentence, found, kind)]])
    assert mention.form == mention.span.of(sentence) == wanted


def test_a_sure_name_is_found_wherever_it_stands() -> None:
    sentences = ["Syria's army left Homs.", "They fled Syria."]
    rows = [[], [_mention(sentences[1], "Syria", "LOC")]]
    found = with_repeated(sentences, rows)
    assert [(m.form, m.span.start, m.type) for m in found[0]] == [("Syria", 0, "LOC")]
    assert found[0][0].score < 1
    assert found[1] == rows[1]


@pytest.mark.parametrize("score", [0.5, 0.89])
def test_a_doubtful_name_is_not(score: float) -> None:
    sentences = ["March began.", "It met March."]
    rows = [[], [_mention(sentences[1], "March", "PER", score)]]
    assert with_repeated(sentences, rows) == rows


def test_not_inside_words_or_other_mentions() -> None:
    sentences = ["Alison saw Ali Hassan.", "Ali left."]
    rows = [[_mention(sentences[0], "Ali Hassan")], [_mention(sentences[1], "Ali")]]
    assert with_repeated(sentences, rows) == rows
