"""Entries and forms in the tables of a gazetteer: single steps, each part of a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from mtkit.names.gazetteer.documents import NamedDocument, Sighting
from mtkit.names.gazetteer.index import Index
from mtkit.names.normalize import checked, comparable
from mtkit.text.scripts import main_script
from mtkit.types import Entry, NameType, Variant

_COLUMNS = (
    "id, entry, form, key, language, script, origin, short, preferred, count, first_seen, last_seen"
)
BY_SCRIPT = {"Latn": "en", "Arab": "ar"}
"""Languages of forms about which only their script is known."""

_RANK = {"human": 3, "list": 2, "seen": 1, "model": 0}
_BATCH = 500  # parameters of one query; SQLite allows from 999 up


@dataclass(frozen=True, slots=True)
class Form:
    """A row of the table ``form`` (see `data/schema.sql`)."""

    id: int
    entry: int
    form: str
    key: str
    language: str
    script: str
    origin: str
    short: int
    preferred: int
    count: int
    first_seen: str | None
    last_seen: str | None


@dataclass(frozen=True, slots=True)
class Written:
    """A form to write.

    Args:
        form: As it is shown; `mtkit.names.normalize.checked` is asked.
        language: BCP 47 code.
        origin: ``"seen"``, ``"list"``, ``"human"`` or ``"model"``.
        short: Whether it stands for the name only beside the full one.
        preferred: 1 for a list's first choice, 2 for an editor's.
        count: Times seen, beside those that were noted before.
        first_seen: ISO 8601 day.
        last_seen: ISO 8601 day.
    """

    form: str
    language: str
    origin: str = "seen"
    short: bool = False
    preferred: int = 0
    count: int = 0
    first_seen: str | None = None
    last_seen: str | None = None


class Store:
    """Reads and writes entries.

    Args:
        connection: Of the gazetteer.
        index: Told of every new form.
    """

    def __init__(self, connection: sqlite3.Connection, index: Index) -> None:
        self.connection, self.index = connection, index

    # --- reading -------------------------------------------------------------------------------

    def forms(self, entries: Iterable[int]) -> Iterator[Form]:
        """Yield the forms of entries, those of an entry together, best first."""
        for ids in _batches(sorted(set(entries))):
            rows = self._select(f"entry IN ({_marks(ids)})", ids)
            yield from sorted(rows, key=lambda form: (form.entry, _worse(form)))

    def by_id(self, ids: Sequence[int]) -> list[Form]:
        """Return the forms with `ids`; those that are gone are left out."""
        return [
            form for some in _batches(ids) for form in self._select(f"id IN ({_marks(some)})", some)
        ]

    def by_key(self, key: str) -> list[Form]:
        """Return the forms that are compared as `key`, best first."""
        return sorted(self._select("key = ?", [key]), key=_worse)

    def entries(self, ids: Iterable[int]) -> dict[int, Entry]:
        """Return id → entry; those that are gone are left out."""
        wanted = list(dict.fromkeys(ids))
        forms: dict[int, list[Form]] = {}
        for form in self.forms(wanted):
            forms.setdefault(form.entry, []).append(form)
        return {
            id: Entry(
                id,
                cast("NameType | None", type),
                canonical(forms.get(id, [])),
                _variants(forms.get(id, [])),
            )
            for id, type in self.types(wanted).items()
        }

    def types(self, ids: Sequence[int]) -> dict[int, str | None]:
        """Return id → type, in the order of `ids`; entries that are gone are left out."""
        found: dict[int, str | None] = {}
        for some in _batches(ids):
            query = f"SELECT id, type FROM entry WHERE id IN ({_marks(some)})"
            found |= dict(self.connection.execute(query, some).fetchall())
        return {id: found[id] for id in ids if id in found}

    def _select(self, condition: str, parameters: Sequence[Any]) -> list[Form]:
        query = f"SELECT {_COLUMNS} FROM form WHERE {condition}"
        return [Form(*row) for row in self.connection.execute(query, parameters)]

    # --- writing -------------------------------------------------------------------------------

    def new_entry(self, type: str | None) -> int:
        """Make an entry and return its id."""
        return cast(
            int, self.connection.execute("INSERT INTO entry (type) VALUES (?)", (type,)).lastrowid
        )

    def set_type(self, entry: int, type: str | None) -> None:
        """Give an entry its type."""
        self.connection.execute("UPDATE entry SET type = ? WHERE id = ?", (type, entry))

    def put(self, entry: int, new: Written) -> tuple[int, bool]:
        """Write a form of an entry, adding to what was noted of it.

        Returns:
            The form's id, and whether it is new.

        Raises:
            FormatError: It is no name.
        """
        shown = checked(new.form)
        query = f"SELECT {_COLUMNS} FROM form WHERE entry = ? AND form = ? AND language = ?"
        row = self.connection.execute(query, (entry, shown, new.language)).fetchone()
        if row is not None:
            self._update(Form(*row), new)
            return row[0], False
        cursor = self.connection.execute(
            "INSERT INTO form (entry, form, key, language, script, origin, short, preferred, "
            "count, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (entry, shown, comparable(shown), new.language, main_script(shown), new.origin,
             new.short, new.preferred, new.count, new.first_seen, new.last_seen),
        )  # fmt: skip
        id = cast(int, cursor.lastrowid)
        self.index.add(id, shown)
        return id, True

    def _update(self, old: Form, new: Written) -> None:
        origin = max(old.origin, new.origin, key=_RANK.__getitem__)
        days = [
            day for day in (old.first_seen, new.first_seen, old.last_seen, new.last_seen) if day
        ]
        self.connection.execute(
            "UPDATE form SET origin = ?, short = ?, preferred = ?, count = ?, first_seen = ?, "
            "last_seen = ? WHERE id = ?",
            (origin, old.short and new.short, max(old.preferred, new.preferred),
             old.count + new.count, min(days, default=None), max(days, default=None), old.id),
        )  # fmt: skip

    def put_evidence(self, form: int, document: int, seen: Sighting) -> None:
        """Note where a form was seen."""
        span = seen.mention.span
        self.connection.execute(
            "INSERT INTO evidence (form, document, sentence, start, stop, aligned, score) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (form, document, seen.sentence, span.start, span.end, seen.aligned, seen.score),
        )

    def put_document(self, document: NamedDocument) -> int | None:
        """Note a document with the sentences that have names; None if it was taken before."""
        row = self.connection.execute(
            "INSERT INTO document (digest, name, date) VALUES (?, ?, ?) ON CONFLICT DO NOTHING "
            "RETURNING id",
            (document.digest, document.name, document.date),
        ).fetchone()
        if row is None:
            return None
        places = sorted({(seen.sentence, seen.language) for seen in document.sightings})
        self.connection.executemany(
            "INSERT INTO sentence VALUES (?, ?, ?, ?)",
            [
                (row[0], number, language, document.sentences[language][number])
                for number, language in places
                if number < len(document.sentences.get(language, ()))
            ],
        )
        return cast(int, row[0])

    def unite(self, keep: int, gone: int) -> None:
        """Give all forms of the entry `gone` to `keep`, with their evidence, and end `gone`."""
        self.move([form.id for form in self.forms([gone])], keep)
        types = self.types([keep, gone])
        if types.get(keep) is None:
            self.set_type(keep, types.get(gone))
        self.connection.execute("DELETE FROM doubt WHERE ? IN (one, other)", (gone,))
        self.connection.execute("DELETE FROM entry WHERE id = ?", (gone,))

    def move(self, forms: Sequence[int], entry: int) -> None:
        """Give forms to another entry; one that it has already becomes that."""
        there = {(form.form, form.language): form for form in self.forms([entry])}
        for form in self.by_id(forms):
            twin = there.get((form.form, form.language))
            if twin is None:
                self.connection.execute("UPDATE form SET entry = ? WHERE id = ?", (entry, form.id))
                continue
            self.connection.execute(
                "UPDATE evidence SET form = ? WHERE form = ?", (twin.id, form.id)
            )
            self.connection.execute("DELETE FROM form WHERE id = ?", (form.id,))
            self._update(twin, written(form))


def written(form: Form) -> Written:
    """Return what there is to write of a form that was read."""
    return Written(
        form.form, form.language, form.origin, bool(form.short), form.preferred, form.count,
        form.first_seen, form.last_seen,
    )  # fmt: skip


def canonical(forms: Iterable[Form]) -> dict[str, str]:
    """Return language → the form to write, of forms that are ordered best first."""
    chosen: dict[str, str] = {}
    for form in forms:
        if not form.short and form.language != "und":
            chosen.setdefault(form.language, form.form)
    return chosen


def _variants(forms: Iterable[Form]) -> tuple[Variant, ...]:
    variants = (
        Variant(form.form, form.language, form.script, cast(Any, form.origin), form.count)
        for form in forms
    )
    return tuple(sorted(variants, key=lambda variant: -variant.count))


def _worse(form: Form) -> tuple[Any, ...]:
    """Sort key of the forms of an entry: chosen ones, full ones, those seen most, the oldest."""
    guessed = form.origin == "model"
    return -form.preferred, form.short, guessed, -form.count, form.id


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]


def _marks(ids: Sequence[int]) -> str:
    return ",".join("?" * len(ids))
