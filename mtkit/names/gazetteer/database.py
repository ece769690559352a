"""The file of a gazetteer: opened, made and recognized.

A translation memory may be set aside when it is damaged; a gazetteer holds work of people, so a
damaged one is said to be damaged and left as it is.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from mtkit.errors import ConfigError, FormatError
from mtkit.memory.database import is_broken, write_ahead

SCHEMA = 1
_APPLICATION = 0x6D74677A  # "mtgz"
_MAGIC = b"SQLite format 3\0"
_PATIENCE = 60.0
"""Seconds to wait for another process to finish writing."""


def connect(path: Path, *, create: bool = True) -> sqlite3.Connection:
    """Open the gazetteer at `path`.

    Args:
        path: The file.
        create: Make it, and its folder, where there is none.

    Raises:
        ConfigError: There is none, or it is a newer mtkit's.
        FormatError: The file is damaged, no database, or another program's.
    """
    if not path.is_file():
        if not create:
            raise ConfigError(f"{path}: no such gazetteer; 'mtkit gazetteer build' makes one")
        path.parent.mkdir(parents=True, exist_ok=True)
    elif path.stat().st_size and not _is_database(path):
        raise FormatError("damaged, or no gazetteer; choose another file", path)
    with explained(path):
        connection = sqlite3.connect(
            path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the file at `path` into one line for its owner."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if is_broken(error):
            raise FormatError(
                f"damaged, or no gazetteer ({error}); restore it from a copy or from an export",
                path,
            ) from error
        raise FormatError(f"the gazetteer cannot be used: {error}", path) from error


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:  # SQLite would write over a file of a few bytes
        return file.read(len(_MAGIC)) == _MAGIC


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = _recognize(connection, path)
    if version < SCHEMA:
        write_ahead(connection)
        script = (files("mtkit.names.gazetteer") / "data" / "schema.sql").read_text("utf-8")
        marks = f"PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {SCHEMA};"
        # "if not exists": another process may make the same file at the same time
        connection.executescript(f"BEGIN IMMEDIATE; {script} {marks} COMMIT;")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA mmap_size = 1073741824")


def _recognize(connection: sqlite3.Connection, path: Path) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != _APPLICATION and tables:
        raise FormatError("an SQLite file of another program; choose another gazetteer", path)
    if version > SCHEMA:
        raise ConfigError(
            f"{path}: this gazetteer was written by a newer mtkit (version {version}, known is "
            f"{SCHEMA}); upgrade mtkit, or choose another gazetteer"
        )
    return version if application == _APPLICATION else 0
