"""What a gazetteer gives to a file, and what it takes from one.

An entry of the file joins the entry that has one of its full forms in the same language, unless
types or decisions speak against it; nothing is guessed.  Entries of one file stay apart.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from mtkit.errors import FormatError
from mtkit.names.gazetteer.add import Added, Adder
from mtkit.names.gazetteer.company import type_odds
from mtkit.names.gazetteer.decisions import Decision, Decisions
from mtkit.names.gazetteer.edit import Editor
from mtkit.names.gazetteer.exchange.items import DoubtRecord, Item, Place, Record, SeenDocument
from mtkit.names.gazetteer.store import Form, Store, written
from mtkit.names.normalize import comparable

_TYPES = frozenset({None, "PER", "LOC", "ORG"})


def documents(connection: sqlite3.Connection) -> Iterator[SeenDocument]:
    """Yield the documents of a gazetteer with the sentences that were kept."""
    query = (
        "SELECT document.id, digest, name, date, number, language, text FROM document "
        "LEFT JOIN sentence ON sentence.document = document.id "
        "ORDER BY document.id, number, language"
    )
    rows = connection.execute(query).fetchall()
    for _, group in groupby(rows, key=lambda row: row[0]):
        kept = list(group)
        _, digest, name, date, *_ = kept[0]
        yield SeenDocument(digest, name, date, tuple(row[4:] for row in kept if row[4] is not None))


def record(connection: sqlite3.Connection, type: str | None, forms: list[Form]) -> Record:
    """Return an entry with its places.

    Args:
        connection: Of the gazetteer.
        type: Of the entry.
        forms: Of the entry, at least one.
    """
    order = {form.id: at for at, form in enumerate(forms)}
    query = (
        "SELECT form, digest, sentence, start, stop, aligned, score FROM evidence "
        f"JOIN document ON document.id = document WHERE form IN ({','.join('?' * len(order))}) "
        "ORDER BY evidence.id"
    )
    places = tuple(
        Place(order[form], *rest) for form, *rest in connection.execute(query, tuple(order))
    )
    return Record(str(forms[0].entry), type, tuple(map(written, forms)), places)


class Taker:
    """Takes items within a transaction that its caller has begun.

    Args:
        store: Of the gazetteer.
        decisions: Of the gazetteer.
    """

    def __init__(self, store: Store, decisions: Decisions) -> None:
        self._store, self._decisions = store, decisions
        self._adder, self._editor = Adder(store, decisions), Editor(store, decisions)
        self._documents: dict[bytes, int | None] = {}
        self._entries: dict[str, int] = {}
        row = store.connection.execute("SELECT coalesce(max(id), 0) FROM entry").fetchone()
        self._newest: int = row[0]
        self.added = Added()

    def take(self, item: Item) -> None:
        """Take one item.

        Raises:
            FormatError: A form that is no name, a type that is none, a doubt about no entry.
        """
        if isinstance(item, SeenDocument):
            self._document(item)
        elif isinstance(item, Record):
            self._record(item)
        elif isinstance(item, Decision):
            self._decision(item)
        else:
            self._doubt(item)

    def _document(self, item: SeenDocument) -> None:
        row = self._store.connection.execute(
            "INSERT INTO document (digest, name, date) VALUES (?, ?, ?) ON CONFLICT DO NOTHING "
            "RETURNING id",
            (item.digest, item.name, item.date),
        ).fetchone()
        self._documents[item.digest] = row and row[0]
        if row is None:
            self.added.repeated += 1
            return
        self.added.documents += 1
        self._store.connection.executemany(
            "INSERT INTO sentence VALUES (?, ?, ?, ?)",
            [(row[0], *sentence) for sentence in item.sentences],
        )

    def _record(self, item: Record) -> None:
        if item.type not in _TYPES:
            raise FormatError(f"entry {item.number}: {item.type!r} is none of PER, LOC and ORG")
        if not item.forms:
            raise FormatError(f"entry {item.number} has no forms")
        entry = self._home(item)
        if entry is None:
            entry = self._store.new_entry(item.type)
            self.added.entries += 1
        elif item.type is not None and self._store.types([entry])[entry] is None:
            self._store.set_type(entry, item.type)
        self._entries[item.number] = entry
        counted = Counter(
            place.form for place in item.places if self._documents.get(place.document) is None
        )  # in documents that are known already
        ids = []
        for at, form in enumerate(item.forms):
            new = replace(form, count=max(form.count - counted[at], 0))
            ids.append(self._store.put(entry, new)[0])
        self._places(item, ids)
        for form in item.forms:
            self._adder.obey(entry, comparable(form.form))

    def _places(self, item: Record, ids: list[int]) -> None:
        rows = [
            (ids[place.form], document, place.sentence, place.start, place.stop, place.aligned,
             place.score)
            for place in item.places
            if (document := self._documents.get(place.document)) is not None
        ]  # fmt: skip
        self.added.mentions += len(rows)
        self._store.connection.executemany(
            "INSERT INTO evidence (form, document, sentence, start, stop, aligned, score) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            rows,
        )

    def _home(self, item: Record) -> int | None:
        """Return the entry, older than this file, that shares most full forms with the record."""
        shared: dict[int, int] = defaultdict(int)
        for form in item.forms:
            for their in self._store.by_key(comparable(form.form)):
                full = not (form.short or their.short)
                if full and their.entry <= self._newest and _meet(form.language, their.language):
                    shared[their.entry] += 1
        types = self._store.types(list(shared))
        fitting = [
            entry
            for entry in shared
            if type_odds(types[entry], item.type) >= 0 and not self._barred(entry, item)
        ]
        return max(fitting, key=lambda entry: (shared[entry], -entry), default=None)

    def _barred(self, entry: int, item: Record) -> bool:
        theirs = list(self._store.forms([entry]))
        return any(
            self._decisions.verdict(form.form, their.form) is False
            for form in item.forms
            for their in theirs
        )

    def _decision(self, item: Decision) -> None:
        self._decisions.add(item)
        if item.kind == "different":
            self._editor.keep_apart(item.one, item.other)
            return
        keys = (item.one, item.other) if item.kind == "same" else (item.one,)
        for key in keys:
            for form in self._store.by_key(key):
                self._adder.obey(form.entry, key)

    def _doubt(self, item: DoubtRecord) -> None:
        try:
            one, other = sorted((self._entries[item.one], self._entries[item.other]))
        except KeyError as error:
            raise FormatError(f"a doubt about entry {error}, which is not in the file") from error
        self.added.doubts += self._store.connection.execute(
            "INSERT INTO doubt VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (one, other, item.score, item.reason),
        ).rowcount


def _meet(one: str, other: str) -> bool:
    return one == other or "und" in (one, other)


def take_all(items: Iterable[Item], store: Store, decisions: Decisions) -> Added:
    """Take all items; return what became of them."""
    taker = Taker(store, decisions)
    for item in items:
        taker.take(item)
    return taker.added
