"""What ``mtkit bench`` does around its library calls: arguments, progress, showing, verdict."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from mtkit.bench import boards, running, tables
from mtkit.bench import requirements as needed
from mtkit.bench.cells import Direction, Request, Task, plan
from mtkit.bench.machine import this_machine
from mtkit.bench.markdown import to_markdown
from mtkit.bench.page import to_html
from mtkit.bench.records import Record, order_of
from mtkit.bench.running import Progress
from mtkit.bench.store import ResultStore, read_all
from mtkit.cli.run_evaluate import parse_pair
from mtkit.cli.show_models import print_json, print_table
from mtkit.errors import ConfigError, FormatError, MtkitError
from mtkit.evaluation.requirements import parse_floors
from mtkit.evaluation.results import Sampling
from mtkit.io import atomic_file


def words(text: str) -> tuple[str, ...]:
    """Read what stands between commas."""
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def parse_pairs(text: str) -> tuple[Direction, ...]:
    """Read ``en-ar,ar-en``."""
    return tuple(pair for pair in map(parse_pair, words(text)) if pair)


def parse_beams(text: str) -> tuple[int, ...]:
    """Read ``1,4``."""
    if not all(word.isdecimal() for word in words(text)) or not words(text):
        raise ConfigError(f"--beams {text}: write it like 1,4")
    return tuple(map(int, words(text)))


@dataclass(frozen=True, slots=True)
class Gate:
    """What the command was asked to check, read before anything is measured."""

    floors: dict[str, float]
    baseline: list[Record] | None
    max_drop: float

    @classmethod
    def parse(cls, floors: Sequence[str], baseline: Path | None, max_drop: float) -> Gate:
        """Read it from the arguments."""
        earlier = read_all([ResultStore(baseline)])[0] if baseline else None
        return cls(parse_floors(floors), earlier, max_drop)

    def failures(self, records: Sequence[Record]) -> list[str]:
        """Return a line for everything that fails."""
        failed = needed.below_floor(records, self.floors)
        if self.baseline is not None:
            failed += needed.dropped(records, self.baseline, most=self.max_drop)
        return failed


@dataclass(frozen=True, slots=True)
class Job:
    """What to measure, and where results go."""

    request: Request
    output: Path
    repeats: int
    again: bool

    def tasks(self) -> tuple[list[Task], list[Task]]:
        """Return all tasks, and those that are to be measured now."""
        tasks = plan(self.request)
        todo = tasks if self.again else running.pending(tasks, ResultStore(self.output))
        return tasks, todo


def show_plan(job: Job, *, json: bool) -> None:
    """List the cells, and whether their results are there."""
    tasks, todo = job.tasks()
    rows = [(task, "to do" if task in todo else "done") for task in tasks]
    if json:
        print_json([{"key": t.key, "cell": str(t.cell), "state": state} for t, state in rows])
        return
    print_table(
        ("set", "direction", "system", "segments", "state"),
        [
            (c.set, c.direction, c.system, str(len(task.references)), state)
            for task, state in rows
            for c in [task.cell]
        ],
    )


def carry_out(job: Job, gate: Gate, *, json: bool) -> bool:
    """Measure, show the results of all cells asked for, and return whether the gate lets them pass.

    Raises:
        MtkitError: A cell could not be measured; the others were, and are shown.
    """
    tasks, todo = job.tasks()
    store = ResultStore(job.output)
    if len(todo) < len(tasks):
        typer.echo(f"{len(tasks) - len(todo)} of {len(tasks)} cells are in {job.output}", err=True)
    with _shown_progress() as on_progress:
        failed = running.run(todo, store, repeats=job.repeats, on_progress=on_progress)
    wanted, machine = {task.key for task in tasks}, this_machine().id
    records = sorted(
        (r for r in store.records() if r.key in wanted and r.machine.id == machine), key=order_of
    )
    if json:
        print_json([record.to_dict() for record in records])
    else:
        print_records(records)
    for record in records:
        for finding in record.findings:
            color = "red" if finding["severity"] == "error" else "yellow"
            line = f"{finding['severity']}: {record.cell}: {finding['message']} ({finding['code']})"
            typer.secho(line, fg=color, err=True)
    if failed:
        for failure in failed:
            typer.secho(f"{failure.task.cell}: {failure.reason}", fg="red", err=True)
        raise MtkitError(f"{len(failed)} of {len(todo)} cells could not be measured")
    failures = gate.failures(records)
    for line in failures:
        typer.secho(f"failed: {line}", fg="red", err=True)
    return not failures


def print_records(records: Sequence[Record]) -> None:
    """Print a line for each result."""
    if not records:
        return
    metrics = [score.metric for score in records[0].scores]
    scores = tuple(map(tables.metric_title, metrics))
    header = ("set", "direction", "system", *scores, "sentences/s", "tokens/s", "MB memory")
    rows = []
    for record in records:
        measured = record.measurement
        memory = "?" if measured.peak_memory is None else f"{measured.peak_memory / 1e6:.0f}"
        rows.append(
            (
                record.cell.set,
                record.cell.direction,
                record.cell.system,
                *(tables.with_margin(record.score(metric)) for metric in metrics),
                tables.rate(record, measured.end_to_end.sentences_per_second),
                tables.rate(record, measured.decode.tokens_per_second),
                memory,
            )
        )
    print_table(header, rows)


def leaderboard(results: Sequence[Path], output: Path | None, *, metric: str, trials: int) -> str:
    """Return the boards of all results, as HTML if `output` is an HTML file, else as Markdown.

    Raises:
        ConfigError: `output` is neither.
        FormatError: A file is missing, broken or empty.
    """
    if output is not None and output.suffix not in (".md", ".html"):
        raise ConfigError(f"{output}: a leaderboard is written to .md or .html")
    records, hypotheses = read_all(map(ResultStore, results))
    if not records:
        raise FormatError("there are no results in it", ", ".join(map(str, results)))
    made = boards.boards(records, hypotheses, metric=metric, sampling=Sampling(trials=trials))
    html = output is not None and output.suffix == ".html"
    return to_html(made) if html else to_markdown(made)


def write(path: Path, text: str) -> None:
    """Write a file, whole or not at all."""
    with atomic_file(path) as file:
        file.write(text.encode("utf-8"))


@contextlib.contextmanager
def _shown_progress() -> Iterator[Callable[[Progress], None]]:
    """Yield what a run reports to: a bar on a terminal, a line a cell elsewhere, on stderr."""
    if not sys.stderr.isatty():
        yield lambda progress: _say(progress)
        return
    from rich import progress as bars
    from rich.console import Console

    columns = (bars.TextColumn("{task.description}"), bars.BarColumn(), bars.MofNCompleteColumn())
    with bars.Progress(*columns, console=Console(stderr=True)) as bar:
        shown = bar.add_task("", total=None)

        def tell(progress: Progress) -> None:
            words = "done" if progress.task is None else f"{progress.task.cell}{_eta(progress)}"
            bar.update(shown, completed=progress.done, total=progress.total, description=words)

        yield tell


def _say(progress: Progress) -> None:
    if progress.task is not None:
        place = f"[{progress.done + 1}/{progress.total}]"
        typer.echo(f"{place} {progress.task.cell}{_eta(progress)}", err=True)


def _eta(progress: Progress) -> str:
    if progress.remaining is None:
        return ""
    minutes, seconds = divmod(round(progress.remaining), 60)
    return f", {minutes}:{seconds:02} to go"
