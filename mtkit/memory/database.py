"""The file of the memory: opened, made, recognized, and set aside when it is broken."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from mtkit.errors import ConfigError

_log = logging.getLogger(__name__)

SCHEMA = 1
_APPLICATION = 0x6D746B74  # "mtkt"
_PATIENCE = 60.0
"""Seconds to wait for another process to finish writing."""

_BROKEN = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_CORRUPT_INDEX"})

_TABLE = """
CREATE TABLE IF NOT EXISTS translation (
    digest BLOB NOT NULL UNIQUE,      -- SHA-256 of engine, options, languages and source
    source_language TEXT NOT NULL,
    target_language TEXT NOT NULL,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    score REAL,                       -- mean log-probability
    alignment BLOB,                   -- mtkit.memory.codec
    origin TEXT NOT NULL,
    flags TEXT,                       -- JSON [[code, detail], ...]
    created INTEGER NOT NULL,         -- seconds since 1970
    used INTEGER NOT NULL             -- the same, of the last day on which it was asked for
)
"""


def connect(path: Path) -> sqlite3.Connection:
    """Open the memory at `path`, making it if there is none, setting it aside if it is broken.

    Raises:
        ConfigError: The file is another program's, or a newer mtkit's.
        sqlite3.OperationalError: It cannot be opened or made.
        OSError: Its folder cannot be made, or the broken file not renamed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    before = identity(path)
    try:
        return _open(path)
    except sqlite3.DatabaseError as error:
        if not is_broken(error):
            raise
    set_aside(path, before)
    return _open(path)


def identity(path: Path) -> int | None:
    """Return what tells the file at `path` from another that takes its place; None for no file."""
    return path.stat().st_ino if path.exists() else None


def is_broken(error: sqlite3.Error) -> bool:
    """Tell whether `error` says that the file itself is damaged."""
    return getattr(error, "sqlite_errorname", "") in _BROKEN


def set_aside(path: Path, broken: int | None) -> None:
    """Rename a broken memory, with what SQLite keeps beside it, and warn.

    Args:
        path: Where it lies.
        broken: Its `identity`; another file by now means that another process was faster.
    """
    if identity(path) != broken:
        return
    aside = path.with_name(f"{path.name}.corrupt-{datetime.now():%Y%m%d-%H%M%S}")
    _log.warning("%s: the translation memory is damaged; moved to %s", path, aside.name)
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )
    try:
        _recognize(connection, path)
        write_ahead(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        with transaction(connection):
            _recognize(connection, path)  # again: another process may have made it meanwhile
            connection.execute(_TABLE)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {SCHEMA}")
    except BaseException:
        connection.close()
        raise
    return connection


def _recognize(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application == _APPLICATION and version > SCHEMA:
        raise ConfigError(
            f"{path}: this translation memory was written by a newer mtkit (version {version}, "
            f"known is {SCHEMA}); upgrade mtkit, or choose another memory"
        )
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != _APPLICATION and tables:
        raise ConfigError(f"{path}: an SQLite file of another program; choose another memory")


def write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers and a writer work side by side.

    Switching needs the file for itself, and SQLite does not always wait for that; where it cannot
    be had at all (network folders) the older journal serves as well, only slower.
    """
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Write all or nothing, waiting for other writers first."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
