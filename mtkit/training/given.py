"""Sentences to translate, out of running text, records, or one side of a bitext."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mtkit.bitext import read_bitext
from mtkit.errors import FormatError
from mtkit.segment import split


@dataclass(frozen=True, slots=True)
class Given:
    """A sentence to translate, and a translation that somebody gave."""

    text: str
    reference: str | None = None


def read_given(
    path: Path, source: str, target: str, *, field: str = "", references: bool = False
) -> Iterator[Given]:
    """Yield the sentences of a text, or of one side of a bitext.

    Args:
        path: Text, a paragraph a line; or JSON Lines.  With `references`, a bitext as
            `mtkit.bitext` reads it, whose sentences stay as they are.
        source: Language of the sentences.
        target: Language of the references.
        field: Of JSON Lines, what holds the text; empty is the language's code.
        references: The other side is the reference.

    Raises:
        FormatError: A line that is no record, or lacks the field; not UTF-8.
    """
    if references:
        columns = (field, target) if field else ()
        for text, reference in read_bitext(path, (source, target), columns=columns):
            yield Given(text, reference)
        return
    for line in _texts(path, field or source):
        for place in split(line, source):
            yield Given(place.of(line))


def _texts(path: Path, field: str) -> Iterator[str]:
    records = path.suffix.lower() in (".jsonl", ".ndjson")
    with path.open(encoding="utf-8") as file:
        try:
            for number, line in enumerate(file, 1):
                yield _field(line, field, path, number) if records else line.strip()
        except UnicodeDecodeError as error:
            raise FormatError("not UTF-8 text; convert it first", path) from error


def _field(line: str, field: str, path: Path, number: int) -> str:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise FormatError(f"not a JSON record: {error.msg}", path, number) from error
    if not isinstance(record, dict) or not isinstance(record.get(field), str):
        raise FormatError(f"no field {field!r} with text", path, number)
    return str(record[field])
