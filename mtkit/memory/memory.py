"""The translation memory: put translations in, get them back, from any number of processes.

It is a convenience, never a condition: a file that cannot be written, a full disk or damage cost
one warning and the memory, not the run.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar, cast

from mtkit import paths
from mtkit.memory import database
from mtkit.memory.codec import pack_alignment, pack_flags, unpack_alignment, unpack_flags
from mtkit.memory.key import Key
from mtkit.types import Origin, Translation

_log = logging.getLogger(__name__)

_BATCH = 500  # parameters of one query; SQLite allows from 999 up
_DAY = 86_400
_COLUMNS = "source, text, score, alignment, origin, flags"
_PUT = f"""
INSERT INTO translation (digest, source_language, target_language, {_COLUMNS}, created, used)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (digest) DO UPDATE SET
    source = excluded.source, text = excluded.text, score = excluded.score,
    alignment = excluded.alignment, origin = excluded.origin, flags = excluded.flags,
    used = excluded.used
"""

T = TypeVar("T")


def default_path() -> Path:
    """Return where the user's memory lies."""
    return paths.data_dir() / "memory.sqlite"


@dataclass(frozen=True, slots=True)
class Record:
    """A remembered translation, with what only the memory knows of it.

    Args:
        translation: As it was put.
        source_language: BCP 47 code.
        target_language: BCP 47 code.
        created: Seconds since 1970 when it was first put.
        used: The same, of the last day on which it was put or got.
    """

    translation: Translation
    source_language: str
    target_language: str
    created: int
    used: int


class TranslationMemory:
    """An open memory; close it, or use it as a context manager.

    Several threads may share one; several processes may open the same file, and nothing that any
    of them put is lost.

    Args:
        path: The file; None for the user's own (`default_path`).

    Raises:
        ConfigError: The file is another program's, or was written by a newer mtkit.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()
        self._lock = RLock()
        self._touched: set[bytes] = set()
        self._connection: sqlite3.Connection | None = None
        self._identity: int | None = None
        self._replaced = False
        self._attempt(self._connect, None)

    def __enter__(self) -> TranslationMemory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Note what was used and close the file; closing twice does nothing."""
        self._attempt(self._note_use, None)
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @property
    def usable(self) -> bool:
        """False once the file was found unusable (a warning said why), or closed."""
        return self._connection is not None

    def get_many(self, keys: Sequence[Key]) -> dict[Key, Translation]:
        """Return what is known of `keys`; unknown ones are left out."""
        return self._attempt(lambda: self._get(keys), {})

    def put_many(self, translations: Mapping[Key, Translation]) -> None:
        """Remember all of `translations`, in one transaction; what was there is replaced."""
        self._attempt(lambda: self._put(translations), None)

    def records(self) -> Iterator[Record]:
        """Yield all that is remembered, oldest first, in flat memory."""
        last = 0
        while True:
            rows: list[tuple[Any, ...]] = self._attempt(partial(self._page, last), [])
            if not rows:
                return
            yield from (_record(row[1:]) for row in rows)
            last = rows[-1][0]

    def stats(self) -> dict[str, Any]:
        """Return the file, its size in bytes, and the translations it holds, in all and by pair."""
        pairs: dict[str, int] = self._attempt(self._pairs, {})
        size = self.path.stat().st_size if self.path.is_file() else 0
        total = sum(pairs.values())
        return {"path": str(self.path), "bytes": size, "translations": total, "pairs": pairs}

    def clear(self, *, unused_days: float = 0) -> int:
        """Forget translations and give their space back.

        Args:
            unused_days: Only those last used at least so many days ago; 0 for all.

        Returns:
            How many were forgotten.
        """
        return self._attempt(lambda: self._clear(unused_days), 0)

    # --- with the file at hand -----------------------------------------------------------------

    def _connect(self) -> None:
        self._connection = database.connect(self.path)
        self._identity = database.identity(self.path)

    def _replace(self) -> None:
        database.set_aside(self.path, self._identity)
        self._connect()

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise _Unusable
        return self._connection

    def _attempt(self, work: Callable[[], T], otherwise: T) -> T:
        """Do `work`; if the file fails, go on without it, or with a new one if it is broken."""
        with self._lock:
            try:
                return work()
            except _Unusable:
                return otherwise
            except (sqlite3.Error, OSError) as error:
                self._drop()
                broken = isinstance(error, sqlite3.Error) and database.is_broken(error)
                if broken and not self._replaced:
                    self._replaced = True
                    self._attempt(self._replace, None)
                else:
                    _log.warning("%s: going on without translation memory: %s", self.path, error)
                return otherwise

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _get(self, keys: Sequence[Key]) -> dict[Key, Translation]:
        connection, today = self._open(), _today()
        wanted = {key.digest: key for key in keys}
        digests = list(wanted)
        found: dict[Key, Translation] = {}
        for start in range(0, len(digests), _BATCH):
            batch = digests[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            query = f"SELECT {_COLUMNS}, used, digest FROM translation WHERE digest IN ({marks})"
            for *columns, used, digest in connection.execute(query, batch):
                found[wanted[digest]] = _translation(columns)
                if used < today:
                    self._touched.add(digest)
        return found

    def _put(self, translations: Mapping[Key, Translation]) -> None:
        now = int(time.time())
        rows = [_row(key, translation, now) for key, translation in translations.items()]
        with database.transaction(self._open()) as connection:
            connection.executemany(_PUT, rows)
        self._note_use()

    def _note_use(self) -> None:
        """Write down, once a day and entry, that it was asked for."""
        connection = self._open()
        if self._touched:
            rows = [(_today(), digest) for digest in self._touched]
            with database.transaction(connection):
                connection.executemany("UPDATE translation SET used = ? WHERE digest = ?", rows)
            self._touched.clear()

    def _page(self, after: int) -> list[tuple[Any, ...]]:
        query = (
            f"SELECT rowid, {_COLUMNS}, source_language, target_language, created, used "
            "FROM translation WHERE rowid > ? ORDER BY rowid LIMIT 1000"
        )
        return self._open().execute(query, (after,)).fetchall()

    def _pairs(self) -> dict[str, int]:
        query = (
            "SELECT source_language || '-' || target_language AS pair, count(*) "
            "FROM translation GROUP BY pair ORDER BY pair"
        )
        return dict(self._open().execute(query).fetchall())

    def _clear(self, unused_days: float) -> int:
        connection = self._open()
        before = time.time() - unused_days * _DAY
        with database.transaction(connection):
            query = "DELETE FROM translation WHERE used <= ?"
            forgotten = connection.execute(query, (before,)).rowcount
        with suppress(sqlite3.OperationalError):  # others read: the space is used again later
            connection.execute("VACUUM")
        return forgotten


class _Unusable(Exception):
    """There is no open file."""


def _today() -> int:
    return int(time.time()) // _DAY * _DAY


def _row(key: Key, item: Translation, now: int) -> tuple[Any, ...]:
    alignment = None if item.alignment is None else pack_alignment(item.alignment)
    flags = pack_flags(item.flags)
    return (*key, item.source, item.text, item.score, alignment, item.origin, flags, now, now)


def _translation(columns: Sequence[Any]) -> Translation:
    source, text, score, alignment, origin, flags = columns
    return Translation(
        source,
        text,
        score,
        None if alignment is None else unpack_alignment(alignment),
        unpack_flags(flags),
        cast(Origin, origin),
    )


def _record(columns: Sequence[Any]) -> Record:
    return Record(_translation(columns[:6]), *columns[6:])
