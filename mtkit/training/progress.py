"""What a run says of itself: one line a person can read, one JSON record a program can."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtkit.errors import MissingExtraError
from mtkit.training.checkpoint import Position
from mtkit.training.validation import DevScore

LOG = "log.jsonl"


@dataclass(slots=True)
class Tally:
    """Sums since the last line, over all workers."""

    loss: float = 0.0
    guide: float = 0.0
    pieces: int = 0
    links: int = 0
    norm: float = 0.0
    updates: int = 0


class Progress:
    """Writes the log of a run.

    Args:
        run: Its folder.
        say: Takes lines for a reader.
    """

    def __init__(self, run: Path, say: Callable[[str], None]) -> None:
        self._path = run / LOG
        self._say = say
        self._last = time.monotonic()

    def updates(self, position: Position, tally: Tally, *, fraction: float, rate: float) -> None:
        """Report the updates since the last call."""
        now = time.monotonic()
        speed = tally.pieces / max(now - self._last, 1e-9)
        self._last = now
        loss, norm = tally.loss / max(tally.pieces, 1), tally.norm / max(tally.updates, 1)
        guide = tally.guide / tally.links if tally.links else None
        left = position.seconds * (1 - fraction) / fraction if fraction > 0 else 0.0
        self._write(
            kind="updates", update=position.update, number=position.number, loss=round(loss, 4),
            guide=None if guide is None else round(guide, 4), norm=round(norm, 3),
            rate=round(rate, 4), speed=round(speed), seconds=round(position.seconds),
            pieces=position.pieces, longest=position.longest,
        )  # fmt: skip
        parts = [
            time.strftime("%H:%M"),
            f"update {position.update:,}",
            f"pass {position.number}",
            f"loss {loss:.3f}",
            *([] if guide is None else [f"guide {guide:.2f}"]),
            f"norm {norm:.2f}",
            f"{speed:,.0f} pieces/s",
            f"{fraction:.1%} done, {_clock(left)} left",
        ]
        self._say("  ".join(parts))

    def evaluation(self, position: Position, scores: Sequence[DevScore], mean: float) -> None:
        """Report an evaluation."""
        self._write(
            kind="dev", update=position.update, seconds=round(position.seconds),
            pieces=position.pieces, mean=round(mean, 2),
            chrf={f"{s.corpus} {s.direction}": round(s.chrf, 2) for s in scores},
        )  # fmt: skip
        parts = "  ".join(f"{s.corpus} {s.direction} {s.chrf:.1f}" for s in scores)
        best = "the best so far" if position.worse == 0 else f"best {position.best:.2f}"
        self._say(f"{time.strftime('%H:%M')}  chrF {mean:.2f} ({best}):  {parts}")
        for score in scores:
            self._say(f"       {score.sample[0]}\n       → {score.sample[1]}")
        self._last = time.monotonic()

    def note(self, text: str) -> None:
        """Say something, and keep it."""
        self._write(kind="note", text=text)
        self._say(text)

    def _write(self, **record: Any) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _clock(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02}" if minutes >= 60 else f"{minutes} min"


def read_log(run: Path, kind: str) -> list[dict[str, Any]]:
    """Return the records of a kind (``"updates"``, ``"dev"``, ``"note"``) of a run's log."""
    with (run / LOG).open(encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return [record for record in records if record["kind"] == kind]


def plot(run: Path, path: Path) -> None:
    """Draw loss and dev chrF of a run against hours.

    Args:
        run: Folder of the run.
        path: Image to write; its ending says the format.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("plotting", "train") from error
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    left = figure.add_subplot()
    updates, dev = read_log(run, "updates"), read_log(run, "dev")
    left.plot([r["seconds"] / 3600 for r in updates], [r["loss"] for r in updates], color="0.6")
    left.set(xlabel="hours", ylabel="loss (nats a piece)")
    right = left.twinx()
    for name in dev[0]["chrf"] if dev else ():
        right.plot([r["seconds"] / 3600 for r in dev], [r["chrf"][name] for r in dev], label=name)
    right.set(ylabel="chrF")
    if dev:
        right.legend(loc="center right")
    figure.savefig(path)
