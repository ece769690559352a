"""Make a block of a run or an attribute: its text, the elements around parts of it, what is kept.

Choices that the rest of mtkit sees:

- An element around all the text of a run, and what stands before or behind the text, is no part of
  the block, so it is where it was whatever the translation does.
- An element without text is a zero-width keep, with all that it holds.
- Where elements cross, the inner one ends with the outer one and its own end tag is a keep; an
  element that is never closed ends with the run.  Either way nothing is written for the end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from mtkit.formats.html.characters import WHITE_SPACE, locate, read, visible
from mtkit.formats.html.reader import Piece, Reading, read_run
from mtkit.formats.html.runs import Run
from mtkit.formats.html.tokens import Attribute
from mtkit.formats.inline import find_untranslatable
from mtkit.types import Block, Keep, Span, Tag


@dataclass(frozen=True, slots=True)
class Element:
    """How a tag or keep of a block is written: ranges of the source.

    Args:
        open: Start tag, or all of a keep.
        close: End tag, if there is one.
        parent: Id of the innermost tag around it.
        spaced: Whether it stands for a space of the text that is not in the source.
    """

    open: Span
    close: Span | None = None
    parent: int | None = None
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands in the source.

    Args:
        block: As it was read.
        span: In the source.
        elements: The block's tags and keeps by id.
        quote: The mark around an attribute's value, empty if there is none; None for other text.
    """

    block: Block
    span: Span
    elements: dict[int, Element]
    quote: str | None = None

    @property
    def is_attribute(self) -> bool:
        """Whether the block is the value of an attribute."""
        return self.quote is not None


def place_run(source: str, run: Run) -> Place | None:
    """Return the block that `run` makes, if there are letters in it to translate."""
    reading = read_run(source, run)
    if not reading.text:
        return None
    whole = (0, len(reading.text))
    tags = [p for p in reading.pieces if p.tag and (p.start, p.end) != whole]
    span = _around(reading, tags)
    keeps = [p for p in reading.pieces if not p.tag and span.contains(p.open)]
    keeps += _urls(reading, tags + keeps, source)
    tags.sort(key=lambda p: (p.start, -p.end, p.number))
    keeps.sort(key=lambda p: (p.start, p.end, p.open.start))
    block = Block(
        reading.text,
        tuple(Tag(Span(p.start, p.end), p.number, p.name) for p in tags),
        tuple(Keep(Span(p.start, p.end), p.number, p.name) for p in keeps),
        run.kind,
    )
    if not _has_letters(block):
        return None
    elements = {p.number: Element(p.open, p.close, p.parent, p.spaced) for p in tags + keeps}
    return Place(block, span, elements)


def place_attribute(source: str, attribute: Attribute) -> Place | None:
    """Return the block that an attribute's value makes, if there are letters in it."""
    raw = attribute.of(source)
    start = attribute.start + visible(raw)
    span = Span(start, max(start, attribute.start + len(raw.rstrip(WHITE_SPACE))))
    text = read(span.of(source), attribute=True).strip(" ")
    found = list(_protected(text, [(0, span)], source))
    keeps = tuple(Keep(url, id_, "url") for id_, (url, _) in enumerate(found))
    block = Block(text, (), keeps, "attribute")
    if not _has_letters(block):
        return None
    elements = {id_: Element(written) for id_, (_, written) in enumerate(found)}
    return Place(block, span, elements, attribute.quote)


def _around(reading: Reading, tags: Sequence[Piece]) -> Span:
    """Return the range of the source that has the text and all of `tags` in it."""
    start, end = reading.span.start, reading.span.end
    for piece in tags:
        start = min(start, piece.open.start)
        end = max(end, piece.close.end if piece.close else piece.open.end)
    return Span(start, end)


def _urls(reading: Reading, pieces: Sequence[Piece], source: str) -> list[Piece]:
    """Return URLs and the like as keeps, where none of `pieces` begins or ends inside."""
    edges = sorted({edge for piece in pieces for edge in (piece.start, piece.end)})
    atoms = {piece.start for piece in pieces if not piece.tag and piece.end > piece.start}
    found: list[Piece] = []
    for span, written in _protected(reading.text, reading.stretches, source):
        before = bisect_right(edges, span.start)
        within_atom = before > 0 and edges[before - 1] in atoms
        if within_atom or before < bisect_left(edges, span.end):
            continue
        number = len(reading.pieces) + len(found)
        found.append(Piece("url", False, written, number, span.start, span.end))
    return found


def _protected(
    text: str, stretches: Sequence[tuple[int, Span]], source: str
) -> Iterator[tuple[Span, Span]]:
    """Yield the URLs and the like of `text`, each with its range of the source.

    Args:
        text: Of a block.
        stretches: What it is made of: offset in `text` and range of `source`, in order.
        source: The page.
    """
    current = -1
    offset_in: Callable[[int], int]
    for span in find_untranslatable(text):
        index = bisect_right(stretches, span.start, key=itemgetter(0)) - 1
        offset, stretch = stretches[index]
        if index != current:
            current, offset_in = index, locate(stretch.of(source))
        written = Span(offset_in(span.start - offset), offset_in(span.end - offset)).shift(
            stretch.start
        )
        if read(written.of(source)) == span.of(text):
            yield span, written


def _has_letters(block: Block) -> bool:
    """Tell whether there is anything to translate in `block`."""
    done = 0
    for keep in block.keeps:
        if any(map(str.isalpha, block.text[done : keep.span.start])):
            return True
        done = keep.span.end
    return any(map(str.isalpha, block.text[done:]))
