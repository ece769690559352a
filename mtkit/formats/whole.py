"""Files that are read as one document: HTML, Markdown, SubRip, WebVTT."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from mtkit.formats.base import FormatOptions, parse
from mtkit.formats.encodings import Reader, TextFormat
from mtkit.formats.html import declared_charset, redeclare
from mtkit.types import Document


def _reader(markup: str) -> Reader:
    def read(text: TextIO, *, name: str, options: FormatOptions) -> Iterator[Document]:
        yield parse(text.read(), markup=markup, name=name, options=options)

    return read


HTML = TextFormat(_reader("html"), declared_charset, redeclare)
MARKDOWN = TextFormat(_reader("markdown"))
SRT = TextFormat(_reader("srt"))
VTT = TextFormat(_reader("vtt"))
