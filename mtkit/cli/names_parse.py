"""``mtkit names parse`` and ``mtkit names romanize``: what a name is made of, and its letters."""

from __future__ import annotations

import json as _json
import sys
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

_Names = Annotated[list[str] | None, typer.Argument(help="Names; without any, lines of stdin.")]


def parse(
    names: _Names = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a name.")] = False,
) -> None:
    """Say what parts a name has: titles, given and family names, compounds, generic words."""
    from mtkit.names.parts import parse as parse_name

    for form in _each(names):
        name = parse_name(form)
        if json:
            parts = [
                {
                    "form": part.form,
                    "start": part.span.start,
                    "end": part.span.end,
                    "role": part.role,
                    "key": part.key,
                }
                for part in name.parts
            ]
            found = {"form": name.form, "script": name.script, "parts": parts}
            typer.echo(_json.dumps(found, ensure_ascii=False))
        else:
            for part in name.parts:
                typer.echo(f"{part.form}\t{part.role}\t{part.key}")


def romanize(
    names: _Names = None,
    scheme: Annotated[
        str, typer.Option(help="ala-lc, bgn-pcgn, din-31635, ijmes or iso-233.")
    ] = "bgn-pcgn",
    reverse: Annotated[
        bool, typer.Option("--reverse", help="From the scheme back to Arabic letters.")
    ] = False,
) -> None:
    """Write Arabic in Latin letters after a standard; vowels only where signs say them."""
    from mtkit.names.arabize import arabize
    from mtkit.names.romanize import romanize as romanize_text

    write = arabize if reverse else romanize_text
    for form in _each(names):
        typer.echo(write(form, scheme=scheme))


def _each(names: Iterable[str] | None) -> Iterator[str]:
    if names:
        yield from names
    else:
        yield from (line.rstrip("\r\n") for line in sys.stdin)
