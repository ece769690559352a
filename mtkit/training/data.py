"""Reading sentence pairs from where they lie: tables, lines, records."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar

from mtkit.errors import CorpusError, FormatError, MissingExtraError
from mtkit.training.recipe import CorpusSpec

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences that mean the same.

    Args:
        texts: One a language, in the recipe's order.
        corpus: Id of the corpus.
        weight: How often a pass reads it.
    """

    texts: tuple[str, str]
    corpus: str
    weight: float = 1.0


def read_corpus(spec: CorpusSpec, languages: Sequence[str]) -> Iterator[Pair]:
    """Yield the pairs of a corpus, in file order, as they are written.

    Raises:
        CorpusError: A file is missing, or two line-aligned files differ in length.
        FormatError: A line that is no record of this format, or lacks a column or a side.
    """
    if not spec.path.exists():
        raise CorpusError(f"{spec.path}: corpus {spec.id!r} is not there")
    if spec.format == "forms":
        yield from _weighted(spec)
        return
    rows = _READERS[spec.format](spec, languages)
    if spec.limit:
        rows = spread(list(rows), spec.limit)
    for first, second in rows:
        yield Pair((first, second), spec.id, spec.weight)


def at_hand(spec: CorpusSpec) -> bool:
    """Tell whether the corpus is to be read: it is there, or must be."""
    return spec.path.exists() or not spec.optional


def spread(rows: Sequence[T], limit: int) -> Iterator[T]:
    """Yield at most `limit` rows, evenly spread."""
    count = min(limit, len(rows))
    return (rows[i * len(rows) // count] for i in range(count))


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        try:
            for line in file:
                yield line.rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise FormatError("not UTF-8 text; convert it first", path) from error


def _tsv(spec: CorpusSpec, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    for number, (first, second) in enumerate(_cells(spec), 1):
        yield _both(first, second, spec.path, number)


def _weighted(spec: CorpusSpec) -> Iterator[Pair]:
    from mtkit.training.forms import weigh

    rows = []
    for number, cells in enumerate(_cells(spec), 1):
        _both(cells[0], cells[1], spec.path, number)
        if not all(count.isdecimal() for count in cells[2:]):
            raise FormatError(f"{cells[2]!r} is no count", spec.path, number)
        rows.append((cells[0], cells[1], int(cells[2]) if len(cells) > 2 else 1))
    weighed = list(weigh(rows))
    for first, second, weight in spread(weighed, spec.limit or len(weighed)):
        yield Pair((first, second), spec.id, spec.weight * weight)


def _cells(spec: CorpusSpec) -> Iterator[list[str]]:
    """Yield the asked-for cells of every line of a TSV file."""
    columns = spec.columns or ("0", "1")
    if not all(column.isdecimal() for column in columns):
        raise FormatError(f"columns of a TSV file are numbers from 0, not {columns}", spec.path)
    wanted = [int(column) for column in columns]
    for number, line in enumerate(_lines(spec.path), 1):
        cells = line.split("\t")
        if len(cells) <= max(wanted):
            problem = f"{len(cells)} columns, column {max(wanted)} is asked for"
            raise FormatError(problem, spec.path, number)
        yield [cells[column] for column in wanted]


def _jsonl(spec: CorpusSpec, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    first, second = spec.columns or languages
    for number, line in enumerate(_lines(spec.path), 1):
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise FormatError(f"not a JSON record: {error.msg}", spec.path, number) from error
        if not isinstance(record, dict) or not {first, second} <= record.keys():
            raise FormatError(f"no fields {first!r} and {second!r}", spec.path, number)
        yield _both(str(record[first]), str(record[second]), spec.path, number)


def _line_aligned(spec: CorpusSpec, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    names = spec.columns or tuple(f"{language}.txt" for language in languages)
    if spec.path.is_dir():
        paths = [spec.path / name for name in names]
    else:
        paths = [spec.path.with_name(f"{spec.path.name}.{name}") for name in names]
    for path in paths:
        if not path.is_file():
            raise CorpusError(f"{path}: corpus {spec.id!r} is not there")
    for number, (first, second) in enumerate(zip_longest(*map(_lines, paths)), 1):
        if first is None or second is None:
            short, other = paths if first is None else reversed(paths)
            raise CorpusError(
                f"{short}: ends at line {number - 1} while {other.name} goes on; "
                "line-aligned files must be of equal length"
            )
        if first.strip() or second.strip():
            yield _both(first, second, paths[0], number)


def _parquet(spec: CorpusSpec, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    try:
        import datasets
    except ImportError as error:
        raise MissingExtraError("reading Parquet", "tables") from error
    first, second = spec.columns or languages
    table = datasets.load_dataset("parquet", data_files=str(spec.path), split="train")
    if not {first, second} <= set(table.column_names):
        known = ", ".join(table.column_names)
        raise FormatError(f"no columns {first!r} and {second!r}; it has {known}", spec.path)
    for number, row in enumerate(table, 1):
        yield _both(str(row[first]), str(row[second]), spec.path, number)


def _both(first: str, second: str, path: Path, number: int) -> tuple[str, str]:
    if not first.strip() or not second.strip():
        raise FormatError("an empty side; take the pair out or write it", path, number)
    return first, second


_READERS: dict[str, Callable[[CorpusSpec, Sequence[str]], Iterator[tuple[str, str]]]] = {
    "tsv": _tsv,
    "jsonl": _jsonl,
    "lines": _line_aligned,
    "parquet": _parquet,
}
