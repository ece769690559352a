"""Sentence alignment: known beads, and what holds of any two texts."""

from __future__ import annotations

import json
import random
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.align.sentences import Bead, align_sentences, pairs
from mtkit.paths import shipped
from mtkit.types import Span

ENGLISH = [
    "The army entered Aleppo on Friday.",
    "Three people were killed.",
    "The governor, Khaled Nasser, called for calm.",
    "Schools stay closed until 5 May.",
]
ARABIC = [
    "دخل الجيش حلب يوم الجمعة.",
    "وقتل ثلاثة أشخاص.",
    "ودعا المحافظ خالد ناصر إلى الهدوء.",
    "وتبقى المدارس مغلقة حتى 5 مايو.",
]


def _align(source: list[str], target: list[str]) -> list[tuple[Span, Span]]:
    beads = align_sentences(source, target, source_language="en", target_language="ar")
    return [(bead.source, bead.target) for bead in beads]


def _one_to_one(count: int) -> list[tuple[Span, Span]]:
    return [(Span(i, i + 1), Span(i, i + 1)) for i in range(count)]


def test_parallel_sentences() -> None:
    assert _align(ENGLISH, ARABIC) == _one_to_one(4)


def test_two_sentences_joined_by_the_translator() -> None:
    joined = [ARABIC[0], f"{ARABIC[1]} {ARABIC[2]}", ARABIC[3]]
    assert _align(ENGLISH, joined)[1] == (Span(1, 3), Span(1, 2))
    beads = align_sentences(ENGLISH, joined, source_language="en", target_language="ar")
    assert list(pairs(beads, ENGLISH, joined))[1] == (f"{ENGLISH[1]} {ENGLISH[2]}", joined[1])


@pytest.mark.parametrize(("source", "target"), [([], []), ([], ARABIC), (ENGLISH, [])])
def test_an_empty_side(source: list[str], target: list[str]) -> None:
    beads = align_sentences(source, target, source_language="en", target_language="ar")
    assert sum(len(bead.source) for bead in beads) == len(source)
    assert sum(len(bead.target) for bead in beads) == len(target)
    assert list(pairs(beads, source, target)) == []


def test_a_whole_part_that_is_missing() -> None:
    """Forty sentences cut out: far more than the band is wide at first."""
    path = shipped("corpora") / "newsdesk" / "dev.jsonl"
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()][:120]
    english = [record["en"] for record in records]
    arabic = [record["ar"] for record in records[:30] + records[70:]]
    found = {(s.start, t.start) for s, t in _align(english, arabic) if len(s) == len(t) == 1}
    wanted = {(i, i if i < 30 else i - 40) for i in [*range(30), *range(70, 120)]}
    assert len(found & wanted) >= 0.95 * len(wanted)


@pytest.mark.parametrize("left_out", [False, True])
def test_planted_beads_of_newsdesk(left_out: bool) -> None:
    """Two neighbours of one side joined, or one left out: nearly all are found."""
    path = shipped("corpora") / "newsdesk" / "dev.jsonl"
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    documents = [list(rows) for _, rows in groupby(records, key=lambda record: record["doc"])][:20]
    draw = random.Random(3)
    right = 0
    for rows in documents:
        at = draw.randrange(len(rows) - 1)
        arabic = [row["ar"] for row in rows]
        if left_out:
            del arabic[at]
            planted = Span(at, at + 1), Span(at, at)
        else:
            arabic[at : at + 2] = [" ".join(arabic[at : at + 2])]
            planted = Span(at, at + 2), Span(at, at + 1)
        right += planted in _align([row["en"] for row in rows], arabic)
    assert right >= 0.9 * len(documents)


_SIDE = st.lists(st.text(max_size=30), max_size=12)


@given(_SIDE, _SIDE)
@settings(max_examples=150, deadline=None)
def test_every_sentence_is_in_one_bead_and_in_order(source: list[str], target: list[str]) -> None:
    beads = align_sentences(source, target, source_language="en", target_language="ar")
    edges = [Bead(Span(0, 0), Span(0, 0), 0.0), *beads]
    for before, bead in pairwise(edges):
        assert (before.source.end, before.target.end) == (bead.source.start, bead.target.start)
        assert len(bead.source) + len(bead.target) in {1, 2, 3}
        assert 0.0 <= bead.score <= 1.0
    assert (edges[-1].source.end, edges[-1].target.end) == (len(source), len(target))


def test_translations_must_be_one_each() -> None:
    with pytest.raises(ValueError, match="1 translations of 4 sentences"):
        align_sentences(
            ENGLISH, ARABIC, source_language="en", target_language="ar", translated=["x"]
        )
