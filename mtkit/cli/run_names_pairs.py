"""What ``mtkit names mentions`` and ``mtkit names pairs`` do."""

from __future__ import annotations

import json as _json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from itertools import groupby, islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from mtkit.bitext import read_bitext
from mtkit.errors import ConfigError, CorpusError, FormatError
from mtkit.io import atomic_file
from mtkit.names.mentions import mentions, sharpen
from mtkit.names.pair_evidence import Both
from mtkit.names.pairs import pair_all

_DOCUMENT = 100  # sentence pairs that are one document where nothing tells

Numbered = tuple[int, str, str]
"""Number of a sentence pair, from 1; the sentence; its translation."""

_MENTION = ("line", "start", "end", "form", "type", "score", "full")
_PAIR = (
    "line", "source", "source_start", "source_end", "target", "target_start", "target_end", "type",
    "score", "means",
)  # fmt: skip


def list_mentions(
    file: Path, language: str, *, pipeline: str | None, output: Path | None, json: bool
) -> None:
    """Write the mentions of a text, document by document."""
    _write(_mention_rows(_lines(file), language, pipeline), _MENTION, output, json=json)


def list_pairs(
    paths: Sequence[Path], languages: tuple[str, str], *, output: Path | None, json: bool
) -> None:
    """Write the pairs of a bitext, document by document."""
    _write(_pair_rows(_documents(paths, languages), languages), _PAIR, output, json=json)


def _mention_rows(
    lines: Sequence[str], language: str, pipeline: str | None
) -> Iterator[dict[str, Any]]:
    for numbers in _filled(lines):
        sentences = [lines[number] for number in numbers]
        found = mentions(sentences, language=language)
        if pipeline:
            found = sharpen(sentences, found, nlp=pipeline)
        for number, row in zip(numbers, found, strict=True):
            for name in row:
                fields = asdict(name)
                span = fields.pop("span")
                yield {"line": number + 1, "start": span["start"], "end": span["end"], **fields}


def _pair_rows(
    documents: Iterable[Sequence[Numbered]], languages: tuple[str, str]
) -> Iterator[dict[str, Any]]:
    for document in documents:
        sides = [source for _, source, _ in document], [target for _, _, target in document]
        found = [mentions(side, language=code) for side, code in zip(sides, languages, strict=True)]
        named = pair_all(
            map(Both, *sides, *found), source_language=languages[0], target_language=languages[1]
        )
        for (number, _, _), pairs in zip(document, named, strict=True):
            for pair in pairs:
                one, other = pair.source, pair.target
                values = (
                    number, one.form, one.span.start, one.span.end, other.form, other.span.start,
                    other.span.end, one.type or other.type, pair.score, pair.means,
                )  # fmt: skip
                yield dict(zip(_PAIR, values, strict=True))


def _documents(paths: Sequence[Path], languages: tuple[str, str]) -> Iterator[list[Numbered]]:
    """Yield the documents of a bitext in one file or in two."""
    if len(paths) == 2:
        yield from _line_aligned(*paths)
    elif len(paths) == 1:
        rows = enumerate(read_bitext(paths[0], languages), 1)
        while part := list(islice(rows, _DOCUMENT)):
            yield [(number, source, target) for number, (source, target) in part]
    else:
        raise ConfigError(f"{len(paths)} files were given; one bitext or two texts are paired")


def _line_aligned(first: Path, second: Path) -> Iterator[list[Numbered]]:
    sources, targets = _lines(first), _lines(second)
    if len(sources) != len(targets):
        raise CorpusError(
            f"{second} has {len(targets)} lines, {first} has {len(sources)}; align them first "
            "(mtkit align sentences)"
        )
    for numbers in _filled(sources):
        yield [(number + 1, sources[number], targets[number]) for number in numbers]


def _filled(lines: Sequence[str]) -> Iterator[list[int]]:
    """Yield the numbers, from 0, of the lines of each document: what stands between empty ones."""
    for filled, numbers in groupby(range(len(lines)), key=lambda n: bool(lines[n].strip())):
        if filled:
            yield list(numbers)


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise FormatError("is not UTF-8; convert it first", file) from None


def _write(
    rows: Iterable[dict[str, Any]], columns: Sequence[str], output: Path | None, *, json: bool
) -> None:
    with atomic_file(output) if output else nullcontext(sys.stdout.buffer) as file:
        write = cast(BinaryIO, file).write
        if not json:
            write(("\t".join(columns) + "\n").encode())
        for row in rows:
            row["score"] = round(row["score"], 4)
            if json:
                write((_json.dumps(row, ensure_ascii=False) + "\n").encode())
            else:
                cells = ("" if row[column] is None else str(row[column]) for column in columns)
                write(("\t".join(cells) + "\n").encode())
