"""The models that ship with mtkit on newsdesk dev: quality, speed and memory, for the README.

Documents and single sentences, both directions, float32 and int8, beams of 1 and 4.  What was
measured on this machine already is not measured again; results lie in mtkit's cache.

    python benchmarks/models.py [--limit 0] [--results FILE]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mtkit.bench import tables
from mtkit.bench.boards import boards
from mtkit.bench.cells import Request, plan
from mtkit.bench.machine import this_machine
from mtkit.bench.markdown import table
from mtkit.bench.running import Progress, pending, run
from mtkit.bench.store import ResultStore
from mtkit.errors import MtkitError
from mtkit.paths import cache_dir
from mtkit.store.shelf import Shelf


def say(progress: Progress) -> None:
    if progress.task is not None:
        left = (
            "" if progress.remaining is None else f", {progress.remaining / 60:.0f} minutes to go"
        )
        print(f"[{progress.done + 1}/{progress.total}] {progress.task.cell}{left}", file=sys.stderr)


def measure(store: ResultStore, limit: int) -> None:
    """Measure what is missing, then print a table for each direction."""
    shipped = [model.id for model in Shelf().list() if model.origin == "shipped"]
    tasks = plan(
        Request(
            models=shipped,
            sets=("newsdesk/dev",),
            compute_types=("int8", "float32"),
            beams=(1, 4),
            limit=limit,
        )
    )
    store.path.parent.mkdir(parents=True, exist_ok=True)
    failures = run(pending(tasks, store), store, on_progress=say)
    for failure in failures:
        print(f"{failure.task.cell}: {failure.reason}", file=sys.stderr)
    keys, machine = {task.key for task in tasks}, this_machine().id
    records = [r for r in store.records() if r.key in keys and r.machine.id == machine]
    for board in boards(records, store.hypotheses()):
        print(f"**{tables.title(board)}**\n\n{table(tables.systems(board))}\n")
    if failures:
        raise MtkitError(f"{len(failures)} cells could not be measured")


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=int, default=0, help="segments, evenly spread; 0 is all")
    parser.add_argument("--results", type=Path, default=cache_dir() / "bench" / "models.jsonl")
    arguments = parser.parse_args()
    measure(ResultStore(arguments.results), arguments.limit)


if __name__ == "__main__":
    main()
