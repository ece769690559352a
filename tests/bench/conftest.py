"""Results that were never measured, to see what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from mtkit.bench.cells import Cell, text_digest
from mtkit.bench.machine import Machine
from mtkit.bench.measure import Measurement, Speed
from mtkit.bench.records import Quality, Record, digest
from mtkit.evaluation import ReferenceSet

MakeRecord = Callable[..., Record]


def _record(
    model: str = "one",
    *,
    key: str | None = None,
    machine: str = "aaaa0000",
    started: str = "2026-01-02T03:04:05+00:00",
    hypotheses: Sequence[str] = (),
    references: ReferenceSet | None = None,
    chrf: float = 50.0,
    speed: float = 10.0,
    limit: int = 0,
    set: str = "newsdesk/dev-pairs",
    direction: tuple[str, str] = ("en", "ar"),
    others: float = 0.0,
    findings: Sequence[dict[str, Any]] = (),
) -> Record:
    sentences = 20
    return Record(
        key=key or f"key-{model}",
        cell=Cell(model, set, *direction, "ctranslate2", "int8", 4, limit),
        model_sha256="0" * 64,
        text_sha256=text_digest(references) if references else "1" * 64,
        segments=len(references) if references else 422,
        threads=(2, 1),
        versions={"python": "3.11.7", "mtkit": "0.1.0", "ctranslate2": "4.8.5"},
        machine=Machine(machine, "Some CPU", 2, 8 * 2**30, "Linux x86_64"),
        started=started,
        measurement=Measurement(
            load_seconds=0.5,
            first_seconds=0.25,
            decode=Speed((1.0, 2.0, 3.0), sentences, 400, 1.5),
            end_to_end=Speed((sentences / speed,), sentences),
            peak_memory=123_000_000,
            others=others,
        ),
        disk=45_000_000,
        scores=(
            Quality("chrf", chrf, chrf - 1, chrf + 1, "nrefs:1"),
            Quality("bleu", 20.0, 19.0, 21.0, "nrefs:1"),
        ),
        findings=tuple(findings),
        hypotheses=digest(hypotheses),
    )


@pytest.fixture(scope="session")
def make_record() -> MakeRecord:
    """Return a function that makes a result, of some system unless it is told more."""
    return _record
