"""What a gate has to say: something that makes a score mean less than it seems to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a file, a system or the references.

    Args:
        code: Reason code (``"shifted"``, ``"copied"``, ``"bom"``).
        severity: ``"error"`` where the score is not one of the system; ``"warning"`` where it still
            is, but less surely.
        message: What was found, where and how much of it, without a full stop.
        advice: What was done about it or what to do.
        system: Name of the system; None for references and sources.
        segments: 0-based numbers of the segments concerned; empty when all are.
    """

    code: str
    severity: Severity
    message: str
    advice: str
    system: str | None = None
    segments: tuple[int, ...] = ()

    def __str__(self) -> str:
        who = f"{self.system}: " if self.system else ""
        return f"{who}{self.message} ({self.code}): {self.advice}"

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "advice": self.advice,
            "system": self.system,
            "segments": list(self.segments),
        }


def listed(segments: Sequence[int], *, most: int = 6) -> str:
    """Return 0-based `segments` as a reader counts lines: ``3, 7, 12, …``."""
    shown = ", ".join(str(segment + 1) for segment in segments[:most])
    return f"{shown}, …" if len(segments) > most else shown
