"""``mtkit names mentions`` and ``mtkit names pairs``: names in text, and names in bitext."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Text = Annotated[
    Path, typer.Argument(help="Text, one sentence a line; an empty line parts documents.")
]
Format = Annotated[str, typer.Option("--format", help="tsv or jsonl.")]


def mentions(
    file: Text,
    language: Annotated[str, typer.Option(help="en or ar.")] = "en",
    format: Format = "tsv",
    spacy: Annotated[str | None, typer.Option(help="Installed spaCy pipeline, for types.")] = None,
) -> None:
    """List the names that a text mentions, with their places and types."""
    from mtkit.cli.run_names_pairs import list_mentions

    list_mentions(file, language, format, spacy)


def pairs(
    source: Annotated[Path, typer.Argument(help="Sentences, one a line; or TSV of both sides.")],
    target: Annotated[Path | None, typer.Argument(help="Their translations, line by line.")] = None,
    source_language: Annotated[str, typer.Option("--source", help="en or ar.")] = "en",
    target_language: Annotated[str, typer.Option("--target", help="ar or en.")] = "ar",
    format: Format = "tsv",
) -> None:
    """Pair the names of a text with those of its translation."""
    from mtkit.cli.run_names_pairs import list_pairs

    list_pairs(source, target, (source_language, target_language), format)
