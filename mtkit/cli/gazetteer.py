"""``mtkit gazetteer``: persons, places and organizations with every form of their names."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    help="Names with all their spellings and the evidence: build, look up, decide, exchange.",
)

_File = Annotated[
    Path | None,
    typer.Option("--file", help="Gazetteer to use.", show_default="the user's own"),
]
_Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
_Name = Annotated[str, typer.Argument(metavar="ENTRY", help="A form, or a number like '#12'.")]


class Kind(StrEnum):
    """What the inputs of ``build`` are."""

    auto = "auto"
    bitext = "bitext"
    text = "text"
    list = "list"


class Type(StrEnum):
    """What an entry can be."""

    PER = "PER"
    LOC = "LOC"
    ORG = "ORG"


@app.command()
def build(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="DOCS...",
            help="Bitext (TSV, JSONL, TMX, a folder with en.txt and ar.txt), or documents in one "
            "language (text, HTML, Markdown), which are translated and aligned first.",
        ),
    ],
    file: _File = None,
    kind: Annotated[
        Kind, typer.Option(help="What they are.", show_default="by suffix")
    ] = Kind.auto,
    source: Annotated[str, typer.Option("--from", help="Language of the first side.")] = "en",
    target: Annotated[str, typer.Option("--to", help="Language of the other side.")] = "ar",
    type: Annotated[Type | None, typer.Option(help="Of the names of a list.")] = None,
    date: Annotated[str | None, typer.Option(help="Day of the documents, like 2026-11-24.")] = None,
    model: Annotated[
        str | None, typer.Option(help="Translates documents.", show_default="the shelf chooses")
    ] = None,
    json: _Json = False,
) -> None:
    """Add the names of documents; what was added before changes nothing."""
    from mtkit.cli.run_gazetteer import Request, run_build

    languages = (source, target)
    run_build(
        Request(tuple(inputs), file, kind.value, languages, type and type.value, date, model, json)
    )


@app.command()
def lookup(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="In any spelling and script.")
    ],
    file: Annotated[
        Path | None,
        typer.Option(
            "--file", help="Gazetteer to use.", show_default="the user's own, else starter"
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", help="Most entries.", min=1)] = 10,
    type: Annotated[Type | None, typer.Option(help="Only entries of this type.")] = None,
    threshold: Annotated[float, typer.Option(help="Least score.", min=0, max=1)] = 0.1,
    json: _Json = False,
) -> None:
    """Find entries by name."""
    from mtkit.cli import show_gazetteer as show
    from mtkit.cli.run_gazetteer import open_reading

    with open_reading(file) as gazetteer:
        found = [
            (name, match)
            for name in names
            for match in gazetteer.lookup(
                name, limit=limit, type=type.value if type else None, threshold=threshold
            )
        ]
    show.print_matches(found, json=json)


@app.command("show")
def show_entry(
    name: _Name,
    file: _File = None,
    evidence: Annotated[int, typer.Option(help="Places shown.", min=0)] = 5,
    json: _Json = False,
) -> None:
    """Show an entry: its forms, and where they were seen."""
    from mtkit.cli import show_gazetteer as show
    from mtkit.cli.run_gazetteer import open_reading

    with open_reading(file) as gazetteer:
        entry = gazetteer.entry(name)
        show.print_entry(entry, gazetteer.evidence(entry.id, limit=evidence), json=json)


@app.command()
def same(one: _Name, other: _Name, file: _File = None) -> None:
    """Decide that two names name the same."""
    from mtkit.cli import show_gazetteer as show
    from mtkit.names.gazetteer import Gazetteer

    with Gazetteer(file, create=True) as gazetteer:
        show.say_entry(gazetteer.same(one, other), "noted; no entry has these names yet")


@app.command()
def different(one: _Name, other: _Name, file: _File = None) -> None:
    """Decide that two names name different things."""
    from mtkit.names.gazetteer import Gazetteer

    with Gazetteer(file, create=True) as gazetteer:
        gazetteer.different(one, other)
    typer.echo(f"{one} and {other} are kept apart", err=True)


@app.command()
def merge(
    keep: _Name,
    others: Annotated[list[str], typer.Argument(metavar="ENTRY...", help="Entries that end.")],
    file: _File = None,
) -> None:
    """Make one entry of several."""
    from mtkit.cli import show_gazetteer as show
    from mtkit.names.gazetteer import Gazetteer

    with Gazetteer(file) as gazetteer:
        show.say_entry(gazetteer.merge(keep, *others))


@app.command()
def split(
    name: _Name,
    forms: Annotated[list[str], typer.Argument(metavar="FORM...", help="They leave the entry.")],
    file: _File = None,
) -> None:
    """Make a new entry of some forms of an entry."""
    from mtkit.cli import show_gazetteer as show
    from mtkit.names.gazetteer import Gazetteer

    with Gazetteer(file) as gazetteer:
        show.say_entry(gazetteer.split(name, forms))


@app.command()
def canonical(
    name: _Name,
    language: Annotated[str, typer.Argument(help="Like en or ar.")],
    form: Annotated[str, typer.Argument(help="How it is written there.")],
    file: _File = None,
) -> None:
    """Decide how an entry is written in a language."""
    from mtkit.cli import show_gazetteer as show
    from mtkit.names.gazetteer import Gazetteer

    with Gazetteer(file) as gazetteer:
        show.say_entry(gazetteer.set_canonical(name, language=language, form=form))


@app.command()
def rename(
    name: _Name,
    form: Annotated[str, typer.Argument(help="Its new name; the script tells the language.")],
    file: _File = None,
) -> None:
    """Give an entry another canonical form, in the language that its script is of."""
    from mtkit.cli import show_gazetteer as show
    from mtkit.names.gazetteer import Gazetteer

    with Gazetteer(file) as gazetteer:
        show.say_entry(gazetteer.rename(name, form))


@app.command("type")
def set_type(name: _Name, type: Type, file: _File = None) -> None:
    """Decide what an entry is: PER, LOC or ORG."""
    from mtkit.cli import show_gazetteer as show
    from mtkit.names.gazetteer import Gazetteer

    with Gazetteer(file) as gazetteer:
        show.say_entry(gazetteer.set_type(name, type.value))


@app.command()
def review(
    file: _File = None,
    limit: Annotated[int, typer.Option("--limit", "-n", help="Most pairs.", min=1)] = 20,
    json: _Json = False,
) -> None:
    """List pairs of entries that may be one, the most doubtful first, with evidence."""
    from mtkit.cli import show_gazetteer as show
    from mtkit.names.gazetteer import Gazetteer

    with Gazetteer(file) as gazetteer:
        show.print_doubts(gazetteer.review(limit=limit), json=json)


@app.command()
def stats(file: _File = None, json: _Json = False) -> None:
    """Say what the gazetteer holds."""
    from mtkit.cli import show_gazetteer as show
    from mtkit.cli.run_gazetteer import open_reading

    with open_reading(file) as gazetteer:
        show.print_stats(gazetteer.stats(), json=json)


@app.command("import")
def import_(
    inputs: Annotated[list[Path], typer.Argument(metavar="FILE...", exists=True, dir_okay=False)],
    file: _File = None,
    format: Annotated[
        str | None,
        typer.Option(help="jsonl, csv, tsv, tbx, skos, spacy or ftm.", show_default="by suffix"),
    ] = None,
    json: _Json = False,
) -> None:
    """Add the entries of files that other programs wrote."""
    from mtkit.cli import show_gazetteer as show
    from mtkit.names.gazetteer import Gazetteer
    from mtkit.names.gazetteer.exchange.base import import_file

    with Gazetteer(file, create=True) as gazetteer:
        for path in inputs:
            show.say_added(path.name, import_file(gazetteer, path, format=format), json=json)


@app.command()
def export(
    output: Annotated[Path, typer.Argument(help="File to write.")],
    file: _File = None,
    format: Annotated[
        str | None,
        typer.Option(
            help="jsonl, csv, tsv, tbx, skos, spacy, ftm or quickstatements.",
            show_default="by suffix",
        ),
    ] = None,
    evidence: Annotated[
        bool, typer.Option("--evidence/--no-evidence", help="With documents and places (jsonl).")
    ] = True,
) -> None:
    """Write the gazetteer for other programs."""
    from mtkit.cli.run_gazetteer import open_reading
    from mtkit.names.gazetteer.exchange.base import export_file

    with open_reading(file) as gazetteer:
        count = export_file(gazetteer, output, format=format, evidence=evidence)
    typer.echo(f"{count} entries written to {output}", err=True)
