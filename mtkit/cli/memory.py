"""``mtkit memory``: what the translation memory holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="The translation memory: look, export, clear.")

_File = Annotated[
    Path | None, typer.Option("--file", help="Memory to use.", show_default="the user's own")
]


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
    for name, value in found.items():
        typer.echo(f"{name:>14}  {value}")
