"""Patterns for spaCy's ``entity_ruler`` (``nlp.add_pipe("entity_ruler").from_disk(file)``).

They carry type and forms; the number of the entry is the pattern's ``id``.  Short forms are left
out: a ruler has no document to tell whom they mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from mtkit.errors import FormatError
from mtkit.names.gazetteer.exchange.files import json_line, json_lines
from mtkit.names.gazetteer.exchange.items import Item, Record
from mtkit.names.gazetteer.store import Written

_LABELS = {"PER": "PERSON", "LOC": "LOC", "ORG": "ORG", None: "MISC"}
_TYPES = {"PERSON": "PER", "PER": "PER", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "ORG": "ORG"}


def write(items: Iterable[Item], out: BinaryIO) -> int:
    """Write a pattern for each form; return the number of entries."""
    count = 0
    for item in items:
        if isinstance(item, Record):
            count += 1
            for form in dict.fromkeys(form.form for form in item.forms if not form.short):
                pattern = {"label": _LABELS[item.type], "pattern": form, "id": item.number}
                out.write(json_line(pattern))
    return count


def read(path: Path) -> Iterator[Item]:
    """Yield the entries of a file: patterns with one ``id``, or each by itself.

    Raises:
        FormatError: A line that is no pattern, or one of token attributes.
    """
    lines = (
        (str(value.get("id") or f"line {line}"), line, value) for line, value in json_lines(path)
    )
    for number, group in groupby(lines, key=lambda one: one[0]):
        kept = list(group)
        forms = tuple(Written(_text(value, path, line), "und", "list") for _, line, value in kept)
        yield Record(number, _TYPES.get(str(kept[0][2].get("label"))), forms)


def _text(value: dict[str, Any], path: Path, line: int) -> str:
    """Return the pattern as text: a string, or the words of a list of plain tokens."""
    pattern = value.get("pattern")
    if isinstance(pattern, str):
        return pattern
    words = [
        token.get("TEXT") or token.get("ORTH") or token.get("LOWER") for token in pattern or ()
    ]
    if not words or not all(isinstance(word, str) for word in words):
        raise FormatError("a pattern of text, or of TEXT, ORTH or LOWER, is expected", path, line)
    return " ".join(map(str, words))
