"""What ``mtkit names mentions`` and ``mtkit names pairs`` do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

import typer

from mtkit.errors import ConfigError, FormatError
from mtkit.names.mentions import mentions, sharpen
from mtkit.names.pairs import pair_names

_FORMATS = ("tsv", "jsonl")


def list_mentions(file: Path, language: str, layout: str, pipeline: str | None) -> None:
    """Print the mentions of a text, document by document."""
    _write(_mention_rows(_lines(file), language, pipeline), layout)


def list_pairs(source: Path, target: Path | None, languages: tuple[str, str], layout: str) -> None:
    """Print the pairs of a bitext, document by document."""
    _write(_pair_rows(_bitext(source, target), languages), layout)


def _mention_rows(
    lines: list[str], language: str, pipeline: str | None
) -> Iterator[dict[str, Any]]:
    for numbers in _documents(lines):
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
    bitext: list[tuple[str, str]], languages: tuple[str, str]
) -> Iterator[dict[str, Any]]:
    sources, targets = [source for source, _ in bitext], [target for _, target in bitext]
    for numbers in _documents(sources):
        one = mentions([sources[n] for n in numbers], language=languages[0])
        other = mentions([targets[n] for n in numbers], language=languages[1])
        for number, here, there in zip(numbers, one, other, strict=True):
            for pair in pair_names(
                sources[number],
                targets[number],
                here,
                there,
                source_language=languages[0],
                target_language=languages[1],
            ):
                yield {
                    "line": number + 1,
                    "source": pair.source.form,
                    "source_start": pair.source.span.start,
                    "source_end": pair.source.span.end,
                    "target": pair.target.form,
                    "target_start": pair.target.span.start,
                    "target_end": pair.target.span.end,
                    "type": pair.source.type or pair.target.type,
                    "score": pair.score,
                    "means": pair.means,
                }


def _documents(lines: list[str]) -> Iterator[list[int]]:
    """Yield the numbers of the lines of each document: what stands between empty lines."""
    for filled, numbers in groupby(range(len(lines)), key=lambda n: bool(lines[n].strip())):
        if filled:
            yield list(numbers)


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise FormatError("is not UTF-8; convert it first", file) from None
    except OSError as error:
        raise FormatError(f"cannot be read ({error.strerror})", file) from None


def _bitext(source: Path, target: Path | None) -> list[tuple[str, str]]:
    sources = _lines(source)
    if target is not None:
        targets = _lines(target)
        if len(sources) != len(targets):
            raise FormatError(
                f"has {len(targets)} lines, {source} has {len(sources)}; align them first", target
            )
        return list(zip(sources, targets, strict=True))
    rows = [line.split("\t") if line.strip() else ["", ""] for line in sources]
    for number, row in enumerate(rows, 1):
        if len(row) != 2:
            raise FormatError("expected a sentence, a tab and its translation", source, number)
    return [(one, other) for one, other in rows]


def _write(rows: Iterable[dict[str, Any]], layout: str) -> None:
    if layout not in _FORMATS:
        raise ConfigError(f"no format {layout!r} (known: {', '.join(_FORMATS)})")
    head = False
    for row in rows:
        row["score"] = round(row["score"], 4)
        if layout == "jsonl":
            typer.echo(json.dumps(row, ensure_ascii=False))
            continue
        if not head:
            typer.echo("\t".join(row))
            head = True
        typer.echo("\t".join("" if value is None else str(value) for value in row.values()))
