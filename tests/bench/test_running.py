"""Cells in processes of their own: true memory, the desk's own words, a kill at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mtkit import Translator
from mtkit.bench.cells import Request, plan
from mtkit.bench.machine import peak_memory, this_machine
from mtkit.bench.measure import Order
from mtkit.bench.running import in_process, pending, run
from mtkit.bench.store import ResultStore
from mtkit.engines import DecodeOptions
from mtkit.errors import MtkitError

pytestmark = pytest.mark.model

REQUEST = Request(
    sets=("newsdesk/dev-pairs",), pairs=(("en", "ar"),), limit=4, beams=(1, 2), inter_threads=1
)


@pytest.fixture(autouse=True)
def _embedded(embedded):
    """All of this needs a model."""


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> ResultStore:
    store = ResultStore(tmp_path_factory.mktemp("bench") / "results.jsonl")
    seen = []
    tasks = plan(REQUEST)
    assert run(tasks, store, repeats=2, on_progress=seen.append) == []
    assert [(progress.done, progress.total) for progress in seen] == [(0, 2), (1, 2), (2, 2)]
    assert seen[0].remaining is None
    assert seen[1].remaining > 0
    return store


def test_a_result_says_all_that_it_depends_on(results):
    record = results.records()[0]
    assert record.machine == this_machine()
    assert record.versions.keys() == {"python", "mtkit", "ctranslate2"}
    assert record.segments == 4
    assert [score.metric for score in record.scores] == ["chrf", "bleu", "bleu-norm"]
    assert all(score.low <= score.value <= score.high for score in record.scores)
    measured = record.measurement
    assert len(measured.decode.seconds) == len(measured.end_to_end.seconds) == 2
    assert min(measured.load_seconds, measured.first_seconds, *measured.decode.seconds) > 0
    assert measured.decode.tokens > measured.decode.sentences >= 4
    assert 20e6 < record.disk < 30e6  # int8: a byte a weight


def test_what_is_judged_is_what_the_desk_says(results, embedded):
    task = plan(REQUEST)[0]
    with Translator(
        source="en",
        target="ar",
        model=str(embedded.path),
        memory=False,
        device="cpu",
        compute_type="int8",
        options=DecodeOptions(beam_size=1),
    ) as desk:
        said = desk.translate_batch(task.references.sources)
    assert results.hypotheses()[results.records()[0].hypotheses] == tuple(said)


def test_what_is_there_is_not_measured_again(results):
    assert pending(plan(REQUEST), results) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the count is Linux's")
def test_memory_is_that_of_the_cell_alone(embedded):
    ballast = np.ones(60_000_000)  # 480 MB in this process
    own = peak_memory()
    assert own is not None
    assert own > ballast.nbytes
    found = in_process(order(embedded))
    assert found.peak_memory is not None
    assert 30e6 < found.peak_memory < 400e6


def order(model, **change) -> Order:
    values = {
        "model": str(model.path),
        "source": "en",
        "target": "ar",
        "engine": "ctranslate2",
        "compute_type": "int8",
        "beam_size": 1,
        "threads": (1, 1),
        "texts": ["He left."],
        "timed": [0],
        "repeats": 1,
    }
    return Order(**values | change)


def test_what_a_cell_cannot_do_is_said_by_it(embedded):
    with pytest.raises(MtkitError, match="compute type 'int3' does not run"):
        in_process(order(embedded, compute_type="int3"))
    with pytest.raises(MtkitError, match="the process of the cell ended with status 1"):
        in_process(order(embedded, texts=[]))


def test_a_cell_that_fails_does_not_keep_the_others_from_being_measured(tmp_path):
    store = ResultStore(tmp_path / "results.jsonl")
    one, two = plan(REQUEST)
    gone = replace(one, model=replace(one.model, path=tmp_path / "gone"))
    (failure,) = run([gone, two], store, repeats=1)
    assert failure.task == gone
    assert "gone" in failure.reason
    assert [record.cell for record in store.records()] == [two.cell]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize(
    ("sent", "status"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)]
)
def test_a_run_that_was_stopped_goes_on_and_leaves_no_process(tmp_path, sent, status):
    store = ResultStore(tmp_path / "results.jsonl")
    sets, options = ("--sets", REQUEST.sets[0], "--pairs", "en-ar"), ("--limit", "3")
    command = [sys.executable, "-m", "mtkit", "bench", *sets, *options, "--repeats", "1"]
    command += ["--beams", "1,2", "-o", str(store.path)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    children = _wait_for(lambda: store.records() and _children(process.pid))
    process.send_signal(sent)
    said = process.communicate()[1].decode()
    assert process.returncode == status
    assert said.endswith("mtkit: stopped\n") == (sent == signal.SIGINT)
    (first,) = store.records()
    written = store.path.read_bytes()
    _wait_for(lambda: not any(map(_alive, children)))
    with store.path.open("ab") as file:
        file.write(b'{"format": 1, "key": "a kill in')
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"1 of 2 cells are in {store.path}" in again.stderr
    records = store.records()
    assert records[0] == first
    assert [record.cell.beam_size for record in records] == [1, 2]
    assert store.path.read_bytes().startswith(written)


def _wait_for(condition, seconds: float = 90):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
