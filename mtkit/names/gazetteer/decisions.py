"""What people have decided: which forms name one thing, which do not, how a name is written.

Decisions are about forms, not about the numbers of entries, so that they hold again when a
gazetteer is built anew; and they win over every likeness.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from mtkit.names.normalize import comparable


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """One decision.

    Args:
        kind: ``"same"``, ``"different"``, ``"canonical"`` or ``"type"``.
        one: Key (`mtkit.names.normalize.comparable`) of a form.
        other: Key of the other form; of ``"canonical"`` the language, of ``"type"`` empty.
        value: Of ``"canonical"`` the form to write, of ``"type"`` the type; else empty.
    """

    kind: str
    one: str
    other: str = ""
    value: str = ""


class Decisions:
    """The table ``decision``, held in memory.

    Args:
        connection: Of the gazetteer.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.reload()

    def __iter__(self) -> Iterator[Decision]:
        rows = self._connection.execute("SELECT kind, one, other, value FROM decision")
        return iter(sorted(Decision(*row) for row in rows))

    def reload(self) -> None:
        """Read them again: after a rollback, or when another process has written."""
        self._partners: dict[str, dict[str, bool]] = defaultdict(dict)
        self._canonical: dict[str, dict[str, str]] = defaultdict(dict)
        self._types: dict[str, str] = {}
        for decision in self:
            self._note(decision)

    def add(self, decision: Decision) -> None:
        """Write a decision; an earlier one that says otherwise goes."""
        if decision.kind in {"same", "different"}:
            one, other = sorted((decision.one, decision.other))
            decision = Decision(decision.kind, one, other)
            contrary = "different" if decision.kind == "same" else "same"
            self._connection.execute(
                "DELETE FROM decision WHERE kind = ? AND one = ? AND other = ?",
                (contrary, one, other),
            )
        self._connection.execute(
            "REPLACE INTO decision VALUES (?, ?, ?, ?)",
            (decision.kind, decision.one, decision.other, decision.value),
        )
        self._note(decision)

    def verdict(self, one: str, other: str) -> bool | None:
        """Tell whether two forms were called the same; None where nobody has decided."""
        partners = self._partners.get(comparable(one))
        return partners.get(comparable(other)) if partners else None

    def partners(self, key: str) -> list[str]:
        """Return the keys of the forms that were called the same as the one with `key`."""
        return [other for other, same in self._partners.get(key, {}).items() if same]

    def decided(self, form: str) -> bool:
        """Tell whether a decision says that `form` is, or is not, the same as another."""
        return comparable(form) in self._partners

    def canonical(self, key: str) -> dict[str, str]:
        """Return language → form to write, for the name with a form of `key`."""
        return self._canonical.get(key, {})

    def type(self, key: str) -> str | None:
        """Return the type that was given to the name with a form of `key`."""
        return self._types.get(key)

    def _note(self, decision: Decision) -> None:
        if decision.kind in {"same", "different"}:
            same = decision.kind == "same"
            self._partners[decision.one][decision.other] = same
            self._partners[decision.other][decision.one] = same
        elif decision.kind == "canonical":
            self._canonical[decision.one][decision.other] = decision.value
        else:
            self._types[decision.one] = decision.value
