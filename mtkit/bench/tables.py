"""A board as tables: what they say is decided here, the writers only write it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.bench.boards import Board, Row, speed
from mtkit.bench.machine import Machine
from mtkit.bench.published import Published
from mtkit.bench.records import Quality, Record

_TITLES = {"chrf": "chrF", "bleu": "BLEU", "bleu-norm": "BLEU norm", "comet": "COMET"}


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as text; the first `texts` columns are words, the others figures."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1


def title(board: Board) -> str:
    """Return what the board is about."""
    count = f"{board.segments:,} segments" + (" of it" if board.partial else "")
    return f"{board.set}, {board.direction}: {count}"


def systems(board: Board) -> Table:
    """Return a row a system: rank, scores, speed, time and memory it takes."""
    metrics = [score.metric for score in board.rows[0].record.scores]
    machines = len({row.record.machine.id for row in board.rows}) > 1
    header = (
        "rank",
        "system",
        *(["machine"] if machines else []),
        *map(metric_title, metrics),
        "sentences/s",
        "tokens/s",
        "tokens/CPU s",
        "first s",
        "load s",
        "MB memory",
        "MB disk",
        "Pareto",
    )
    rows = tuple(_row(row, metrics, machines=machines) for row in board.rows)
    return Table(header, rows, texts=3 if machines else 2)


def others(figures: Sequence[Published], *, with_set: bool) -> Table:
    """Return a row a system of others: scores, where they are from, and on which set."""
    metrics = [m for m in _TITLES if any(m in figure.scores for figure in figures)]
    texts = ("set",) if with_set else ()
    rows = tuple(
        (
            figure.system,
            *((figure.set,) if with_set else ()),
            figure.kind,
            figure.source.name,
            *(_plain(figure.scores.get(metric), metric) for metric in metrics),
        )
        for figure in figures
    )
    header = ("system", *texts, "figures", "source", *map(metric_title, metrics))
    return Table(header, rows, texts=len(texts) + 3)


def notes(board: Board) -> list[str]:
    """Return what must be known to read the board."""
    ranking = (
        f"not ranked: {board.unranked}"
        if board.unranked
        else f"ranks: {metric_title(board.metric)}; systems share one unless paired approximate "
        "randomization with Holm's correction tells them apart"
    )
    lines = [
        ranking,
        *(f"{metric_title(s.metric)}: {s.signature}" for s in board.rows[0].record.scores),
        "± is half of the 95% bootstrap interval",
        "sentences/s: from text to text, with checks and repair, warm, median",
        "tokens/s: the engine alone, warm, median; first s: the first sentence, cold",
        "tokens/CPU s: the same for a second of one core, which other work hardly changes",
        "MB memory: the most that the process of the cell held",
        *map(_machine, {row.record.machine.id: row.record.machine for row in board.rows}.values()),
    ]
    if any(row.record.busy for row in board.rows):
        lines.append("~: the machine was busy with other work then; it can do better")
    return lines + [
        f"{source.name}: {source.title}, {source.url}"
        for source in dict.fromkeys(f.source for f in (*board.same_set, *board.other_sets))
    ]


def _machine(machine: Machine) -> str:
    cores = f"{machine.cores} core{'s' if machine.cores != 1 else ''}"
    memory = f"{machine.memory / 2**30:.0f} GiB"
    return f"machine {machine.id}: {machine.cpu}, {cores}, {memory}, {machine.system}"


def flagged(board: Board) -> list[str]:
    """Return a line for each thing the gates say of a system."""
    return [f"{row.name}: {flag}" for row in board.rows for flag in row.flags]


def metric_title(metric: str) -> str:
    """Return a metric's name as readers know it."""
    return _TITLES.get(metric, metric)


def _row(row: Row, metrics: Sequence[str], *, machines: bool) -> tuple[str, ...]:
    record, measured = row.record, row.record.measurement
    rank = "broken" if record.broken else "–" if row.rank is None else str(row.rank)
    memory = measured.peak_memory
    return (
        rank,
        row.name,
        *([record.machine.id] if machines else []),
        *(with_margin(record.score(metric)) for metric in metrics),
        rate(record, speed(record)),
        rate(record, measured.decode.tokens_per_second),
        f"{measured.decode.tokens_per_cpu_second:,.0f}",
        f"{measured.first_seconds:.2f}",
        f"{measured.load_seconds:.2f}",
        "?" if memory is None else f"{memory / 1e6:.0f}",
        f"{record.disk / 1e6:.0f}",
        "◆" if row.front else "",
    )


def with_margin(score: Quality | None) -> str:
    """Return a score and half of its interval."""
    return "" if score is None else f"{score.value:.1f} ±{(score.high - score.low) / 2:.1f}"


def rate(record: Record, value: float) -> str:
    """Return a speed, with ~ where the machine was busy."""
    shown = f"{value:,.0f}" if value >= 10 else f"{value:.1f}"
    return f"~{shown}" if record.busy else shown


def _plain(value: float | None, metric: str) -> str:
    return "" if value is None else f"{value:.4f}" if metric == "comet" else f"{value:.1f}"
