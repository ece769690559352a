"""Sentence pairs into a file, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from mtkit.bitext.reading import BitextFormat, guess_format
from mtkit.bitext.tmx import write_tmx
from mtkit.errors import FormatError
from mtkit.io import atomic_file


def write_bitext(
    path: Path,
    pairs: Iterable[tuple[str, str]],
    languages: Sequence[str],
    *,
    format: BitextFormat | None = None,
) -> int:
    """Write sentence pairs and return how many.

    Args:
        path: Replaced if it is there.
        pairs: (source, target).
        languages: BCP 47 codes of the two sides.
        format: ``"tsv"``, ``"jsonl"`` or ``"tmx"``; None goes by the suffix.

    Raises:
        FormatError: A format that mtkit reads but does not write.
    """
    format = format or guess_format(path)
    if format not in ("tsv", "jsonl", "tmx"):
        raise FormatError("written are .tsv, .jsonl and .tmx; name the file so", path)
    with atomic_file(path) as file:
        return write_pairs(file, pairs, languages, format=format)


def write_pairs(
    file: BinaryIO,
    pairs: Iterable[tuple[str, str]],
    languages: Sequence[str],
    *,
    format: BitextFormat,
) -> int:
    """Do the same into an open file, as UTF-8."""
    source, target = languages
    if format == "tmx":
        return write_tmx(file, pairs, source=source, target=target)
    count = 0
    for one, other in pairs:
        if format == "tsv":
            line = f"{_cell(one)}\t{_cell(other)}\n"
        else:
            line = json.dumps({source: one, target: other}, ensure_ascii=False) + "\n"
        file.write(line.encode())
        count += 1
    return count


def _cell(text: str) -> str:
    return " ".join(text.split())  # TSV has no way to write tabs and line ends
