"""Files in and out: open one whatever it holds, and write its documents back.

with open_source(Path("news.html")) as source:
    write_to(Path("news.ar.html"), source, map(translate, source.documents), language="ar")
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import BinaryIO, cast

from mtkit.errors import FormatError
from mtkit.formats.base import FORMATS, FormatOptions
from mtkit.formats.detect import HEAD, Detected, detect
from mtkit.io import atomic_file
from mtkit.types import Document

_SPOOL = 1 << 24
_STDIN = "standard input"


class OpenSource:
    """A file that is being read; closes it at the end of a ``with`` block.

    Attributes:
        name: Path, or "standard input".
        detected: Its format and why.
        documents: In file order, read as they are asked for.
    """

    def __init__(
        self, file: BinaryIO, name: str, detected: Detected, options: FormatOptions
    ) -> None:
        self.name = name
        self.detected = detected
        self._file = file
        self._source = FORMATS.get(detected.format).open(file, name=name, options=options)
        self.documents: Iterator[Document] = self._source.documents

    def __enter__(self) -> OpenSource:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def format(self) -> str:
        """Name of the file's format."""
        return self.detected.format

    @property
    def notices(self) -> list[str]:
        """What a reader of the run should know, each one line; writing may add to it."""
        guessed = (
            [] if self.detected.certain else [f"read as {self.format}: {self.detected.reason}"]
        )
        return [*guessed, *self._source.notices]

    def write(self, documents: Iterable[Document], out: BinaryIO, *, language: str | None) -> None:
        """Write `documents` (see `mtkit.formats.base.Source.write`)."""
        self._source.write(documents, out, language=language)

    def close(self) -> None:
        """Close the file; documents that were not asked for cannot be read any more."""
        self._file.close()


def open_source(
    path: Path | None, *, format: str | None = None, options: FormatOptions | None = None
) -> OpenSource:
    """Open a file of any format.

    Args:
        path: The file; None is standard input, which is read to its end first.
        format: Its format; None finds it out.
        options: How to read it.

    Raises:
        FormatError: It cannot be read, is empty, or is not what it is said to be.
        UnknownEntryError: There is no such format.
        MissingExtraError: Its format needs packages that are not installed.
    """
    name = _STDIN if path is None else str(path)
    try:
        file = _spooled(sys.stdin.buffer) if path is None else path.open("rb")
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror or error}", name) from error
    try:
        head = file.read(HEAD)
        if not head:
            raise FormatError("is empty; there is nothing to translate", name)
        file.seek(0)
        detected = detect(None if path is None else name, head, explicit=format)
        return OpenSource(file, name, detected, options or FormatOptions())
    except BaseException:
        file.close()
        raise


def write_to(
    path: Path | None,
    source: OpenSource,
    documents: Iterable[Document],
    *,
    language: str | None = None,
) -> None:
    """Write `documents` of `source`; the file appears when all is written, or not at all.

    Args:
        path: The file; None is standard output.  It may be the file that is being read.
        source: Where the documents came from.
        documents: Those of the source, translated, in order; they are taken as they are written.
        language: BCP 47 tag of what is written; None leaves ``lang`` and ``dir`` alone.

    Raises:
        FormatError: The file cannot be written, or the source turns out to be broken.
    """
    if path is None:
        source.write(documents, sys.stdout.buffer, language=language)
        sys.stdout.buffer.flush()
        return
    # a device or a pipe cannot be replaced by renaming
    replaceable = not path.exists() or path.is_file()
    try:
        with atomic_file(path) if replaceable else path.open("wb") as out:
            source.write(documents, out, language=language)
    except OSError as error:
        raise FormatError(f"cannot be written: {error.strerror or error}", path) from error


def _spooled(stream: BinaryIO) -> BinaryIO:
    """Return the rest of `stream` as a seekable file, on disk when it is long."""
    file = SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115 - closed with the source
    shutil.copyfileobj(stream, file)
    file.seek(0)
    return cast(BinaryIO, file)
