"""Sentence pairs out of tables, records, translation memories and line-aligned files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Literal

from mtkit.bitext.tmx import read_tmx
from mtkit.errors import CorpusError, FormatError, MissingExtraError

BitextFormat = Literal["tsv", "jsonl", "tmx", "parquet", "lines"]

_SUFFIXES: dict[str, BitextFormat] = {
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".tmx": "tmx",
    ".parquet": "parquet",
}

Row = tuple[str, str]


def guess_format(path: Path) -> BitextFormat:
    """Return the format by suffix; what has no known one is a folder or stem of line-aligned files.

    ``news.tsv.gz`` and the like are not opened: decompress them first.
    """
    return _SUFFIXES.get(path.suffix.lower(), "lines")


def read_bitext(
    path: Path,
    languages: Sequence[str],
    *,
    format: BitextFormat | None = None,
    columns: Sequence[str] = (),
) -> Iterator[tuple[str, str]]:
    """Yield the sentence pairs of a file, in file order, as they are written.

    Args:
        path: File, folder with one file a language, or the common stem of two files.
        languages: BCP 47 codes of the two sides.
        format: None goes by the suffix.
        columns: What holds the two sides: 0-based column numbers (tsv), field or column names
            (jsonl, parquet), language tags (tmx), file names or endings (lines).  Empty: columns 0
            and 1, fields and tags named by language code, ``en.txt`` and ``ar.txt``.

    Raises:
        CorpusError: A file is missing, or two line-aligned files differ in length.
        FormatError: A line that is no record of this format, or lacks a column or a side.
        MissingExtraError: It is Parquet and the packages for it are not installed.
    """
    return _READERS[format or guess_format(path)](path, tuple(columns), languages)


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        try:
            for line in file:
                yield line.rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise FormatError("not UTF-8 text; convert it first", path) from error


def _tsv(path: Path, columns: tuple[str, ...], languages: Sequence[str]) -> Iterator[Row]:
    columns = columns or ("0", "1")
    if not all(column.isdecimal() for column in columns):
        raise FormatError(f"columns of a TSV file are numbers from 0, not {columns}", path)
    first, second = (int(column) for column in columns)
    for number, line in enumerate(_lines(path), 1):
        cells = line.split("\t")
        if len(cells) <= max(first, second):
            problem = f"{len(cells)} columns, column {max(first, second)} is asked for"
            raise FormatError(problem, path, number)
        yield _both(cells[first], cells[second], path, number)


def _jsonl(path: Path, columns: tuple[str, ...], languages: Sequence[str]) -> Iterator[Row]:
    first, second = columns or languages
    for number, line in enumerate(_lines(path), 1):
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise FormatError(f"not a JSON record: {error.msg}", path, number) from error
        if not isinstance(record, dict) or not {first, second} <= record.keys():
            raise FormatError(f"no fields {first!r} and {second!r}", path, number)
        yield _both(str(record[first]), str(record[second]), path, number)


def _line_aligned(path: Path, columns: tuple[str, ...], languages: Sequence[str]) -> Iterator[Row]:
    names = columns or tuple(f"{language}.txt" for language in languages)
    if path.is_dir():
        paths = [path / name for name in names]
    else:
        paths = [path.with_name(f"{path.name}.{name}") for name in names]
    for side in paths:
        if not side.is_file():
            raise CorpusError(f"{side}: there is no such file")
    for number, (first, second) in enumerate(zip_longest(*map(_lines, paths)), 1):
        if first is None or second is None:
            short, other = paths if first is None else reversed(paths)
            raise CorpusError(
                f"{short}: ends at line {number - 1} while {other.name} goes on; "
                "line-aligned files must be of equal length"
            )
        if first.strip() or second.strip():
            yield _both(first, second, paths[0], number)


def _parquet(path: Path, columns: tuple[str, ...], languages: Sequence[str]) -> Iterator[Row]:
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtraError("reading Parquet", "tables") from error
    first, second = columns or languages
    table = pyarrow.parquet.ParquetFile(path)
    if not {first, second} <= set(table.schema_arrow.names):
        known = ", ".join(table.schema_arrow.names)
        raise FormatError(f"no columns {first!r} and {second!r}; it has {known}", path)
    number = 0
    for batch in table.iter_batches(columns=[first, second]):
        for row in batch.to_pylist():
            number += 1
            yield _both(str(row[first] or ""), str(row[second] or ""), path, number)


def _tmx(path: Path, columns: tuple[str, ...], languages: Sequence[str]) -> Iterator[Row]:
    first, second = columns or languages
    return read_tmx(path, first, second)


def _both(first: str, second: str, path: Path, number: int) -> Row:
    if not first.strip() or not second.strip():
        raise FormatError("an empty side; take the pair out or write it", path, number)
    return first, second


_READERS: dict[BitextFormat, Callable[[Path, tuple[str, ...], Sequence[str]], Iterator[Row]]] = {
    "tsv": _tsv,
    "jsonl": _jsonl,
    "lines": _line_aligned,
    "parquet": _parquet,
    "tmx": _tmx,
}
