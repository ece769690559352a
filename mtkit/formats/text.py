"""Plain text: a line is a paragraph; lines, indentation and bullets stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import TextIO

from mtkit.formats.base import FormatOptions
from mtkit.formats.builder import Builder
from mtkit.formats.encodings import TextFormat
from mtkit.formats.events import Event, Text
from mtkit.formats.slots import Mark, Written, weave
from mtkit.types import Block, Document

_CHUNK = 1 << 16
"""Characters after which a document ends, so that a long file is many short documents."""

_BULLET = re.compile(r"(?:[-*+•·–—‣◦▪●]|\(?\d{1,3}[.)])\s+")
_BREAKS = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


def parse(text: str, *, name: str = "", unwrap: bool = False) -> Document:
    r"""Parse plain text; lines end with ``\n``, ``\r\n`` or ``\r``.

    Args:
        text: Any text.
        name: Where it came from.
        unwrap: Take lines up to a blank one, or one with a bullet, for one paragraph.
    """
    return _document(StringIO(text, newline=""), name=name, unwrap=unwrap)


def read(text: TextIO, *, name: str, options: FormatOptions) -> Iterator[Document]:
    """Yield a document for each stretch of lines, named by its first line (``news.txt:1``)."""
    lines: list[str] = []
    first = number = 1
    length = 0
    for number, line in enumerate(text, start=1):
        lines.append(line)
        length += len(line)
        if length >= _CHUNK and (not options.unwrap or not line.strip()):
            yield _document(lines, name=f"{name}:{first}", unwrap=options.unwrap)
            lines, length, first = [], 0, number + 1
    if lines:
        yield _document(lines, name=f"{name}:{first}", unwrap=options.unwrap)


def write_line(block: Block, marks: Mapping[int, Mark]) -> Written:
    """Return the block on one line: a break in its text becomes a space."""
    return weave(block, marks, one_line)


def one_line(text: str) -> str:
    """Return `text` with every line break, and the white space around it, made one space."""
    return _BREAKS.sub(" ", text)


def _document(lines: Iterable[str], *, name: str, unwrap: bool) -> Document:
    builder = Builder()
    paragraph: list[Event] = []
    for line in lines:
        before, text, after = _split(line)
        if paragraph and (not text or before.strip() or not unwrap):
            builder.add(paragraph, write=write_line)
            paragraph = []
        if not text:
            builder.literal(line)
        elif paragraph:
            space = paragraph.pop()
            paragraph += [Text(" ", _raw(space) + before), Text(text, text), Text(after, after)]
        else:
            builder.literal(before)
            paragraph = [Text(text, text), Text(after, after)]
    builder.add(paragraph, write=write_line)
    return builder.document(name)


def _raw(event: Event) -> str:
    return event.raw if isinstance(event, Text) else ""


def _split(line: str) -> tuple[str, str, str]:
    """Return indentation with bullet or number, what is read, white space with the line's end."""
    start = len(line) - len(line.lstrip())
    if bullet := _BULLET.match(line, start):
        start = bullet.end()
    stop = max(start, len(line.rstrip()))
    return line[:start], line[start:stop], line[stop:]


FORMAT = TextFormat(read)
