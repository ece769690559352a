"""Bytes and text: which encoding a file has, and writing it back in the same one.

UTF-8 is expected, a byte order mark is believed and kept, anything else is found out and said.  A
file is looked through before its first document is given, so that nobody translates for an hour
and then learns that the last line is broken.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Protocol, TextIO

from mtkit.errors import ConfigError, FormatError
from mtkit.formats.base import FormatOptions, Source
from mtkit.types import Document

_CHUNK = 1 << 20
_HEAD = 1 << 13
_SPOOL = 1 << 24

_MARKS = (  # UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_UNICODE = frozenset(codec for _, codec in _MARKS)

_AS_BROWSERS_READ = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254"}
"""What the declared encoding means (https://encoding.spec.whatwg.org/#names-and-labels)."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file's characters are written.

    Args:
        codec: Python's name of the encoding, byte order included.
        mark: The byte order mark that the file begins with, or nothing.
        notice: What should be said about it, or nothing.
    """

    codec: str
    mark: bytes = b""
    notice: str = ""


def find_encoding(
    file: BinaryIO,
    *,
    name: str,
    explicit: str | None = None,
    declared: Callable[[bytes], str | None] | None = None,
) -> Encoding:
    """Find the encoding that all of `file` can be read in and written back as it was.

    In order: what the user says, a byte order mark, UTF-8, what the file declares, what
    charset-normalizer makes of it.  A file in plain ASCII has the encoding that it declares.

    Args:
        file: Seekable; it is read to its end.
        name: For messages.
        explicit: The user's word.
        declared: Finds the encoding that the beginning of such a file declares.

    Raises:
        FormatError: It is binary, or in no encoding that can be found.
    """
    file.seek(0)
    head = file.read(_HEAD)
    mark, codec = next(((m, c) for m, c in _MARKS if head.startswith(m)), (b"", "utf-8"))
    if explicit is not None:
        mark, codec = _as_told(explicit, mark, codec)
    problem = _problem(file, codec, len(mark))
    own = None
    if declared is not None and not mark and not explicit:
        own = _as_declared(declared(head))
    if problem is None:
        if own and own != codec and _problem(file, "ascii", 0) is _problem(file, own, 0) is None:
            return Encoding(own)
        said = f"declared as {own} but read as UTF-8, which it is" if own and own != codec else ""
        return Encoding(codec, mark, said)
    if mark or explicit or problem.binary:
        raise FormatError(problem.text, name, problem.line)
    if own and _problem(file, own, 0) is None:
        return Encoding(own, notice=f"read as {own}, which it declares")
    guess = None if problem.mostly else _guess(file)
    if guess is None or _problem(file, guess, 0) is not None:
        raise FormatError(f"{problem.text}; say which encoding it is in", name, problem.line)
    return Encoding(guess, notice=f"not UTF-8; read as {guess}, which it seems to be")


def _as_told(label: str, mark: bytes, marked: str) -> tuple[bytes, str]:
    """Return byte order mark and codec for what the user says; ``utf-16`` leaves the order open."""
    codec = _codec(label)
    if codec is None:
        raise ConfigError(f"there is no encoding {label!r}; write it like 'utf-8' or 'cp1256'")
    family = codec.removesuffix("-sig")
    if mark and marked.startswith(family):
        return mark, marked
    return b"", f"{family}-le" if family in {"utf-16", "utf-32"} else family


def _as_declared(label: str | None) -> str | None:
    """Return the codec of an encoding that can be declared in itself: one that has ASCII in it."""
    codec = _codec(label) if label is not None else None
    ascii_text = "".join(map(chr, range(32, 127)))
    return codec if codec and ascii_text.encode(codec) == ascii_text.encode("ascii") else None


def _codec(label: str) -> str | None:
    try:
        "".encode(label.strip())  # some codecs are not for text
        codec = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return None
    return _AS_BROWSERS_READ.get(codec, codec)


@dataclass(frozen=True, slots=True)
class _Problem:
    text: str
    line: int
    binary: bool = False
    mostly: bool = False


def _problem(file: BinaryIO, codec: str, skip: int) -> _Problem | None:
    """Return why `file` cannot be read in `codec` and written back, if it cannot."""
    decode = codecs.getincrementaldecoder(codec)().decode
    encode = codecs.getincrementalencoder(codec)().encode
    file.seek(skip)
    line, beyond_ascii, waiting = 1, 0, b""
    while True:
        chunk = file.read(_CHUNK)
        try:
            text = decode(chunk, not chunk)
        except UnicodeDecodeError as error:
            good = error.object[: error.start]
            line += good.count(b"\n")
            beyond_ascii += sum(byte >= 0xC0 for byte in good)
            where = f"byte {error.object[error.start]:#04x} is not {codec.upper()}"
            # a legacy encoding does not give many valid UTF-8 sequences by chance
            return _Problem(where, line, mostly=codec == "utf-8" and beyond_ascii >= 20)
        if "\0" in text:
            line += text[: text.index("\0")].count("\n")
            return _Problem("NUL characters: it is binary, not text", line, binary=True)
        waiting += chunk
        again = encode(text)
        if not waiting.startswith(again):
            return _Problem(f"{codec} would not write it back as it is; convert it to UTF-8", line)
        waiting = waiting[len(again) :]
        line += text.count("\n")
        beyond_ascii += len(again) - len(text)
        if not chunk:
            return None


def _guess(file: BinaryIO) -> str | None:
    from charset_normalizer import from_bytes

    file.seek(0)
    matches = from_bytes(file.read(_CHUNK))
    best = matches.best()
    if best is None:
        return None
    rank = (best.chaos, best.coherence)
    equals = {match.encoding for match in matches if (match.chaos, match.coherence) == rank}
    # short texts fit many encodings as well; this is the one that most are in
    return "cp1252" if "cp1252" in {*equals, *best.could_be_from_charset} else best.encoding


# --- text files ----------------------------------------------------------------------------------


class Reader(Protocol):
    """Makes documents of decoded text."""

    def __call__(self, text: TextIO, *, name: str, options: FormatOptions) -> Iterator[Document]:
        """Yield the documents of `text`, whose line ends are as in the file."""
        ...


@dataclass(frozen=True, slots=True)
class TextFormat:
    """A format whose files are text: documents rendered one after the other are the file.

    Args:
        read: Makes documents of the text.
        declared: Finds the encoding that the beginning of a file declares.
        redeclare: Returns a beginning that declares another encoding.
    """

    read: Reader
    declared: Callable[[bytes], str | None] | None = None
    redeclare: Callable[[str, str], str] = lambda head, codec: head

    def open(self, file: BinaryIO, *, name: str, options: FormatOptions) -> Source:
        """Read `file` (see `mtkit.formats.base.Format.open`)."""
        encoding = find_encoding(file, name=name, explicit=options.encoding, declared=self.declared)
        file.seek(len(encoding.mark))
        text = TextIOWrapper(file, encoding.codec, newline="")
        documents = self.read(text, name=name, options=options)
        return TextSource(text, encoding, documents, self.redeclare)


class TextSource:
    """An opened text file (see `mtkit.formats.base.Source`)."""

    def __init__(
        self,
        text: TextIO,
        encoding: Encoding,
        documents: Iterator[Document],
        redeclare: Callable[[str, str], str],
    ) -> None:
        self.documents = documents
        self.encoding = encoding
        self.notices = [encoding.notice] if encoding.notice else []
        self._redeclare = redeclare
        self._text = text  # closes the file when it goes

    def write(self, documents: Iterable[Document], out: BinaryIO, *, language: str | None) -> None:
        """Write in the encoding that was read, or in UTF-8 where that cannot hold the text."""
        texts = (document.render(language=language) for document in documents)
        codec = self.encoding.codec
        if codec in _UNICODE:
            out.write(self.encoding.mark)
            for text in texts:
                out.write(text.encode(codec))
            return
        with SpooledTemporaryFile(_SPOOL, "w+", encoding="utf-8", newline="") as spool:
            fits = True
            for text in texts:
                spool.write(text)
                fits = fits and _can_hold(codec, text)
            spool.seek(0)
            if not fits:
                self.notices.append(f"written as UTF-8, for {codec} cannot hold the translation")
                codec = "utf-8"
                out.write(self._redeclare(spool.read(_HEAD), codec).encode(codec))
            encode = codecs.getincrementalencoder(codec)().encode
            while text := spool.read(_CHUNK):
                out.write(encode(text))
            out.write(encode("", True))


def _can_hold(codec: str, text: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
