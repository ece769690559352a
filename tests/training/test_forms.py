"""Names with counted spellings: weights that sum to what a name weighs, parted by count."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.errors import FormatError
from mtkit.training.data import read_corpus
from mtkit.training.forms import weigh
from mtkit.training.recipe import CorpusSpec

LANGUAGES = ("ar", "und-Latn")


def test_a_name_is_parted_among_its_forms_by_their_counts() -> None:
    weights = {form: weight for _, form, weight in weigh([("حسن", "Hassan:24|Hasan:8", 1)])}
    assert weights["Hassan"] == pytest.approx(3 * weights["Hasan"])
    assert sum(weights.values()) == pytest.approx(32**0.3)


def test_arabic_spelling_variants_share_and_keep_their_writing() -> None:
    found = list(weigh([("أحمد", "ahmed", 3), ("احمد", "ahmed|ahmad", 1)]))
    assert [(name, form) for name, form, _ in found] == [
        ("أحمد", "ahmed"),
        ("احمد", "ahmed"),
        ("احمد", "ahmad"),
    ]
    assert sum(weight for *_, weight in found) == pytest.approx(5**0.3)


@given(st.lists(st.tuples(st.sampled_from("بتث"), st.sampled_from("xyz"), st.integers(1, 99))))
def test_a_name_weighs_by_how_often_it_was_seen(rows: list[tuple[str, str, int]]) -> None:
    found = list(weigh(rows))
    for name in {name for name, *_ in rows}:
        seen = sum(count for one, _, count in rows if one == name)
        assert sum(w for one, _, w in found if one == name) == pytest.approx(seen**0.3)


def test_read_from_a_file_with_and_without_a_column_of_counts(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    path.write_text("علي\tAli:3|Aly:1\t7\nهدى\thuda\t1\n", "utf-8")
    spec = CorpusSpec(id="n", path=path, format="forms", weight=0.5)
    pairs = list(read_corpus(spec, LANGUAGES))
    assert [pair.texts for pair in pairs] == [("علي", "Ali"), ("علي", "Aly"), ("هدى", "huda")]
    assert pairs[0].weight == pytest.approx(0.5 * 0.75 * 4**0.3)
    counted = CorpusSpec(id="n", path=path, format="forms", columns=("0", "1", "2"))
    assert next(iter(read_corpus(counted, LANGUAGES))).weight == pytest.approx(0.75 * 28**0.3)


def test_a_count_that_is_none_is_said_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    path.write_text("علي\tAli\tmany\n", "utf-8")
    spec = CorpusSpec(id="n", path=path, format="forms", columns=("0", "1", "2"))
    with pytest.raises(FormatError, match=r"names.tsv.*1.*'many' is no count"):
        list(read_corpus(spec, LANGUAGES))
