"""``mtkit names``: names taken apart, spelled, compared, found and paired."""

from __future__ import annotations

import typer

from mtkit.cli import names_compare, names_pairs, names_parse, names_transliterate

app = typer.Typer(
    no_args_is_help=True, help="Names: parts, spellings, likeness; names in text and in bitext."
)

for _command in (
    names_parse.parse,
    names_parse.romanize,
    names_transliterate.transliterate,
    names_transliterate.variants,
    names_compare.compare,
    names_pairs.mentions,
    names_pairs.pairs,
):
    app.command()(_command)
