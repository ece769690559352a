"""The gazetteer that a program holds.

>>> from mtkit.names.gazetteer import Gazetteer                              # doctest: +SKIP
>>> with Gazetteer("names.sqlite") as gazetteer:                             # doctest: +SKIP
...     print(gazetteer.lookup("Howeija")[0].entry.canonical)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from threading import RLock
from typing import Any, Literal, TypeVar

from mtkit import paths
from mtkit.errors import FormatError
from mtkit.langs import standard
from mtkit.memory.database import transaction
from mtkit.names.gazetteer import evidence as _evidence
from mtkit.names.gazetteer import takeover
from mtkit.names.gazetteer.add import Added, Adder
from mtkit.names.gazetteer.clusters import Cluster
from mtkit.names.gazetteer.database import connect, explained
from mtkit.names.gazetteer.decisions import Decision, Decisions
from mtkit.names.gazetteer.documents import NamedDocument, from_mentions, from_pairs
from mtkit.names.gazetteer.edit import Editor
from mtkit.names.gazetteer.evidence import Doubt, Evidence
from mtkit.names.gazetteer.exchange.items import DoubtRecord, Item, Record
from mtkit.names.gazetteer.index import Index
from mtkit.names.gazetteer.likeness import Likeness
from mtkit.names.gazetteer.lookup import Match, lookup
from mtkit.names.gazetteer.store import Form, Store, written
from mtkit.names.normalize import comparable
from mtkit.types import Entry, Mention, NamePair, NameType

_GROUP = 16
"""Documents of one transaction: what a kill can cost, and how long another process waits."""

_PAGE = 500
"""Entries read at a time when all are."""

T = TypeVar("T")


def default_path() -> Path:
    """Return where the user's gazetteer lies."""
    return paths.data_dir() / "gazetteer.sqlite"


class Gazetteer:
    """An open gazetteer; close it, or use it as a context manager.

    Several threads may share one; several processes may open the same file, and nothing that any
    of them adds is lost.

    Args:
        path: The file; None for the user's own (`default_path`).
        create: Make it where there is none.

    Raises:
        ConfigError: There is none, or it was written by a newer mtkit.
        FormatError: It is damaged, no gazetteer, or another program's.
    """

    def __init__(self, path: Path | str | None = None, *, create: bool = False) -> None:
        self.path = Path(path) if path is not None else default_path()
        self._lock = RLock()
        self._connection = connect(self.path, create=create)
        with explained(self.path):
            self._version = self._data_version()
            self._index = Index(self._connection)
            self._store = Store(self._connection, self._index)
            self._decisions = Decisions(self._connection)
        self._likeness = Likeness(self._decisions)

    def __enter__(self) -> Gazetteer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        self._connection.close()

    # --- asking --------------------------------------------------------------------------------

    def lookup(
        self,
        form: str,
        *,
        limit: int = 10,
        type: NameType | None = None,
        threshold: float = 0.0,
    ) -> list[Match]:
        """Return the entries named most like `form`, in any spelling and script, best first.

        Args:
            form: A name; empty and letterless text finds nothing.
            limit: Most entries.
            type: Only entries of this type.
            threshold: Score under which nothing is returned, in [0, 1].
        """
        return self._read(
            lambda: lookup(
                self._store,
                self._likeness,
                form,
                limit=limit,
                type=type,
                threshold=threshold,
            )
        )

    def find(self, form: str, *, language: str | None = None) -> Entry | None:
        """Return the entry that has `form` as a full form, but for what `comparable` folds.

        Of several, the one in which it was seen most.  No spelling is guessed: for that `lookup`.

        Args:
            form: A name.
            language: Only forms of this language.
        """

        def ask() -> Entry | None:
            for row in self._store.by_key(comparable(form)):
                if not row.short and language in (None, row.language):
                    return self._store.entries([row.entry])[row.entry]
            return None

        return self._read(ask)

    def entry(self, name: int | str) -> Entry:
        """Return an entry by its number (12, ``"#12"``) or one of its forms.

        Raises:
            UnknownEntryError: There is none.
            ConfigError: Several have the form.
        """

        def ask() -> Entry:
            id = self._editor().find(name)
            return self._store.entries([id])[id]

        return self._read(ask)

    def __iter__(self) -> Iterator[Entry]:
        """Yield all entries in the order of their numbers, in flat memory."""
        for ids in self._pages():
            yield from self._read(partial(self._store.entries, ids)).values()

    def __len__(self) -> int:
        count: int = self._read(partial(self._value, "SELECT count(*) FROM entry"))
        return count

    def forms(self, language: str, *, short: bool = False) -> Iterator[tuple[str, int]]:
        """Yield every form of a language with the number of its entry: for a matcher.

        Args:
            language: BCP 47 code.
            short: Forms too that stand for a name only beside the full one.
        """
        code, last = standard(language), 0
        query = (
            "SELECT id, form, entry FROM form WHERE id > ? AND language = ? AND short <= ? "
            "ORDER BY id LIMIT 5000"
        )
        while True:
            values = (last, code, int(short))
            rows = self._read(partial(self._rows, query, *values))
            if not rows:
                return
            yield from ((form, entry) for _, form, entry in rows)
            last = rows[-1][0]

    def evidence(self, entry: int, *, limit: int | None = None) -> list[Evidence]:
        """Return where the forms of an entry were seen, best scores first.

        Args:
            entry: Its number.
            limit: Most places; None for all.
        """
        return self._read(lambda: list(_evidence.evidence(self._connection, entry, limit)))

    def review(self, *, limit: int | None = None, places: int = 2) -> list[Doubt]:
        """Return the pairs of entries that may be one, the most doubtful first.

        `same` and `different` settle them.

        Args:
            limit: Most pairs; None for all.
            places: Evidence given for each entry.
        """
        return self._read(lambda: _evidence.doubts(self._store, limit, places))

    def decisions(self) -> list[Decision]:
        """Return what people have decided."""
        return self._read(lambda: list(self._decisions))

    def stats(self) -> dict[str, Any]:
        """Return the file and its size in bytes, and how much of everything it holds."""

        def ask() -> dict[str, Any]:
            return {
                "path": str(self.path),
                "bytes": self.path.stat().st_size,
                "entries": self._value("SELECT count(*) FROM entry"),
                "types": self._counts("SELECT coalesce(type, 'unknown'), count(*) FROM entry"),
                "forms": self._value("SELECT count(*) FROM form"),
                "languages": self._counts("SELECT language, count(*) FROM form"),
                "scripts": self._counts("SELECT script, count(*) FROM form"),
                "origins": self._counts("SELECT origin, count(*) FROM form"),
                "documents": self._value("SELECT count(*) FROM document"),
                "mentions": self._value("SELECT count(*) FROM evidence"),
                "decisions": self._value("SELECT count(*) FROM decision"),
                "doubts": self._value("SELECT count(*) FROM doubt"),
            }

        return self._read(ask)

    # --- adding --------------------------------------------------------------------------------

    def add_documents(
        self,
        documents: Iterable[NamedDocument],
        *,
        on_done: Callable[[int], None] | None = None,
    ) -> Added:
        """Add documents, a few at a time; those that were added before change nothing.

        What was added before an interrupt stays.

        Args:
            documents: Read as they are needed, outside of any lock.
            on_done: Told how many more are done.
        """
        total = Added()
        for group in _groups(documents, _GROUP):
            added = Added()
            with self._write() as adder:
                for document in group:
                    added.merge(adder.document(document))
            total.merge(added)
            if on_done is not None:
                on_done(len(group))
        return total

    def add_pairs(
        self,
        pairs: Iterable[Sequence[NamePair]],
        *,
        languages: tuple[str, str],
        document: str,
        sentences: tuple[Sequence[str], Sequence[str]],
        date: str | None = None,
    ) -> Added:
        """Add the names of a bitext (see `mtkit.names.gazetteer.documents.from_pairs`)."""
        made = from_pairs(pairs, languages=languages, name=document, sentences=sentences, date=date)
        return self.add_documents([made])

    def add_mentions(
        self,
        mentions: Iterable[Sequence[Mention]],
        *,
        language: str,
        document: str,
        sentences: Sequence[str],
        date: str | None = None,
    ) -> Added:
        """Add the names of a text (see `mtkit.names.gazetteer.documents.from_mentions`)."""
        made = from_mentions(
            mentions, language=language, name=document, sentences=sentences, date=date
        )
        return self.add_documents([made])

    def add_list(
        self,
        names: Iterable[Cluster],
        *,
        origin: Literal["list", "seen"] = "list",
        on_done: Callable[[int], None] | None = None,
    ) -> Added:
        """Add names that come from a list, each to the entry that has it, or is like it.

        Adding the same list again changes nothing.

        Args:
            names: Each with all its forms.
            origin: Noted of every form.
            on_done: Told how many more are done.
        """
        total = Added()
        for group in _groups(names, 50 * _GROUP):
            with self._write() as adder:
                added = adder.names(group, origin=origin)
            total.merge(added)
            if on_done is not None:
                on_done(len(group))
        return total

    def items(self, *, evidence: bool = True) -> Iterator[Item]:
        """Yield all that the gazetteer holds, for a file: documents, entries, decisions, doubts.

        Args:
            evidence: Documents and places too.
        """
        if evidence:
            yield from self._read(lambda: list(takeover.documents(self._connection)))
        for ids in self._pages():
            yield from self._read(partial(self._records, ids, evidence))
        yield from self.decisions()
        query = "SELECT one, other, score, reason FROM doubt ORDER BY one, other"
        for one, other, score, reason in self._read(partial(self._rows, query)):
            yield DoubtRecord(str(one), str(other), score, reason)

    def add_items(self, items: Iterable[Item], *, digest: bytes, name: str) -> Added:
        """Take over what a file holds, all or nothing.

        Args:
            items: As a reader of `mtkit.names.gazetteer.exchange` gives them.
            digest: SHA-256 of the file; one that was taken before changes nothing.
            name: Of the file, for messages.

        Raises:
            FormatError: A form that is no name, or a type that is none.
        """
        with self._write():
            if self._store.put_document(NamedDocument(name, digest, ())) is None:
                return Added(repeated=1)
            try:
                return takeover.take_all(items, self._store, self._decisions)
            except FormatError as error:
                raise FormatError(error.problem, error.path or name, error.line) from error

    def knows(self, digest: bytes) -> bool:
        """Tell whether a document with this digest was added."""
        query = "SELECT EXISTS (SELECT 1 FROM document WHERE digest = ?)"
        return bool(self._read(lambda: self._value(query, digest)))

    def settle(self) -> None:
        """Put everything into the one file, so that it may be moved while nobody has it open."""
        with self._lock, explained(self.path):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.execute("PRAGMA optimize")

    # --- deciding ------------------------------------------------------------------------------

    def same(self, one: str | int, other: str | int) -> Entry | None:
        """Decide that two names name the same thing, now and whenever they are added.

        Args:
            one: A form, or the number of an entry (12, ``"#12"``).
            other: The same.

        Returns:
            Their entry; None while the gazetteer has neither.

        Raises:
            ConfigError: Forms of the two were called different, or a name is not unique.
        """
        return self._edit(lambda editor: editor.same(one, other))

    def different(self, one: str | int, other: str | int) -> None:
        """Decide that two names name different things; an entry that has both is split."""
        self._edit(lambda editor: editor.different(one, other))

    def merge(self, keep: str | int, *others: str | int) -> Entry:
        """Make one entry of several and return it; `keep` keeps its number."""
        return self._edited(lambda editor: editor.merge(keep, others))

    def split(self, name: str | int, forms: Sequence[str]) -> Entry:
        """Make a new entry of some `forms` of an entry and return it."""
        return self._edited(lambda editor: editor.split(name, forms))

    def set_canonical(self, name: str | int, *, language: str, form: str) -> Entry:
        """Decide how an entry is written in a language; return the entry."""
        return self._edited(lambda editor: editor.canonical(name, language=language, form=form))

    def rename(self, name: str | int, form: str) -> Entry:
        """Decide how an entry is written in the language that the script of `form` is of.

        That is the language of the entry's forms in this script; without one, English for Latin
        and Arabic for Arabic letters.

        Raises:
            ConfigError: The script is another, and the entry has no form in it.
        """
        return self._edited(lambda editor: editor.rename(name, form))

    def set_type(self, name: str | int, type: NameType) -> Entry:
        """Decide what an entry is; return the entry."""
        return self._edited(lambda editor: editor.set_type(name, type))

    # --- inside --------------------------------------------------------------------------------

    def _records(self, ids: Sequence[int], evidence: bool) -> list[Record]:
        types = self._store.types(ids)
        groups: dict[int, list[Form]] = {}
        for form in self._store.forms(ids):
            groups.setdefault(form.entry, []).append(form)
        if evidence:
            return [
                takeover.record(self._connection, types[id], groups[id]) for id in sorted(groups)
            ]
        return [
            Record(str(id), types[id], tuple(map(written, groups[id]))) for id in sorted(groups)
        ]

    def _editor(self) -> Editor:
        return Editor(self._store, self._decisions)

    def _edit(self, work: Callable[[Editor], int | None]) -> Entry | None:
        with self._write():
            id = work(self._editor())
            return None if id is None else self._store.entries([id])[id]

    def _edited(self, work: Callable[[Editor], int]) -> Entry:
        with self._write():
            id = work(self._editor())
            return self._store.entries([id])[id]

    @contextmanager
    def _write(self) -> Iterator[Adder]:
        """Begin a transaction that sees all that others have written, and end it whole."""
        with self._lock, explained(self.path):
            try:
                with transaction(self._connection):
                    self._catch_up()
                    yield Adder(self._store, self._decisions)
                    self._index.flush()
            except BaseException:
                self._index.forget()
                self._decisions.reload()
                raise

    def _read(self, work: Callable[[], T]) -> T:
        with self._lock, explained(self.path):
            self._catch_up()
            return work()

    def _catch_up(self) -> None:
        version = self._data_version()
        if version != self._version:
            self._version = version
            self._index.forget()
            self._decisions.reload()

    def _data_version(self) -> int:
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return version

    def _pages(self) -> Iterator[list[int]]:
        last = 0
        query = f"SELECT id FROM entry WHERE id > ? ORDER BY id LIMIT {_PAGE}"
        while True:
            rows = self._read(partial(self._rows, query, last))
            if not rows:
                return
            yield [row[0] for row in rows]
            last = rows[-1][0]

    def _rows(self, query: str, *parameters: Any) -> list[Any]:
        return self._connection.execute(query, parameters).fetchall()

    def _value(self, query: str, *parameters: Any) -> Any:
        return self._connection.execute(query, parameters).fetchone()[0]

    def _counts(self, query: str) -> dict[str, int]:
        return dict(self._connection.execute(f"{query} GROUP BY 1 ORDER BY 2 DESC, 1").fetchall())


def _groups(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while group := list(islice(rest, size)):
        yield group
