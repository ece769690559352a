"""``mtkit names transliterate`` and ``variants``: names across scripts and spellings."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

_Json = Annotated[bool, typer.Option("--json", help="As JSON.")]


class ToScript(StrEnum):
    """A script that names are written in."""

    ar = "ar"
    latin = "Latn"


_To = Annotated[
    ToScript | None, typer.Option("--to", help="Script wanted.", show_default="the other one")
]


def transliterate(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Names; lines of stdin if none.")
    ] = None,
    to: _To = None,
    n: Annotated[int, typer.Option("--n", "-n", help="How many for each name.")] = 1,
    json: _Json = False,
) -> None:
    """Write names in the other script: Arabic in Latin letters, Latin in Arabic ones."""
    from mtkit.cli import show_spellings as show
    from mtkit.names.transliterate import transliterate_all

    given = show.given(names)
    found = transliterate_all(given, to=None if to is None else to.value, n=n)
    show.print_transliterations(given, found, json=json)


def variants(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Names; lines of stdin if none.")
    ] = None,
    to: Annotated[ToScript, typer.Option("--to", help="Script of the spellings.")] = ToScript.latin,
    limit: Annotated[int, typer.Option(help="Most spellings of a name.", min=1)] = 20,
    profile: Annotated[
        str | None,
        typer.Option(
            help="Rank by the habits of egypt, gulf, iraq, lebanon, levant, libya or maghreb.",
            show_default="everybody's",
        ),
    ] = None,
    json: _Json = False,
) -> None:
    """List the ways in which newspapers would spell names, most probable first."""
    from mtkit.cli import show_spellings as show
    from mtkit.names.variants import spellings

    given = show.given(names)
    found = [spellings(name, limit=limit, to=to.value, profile=profile) for name in given]
    show.print_spellings(given, found, json=json)
