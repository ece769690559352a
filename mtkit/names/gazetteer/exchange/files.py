"""What the formats share: lines of JSON, languages and types that others name otherwise."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from mtkit.errors import FormatError


def open_text(path: Path) -> IO[str]:
    """Open a UTF-8 file, gzipped where its suffix says so."""
    if path.suffix == ".gz":
        return cast("IO[str]", gzip.open(path, "rt", encoding="utf-8-sig", newline=""))
    return path.open(encoding="utf-8-sig", newline="")


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a JSON Lines file with their line numbers.

    Raises:
        FormatError: A line that is no JSON object.
    """
    number = 0
    try:
        with open_text(path) as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                value = json.loads(line)
                if not isinstance(value, dict):
                    raise FormatError("a JSON object is expected on each line", path, number)
                yield number, value
    except (ValueError, EOFError, gzip.BadGzipFile) as error:
        raise FormatError(f"no JSON Lines ({error})", path, number) from error


def json_line(value: object) -> bytes:
    """Return a value as a line of JSON, Arabic as Arabic."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8") + b"\n"
