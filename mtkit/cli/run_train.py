"""What the training commands do around their library calls: talk, tables, exit status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mtkit.langs import standard
from mtkit.training.recipe import Recipe
from mtkit.training.recipe_toml import read_recipe

if TYPE_CHECKING:
    from mtkit.engines.base import DecodeOptions
    from mtkit.training.finetune import Request
    from mtkit.training.given import Given
    from mtkit.training.judging import Verdict
    from mtkit.training.synthesize import Rules, Use

_STOPPED = 130


def train(
    recipe: Recipe, run: Path, *, recipe_file: Path, install: bool, export: Path | None
) -> None:
    """Train, then install or export what came out."""
    from mtkit.training.export import Finished
    from mtkit.training.export import export as write
    from mtkit.training.export import install as put_on_shelf

    _train(recipe, run)
    finished = Finished(recipe, recipe_file, run)
    if export is not None:
        show(write(finished, export, say=_say))
    if install:
        model, verdicts = put_on_shelf(finished, say=_say)
        show(verdicts)
        typer.echo(model.path)
    else:
        typer.echo(export or run / "best")


def finetune(request: Request, run: Path, *, recipe_only: bool) -> None:
    """Write the recipe, train, say what was gained and forgotten, install."""
    from mtkit.training.export import Finished, install
    from mtkit.training.finetune import write

    recipe_file = write(request, run)
    typer.echo(recipe_file)
    if recipe_only:
        return
    recipe = read_recipe(recipe_file)
    _train(recipe, run)
    model, verdicts = install(Finished(recipe, recipe_file, run, compared=True), say=_say)
    show(verdicts)
    typer.echo(f"{model.id} is on the shelf: mtkit translate --model {model.id}", err=True)


def synthesize(
    given: Iterable[Given],
    output: Path,
    *,
    pair: tuple[str, str],
    use: Use,
    model: str | None,
    options: DecodeOptions,
    rules: Rules,
    memory: Path,
) -> None:
    """Translate, write, and print the table for a recipe."""
    from mtkit.memory import TranslationMemory
    from mtkit.training.synthesize import Maker, snippet, written
    from mtkit.translation.translator import Setup, plan

    source, target = map(standard, pair)
    engine = plan(source, target, Setup(model=model))[1]
    reverse = plan(target, source, Setup())[1] if rules.round_trip else None
    opened = TranslationMemory(memory)
    try:
        maker = Maker(
            engine, source, target, options=options, memory=opened, reverse=reverse, rules=rules
        )
        report = written(output, maker, given, say=_say)
    finally:
        opened.close()
    _say(report.line())
    typer.echo(snippet(output, use, source=source, target=target))


def show(verdicts: Sequence[Verdict]) -> None:
    """Print chrF of every set and direction; where two models were judged, what changed."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title in ("set", "direction", *(verdicts[0].result.systems if verdicts else ()), "change"):
        table.add_column(title, justify="left" if title in ("set", "direction") else "right")
    for verdict in verdicts:
        result = verdict.result
        scores = [result.score(system, "chrf").value for system in result.systems]
        change = ""
        for comparison in result.comparisons:
            if comparison.metric == "chrf":
                sure = "" if comparison.significant else " (not significant)"
                change = f"{0 - comparison.difference:+.1f}{sure}"
        figures = (f"{score:.1f}" for score in scores)
        table.add_row(verdict.set.name, "-".join(verdict.direction), *figures, change)
    Console().print(table)


def _train(recipe: Recipe, run: Path) -> None:
    from mtkit.training import train as train_recipe

    outcome = train_recipe(recipe, run, say=_say)
    if not outcome.finished:
        typer.echo("stopped; the same command goes on", err=True)
        raise typer.Exit(_STOPPED)


def _say(line: str) -> None:
    typer.echo(line, err=True)
