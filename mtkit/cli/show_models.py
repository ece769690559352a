"""How ``mtkit models`` shows things: tables on a terminal, tab-separated lines in a pipe, JSON."""

from __future__ import annotations

import contextlib
import json as _json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import typer

from mtkit.store.hub import Progress
from mtkit.store.manifest import Manifest, Model
from mtkit.store.verification import Verification

_TABLES = frozenset({"files", "scores", "golden", "extra"})


def facts(model: Model) -> dict[str, object]:
    """Return all that is known of a model, ready for JSON."""
    return {**asdict(model.manifest), "origin": model.origin, "path": str(model.path)}


def print_json(value: object) -> None:
    """Print a value as JSON, Arabic as Arabic."""
    typer.echo(_json.dumps(value, ensure_ascii=False, indent=1))


def print_models(models: Sequence[Model]) -> None:
    """Print a line for each model."""
    header = ("model", "pairs", "MB", "origin", "scores", "license")
    print_table(
        header,
        [
            (
                model.id,
                _pairs(model.manifest),
                f"{model.manifest.size / 1e6:.0f}",
                model.origin,
                _scores(model.manifest),
                model.manifest.license,
            )
            for model in models
        ],
    )


def print_model(model: Model) -> None:
    """Print all that is known of a model but the hashes of its files."""
    manifest = model.manifest
    lines = {**facts(model), "pairs": _pairs(manifest), **manifest.extra}
    for name, value in lines.items():
        if isinstance(value, dict):
            value = ", ".join(f"{key} {entry}" for key, entry in value.items())
        if name not in _TABLES and value:
            typer.echo(f"{name:>12}  {value}")
    print_table(
        ("pair", "measured on", "metric", "score"),
        [("-".join(s.pair), s.corpus, s.metric, f"{s.value:.1f}") for s in manifest.scores],
    )
    print_table(("golden sentence", "translation"), [(g.source, g.target) for g in manifest.golden])


def print_verdicts(results: Sequence[Verification], *, json: bool) -> None:
    """Print what verifying has found."""
    if json:
        print_json([{**asdict(r), "model": r.model.id, "sound": r.sound} for r in results])
        return
    for result in results:
        state = "sound" if result.sound else "NOT SOUND"
        counts = f"{result.files} files, {result.sentences} golden sentences"
        typer.echo(f"{result.model.id}: {state} ({counts})")
        for problem in result.problems:
            typer.echo(f"  {problem}")


def say_installed(model: Model) -> None:
    """Say, apart from the data, what is on the shelf now and what it has shown."""
    typer.echo(f"{model.id} ({_pairs(model.manifest)}) is on the shelf: {model.path}", err=True)
    for golden in model.manifest.golden:
        typer.echo(f"  {golden.source}  →  {golden.target}", err=True)


def print_table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print a table: drawn on a terminal, tab-separated in a pipe; nothing if it has no rows."""
    if not rows:
        return
    if not sys.stdout.isatty():
        for row in (header, *rows):
            typer.echo("\t".join(cell.replace("\n", "; ") for cell in row))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*header, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    Console().print(table)


@contextlib.contextmanager
def download_progress() -> Iterator[Progress]:
    """Yield what `mtkit.store.hub.fetch` reports to: a bar for each file, silent in a pipe."""
    if not sys.stderr.isatty():
        yield lambda file, here, total: None
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, progress.TaskID] = {}

        def show(file: str, here: int, total: int) -> None:
            if file not in tasks:
                tasks[file] = bar.add_task(file)
            bar.update(tasks[file], completed=here, total=total)

        yield show


def _pairs(manifest: Manifest) -> str:
    return ", ".join(f"{source}-{target}" for source, target in manifest.pairs)


def _scores(manifest: Manifest) -> str:
    """Return one score for each pair, in chrF where there is one."""
    shown: dict[tuple[str, str], str] = {}
    for score in sorted(manifest.scores, key=lambda score: score.metric != "chrF"):
        line = f"{'-'.join(score.pair)} {score.metric} {score.value:.1f} ({score.corpus})"
        shown.setdefault(score.pair, line)
    return "\n".join(shown.values())
