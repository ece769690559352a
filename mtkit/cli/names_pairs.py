"""``mtkit names mentions`` and ``mtkit names pairs``: names in text, and names in bitext."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="File to write.", show_default="stdout")
]
_Json = Annotated[bool, typer.Option("--json", help="A JSON record a line instead of a table.")]


def mentions(
    file: Annotated[
        Path, typer.Argument(help="Text, a sentence a line; an empty line parts documents.")
    ],
    language: Annotated[str, typer.Option(help="en or ar.")] = "en",
    spacy: Annotated[str | None, typer.Option(help="Installed spaCy pipeline, for types.")] = None,
    output: _Output = None,
    json: _Json = False,
) -> None:
    """List the names that a text mentions, with their places and types.

    Places count characters from 0; `full` is the full name that a short form stands for.
    """
    from mtkit.cli.run_names_pairs import list_mentions

    list_mentions(file, language, pipeline=spacy, output=output, json=json)


def pairs(
    bitext: Annotated[
        list[Path],
        typer.Argument(
            metavar="BITEXT | SRC TGT",
            help="One file with both (.tsv, .jsonl, .tmx, .parquet), or two, line by line.",
        ),
    ],
    source: Annotated[str, typer.Option("--from", help="Language of the first side.")] = "en",
    target: Annotated[str, typer.Option("--to", help="Language of the second side.")] = "ar",
    output: _Output = None,
    json: _Json = False,
) -> None:
    """Pair the names of a text with those of its translation.

    In two files an empty line parts documents; in one, a hundred pairs are taken for one.
    """
    from mtkit.cli.run_names_pairs import list_pairs

    list_pairs(bitext, (source, target), output=output, json=json)
