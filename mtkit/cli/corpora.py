"""``mtkit corpora``: reference sets at hand and to be had."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mtkit.evaluation.corpora.exporting import ExportFormat

app = typer.Typer(
    no_args_is_help=True, help="Reference sets: look, pull, add, verify, export, remove."
)

_Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
_Name = Annotated[str, typer.Argument(metavar="ID[/PART]", help="A set at hand.")]


@app.callback()
def _offline(context: typer.Context) -> None:
    if context.invoked_subcommand != "pull":
        from mtkit.store.hub import go_offline

        go_offline()


@app.command("list")
def list_corpora(json: _Json = False) -> None:
    """List the sets at hand, and those that can be pulled."""
    from mtkit.cli import show_corpora as show

    show.print_list(show.rows(), json=json)


@app.command()
def info(
    name: Annotated[str, typer.Argument(metavar="ID", help="A set, at hand or not.")],
    json: _Json = False,
) -> None:
    """Show all that is known of a set."""
    from mtkit.cli import show_corpora as show

    show.print_corpus(show.any_corpus(name.partition("/")[0]), json=json)


@app.command()
def pull(
    name: Annotated[str, typer.Argument(metavar="ID", help="See mtkit corpora list.")],
) -> None:
    """Download a set from its publisher; nothing else here asks the network."""
    from mtkit.cli import show_corpora as show
    from mtkit.cli.show_models import download_progress
    from mtkit.evaluation.corpora.adding import pull as pull_corpus

    with download_progress() as on_progress:
        corpus = pull_corpus(name, on_progress=on_progress)
    show.say_installed(corpus)


@app.command()
def add(
    path: Annotated[
        Path, typer.Argument(exists=True, help="Folder, .tsv, .jsonl, .parquet, .tmx.")
    ],
    id: Annotated[str | None, typer.Option("--id", help="Its id.", show_default="its name")] = None,
    pair: Annotated[
        str, typer.Option(metavar="SRC-TGT", help="Languages, in the order of columns.")
    ] = "en-ar",
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="LANG=FIELD", help="Column or field of a language; repeatable."),
    ] = None,
    license: Annotated[str, typer.Option(help="Its license.")] = "not stated",
    source: Annotated[str, typer.Option(help="Where it came from.", show_default="the path")] = "",
    domain: Annotated[str, typer.Option(help="What kind of text it is.")] = "",
) -> None:
    """Copy a set of one's own into the user's folder, with its hashes."""
    from mtkit.cli import show_corpora as show
    from mtkit.cli.run_evaluate import parse_labels, parse_pair
    from mtkit.evaluation.corpora.adding import Description
    from mtkit.evaluation.corpora.adding import add as add_corpus

    description = Description(
        id=id,
        languages=parse_pair(pair) or (),
        fields=parse_labels(column or ()),
        license=license,
        source=source,
        domain=domain,
    )
    show.say_installed(add_corpus(path, description))


@app.command()
def verify(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[ID[/PART]]...", help="All at hand if none.")
    ] = None,
    json: _Json = False,
) -> None:
    """Check files, numbers, first lines and text; exit status 1 if a set must not be used."""
    from mtkit.cli import show_corpora as show
    from mtkit.evaluation.corpora.checking import verify as check

    verdicts = [check(corpus, part) for corpus, part in show.parts_named(names)]
    show.print_verdicts(verdicts, json=json)
    if not all(verdict.sound for verdict in verdicts):
        raise typer.Exit(1)


@app.command()
def export(
    name: _Name,
    output: Annotated[Path, typer.Option("--output", "-o", help="File; folder for lines.")],
    pair: Annotated[
        str | None, typer.Option(metavar="SRC-TGT", show_default="as it was made")
    ] = None,
    to: Annotated[
        str | None, typer.Option(metavar="lines|tsv|jsonl|tmx", show_default="by the suffix")
    ] = None,
) -> None:
    """Write a set for other programs."""
    from mtkit.cli import show_corpora as show
    from mtkit.cli.run_evaluate import parse_pair
    from mtkit.evaluation.corpora import load_part
    from mtkit.evaluation.corpora.exporting import export as write

    form = _form(to)
    ((corpus, part),) = show.parts_named([name])
    source, target = parse_pair(pair) or corpus.directions(part)[0]
    count = write(load_part(corpus, part, source=source, target=target), output, format=form)
    typer.echo(f"{corpus.id}/{part.name}: {count} segments in {output}", err=True)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="ID", help="A set that was pulled or added.")],
) -> None:
    """Delete a set that was pulled or added."""
    from mtkit.evaluation.corpora.adding import remove as remove_corpus

    remove_corpus(name)
    typer.echo(f"removed {name}", err=True)


def _form(to: str | None) -> ExportFormat | None:
    from typing import get_args

    from mtkit.evaluation.corpora.exporting import ExportFormat

    for form in get_args(ExportFormat):
        if to == form:
            return form  # type: ignore[no-any-return]
    if to is not None:
        raise typer.BadParameter(f"--to {to}: it is one of {', '.join(get_args(ExportFormat))}")
    return None
