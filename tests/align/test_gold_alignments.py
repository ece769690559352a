"""Alignment error rate, and the gold set that it is measured on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.align.attention import fold
from mtkit.align.error_rate import Agreement, GoldPair, compare, read_gold
from mtkit.align.followed import align_bitext
from mtkit.align.symmetrize import Point
from mtkit.errors import FormatError
from mtkit.paths import shipped
from mtkit.store.manifest import Model
from mtkit.text.words import words
from mtkit.types import Hypothesis, WordAlignment

FOLDER = shipped("corpora") / "alignments"
GOLD = list(read_gold(FOLDER / "gold.jsonl"))

# English words without a counterpart that are not function words
UNTRANSLATED = {("align-092", "state"), ("align-096", "later")}
FUNCTION = {"by", "of", "to", "be", "the", "are", "its"}

points = st.frozensets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=8)


def pair(sure: frozenset[Point], possible: frozenset[Point] = frozenset()) -> GoldPair:
    return GoldPair("x", "", "", (), (), sure, possible - sure)


def test_there_are_a_hundred_pairs_half_of_them_from_newsdesk() -> None:
    assert [gold.id for gold in GOLD] == [f"align-{number:03}" for number in range(1, 101)]
    newsdesk = shipped("corpora") / "newsdesk" / "dev.jsonl"
    records = map(json.loads, newsdesk.read_text("utf-8").splitlines())
    texts = {(record["en"], record["ar"]) for record in records}
    assert sum((gold.source, gold.target) in texts for gold in GOLD) == 50


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold.id)
def test_words_are_still_split_as_they_were_when_they_were_linked(gold: GoldPair) -> None:
    """After a change of the splitter, words and links of the pairs that fail are set anew."""
    for text, language, known in (
        (gold.source, "en", gold.source_words),
        (gold.target, "ar", gold.target_words),
    ):
        assert tuple(w.of(text) for w in words(text, language, clitics=True)) == known


def test_all_words_with_content_are_linked() -> None:
    left = {
        (gold.id, word)
        for gold in GOLD
        for index, word in enumerate(gold.source_words)
        if word.lower() not in FUNCTION
        and index not in {source for source, _ in gold.sure | gold.possible}
    }
    assert left == UNTRANSLATED


def test_the_readme_counts_the_links() -> None:
    sure = sum(len(gold.sure) for gold in GOLD)
    possible = sum(len(gold.possible) for gold in GOLD)
    assert f"{sure:,} sure and {possible:,} possible" in (FOLDER / "README.md").read_text("utf-8")


def test_counts_as_defined() -> None:
    """Worked by hand from the definition: 3 links, 1 of 2 sure ones, 1 possible, 1 wrong."""
    found = frozenset({(0, 0), (1, 0), (2, 2)})
    agreement = compare(found, pair(frozenset({(0, 0), (1, 1)}), frozenset({(1, 0)})))
    assert agreement.precision == pytest.approx(2 / 3)
    assert agreement.recall == pytest.approx(1 / 2)
    assert agreement.error_rate == pytest.approx(1 - (1 + 2) / (3 + 2))


@given(points, points, points)
def test_between_sure_and_possible_there_is_no_error(
    sure: frozenset[Point], possible: frozenset[Point], some: frozenset[Point]
) -> None:
    gold = pair(sure, possible)
    assert compare(sure | (some & possible), gold).error_rate == pytest.approx(0)


@given(points, points)
def test_without_possible_links_it_is_one_minus_f1(
    found: frozenset[Point], sure: frozenset[Point]
) -> None:
    agreement = compare(found, pair(sure))
    both = len(found) + len(sure)
    f1 = 2 * len(found & sure) / both if both else 1.0
    assert agreement.error_rate == pytest.approx(1 - f1)


@given(points, points, points)
def test_all_rates_lie_in_0_to_1_and_counts_add(
    found: frozenset[Point], sure: frozenset[Point], possible: frozenset[Point]
) -> None:
    one = compare(found, pair(sure, possible))
    for rate in (one.precision, one.recall, one.error_rate):
        assert -1e-12 <= rate <= 1
    twice = one + one
    assert twice.error_rate == pytest.approx(one.error_rate)
    assert one + Agreement() == one


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "no aligned pair"),
        ('{"id": "x"}', "needs the fields"),
        ("[]", "no aligned pair"),
        (
            '{"id": "x", "en": "a", "ar": "b", "en_words": ["a"], "ar_words": ["b"],'
            ' "sure": "0-1", "possible": ""}',
            "0-1 leads outside",
        ),
        (
            '{"id": "x", "en": "a", "ar": "b", "en_words": ["a"], "ar_words": ["b"],'
            ' "sure": "0:0", "possible": ""}',
            "no link",
        ),
    ],
)
def test_a_line_that_is_no_gold_pair(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(FormatError, match=message):
        list(read_gold(path))


@pytest.mark.model
def test_the_model_that_ships_aligns_the_gold_set(embedded: Model) -> None:
    """An error rate of a tenth with it, of a fifth without it: docs/quality/alignment.md."""
    from mtkit.engines.ct2 import CTranslate2Engine

    engine = CTranslate2Engine(embedded)
    texts = [(gold.source, gold.target) for gold in GOLD]
    languages = {"source_language": "en", "target_language": "ar"}
    through = align_bitext(texts, forward=engine, backward=engine, **languages)
    without = (fold(Hypothesis(target), source, **languages) for source, target in texts)
    rate, rate_without = _error_rate(through), _error_rate(without)
    assert rate < 0.13
    assert rate < rate_without - 0.05


def _error_rate(alignments: Iterable[WordAlignment]) -> float:
    links = (frozenset((x.source, x.target) for x in one.links) for one in alignments)
    agreements = (compare(found, gold) for found, gold in zip(links, GOLD, strict=True))
    return sum(agreements, Agreement()).error_rate
