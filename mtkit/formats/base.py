"""What a format is, and the table of those there are.

Two kinds of parsers meet here.  A *markup format* (``html text markdown srt vtt``) makes one
`Document` of a string; it is found in `PARSERS` and serves whole files as well as the fields of
records.  A *file format* makes a stream of documents of a file and writes such a stream back; it is
found in `FORMATS`.  A new format is one module and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal, Protocol

from mtkit.errors import ConfigError
from mtkit.registry import Registry
from mtkit.types import Document


@dataclass(frozen=True, slots=True)
class FormatOptions:
    """How files are read and written; the defaults suit each format.

    Args:
        encoding: Character encoding of the input; None finds it out.
        fields: Fields of JSONL records (``"body.text"`` reaches into objects, a list is translated
            item by item) or columns of tables that are translated; ``"text"`` when empty.
        inner: Markup format of those fields.
        into: Name of the field or column for the translation, in which ``{}`` stands for the
            source's name (``"{}_ar"``); None replaces the source.
        missing: What to do with a record that lacks a field or cannot be read: ``"error"``, or
            ``"keep"`` to pass it on as it is.
        delimiter: Of CSV; None finds the one under which the columns are in the header.
        unwrap: Join the hard-wrapped lines of plain text to paragraphs.
        wrap: Put ``<div lang dir>`` around a fragment of HTML that is written in a language.
    """

    encoding: str | None = None
    fields: tuple[str, ...] = ()
    inner: str = "text"
    into: str | None = None
    missing: Literal["error", "keep"] = "error"
    delimiter: str | None = None
    unwrap: bool = False
    wrap: bool = False

    def __post_init__(self) -> None:
        if self.into is not None and "{}" not in self.into and len(self.fields) > 1:
            raise ConfigError(
                f"{len(self.fields)} fields cannot all go into {self.into!r}; "
                f"write '{{}}' for the field's name, as in '{{}}_{self.into}'"
            )
        if self.delimiter is not None and len(self.delimiter) != 1:
            raise ConfigError(f"delimiter {self.delimiter!r} must be one character")

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields to translate."""
        return self.fields or ("text",)

    def target(self, field: str) -> str | None:
        """Return the name of the field for the translation of `field`; None for itself."""
        return None if self.into is None else self.into.replace("{}", field)


class Source(Protocol):
    """An opened file: its documents, and the way to write them back.

    Attributes:
        documents: In file order, read as they are asked for.
        notices: What a reader of the run should know ("read as windows-1256"); writing may add
            more.
    """

    documents: Iterator[Document]
    notices: list[str]

    def write(self, documents: Iterable[Document], out: BinaryIO, *, language: str | None) -> None:
        """Write `documents`, each one of this source's with its blocks translated, in order.

        The documents of a source are read while those before are written, so memory does not grow
        with the file.  Documents that were not changed give the same bytes.

        Args:
            documents: As many as the source has.
            out: Where to.
            language: BCP 47 tag of what is written; None leaves language marks alone.

        Raises:
            FormatError: The source turns out to be broken, or there are fewer documents than rows.
        """
        ...


class Format(Protocol):
    """A kind of file."""

    def open(self, file: BinaryIO, *, name: str, options: FormatOptions) -> Source:
        """Read `file`, which is seekable and stays open while the source is in use.

        Raises:
            FormatError: It cannot be such a file.
        """
        ...


Parser = Callable[..., Document]
"""``parse(text, *, name="") -> Document``: any text is taken, and rendered back as it was."""

PARSERS: Registry[Parser] = Registry(
    "markup format",
    {
        "html": "mtkit.formats.html:parse",
        "text": "mtkit.formats.text:parse",
        "markdown": "mtkit.formats.markdown:parse",
        "srt": "mtkit.formats.subtitles:parse_srt",
        "vtt": "mtkit.formats.subtitles:parse_vtt",
    },
)

FORMATS: Registry[Format] = Registry(
    "format",
    {
        "html": "mtkit.formats.whole:HTML",
        "text": "mtkit.formats.text:FORMAT",
        "markdown": "mtkit.formats.whole:MARKDOWN",
        "srt": "mtkit.formats.whole:SRT",
        "vtt": "mtkit.formats.whole:VTT",
        "jsonl": "mtkit.formats.jsonl:FORMAT",
        "csv": "mtkit.formats.tables:CSV",
        "tsv": "mtkit.formats.tables:TSV",
        "parquet": "mtkit.formats.parquet:FORMAT",
    },
)

SUFFIXES = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".srt": "srt",
    ".vtt": "vtt",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
}


def parse(
    text: str, *, markup: str, name: str = "", options: FormatOptions | None = None
) -> Document:
    """Parse `text` as the markup format `markup`.

    Raises:
        UnknownEntryError: No such format.
    """
    parser = PARSERS.get(markup)
    if options is None:
        return parser(text, name=name)
    own = {"text": {"unwrap": options.unwrap}, "html": {"wrap": options.wrap}}
    return parser(text, name=name, **own.get(markup, {}))
