"""The result of a cell: what was measured, on what, with what, and how good it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from mtkit.bench.cells import Cell
from mtkit.bench.machine import Machine
from mtkit.bench.measure import Measurement
from mtkit.errors import FormatError

FORMAT = 1
"""Raised when a record of before can no longer be read."""

_QUIET = 0.1  # share of the cores that others may take without being felt


@dataclass(frozen=True, slots=True)
class Quality:
    """A score with its interval, and how it was made."""

    metric: str
    value: float
    low: float
    high: float
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A cell that was measured.

    Args:
        key: Hash of all that decides the result but the machine (see `mtkit.bench.cells.Task`).
        cell: What was measured.
        model_sha256: Of the model's files.
        text_sha256: Of sources and references.
        segments: How many.
        threads: Batches decoded side by side, threads of each.
        versions: Package → version.
        machine: What it was measured on.
        started: When, UTC, ISO 8601.
        measurement: Times and memory, without the hypotheses.
        disk: Bytes of the model as the engine reads it.
        scores: Of the hypotheses.
        findings: What the gates said of them, as `mtkit.evaluation` writes findings.
        hypotheses: Hash by which they are found in the store.
    """

    key: str
    cell: Cell
    model_sha256: str
    text_sha256: str
    segments: int
    threads: tuple[int, int]
    versions: Mapping[str, str]
    machine: Machine
    started: str
    measurement: Measurement
    disk: int
    scores: tuple[Quality, ...]
    findings: tuple[Mapping[str, Any], ...]
    hypotheses: str

    @property
    def identity(self) -> tuple[str, str]:
        """Cell and machine: of two records with one identity, the later counts."""
        return self.key, self.machine.id

    @property
    def broken(self) -> bool:
        """Whether the gates say that the scores are not ones of a translation of this set."""
        return any(finding["severity"] == "error" for finding in self.findings)

    @property
    def busy(self) -> bool:
        """Whether other processes wanted the cores, so that speed is no measure."""
        others = self.measurement.others
        return others is not None and others > _QUIET * self.machine.cores

    def score(self, metric: str) -> Quality | None:
        """Return one score; None if that metric was not computed."""
        return next((score for score in self.scores if score.metric == metric), None)

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        lean = replace(self, measurement=replace(self.measurement, hypotheses=()))
        table = asdict(lean)
        del table["measurement"]["hypotheses"]
        return {"format": FORMAT, **table}

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> Record:
        """Read what `to_dict` wrote.

        Raises:
            FormatError: It is something else, or of a later mtkit.
        """
        values = dict(table)
        if (format := values.pop("format", None)) != FORMAT:
            raise FormatError(f"format {format!r}; this mtkit reads {FORMAT}")
        try:
            return cls(
                **{
                    **values,
                    "cell": Cell(**values["cell"]),
                    "threads": tuple(values["threads"]),
                    "machine": Machine(**values["machine"]),
                    "measurement": Measurement.from_dict(values["measurement"]),
                    "scores": tuple(Quality(**score) for score in values["scores"]),
                    "findings": tuple(values["findings"]),
                }
            )
        except (KeyError, TypeError) as error:
            raise FormatError(f"no result of mtkit bench ({error})") from None


def order_of(record: Record) -> tuple[Any, ...]:
    """Return what records are sorted by: set, direction, system, machine, time."""
    cell = record.cell
    return (
        cell.set,
        cell.direction,
        cell.model,
        cell.engine,
        cell.compute_type,
        cell.beam_size,
        cell.limit,
        record.machine.id,
        record.key,
        record.started,
    )


def digest(hypotheses: Sequence[str]) -> str:
    """Return the hash by which hypotheses are stored."""
    return hashlib.sha256(json.dumps(list(hypotheses), ensure_ascii=False).encode()).hexdigest()
