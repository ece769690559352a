"""``mtkit memory``: what the translation memory holds."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="The translation memory: look, export, clear.")

_File = Annotated[
    Path | None, typer.Option("--file", help="Memory to use.", show_default="the user's own")
]


class Export(StrEnum):
    """What a memory can be written as."""

    jsonl = "jsonl"
    tmx = "tmx"


@app.command()
def stats(
    file: _File = None, json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False
) -> None:
    """Say how many translations the memory holds, how large it is and where."""
    import json as _json

    from mtkit.memory import TranslationMemory

    with TranslationMemory(file) as memory:
        found = memory.stats()
    if json:
        typer.echo(_json.dumps(found, ensure_ascii=False))
        return
    pairs = ", ".join(f"{pair} {count}" for pair, count in found["pairs"].items())
    typer.echo(f"{found['path']}: {found['bytes'] / 1e6:.1f} MB")
    typer.echo(f"{found['translations']} translations{f' ({pairs})' if pairs else ''}")


@app.command()
def clear(
    file: _File = None,
    unused_days: Annotated[
        float, typer.Option(help="Only what was not used for so many days.", min=0)
    ] = 0,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Forget translations and give their space back."""
    from mtkit.memory import TranslationMemory

    if not yes:
        typer.confirm("Forget them for good?", abort=True, err=True)
    with TranslationMemory(file) as memory:
        typer.echo(f"{memory.clear(unused_days=unused_days)} translations forgotten")


@app.command()
def export(
    output: Annotated[Path, typer.Argument(help="File to write.")],
    file: _File = None,
    format: Annotated[
        Export | None, typer.Option(help="As what.", show_default="by suffix")
    ] = None,
) -> None:
    """Write all that is remembered to a JSONL or TMX file, for other tools."""
    from mtkit.io import atomic_file
    from mtkit.memory import TranslationMemory, write_jsonl, write_tmx

    kind = format or (Export.tmx if output.suffix.lower() == ".tmx" else Export.jsonl)
    write = write_tmx if kind is Export.tmx else write_jsonl
    with TranslationMemory(file) as memory, atomic_file(output) as out:
        count = write(memory.records(), out)
    typer.echo(f"{count} translations written to {output}")
