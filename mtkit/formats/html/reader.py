"""Read a run from left to right: its text, and the elements that begin and end in it.

White space between words is outside of elements: ``<i>a </i>b`` is *a* in italics, then a space.  A
line break or picture between two words stands for a space, which is in the text even if none is in
the source.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from mtkit.formats.html.characters import WHITE_SPACE, read, visible
from mtkit.formats.html.elements import elements
from mtkit.formats.html.runs import Atom, Run
from mtkit.formats.html.tokens import Kind, Token
from mtkit.types import Span

_NO_SPACE_BEFORE = frozenset(".,;:!?%)]}»”’،؛؟…")
_NO_SPACE_AFTER = frozenset("([{«“‘")


@dataclass(slots=True)
class Piece:
    """A tag or keep of a run.

    Args:
        name: Of the element.
        tag: Whether there is text in it; else it is a keep.
        open: Its start tag in the source; all of a keep.
        number: Its place among the pieces.
        start: Offset in the text.
        end: Offset in the text.
        parent: Number of the innermost tag around it.
        after_gap: Whether white space of the source stands before it.
        stretches: How many stretches of text there are before it.
        close: Its end tag in the source; None for a keep and for what is never closed.
        spaced: Whether it stands for a space of the text that is not in the source.
    """

    name: str
    tag: bool
    open: Span
    number: int
    start: int
    end: int
    parent: int | None = None
    after_gap: bool = False
    stretches: int = 0
    close: Span | None = None
    spaced: bool = False


@dataclass(slots=True)
class Reading:
    """What is read of a run.

    Args:
        text: Without white space at its ends.
        stretches: What it is made of: offset in the text and range of the source, in order.
        pieces: Its elements in source order, by number.
    """

    text: str
    stretches: list[tuple[int, Span]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    @property
    def span(self) -> Span:
        """Range of the source from the first to the last character."""
        return Span(self.stretches[0][1].start, self.stretches[-1][1].end)


def read_run(source: str, run: Run) -> Reading:
    """Read `run`."""
    reader = _Reader(source)
    items = run.items
    for index, item in enumerate(items):
        reader.take(item, items[index + 1] if index + 1 < len(items) else None)
    return reader.end()


class _Reader:
    """Reads the items of a run from left to right."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._text: list[str] = []
        self._length = 0
        self._stretches: list[tuple[int, Span]] = []  # offset in the text, range of the source
        self._gap = False  # white space was read and not yet written
        self._stand_in: Piece | None = None  # stands for white space that was not read
        self._fresh: list[Piece] = []  # read since the last character
        self._pieces: list[Piece] = []
        self._open: list[Piece] = []
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

    def end(self) -> Reading:
        """Take the end of the run."""
        while self._open:
            self._close(self._open.pop(), None)
        return Reading("".join(self._text), self._stretches, self._pieces)

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
        first, last = start + visible(raw), start + len(raw.rstrip(WHITE_SPACE))
        self._stretches.append((at, Span(first, last)))
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

    def _in_fresh_tag(self, piece: Piece) -> bool:
        if piece.parent is None:
            return False
        return self._pieces[piece.parent].stretches == len(self._stretches)

    # --- elements --------------------------------------------------------------------------------

    def _add(self, name: str, start: int, end: int, *, tag: bool = False) -> Piece:
        piece = Piece(
            name,
            tag,
            Span(start, end),
            len(self._pieces),
            self._length,
            self._length,
            self._open[-1].number if self._open else None,
            self._gap,
            len(self._stretches),
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
            if any(other is self._stand_in for other in inside):
                self._stand_alone(piece, item.end, following)

    def _close(self, piece: Piece, close: Span | None) -> None:
        self._names[piece.name] -= 1
        piece.close = close
        piece.tag = piece.stretches < len(self._stretches)
        piece.end = self._length if piece.tag else piece.start

    def _stand_alone(self, piece: Piece, end: int, following: Token | Atom | None) -> None:
        """Let `piece` stand for a space, and belong to it what white space is around it."""
        source, start = self._source, piece.open.start
        floor = self._pieces[piece.number - 1].open.end if piece.number else 0
        if self._stretches:
            floor = max(floor, self._stretches[-1][1].end)
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
        count = len(self._stretches)
        piece = self._add(atom.name, atom.start, atom.end)
        starts = [start for a, b in atom.texts if (start := self._read(a, b)) is not None]
        if not starts:
            if atom.name in elements().separate:
                self._stand_alone(piece, atom.end, following)
            return
        piece.start, piece.end = starts[0], self._length
        self._stretches[count:] = [(starts[0], Span(atom.start, atom.end))]
