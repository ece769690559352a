"""Results survive a kill in the middle of a line, and merge in any order."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.bench.records import Record, order_of
from mtkit.bench.store import ResultStore, latest, merge
from mtkit.errors import FormatError

TEXTS = ["غادر الجيش.", "a line\nbreak", 'a "quote"']


@pytest.fixture
def store(tmp_path: Path) -> ResultStore:
    return ResultStore(tmp_path / "results.jsonl")


def test_what_was_appended_is_read_again(store, make_record):
    one = make_record("one", hypotheses=TEXTS)
    two = make_record("two", hypotheses=["other"])
    store.append(one, TEXTS)
    store.append(two, ["other"])
    assert store.records() == [one, two]
    assert store.hypotheses() == {one.hypotheses: tuple(TEXTS), two.hypotheses: ("other",)}


def test_equal_translations_are_stored_once(store, make_record):
    for name in ("one", "two", "three"):
        store.append(make_record(name, hypotheses=TEXTS), TEXTS)
    assert len(store.hypotheses_path.read_text("utf-8").splitlines()) == 1
    assert len(store.records()) == 3


@pytest.mark.parametrize("cut", [1, 40, -1])
def test_a_line_that_a_kill_has_cut_off_is_taken_off(store, make_record, cut):
    one, two = make_record("one", hypotheses=TEXTS), make_record("two", hypotheses=TEXTS)
    store.append(one, TEXTS)
    whole = store.path.read_bytes()
    line = json.dumps(two.to_dict(), ensure_ascii=False).encode() + b"\n"
    store.path.write_bytes(whole + line[:cut])
    with store.hypotheses_path.open("ab") as file:
        file.write('{"sha256": "12", "texts": ["غا'.encode()[:-1])
    assert store.records() == [one]
    store.append(two, TEXTS)
    assert store.records() == [one, two]
    assert store.path.read_bytes() == whole + line
    assert list(store.hypotheses()) == [one.hypotheses]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("not JSON", "2: not JSON"),
        ("[]", "2: not a JSON object"),
        ("{}", "2: format None; this mtkit reads 1"),
        ('{"format": 1}', "2: no result of mtkit bench"),
        ('{"format": 99}', "2: format 99; this mtkit reads 1"),
    ],
)
def test_a_broken_line_elsewhere_is_said(store, make_record, line, message):
    store.append(make_record(hypotheses=TEXTS), TEXTS)
    with store.path.open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(FormatError, match=f"results.jsonl:{message}"):
        store.records()


def test_translations_that_do_not_fit_their_hash_are_not_believed(store, make_record):
    store.append(make_record(hypotheses=TEXTS), TEXTS)
    text = store.hypotheses_path.read_text("utf-8")
    store.hypotheses_path.write_text(text.replace("quote", "quota"), "utf-8")
    assert store.hypotheses() == {}


# --- merging: a join of sets, so it is commutative, associative and idempotent ------------------

Row = tuple[str, str, int]
rows = st.lists(st.tuples(st.sampled_from("kl"), st.sampled_from("ab"), st.integers(0, 3)))


def _records(make_record: Callable[..., Record], rows: Sequence[Row]) -> list[Record]:
    return [
        make_record(key, key=key, machine=machine, started=f"2026-01-0{day + 1}", hypotheses=TEXTS)
        for key, machine, day in rows
    ]


@settings(max_examples=50, deadline=None)
@given(a=rows, b=rows, c=rows)
def test_merging_keeps_the_laws_of_a_join(make_record, a, b, c):
    one, two, three = (_records(make_record, rows) for rows in (a, b, c))

    def merged(*stores: Sequence[Record]) -> list[Record]:
        return sorted(latest(record for store in stores for record in store), key=order_of)

    whole = merged(one, two, three)
    assert all(merged(*order) == whole for order in itertools.permutations((one, two, three)))
    assert merged(merged(one, two), three) == whole
    assert merged(whole, whole) == whole
    assert {record.identity for record in whole} == {row[:2] for row in (*a, *b, *c)}


def test_of_one_cell_on_one_machine_the_later_counts(make_record):
    early = make_record(started="2026-01-01", hypotheses=TEXTS)
    late = replace(early, started="2026-02-01")
    elsewhere = replace(early, machine=replace(early.machine, id="bbbb0000"))
    assert latest([late, early, elsewhere]) == [late, elsewhere]


def test_translations_go_with_the_results(make_record, tmp_path):
    stores = []
    for name in ("a", "b"):
        stores.append(ResultStore(tmp_path / f"{name}.jsonl"))
        stores[-1].append(make_record(name, hypotheses=[name]), [name])
    merged = merge(stores, out := ResultStore(tmp_path / "out.jsonl"))
    assert out.records() == merged
    assert sorted(out.hypotheses().values()) == [("a",), ("b",)]
    with pytest.raises(FormatError, match="there is no such file"):
        merge([ResultStore(tmp_path / "nothing.jsonl")], out)
    assert len(out.records()) == 2
