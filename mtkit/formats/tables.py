"""CSV and TSV: the cells of named columns are translated; no other byte changes.

CSV is RFC 4180 with any delimiter.  TSV is found with and without quotes in the wild: a cell counts
as quoted when its quotes begin and end it, and never holds a tab or a line break, so that a cell
which begins with a quotation does not swallow the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TextIO

from mtkit.errors import FormatError
from mtkit.formats.base import FormatOptions
from mtkit.formats.encodings import TextFormat
from mtkit.formats.records import Fields, Place, Record, untouched
from mtkit.types import Document

_DELIMITERS = (",", ";", "\t", "|")
_LONGEST_ROW = 1 << 26
_BREAKS = re.compile(r"[\t\r\n]+")


@dataclass(frozen=True, slots=True)
class _Dialect:
    """How cells are told apart: delimiter, and whether quotes may hold line breaks (as in CSV)."""

    delimiter: str
    multiline: bool


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    start: int
    stop: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class _Row:
    raw: str
    cells: tuple[_Cell, ...]
    line: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is done with each row.

    Args:
        dialect: How it is cut into cells.
        width: Cells that it must have.
        columns: Cell to translate → cell for the translation; None adds one at the end.
    """

    dialect: _Dialect
    width: int
    columns: dict[int, int | None]


def read_csv(text: TextIO, *, name: str, options: FormatOptions) -> Iterator[Document]:
    """Yield the header, then a document for each row, named by its line (``table.csv:2``)."""
    delimiters = (options.delimiter,) if options.delimiter else _DELIMITERS
    dialects = [_Dialect(delimiter, multiline=True) for delimiter in delimiters]
    return _read(text, dialects, name, options)


def read_tsv(text: TextIO, *, name: str, options: FormatOptions) -> Iterator[Document]:
    """Yield the header, then a document for each row, named by its line (``table.tsv:2``)."""
    return _read(text, [_Dialect("\t", multiline=False)], name, options)


def _read(
    text: TextIO, dialects: Sequence[_Dialect], name: str, options: FormatOptions
) -> Iterator[Document]:
    header = next(text, "")
    dialect, names = _find_header(header, dialects, name, options)
    targets = {column: options.target(column) for column in options.columns}
    at = {column: place for place, column in reversed(list(enumerate(names)))}
    plan = _Plan(
        dialect,
        width=1 + max(i for column, i in at.items() if column in {*targets, *targets.values()}),
        columns={at[column]: at.get(target or column) for column, target in targets.items()},
    )
    added = [target for target in targets.values() if target and target not in at]
    write = partial(_encode, dialect=dialect, quoted=header.startswith('"'))
    cells = (dialect.delimiter + write(target) for target in added)
    body = header.rstrip("\r\n")
    yield untouched(body + "".join(cells) + header[len(body) :], f"{name}:1")
    for row in _rows(text, dialect, name):
        place = f"{name}:{row.line}"
        if len(row.cells) >= plan.width:
            yield _record(row, place, plan, options)
        elif not row.raw.strip() or options.missing == "keep":
            yield untouched(row.raw, place)
        else:
            problem = f"{len(row.cells)} cells where the header has {len(names)}"
            raise FormatError(problem, name, row.line)


def _find_header(
    header: str, dialects: Sequence[_Dialect], name: str, options: FormatOptions
) -> tuple[_Dialect, list[str]]:
    """Return the dialect under which the wanted columns are in the header, and all its columns."""
    found = []
    for dialect in dialects:
        row = next(_rows(iter([header]), dialect, name, first=1), None)
        names = [cell.text for cell in row.cells] if row else []
        if all(column in names for column in options.columns):
            return dialect, names
        found.append(names)
    likely = max(found, key=len)
    lost = next(column for column in options.columns if column not in likely)
    raise FormatError(
        f"no column {lost!r} in the header (columns: {', '.join(likely)})",
        name,
        1,
    )


def _record(row: _Row, name: str, plan: _Plan, options: FormatOptions) -> Document:
    fields = Fields(name, options)
    places: dict[int, Place] = {}
    added: list[str | Place] = []
    for column in sorted(plan.columns):
        cell = row.cells[column]
        value = fields.add(cell.text)
        target = plan.columns[column]
        if target is None:
            encode = partial(_encode, dialect=plan.dialect, quoted=cell.quoted)
            added += [plan.dialect.delimiter, Place(value, encode)]
        else:
            old = row.cells[target]
            encode = partial(_encode, dialect=plan.dialect, quoted=old.quoted)
            raw = row.raw[old.start : old.stop] if target == column else None
            places[target] = Place(value, encode, raw)
    parts: list[str | Place] = []
    done = 0
    for target in sorted(places):
        parts += [row.raw[done : row.cells[target].start], places[target]]
        done = row.cells[target].stop
    end = row.cells[-1].stop
    return fields.document(Record((*parts, row.raw[done:end], *added, row.raw[end:])))


def _rows(lines: Iterator[str], dialect: _Dialect, name: str, *, first: int = 2) -> Iterator[_Row]:
    """Cut `lines`, of which the first has the number `first`, into rows of cells."""
    number = first - 1
    for raw in lines:
        number += 1
        line = number
        cells: list[_Cell] = []
        start = 0
        while start >= 0:
            if dialect.multiline and raw.startswith('"', start):
                closing = _closing(raw, start + 1)
                while closing < 0:
                    more = next(lines, None)
                    if more is None or len(raw) > _LONGEST_ROW:
                        raise FormatError("a quoted cell begins here and does not end", name, line)
                    seen = len(raw)
                    raw += more
                    number += 1
                    closing = _closing(raw, seen)
                stop = raw.find(dialect.delimiter, closing)
            else:
                stop = raw.find(dialect.delimiter, start)
            following = stop + 1 if stop >= 0 else -1
            if stop < 0:
                stop = len(raw.rstrip("\r\n"))
            cells.append(_cell(raw, start, stop, dialect))
            start = following
        yield _Row(raw, tuple(cells), line)


def _closing(raw: str, start: int) -> int:
    """Return the place of the quote that ends a cell, looked for from `start`; -1 if not there."""
    while (place := raw.find('"', start)) >= 0:
        if not raw.startswith('""', place):
            return place
        start = place + 2
    return -1


def _cell(raw: str, start: int, stop: int, dialect: _Dialect) -> _Cell:
    written = raw[start:stop]
    closing = _closing(written, 1) if written.startswith('"') else -1
    if closing < 0 or (not dialect.multiline and closing < len(written) - 1):
        return _Cell(written, start, stop, quoted=False)
    text = written[1:closing].replace('""', '"') + written[closing + 1 :]
    return _Cell(text, start, stop, quoted=True)


def _encode(text: str, *, dialect: _Dialect, quoted: bool) -> str:
    if not dialect.multiline:
        text = _BREAKS.sub(" ", text)
    special = any(char in text for char in (dialect.delimiter, '"', "\r", "\n"))
    if quoted or (dialect.multiline and special):
        return '"' + text.replace('"', '""') + '"'
    return text


CSV = TextFormat(read_csv)
TSV = TextFormat(read_tsv)
