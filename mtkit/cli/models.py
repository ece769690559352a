"""``mtkit models``: what is on the shelf, what comes on it and what goes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mtkit.store.manifest import Model

app = typer.Typer(no_args_is_help=True, help="The models at hand: look, pull, add, verify, remove.")

_Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
_Pairs = Annotated[
    list[str] | None,
    typer.Option("--pair", metavar="SRC-TGT", help="Languages, when the model does not say them."),
]
_Ids = Annotated[list[str] | None, typer.Argument(metavar="[MODEL]...", help="Ids; all if none.")]


@app.callback()
def _offline(context: typer.Context) -> None:
    if context.invoked_subcommand != "pull":
        from mtkit.store.hub import go_offline

        go_offline()


@app.command("list")
def list_models(json: _Json = False) -> None:
    """List the models at hand."""
    from mtkit.cli import show_models as show
    from mtkit.store.shelf import Shelf

    models = Shelf().list()
    if json:
        show.print_json([show.facts(model) for model in models])
    else:
        show.print_models(models)


@app.command()
def info(model: Annotated[str, typer.Argument(help="Id or folder.")], json: _Json = False) -> None:
    """Show all that is known of a model."""
    from mtkit.cli import show_models as show
    from mtkit.store.shelf import Shelf

    found = Shelf().get(model)
    if json:
        show.print_json(show.facts(found))
    else:
        show.print_model(found)


@app.command()
def pull(
    name: Annotated[str, typer.Argument(help="Short name or OWNER/NAME on the hub.")],
    revision: Annotated[
        str | None, typer.Option(help="Branch, tag or commit.", show_default="the main branch")
    ] = None,
    pair: _Pairs = None,
) -> None:
    """Download a Marian model from the Hugging Face hub; nothing else downloads anything."""
    from mtkit.cli import show_models as show
    from mtkit.engines import install

    with show.download_progress() as on_progress:
        model = install.pull(
            name, revision=revision, pairs=_parse_pairs(pair), on_progress=on_progress
        )
    show.say_installed(model)


@app.command()
def add(
    path: Annotated[Path, typer.Argument(exists=True, help="Folder or zip.")],
    id: Annotated[str | None, typer.Option("--id", help="Its id from now on.")] = None,
    pair: _Pairs = None,
) -> None:
    """Put a Transformers, Marian (OPUS-MT) or CTranslate2 model on the shelf."""
    from mtkit.cli import show_models as show
    from mtkit.engines import install

    show.say_installed(install.add(path, id=id, pairs=_parse_pairs(pair)))


@app.command()
def verify(
    models: _Ids = None,
    files_only: Annotated[
        bool, typer.Option("--files-only", help="Do not translate the golden sentences.")
    ] = False,
    json: _Json = False,
) -> None:
    """Check models' files and golden sentences; exit status 1 if one is not what it should be."""
    from mtkit.cli import show_models as show
    from mtkit.engines.install import translator
    from mtkit.store.verification import verify as check

    results = [
        check(model, translate=None if files_only else translator(model))
        for model in _named(models)
    ]
    show.print_verdicts(results, json=json)
    if not all(result.sound for result in results):
        raise typer.Exit(1)


@app.command()
def convert(
    models: _Ids = None,
    compute_type: Annotated[str, typer.Option(help="int8, float16, float32 …")] = "int8",
) -> None:
    """Convert models for CTranslate2 now, so that their first use does not wait for it."""
    from mtkit.engines.convert import converted

    for model in _named(models):
        typer.echo(f"{model.id}\t{converted(model, compute_type)}")


@app.command()
def remove(
    model: Annotated[str, typer.Argument(help="Id of a model that was pulled or added.")],
) -> None:
    """Take a model off the shelf."""
    from mtkit.engines import install

    install.remove(model)
    typer.echo(f"removed {model}", err=True)


def _named(ids: list[str] | None) -> Iterable[Model]:
    from mtkit.store.shelf import Shelf

    shelf = Shelf()
    return shelf.list() if not ids else [shelf.get(id) for id in ids]


def _parse_pairs(pairs: list[str] | None) -> list[tuple[str, str]]:
    from mtkit.errors import ConfigError

    parsed = []
    for pair in pairs or ():
        source, _, target = pair.partition(":" if ":" in pair else "-")
        if not source or not target:
            raise ConfigError(f"--pair {pair}: write it like en-ar (or zh-Hans:en)")
        parsed.append((source, target))
    return parsed
