"""Results in JSON Lines: appended whole, recovered after a kill, merged across machines.

Beside ``results.jsonl`` lies ``results.hypotheses.jsonl``: a line for each set of translations, by
its hash, so that equal ones are there once and results stay small enough to be read and committed.
A line that a kill has cut off in the middle is the last one; it is not read, and taken off before
the next is written.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mtkit.bench.records import Record, digest, order_of
from mtkit.errors import FormatError
from mtkit.io import atomic_file

_log = logging.getLogger(__name__)

Hypotheses = Mapping[str, Sequence[str]]


class ResultStore:
    """Results and translations at a path; neither file need be there yet.

    Args:
        path: Of the results.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.hypotheses_path = path.with_name(f"{path.stem}.hypotheses.jsonl")

    def records(self) -> list[Record]:
        """Return the results in the order in which they were written; the later of two of a cell.

        Raises:
            FormatError: A line other than the last is broken.
        """
        return latest(self._read())

    def _read(self) -> Iterator[Record]:
        for number, table in _lines(self.path):
            try:
                yield Record.from_dict(table)
            except FormatError as error:
                raise FormatError(error.problem, self.path, number) from None

    def hypotheses(self) -> dict[str, tuple[str, ...]]:
        """Return hash → translations; those that do not fit their hash are left out."""
        found = {}
        for number, table in _lines(self.hypotheses_path):
            texts = tuple(map(str, table.get("texts", ())))
            if digest(texts) == table.get("sha256"):
                found[table["sha256"]] = texts
            else:
                _log.warning(
                    "%s:%d: not what its hash says; left out", self.hypotheses_path, number
                )
        return found

    def append(self, record: Record, hypotheses: Sequence[str]) -> None:
        """Add a result: first the translations, so that no result is without."""
        if record.hypotheses not in self.hypotheses():
            _append(self.hypotheses_path, {"sha256": record.hypotheses, "texts": list(hypotheses)})
        _append(self.path, record.to_dict())

    def write(self, records: Iterable[Record], hypotheses: Hypotheses) -> None:
        """Replace both files; translations that no result needs are left out."""
        kept = sorted(records, key=order_of)
        needed = sorted({record.hypotheses for record in kept} & hypotheses.keys())
        with atomic_file(self.hypotheses_path) as file:
            for sha in needed:
                file.write(_line({"sha256": sha, "texts": list(hypotheses[sha])}))
        with atomic_file(self.path) as file:
            for record in kept:
                file.write(_line(record.to_dict()))


def merge(stores: Iterable[ResultStore], into: ResultStore) -> list[Record]:
    """Write the results of all stores into one, and return them.

    A cell that several machines have measured is kept of each; of two results of one cell on one
    machine, the later.  So the order of stores does not matter, nor does merging twice.

    Raises:
        FormatError: A store is missing or broken.
    """
    records, hypotheses = read_all(stores)
    into.write(records, hypotheses)
    return sorted(records, key=order_of)


def read_all(stores: Iterable[ResultStore]) -> tuple[list[Record], dict[str, tuple[str, ...]]]:
    """Return the results of all stores, as `merge` would keep them, and their translations.

    Raises:
        FormatError: A store is missing or broken.
    """
    records: list[Record] = []
    hypotheses: dict[str, tuple[str, ...]] = {}
    for store in stores:
        if not store.path.is_file():
            raise FormatError("there is no such file", store.path)
        records += store.records()
        hypotheses |= store.hypotheses()
    return latest(records), hypotheses


def latest(records: Iterable[Record]) -> list[Record]:
    """Return of the results of one cell on one machine the latest, of others all."""
    found: dict[tuple[str, str], Record] = {}
    for record in records:
        other = found.get(record.identity)
        if other is None or _age(other) < _age(record):
            found[record.identity] = record
    return list(found.values())


def _age(record: Record) -> tuple[str, str]:
    return record.started, json.dumps(record.to_dict(), sort_keys=True)


# --- lines -------------------------------------------------------------------------------------


def _line(table: Mapping[str, Any]) -> bytes:
    return json.dumps(table, ensure_ascii=False).encode("utf-8") + b"\n"


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number and content of each line; one without its end, at the end, is not there."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.endswith(b"\n"):
                _log.warning("%s:%d: cut off in the middle; left out", path, number)
                return
            try:
                table = json.loads(line)
            except ValueError as error:
                raise FormatError(f"not JSON ({error})", path, number) from None
            if not isinstance(table, dict):
                raise FormatError("not a JSON object", path, number)
            yield number, table


def _append(path: Path, table: Mapping[str, Any]) -> None:
    """Add a line in one write, and see to it that it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        whole = _whole(path)
        if whole < file.tell():
            file.truncate(whole)
        file.write(_line(table))
        file.flush()
        os.fsync(file.fileno())


def _whole(path: Path) -> int:
    """Return how many bytes of the file are whole lines."""
    data = path.read_bytes()
    return data.rfind(b"\n") + 1
