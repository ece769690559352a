"""The formats by name and suffix, and a whole file in or out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from mtkit.errors import FormatError
from mtkit.io import atomic_file, sha256
from mtkit.names.gazetteer.add import Added
from mtkit.names.gazetteer.exchange.items import Item
from mtkit.names.gazetteer.gazetteer import Gazetteer
from mtkit.registry import Registry

Writer = Callable[[Iterable[Item], BinaryIO], int]
"""Writes items, returns how many entries it wrote."""

Reader = Callable[[Path], Iterator[Item]]
"""Yields the items of a file."""

_HERE = "mtkit.names.gazetteer.exchange"

EXPORTS: Registry[Writer] = Registry(
    "export format",
    {
        "jsonl": f"{_HERE}.jsonl:write",
        "csv": f"{_HERE}.tables:write_csv",
        "tsv": f"{_HERE}.tables:write_tsv",
        "tbx": f"{_HERE}.tbx:write",
        "skos": f"{_HERE}.skos:write",
        "spacy": f"{_HERE}.spacy:write",
        "ftm": f"{_HERE}.ftm:write",
        "quickstatements": f"{_HERE}.quickstatements:write",
    },
)

IMPORTS: Registry[Reader] = Registry(
    "import format",
    {
        "jsonl": f"{_HERE}.jsonl:read",
        "csv": f"{_HERE}.tables:read_csv",
        "tsv": f"{_HERE}.tables:read_tsv",
        "tbx": f"{_HERE}.tbx:read",
        "skos": f"{_HERE}.skos:read",
        "spacy": f"{_HERE}.spacy:read",
        "ftm": f"{_HERE}.ftm:read",
    },
)

_SUFFIXES = {
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tbx": "tbx",
    ".ttl": "skos",
    ".qs": "quickstatements",
}


def guess(path: Path) -> str:
    """Return the format of a file: by its suffix and, of JSON lines that exist, by the first one.

    Raises:
        FormatError: The suffix is none of the known ones.
    """
    suffixes = [suffix for suffix in path.suffixes if suffix != ".gz"]
    name = _SUFFIXES.get(suffixes[-1].lower() if suffixes else "")
    if name is None:
        raise FormatError(f"no format has this suffix; give one of {', '.join(EXPORTS)}", path)
    return _dialect(path) if name == "jsonl" and path.suffix != ".gz" and path.is_file() else name


def export_file(
    gazetteer: Gazetteer, path: Path, *, format: str | None = None, evidence: bool = True
) -> int:
    """Write a gazetteer to a file, whole or not at all; return how many entries were written.

    Args:
        gazetteer: What to write.
        path: Where to.
        format: One of `EXPORTS`; None goes by the suffix.
        evidence: Write documents and places too, where the format has them.

    Raises:
        FormatError: No format has the suffix.
        UnknownEntryError: There is no such format.
    """
    write = EXPORTS.get(format or guess(path))
    with atomic_file(path) as out:
        return write(gazetteer.items(evidence=evidence), out)


def import_file(gazetteer: Gazetteer, path: Path, *, format: str | None = None) -> Added:
    """Add all that a file holds; the same file again changes nothing.

    Args:
        gazetteer: Where to.
        path: What to read.
        format: One of `IMPORTS`; None goes by suffix and content.

    Raises:
        FormatError: The file is not of the format, or no format has the suffix.
        UnknownEntryError: There is no such format.
        MissingExtraError: The format needs packages that are not installed.
    """
    read = IMPORTS.get(format or guess(path))
    return gazetteer.add_items(read(path), digest=bytes.fromhex(sha256(path)), name=path.name)


def _dialect(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        line = file.readline()
    try:
        first = json.loads(line)
    except ValueError:
        return "jsonl"
    if isinstance(first, dict) and "pattern" in first:
        return "spacy"
    return "ftm" if isinstance(first, dict) and "schema" in first else "jsonl"
