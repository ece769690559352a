"""Markdown: CommonMark with tables, strikethrough, footnotes and front matter.

markdown-it says which lines hold running text and what markup is in it; the rest of the file is
never touched.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import accumulate, pairwise
from typing import Any

from markdown_it.token import Token

from mtkit.formats import html
from mtkit.formats.builder import Builder
from mtkit.formats.events import Event
from mtkit.formats.markdown_inline import Inline, parser
from mtkit.formats.markdown_write import (
    ALT,
    CELL,
    HEADING,
    NOTE,
    PARAGRAPH,
    Context,
    write,
    write_title,
)
from mtkit.formats.slots import Written
from mtkit.types import Document

_WHITE = " \t\r\n\v\f"
_PREFIX = re.compile(r"\[[ xX]\][ \t]+|\[![A-Za-z]+\][ \t]*(?:\n|$)")
"""What GitHub reads at the start of a list item (a box to tick) or of a quotation (``[!NOTE]``)."""

_PIPE = re.compile(r"(?<!\\)\|")


def parse(text: str, *, name: str = "") -> Document:
    """Parse Markdown; HTML blocks in it are parsed as HTML, code and front matter stay."""
    env: dict[str, Any] = {}
    tokens = parser().parse(text, env)
    lines = list(StringIO(text, newline=""))
    starts = [0, *accumulate(len(line) for line in lines)]
    builder = Builder()
    done = 0
    for place in _places(tokens, lines, starts):
        if place.start < done:
            continue
        builder.literal(text[done : place.start])
        if place.context is None:
            builder.nest(html.parse(text[place.start : place.stop]))
        else:
            _add(builder, place, place.context, text, env)
        done = place.stop
    builder.literal(text[done:])
    return builder.document(name)


def _add(
    builder: Builder, place: _Place, context: Context, source: str, env: dict[str, Any]
) -> None:
    def hold(kind: str, events: list[Event]) -> Written:
        if kind.startswith("title"):
            return builder.hold(events, write=partial(write_title, kind[-1]), kind="attribute")
        inner = ALT if kind == "attribute" else NOTE
        return builder.hold(events, write=partial(write, inner, env), kind=kind)

    prefix = _PREFIX.match(place.content)
    cut = prefix.end() if prefix and context is PARAGRAPH else 0
    builder.literal(place.raw(source, 0, cut))
    inline = Inline(
        place.content[cut:],
        lambda start, stop: place.raw(source, start + cut, stop + cut),
        env,
        hold,
    )
    builder.add(inline.events(), write=partial(write, context, env), kind=context.kind)


# --- where the text is ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of the source with running text; its lines begin after container marks (``> ``).

    Args:
        context: What kind of block it is; None for HTML.
        content: Its lines without container marks, joined by ``\\n``.
        inner: Where each line begins in `content`.
        outer: Where each line begins in the source.
        stop: Where the last one ends in the source.
    """

    context: Context | None
    content: str
    inner: tuple[int, ...]
    outer: tuple[int, ...]
    stop: int

    @property
    def start(self) -> int:
        """Where it begins in the source."""
        return self.outer[0]

    def raw(self, source: str, start: int, stop: int) -> str:
        """Return the source of the range ``start:stop`` of the content."""
        return source[self._outer(start) : self._outer(stop)]

    def _outer(self, offset: int) -> int:
        line = bisect_right(self.inner, offset) - 1
        return self.outer[line] + offset - self.inner[line]


def _places(
    tokens: Sequence[Token], lines: Sequence[str], starts: Sequence[int]
) -> Iterator[_Place]:
    """Yield in source order what is text or HTML, as far as it can be found in `lines`."""
    cells: list[str] = []
    before = ""
    for token in tokens:
        first, last = token.map or (0, 0)
        if token.type == "tr_open":
            cells = []
            row = first
        elif token.type == "inline" and before in {"th_open", "td_open"}:
            cells.append(token.content)
        elif token.type == "tr_close":
            yield from _find_cells(cells, lines[row], starts[row])
        elif token.type == "inline" and token.content:
            context = HEADING if before == "heading_open" else PARAGRAPH
            if place := _find_lines(token.content, lines[first:last], starts[first:], context):
                yield place
        elif token.type == "html_block":
            source = "".join(lines[first:last])
            if source.splitlines() == token.content.splitlines():  # else in a quotation or list
                yield _Place(None, source, (0,), (starts[first],), starts[first] + len(source))
        before = token.type


def _find_lines(
    content: str, lines: Sequence[str], starts: Sequence[int], context: Context
) -> _Place | None:
    """Find the lines of `content` at the ends of `lines`."""
    pieces, inner, outer = [], [], []
    length = 0
    targets = [target.strip(_WHITE) for target in content.split("\n")]
    if len(targets) > len(lines):
        return None
    for target, line, start in zip(targets, lines, starts, strict=False):
        visible = line.replace("\0", "\N{REPLACEMENT CHARACTER}")
        place = visible.rfind(target) if target else len(visible.rstrip("\r\n"))
        rest = visible[place + len(target) :].strip(_WHITE)
        if place < 0 or (rest.strip("#") if context is HEADING else rest):
            return None
        piece = line[place:].rstrip("\r\n")
        pieces.append(piece)
        inner.append(length)
        outer.append(start + place)
        length += len(piece) + 1
    pieces[-1] = pieces[-1][: len(targets[-1])]
    stop = outer[-1] + len(pieces[-1])
    return _Place(context, "\n".join(pieces), tuple(inner), tuple(outer), stop)


def _find_cells(cells: Sequence[str], line: str, start: int) -> Iterator[_Place]:
    """Find the cells of a table's row; the first may stand after container marks."""
    raws = [cell.replace("|", "\\|") for cell in cells]
    edges = [0, *(pipe.end() for pipe in _PIPE.finditer(line)), len(line) + 1]
    spans = [(left, right - 1) for left, right in pairwise(edges)]
    for skipped in (1, 0):  # a row mostly begins with a pipe
        pairs = list(zip(raws, spans[skipped:], strict=False))
        stripped = [(raw, line[left:right].strip(_WHITE)) for raw, (left, right) in pairs]
        if skipped and not all(raw == text for raw, text in stripped):
            continue
        if not skipped and stripped and not stripped[0][1].endswith(stripped[0][0]):
            return
        for raw, (left, right) in pairs:
            place = line.rfind(raw, left, right)
            if raw and place >= 0:
                yield _Place(CELL, raw, (0,), (start + place,), start + place + len(raw))
        return
