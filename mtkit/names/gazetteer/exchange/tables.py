"""CSV (RFC 4180) and TSV: a row for each form, with a header; entries by their number.

A table needs a column ``form``; ``id`` joins the forms of an entry (without it every row is an
entry), and every other column may be missing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import astuple, fields
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from mtkit.errors import FormatError
from mtkit.names.gazetteer.exchange.files import open_text
from mtkit.names.gazetteer.exchange.items import Item, Record
from mtkit.names.gazetteer.store import Written

_COLUMNS = ("id", "type", *(field.name for field in fields(Written)))
_ORIGINS = frozenset({"seen", "list", "human", "model"})


def write_csv(items: Iterable[Item], out: BinaryIO) -> int:
    """Write the entries as CSV; return how many."""
    return _write(items, out, ",")


def write_tsv(items: Iterable[Item], out: BinaryIO) -> int:
    """Write the entries as TSV; return how many."""
    return _write(items, out, "\t")


def read_csv(path: Path) -> Iterator[Item]:
    """Yield the entries of a CSV file."""
    return _read(path, ",")


def read_tsv(path: Path) -> Iterator[Item]:
    """Yield the entries of a TSV file."""
    return _read(path, "\t")


def _write(items: Iterable[Item], out: BinaryIO, delimiter: str) -> int:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    rows = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    rows.writerow(_COLUMNS)
    count = 0
    for item in items:
        if isinstance(item, Record):
            count += 1
            for form in item.forms:
                cells = (int(cell) if isinstance(cell, bool) else cell for cell in astuple(form))
                rows.writerow((item.number, item.type, *cells))
    text.detach()
    return count


def _read(path: Path, delimiter: str) -> Iterator[Item]:
    with open_text(path) as file:
        rows = csv.DictReader(file, delimiter=delimiter, strict=True)
        try:
            if "form" not in (rows.fieldnames or ()):
                raise FormatError("no column 'form' in the first line", path, 1)
            numbered = (
                (row.get("id") or f"line {rows.line_num}", rows.line_num, row) for row in rows
            )
            for number, group in groupby(numbered, key=lambda one: one[0]):
                kept = list(group)
                forms = tuple(_form(row, path, line) for _, line, row in kept)
                yield Record(number, kept[0][2].get("type") or None, forms)
        except (csv.Error, UnicodeDecodeError) as error:
            raise FormatError(f"not a table ({error})", path, rows.line_num) from error


def _form(row: dict[str, str | None], path: Path, line: int) -> Written:
    origin = row.get("origin") or "list"
    if origin not in _ORIGINS:
        problem = f"origin {origin!r} is none of {', '.join(sorted(_ORIGINS))}"
        raise FormatError(problem, path, line)
    try:
        short, preferred, count = (
            int(row.get(name) or 0) for name in ("short", "preferred", "count")
        )
    except ValueError as error:
        raise FormatError(f"a number is expected ({error})", path, line) from error
    return Written(
        row["form"] or "", row.get("language") or "und", origin, bool(short), preferred, count,
        row.get("first_seen") or None, row.get("last_seen") or None,
    )  # fmt: skip
