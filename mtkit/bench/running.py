"""All cells that are not in the store yet, one after the other, each in a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from mtkit.bench.cells import Task, engine_versions, spread, text_digest
from mtkit.bench.machine import this_machine
from mtkit.bench.measure import Measurement, Order
from mtkit.bench.records import Quality, Record, digest
from mtkit.bench.store import ResultStore
from mtkit.errors import MtkitError
from mtkit.evaluation import evaluate
from mtkit.evaluation.results import Sampling

METRICS = ("chrf", "bleu", "bleu-norm")
"""What hypotheses are scored by; the first is what systems are ranked by."""

TIMED = 100
"""Segments that are gone through several times, at most."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Args:
        done: Cells done in this run.
        total: Cells of this run.
        task: The one that is worked on now; None when all are done.
        remaining: Seconds that the rest will take, by those that are done; None before the first.
    """

    done: int
    total: int
    task: Task | None
    remaining: float | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A cell that could not be measured, and why."""

    task: Task
    reason: str


def pending(tasks: Sequence[Task], store: ResultStore) -> list[Task]:
    """Return the tasks that the store has no result of from this machine."""
    machine = this_machine().id
    there = {record.identity for record in store.records()}
    return [task for task in tasks if (task.key, machine) not in there]


def run(
    tasks: Sequence[Task],
    store: ResultStore,
    *,
    repeats: int = 3,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> list[Failure]:
    """Measure the tasks and append each result as soon as it is there.

    An interrupt ends the process of the cell; what was done before is in the store.

    Args:
        tasks: What to measure (see `pending`).
        store: Where results go.
        repeats: How often the timed segments are gone through, from 1.
        on_progress: Told before each cell and at the end.

    Returns:
        The cells that could not be measured; the others were, nevertheless.
    """
    failures: list[Failure] = []
    started = time.monotonic()
    for done, task in enumerate(tasks):
        spent = time.monotonic() - started
        remaining = spent / done * (len(tasks) - done) if done else None
        on_progress(Progress(done, len(tasks), task, remaining))
        try:
            record, hypotheses = measure_task(task, repeats=repeats)
        except MtkitError as error:
            failures.append(Failure(task, str(error)))
        else:
            store.append(record, hypotheses)
    on_progress(Progress(len(tasks), len(tasks), None, 0.0))
    return failures


def measure_task(task: Task, *, repeats: int) -> tuple[Record, tuple[str, ...]]:
    """Measure one task in a process of its own, and judge what it said.

    Raises:
        MtkitError: The model cannot be run, or its process ended before it was done.
    """
    from mtkit.engines.convert import digest as model_digest

    cell = task.cell
    disk = _disk(task)  # converts the model, which is to take neither time nor memory of the cell
    started = datetime.now(UTC)
    measurement = in_process(_order(task, repeats))
    hypotheses = measurement.hypotheses
    evaluation = evaluate(
        {cell.system: hypotheses},
        replace(task.references, labels={}),
        metrics=METRICS,
        sampling=Sampling(),
    )
    signatures = {info.name: info.signature for info in evaluation.metrics}
    record = Record(
        key=task.key,
        cell=cell,
        model_sha256=model_digest(task.model),
        text_sha256=text_digest(task.references),
        segments=len(task.references),
        threads=task.threads,
        versions=engine_versions(cell.engine),
        machine=this_machine(),
        started=started.isoformat(timespec="seconds"),
        measurement=replace(measurement, hypotheses=()),
        disk=disk,
        scores=tuple(
            Quality(
                score.metric,
                score.value,
                score.interval.low,
                score.interval.high,
                signatures[score.metric],
            )
            for score in evaluation.scores
        ),
        findings=tuple(finding.to_dict() for finding in evaluation.findings),
        hypotheses=digest(hypotheses),
    )
    return record, hypotheses


def in_process(order: Order) -> Measurement:
    """Carry out an order in a fresh process, which ends with this one.

    Raises:
        MtkitError: It could not be done; the message is the process's.
    """
    # Not of this session, so that Ctrl-C in a terminal reaches this process alone.
    process = subprocess.Popen(
        [sys.executable, "-m", "mtkit.bench.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    with process:
        try:
            answer, said = _exchange(process, order)
        except BaseException:
            process.kill()
            raise
    try:
        table = json.loads(answer)
    except ValueError:
        last = said.decode("utf-8", "replace").strip().rpartition("\n")[2] or "it said nothing"
        status = process.returncode
        raise MtkitError(f"the process of the cell ended with status {status}: {last}") from None
    if "error" in table:
        raise MtkitError(table["error"])
    return Measurement.from_dict(table)


def _exchange(process: subprocess.Popen[bytes], order: Order) -> tuple[bytes, bytes]:
    """Hand the order over and wait for the answer; stdin stays open until it is there."""
    stdin, stdout, stderr = (
        cast(IO[bytes], pipe) for pipe in (process.stdin, process.stdout, process.stderr)
    )
    said: list[bytes] = []
    listener = threading.Thread(target=lambda: said.append(stderr.read()))
    listener.start()
    with suppress(BrokenPipeError):  # it has ended already; what it said tells why
        stdin.write(json.dumps(asdict(order)).encode() + b"\n")
        stdin.flush()
    answer = stdout.read()
    process.wait()
    listener.join()
    return answer, b"".join(said)


def _order(task: Task, repeats: int) -> Order:
    cell = task.cell
    return Order(
        model=str(task.model.path),
        source=cell.source,
        target=cell.target,
        engine=cell.engine,
        compute_type=cell.compute_type,
        beam_size=cell.beam_size,
        threads=task.threads,
        texts=task.references.require_sources("the bench"),
        timed=spread(len(task.references), TIMED),
        repeats=repeats,
    )


def _disk(task: Task) -> int:
    """Return the bytes that the engine reads: weights in its form, and the rest of the model."""
    from mtkit.engines.convert import converted

    def size(folder: Path, names: Sequence[str]) -> int:
        return sum((folder / n).stat().st_size for n in names if (folder / n).is_file())

    files = list(task.model.manifest.files)
    if task.cell.engine != "ctranslate2":
        return size(task.model.path, files)
    folder = converted(task.model, task.cell.compute_type)
    weights = [path.name for path in folder.iterdir()]
    pieces = [name for name in files if name.endswith(".spm") and name not in weights]
    return size(folder, weights) + size(task.model.path, pieces)
