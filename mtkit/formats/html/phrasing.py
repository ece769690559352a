"""Make a block of a run: its text, the elements around parts of it, what is kept.

Choices that the rest of mtkit sees:

- White space between words is outside of elements: ``<i>a </i>b`` is *a* in italics, then a space.
- An element around all the text of a run, and what stands before or behind the text, is no part of
  the block, so it is where it was whatever the translation does.
- An element without text is a zero-width keep, with all that it holds.
- Where elements cross, the inner one ends with the outer one and its own end tag is a keep; an
  element that is never closed ends with the run.  Either way nothing is written for the end.
- A line break or picture between two words stands for a space, which is in the text even if none
  is in the source.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from mtkit.formats.html.characters import WHITE_SPACE, locate, read, visible
from mtkit.formats.html.elements import elements
from mtkit.formats.html.runs import Atom, Run
from mtkit.formats.html.tokens import Attribute, Kind, Token
from mtkit.formats.inline import find_untranslatable
from mtkit.types import Block, Keep, Span, Tag

_NO_SPACE_BEFORE = frozenset(".,;:!?%)]}»”’،؛؟…")
_NO_SPACE_AFTER = frozenset("([{«“‘")


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
    reader = _Reader(source)
    for index, item in enumerate(run.items):
        reader.take(item, run.items[index + 1] if index + 1 < len(run.items) else None)
    reader.end()
    return reader.place(run.kind)


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


@dataclass(slots=True)
class _Piece:
    """A tag or keep that is being read; `start` and `end` are offsets in the text.

    Args:
        number: Its place among the pieces.
        after_gap: Whether white space of the source stands before it.
        letters: How many stretches of text there were before it.
    """

    name: str
    tag: bool
    open: Span
    number: int
    start: int
    end: int
    parent: int | None = None
    after_gap: bool = False
    letters: int = 0
    close: Span | None = None
    spaced: bool = False


class _Reader:
    """Reads the items of a run from left to right."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._text: list[str] = []
        self._length = 0
        self._texts: list[tuple[int, Span]] = []  # offset in the text, range of the source
        self._first = self._last = -1  # range of the source from first to last character
        self._gap = False  # white space was read and not yet written
        self._stand_in: _Piece | None = None  # stands for white space that was not read
        self._fresh: list[_Piece] = []  # read since the last character
        self._pieces: list[_Piece] = []
        self._open: list[_Piece] = []
        self._names: Counter[str] = Counter()  # of the open ones
        self._taken = 0  # the source before this belongs to a keep

    def take(self, item: Token | Atom, following: Token | Atom | None) -> None:
        """Take an item; `following` tells whether white space comes next."""
        if isinstance(item, Atom):
            self._atom(item, following)
            return
        match item.kind:
            case Kind.TEXT | Kind.RAW:
                self._read(item.start, item.end)
            case Kind.START:
                piece = self._add(item.name, item.start, item.end, tag=True)
                self._open.append(piece)
                self._names[item.name] += 1
            case Kind.END if self._names[item.name]:
                self._end(item, following)
            case Kind.VOID:
                piece = self._add(item.name, item.start, item.end)
                if item.name in elements().separate:
                    self._stand_alone(piece, item.end, following)
            case _:
                self._add(item.name or "comment", item.start, item.end)

    def end(self) -> None:
        """Take the end of the run."""
        while self._open:
            self._close(self._open.pop(), None)

    # --- text ------------------------------------------------------------------------------------

    def _read(self, start: int, end: int) -> int | None:
        """Read text; return the offset of its first character that is not white space."""
        start = max(start, self._taken)
        raw = self._source[start:end]
        text = read(raw)
        stripped = text.strip(" ")
        self._gap |= text[:1] == " " and self._length > 0
        if not stripped:
            return None
        if self._needs_space(stripped[0]):
            self._space()
        self._fresh.clear()
        self._stand_in = None
        at = self._length
        self._text.append(stripped)
        self._length += len(stripped)
        self._gap = text[-1] == " "
        first = start + visible(raw)
        self._last = end - (len(raw) - len(raw.rstrip(WHITE_SPACE)))
        self._first = first if self._first < 0 else self._first
        self._texts.append((at, Span(first, self._last)))
        return at

    def _needs_space(self, following: str) -> bool:
        if self._stand_in is None or self._gap or not self._length:
            return self._gap
        before = self._text[-1][-1]
        return following not in _NO_SPACE_BEFORE and before not in _NO_SPACE_AFTER

    def _space(self) -> None:
        """Write a space before the tags that were just opened, and what is in them."""
        if not self._gap and self._stand_in is not None:
            self._stand_in.spaced = True
        for piece in self._fresh:
            if piece.tag or piece.after_gap or self._in_fresh_tag(piece):
                piece.start += 1
                piece.end = piece.start
        self._text.append(" ")
        self._length += 1

    def _in_fresh_tag(self, piece: _Piece) -> bool:
        return piece.parent is not None and self._pieces[piece.parent].letters == len(self._texts)

    # --- elements --------------------------------------------------------------------------------

    def _add(self, name: str, start: int, end: int, *, tag: bool = False) -> _Piece:
        piece = _Piece(
            name,
            tag,
            Span(start, end),
            len(self._pieces),
            self._length,
            self._length,
            self._open[-1].number if self._open else None,
            self._gap,
            len(self._texts),
        )
        self._pieces.append(piece)
        self._fresh.append(piece)
        return piece

    def _end(self, item: Token, following: Token | Atom | None) -> None:
        while (piece := self._open.pop()).name != item.name:
            self._close(piece, None)
        self._close(piece, Span(item.start, item.end))
        if not piece.tag:  # nothing to read in it: one keep with all that it holds
            inside = self._pieces[piece.number + 1 :]
            del self._pieces[piece.number + 1 :]
            del self._fresh[len(self._fresh) - len(inside) :]
            piece.open, piece.close = Span(piece.open.start, item.end), None
            if any(piece_inside is self._stand_in for piece_inside in inside):
                self._stand_alone(piece, item.end, following)

    def _close(self, piece: _Piece, close: Span | None) -> None:
        self._names[piece.name] -= 1
        piece.close = close
        piece.tag = piece.letters < len(self._texts)
        piece.end = self._length if piece.tag else piece.start

    def _stand_alone(self, piece: _Piece, end: int, following: Token | Atom | None) -> None:
        """Let `piece` stand for a space, and belong to it what white space is around it."""
        source, start = self._source, piece.open.start
        before = self._pieces[piece.number - 1].open.end if piece.number else 0
        floor = max(before, self._last)
        while start > floor and source[start - 1] in WHITE_SPACE:
            start -= 1
        if start < piece.open.start:
            self._gap = piece.after_gap = False
        if isinstance(following, Token) and following.kind is Kind.TEXT:
            end += visible(source[end : following.end])
        piece.open = Span(start, end)
        self._taken = end
        self._stand_in = piece

    def _atom(self, atom: Atom, following: Token | Atom | None) -> None:
        first, count = self._first, len(self._texts)
        piece = self._add(atom.name, atom.start, atom.end)
        starts = [start for a, b in atom.texts if (start := self._read(a, b)) is not None]
        if not starts:
            if atom.name in elements().separate:
                self._stand_alone(piece, atom.end, following)
            return
        piece.start, piece.end = starts[0], self._length
        self._texts[count:] = [(starts[0], Span(atom.start, atom.end))]
        self._first = atom.start if first < 0 else first
        self._last = atom.end

    # --- the block -------------------------------------------------------------------------------

    def place(self, kind: str) -> Place | None:
        """Return the block of all that was read."""
        if self._first < 0:
            return None
        text = "".join(self._text)
        tags = [piece for piece in self._pieces if piece.tag and not self._wraps(piece)]
        start, end = self._first, self._last
        for piece in tags:
            if piece.start == 0:
                start = min(start, piece.open.start)
            if piece.end == self._length and piece.close is not None:
                end = max(end, piece.close.end)
        span = Span(start, end)
        keeps = [p for p in self._pieces if not p.tag and span.contains(p.open)]
        keeps += self._urls(text, tags, keeps)
        tags.sort(key=lambda p: (p.start, -p.end, p.number))
        keeps.sort(key=lambda p: (p.start, p.end, p.open.start))
        block = Block(
            text,
            tuple(Tag(Span(p.start, p.end), p.number, p.name) for p in tags),
            tuple(Keep(Span(p.start, p.end), p.number, p.name) for p in keeps),
            kind,
        )
        if not _has_letters(block):
            return None
        elements = {p.number: Element(p.open, p.close, p.parent, p.spaced) for p in tags + keeps}
        return Place(block, span, elements)

    def _wraps(self, piece: _Piece) -> bool:
        return piece.start == 0 and piece.end == self._length

    def _urls(self, text: str, tags: list[_Piece], keeps: list[_Piece]) -> list[_Piece]:
        """Return URLs and the like as keeps, where no other element begins or ends inside."""
        edges = sorted({edge for piece in tags + keeps for edge in (piece.start, piece.end)})
        atoms = {piece.start for piece in keeps if piece.end > piece.start}
        found: list[_Piece] = []
        for span, written in _protected(text, self._texts, self._source):
            before = bisect_right(edges, span.start)
            within_atom = before > 0 and edges[before - 1] in atoms
            if within_atom or before < bisect_left(edges, span.end):
                continue
            number = len(self._pieces) + len(found)
            found.append(_Piece("url", False, written, number, span.start, span.end, None))
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
