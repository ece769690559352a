"""``mtkit bench``: plans, gates and boards over results that are there; one line for bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mtkit.bench.cells import Request, plan
from mtkit.bench.machine import Machine, this_machine
from mtkit.bench.measure import Measurement, Speed
from mtkit.bench.records import Quality, Record, digest
from mtkit.bench.store import ResultStore
from mtkit.cli.app import run

pytestmark = pytest.mark.model

Run = Callable[..., tuple[int, str, str]]

ASKED = ("--sets", "newsdesk/dev-pairs", "--limit", "6", "--beams", "1,4", "--pairs", "en-ar")
REQUEST = Request(sets=("newsdesk/dev-pairs",), limit=6, beams=(1, 4), pairs=(("en", "ar"),))


@pytest.fixture
def mtkit(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    embedded: object,
) -> Run:
    """Return `mtkit bench` as a function to (status, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> tuple[int, str, str]:
        status = run(["bench", *map(str, arguments)])
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def measured(tmp_path: Path) -> ResultStore:
    """Results of all that is asked for, as if they had been measured here."""
    store = ResultStore(tmp_path / "mtkit-bench.jsonl")
    for task, chrf in zip(plan(REQUEST), (40.0, 50.0), strict=True):
        texts = task.references.references[0]
        store.append(_record(task.cell, task.key, chrf, texts), texts)
    return store


def _record(cell: object, key: str, chrf: float, texts: tuple[str, ...]) -> Record:
    return Record(
        key=key,
        cell=cell,  # type: ignore[arg-type]
        model_sha256="0" * 64,
        text_sha256="1" * 64,
        segments=6,
        threads=(1, 1),
        versions={"python": "3", "mtkit": "0"},
        machine=this_machine(),
        started="2026-01-01T00:00:00+00:00",
        measurement=Measurement(
            load_seconds=1.0,
            first_seconds=1.0,
            decode=Speed((1.0,), 6, 60, 1.0),
            end_to_end=Speed((1.0,), 6),
            peak_memory=None,
        ),
        disk=1,
        scores=(Quality("chrf", chrf, chrf - 1, chrf + 1, "s"),),
        findings=(),
        hypotheses=digest(texts),
    )


def test_a_dry_run_lists_and_measures_nothing(mtkit: Run, tmp_path: Path) -> None:
    status, out, _ = mtkit(*ASKED, "--dry-run")
    assert status == 0
    assert out.count("\tto do\n") == 2
    rows = json.loads(mtkit(*ASKED, "--dry-run", "--json")[1])
    assert [row["state"] for row in rows] == ["to do", "to do"]
    assert list(tmp_path.iterdir()) == []


def test_what_is_measured_is_shown_without_measuring(mtkit: Run, measured: ResultStore) -> None:
    before = measured.path.read_bytes()
    assert mtkit(*ASKED, "--dry-run")[1].count("\tdone\n") == 2
    status, out, err = mtkit(*ASKED)
    assert (status, err) == (0, "2 of 2 cells are in mtkit-bench.jsonl\n")
    assert "newsdesk-small ctranslate2 int8 beam 4\t50.0 ±1.0\t6.0\t60\t?" in out
    table = json.loads(mtkit(*ASKED, "--json")[1])
    assert [row["scores"][0]["value"] for row in table] == [40.0, 50.0]
    assert measured.path.read_bytes() == before


def test_the_gate_decides_the_status(mtkit: Run, measured: ResultStore, tmp_path: Path) -> None:
    assert mtkit(*ASKED, "--fail-under", "chrf=40")[0] == 0
    status, out, err = mtkit(*ASKED, "--fail-under", "chrf=45")
    assert status == 1
    assert "failed: " in err
    assert "beam 1: chrf is 40.00, required is 45" in err
    assert "50.0 ±1.0" in out  # results are shown all the same
    earlier = ResultStore(tmp_path / "earlier.jsonl")
    better = [
        replace(record, scores=tuple(replace(s, value=s.value + 0.4) for s in record.scores))
        for record in measured.records()
    ]
    earlier.write(better, {})
    baseline = (*ASKED, "--baseline", "earlier.jsonl")
    assert mtkit(*baseline)[0] == 0
    status, _, err = mtkit(*baseline, "--max-drop", "0.3")
    assert status == 1
    assert err.count("it may be lower by 0.3") == 2


def test_merge_keeps_both_machines(mtkit: Run, measured: ResultStore, tmp_path: Path) -> None:
    other = ResultStore(tmp_path / "other.jsonl")
    machine = Machine("ffff0000", "Other CPU", 8, 2**34, "Linux aarch64")
    moved = [replace(record, machine=machine) for record in measured.records()]
    other.write(moved, measured.hypotheses())
    status, _, err = mtkit("merge", measured.path, other.path, "-o", "all.jsonl")
    assert (status, err) == (0, "all.jsonl: 4 results\n")
    merged = ResultStore(tmp_path / "all.jsonl")
    assert len({record.machine.id for record in merged.records()}) == 2
    assert len(merged.hypotheses()) == 1


def test_a_leaderboard_goes_where_it_is_told(mtkit: Run, measured: ResultStore) -> None:
    status, out, _ = mtkit("leaderboard", measured.path)
    assert status == 0
    assert out.startswith("# Leaderboard\n\n## newsdesk/dev-pairs, en-ar: 6 segments of it\n")
    assert mtkit("leaderboard", measured.path, "-o", "board.md")[:2] == (0, "")
    assert Path("board.md").read_text("utf-8") == out
    assert mtkit("leaderboard", measured.path, "-o", "board.html")[0] == 0
    assert Path("board.html").read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--models", "nosuch"], "no model at hand 'nosuch'"),
        (["--sets", "ntrex-128"], "no reference set at hand 'ntrex-128'"),
        (["--engines", "marian"], "no engine to measure 'marian'"),
        (["--beams", "four"], "--beams four: write it like 1,4"),
        (["--compute", "int3"], "compute type 'int3' does not run here"),
        (["--pairs", "enar"], "write it like en-ar"),
        (["--fail-under", "chrf"], "write it like chrf=50"),
        (["--baseline", "missing.jsonl"], "missing.jsonl: there is no such file"),
        (["merge", "missing.jsonl", "-o", "x.jsonl"], "missing.jsonl: there is no such file"),
        (["leaderboard", "missing.jsonl"], "missing.jsonl: there is no such file"),
        (["leaderboard", "empty.jsonl"], "empty.jsonl: there are no results in it"),
        (["leaderboard", "odd.jsonl"], "odd.jsonl:1: not JSON"),
        (["leaderboard", "empty.jsonl", "-o", "x.pdf"], "written to .md or .html"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(
    mtkit: Run, tmp_path: Path, arguments: list[str], message: str
) -> None:
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "odd.jsonl").write_text("odd\n", "utf-8")
    status, out, err = mtkit(*arguments)
    assert (status, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
    assert {path.name for path in tmp_path.iterdir()} == {"empty.jsonl", "odd.jsonl"}
