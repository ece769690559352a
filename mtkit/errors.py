"""Every error that mtkit raises on purpose.

    MtkitError
    ├── UnknownEntryError   a name that no registry, shelf or table holds
    ├── ConfigError         an option, setting or environment variable that makes no sense
    ├── FormatError         a file that cannot be read or written as what it is said to be
    ├── ModelError          a model that is missing, broken, unsafe or of an unknown kind
    ├── CorpusError         a corpus that is missing or broken
    ├── ChecksumError       a file whose SHA-256 is not the recorded one
    ├── NetworkError        a download that failed
    └── MissingExtraError   a feature whose optional packages are not installed

A message is one line: what was wrong, where, and what to do about it.  The command line prints it
after ``mtkit:`` and exits with status 2; nothing else in the package prints or exits.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class MtkitError(Exception):
    """Base of every error that mtkit raises on purpose."""


class UnknownEntryError(MtkitError):
    """A key that a registry, the shelf or a table does not hold.

    Args:
        kind: What was looked for, as a reader would call it ("format", "model").
        key: The key that was not found.
        available: The keys that would have been found.
    """

    def __init__(self, kind: str, key: str, available: Iterable[str]) -> None:
        known = sorted(available)
        self.kind, self.key, self.available = kind, key, known
        choices = f"known: {', '.join(known)}" if known else "there are none yet"
        super().__init__(f"no {kind} {key!r} ({choices})")


class ConfigError(MtkitError):
    """An option, setting or environment variable that makes no sense."""


class FormatError(MtkitError):
    """A file that cannot be read or written as what it is said to be.

    Args:
        problem: What is wrong and what to do, without the place.
        path: The file, when there is one.
        line: 1-based line of the file, when it is known.
    """

    def __init__(
        self, problem: str, path: Path | str | None = None, line: int | None = None
    ) -> None:
        self.problem, self.path, self.line = problem, path, line
        place = "" if path is None else f"{path}:{line}: " if line is not None else f"{path}: "
        if path is None and line is not None:
            place = f"line {line}: "
        super().__init__(place + problem)


class ModelError(MtkitError):
    """A model that is missing, broken, unsafe or of an unknown kind."""


class CorpusError(MtkitError):
    """A corpus that is missing or broken."""


class ChecksumError(MtkitError):
    """A file whose SHA-256 is not the recorded one."""

    def __init__(self, path: Path | str, expected: str, found: str) -> None:
        self.path, self.expected, self.found = path, expected, found
        super().__init__(
            f"{path}: SHA-256 is {found[:12]}…, expected {expected[:12]}…: "
            "the file is damaged or was changed; fetch it again"
        )


class NetworkError(MtkitError):
    """A download that failed."""


class MissingExtraError(MtkitError):
    """A feature whose optional packages are not installed.

    Args:
        feature: What the caller wanted to do.
        extra: Name of the extra in ``pip install 'mtkit[extra]'``.
    """

    def __init__(self, feature: str, extra: str) -> None:
        self.feature, self.extra = feature, extra
        super().__init__(f"{feature} needs more packages: pip install 'mtkit[{extra}]'")
