"""``mtkit train``: a model from a recipe."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def train(
    recipe: Annotated[Path, typer.Argument(help="What to make (see models/recipes).", exists=True)],
    run: Annotated[
        Path | None,
        typer.Option("--run", help="Folder for all that is made.", show_default="runs/<id>"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done and how long it takes.")
    ] = False,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", help="Draw loss and chrF of the run so far; no training."),
    ] = None,
) -> None:
    """Train a model: read and clean the text, make or take a start, learn, keep the best.

    Ctrl-C writes a checkpoint and stops; the same command goes on from there.
    """
    from mtkit.training import progress, read_recipe
    from mtkit.training import train as train_recipe
    from mtkit.training.plan import forecast

    what = read_recipe(recipe)
    folder = run or Path("runs") / what.id
    if dry_run:
        for line in forecast(what).lines():
            typer.echo(line)
        return
    if plot is not None:
        progress.plot(folder, plot)
        return
    outcome = train_recipe(what, folder, say=lambda line: typer.echo(line, err=True))
    if not outcome.finished:
        typer.echo("stopped; the same command goes on", err=True)
        raise typer.Exit(130)
    typer.echo(folder / "best")
