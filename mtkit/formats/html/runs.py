"""Cut a page into runs of text: what a reader sees as one paragraph, heading, cell or label.

Block elements and two line breaks in a row end a run; inline elements never do.  What is inside
``<pre>``, ``<script>`` or ``translate="no"`` is in no run, unless such an element stands in a line
of text: then it is one atom of the run.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mtkit.formats.html.characters import WHITE_SPACE, decode
from mtkit.formats.html.elements import elements
from mtkit.formats.html.labels import labels
from mtkit.formats.html.language import Bearer, Role, bearer
from mtkit.formats.html.tokens import Attribute, Kind, Token, attributes, says, tokens

_LETTER = re.compile(r"[^\W\d_]")


class Atom(NamedTuple):
    """An inline element that is carried over whole.

    Args:
        name: Of the element.
        start: Offset of its first character.
        end: Offset behind its last one.
        texts: Ranges of the words in it.
    """

    name: str
    start: int
    end: int
    texts: tuple[tuple[int, int], ...]


class Run(NamedTuple):
    """Tokens in source order that are read as one piece of text.

    Args:
        items: Text (raw text for a page's title), inline tags, comments, atoms.
        kind: As in `mtkit.types.Block`.
    """

    items: list[Token | Atom]
    kind: str


@dataclass(slots=True)
class Page:
    """What there is to translate on a page, and which tags say its language.

    Args:
        runs: In source order.
        labels: Translatable attributes in source order.
        bearers: Tags that say the language or direction of something, in source order.
        whole: Whether it is a page of its own rather than a fragment of one.
    """

    runs: list[Run] = field(default_factory=list)
    labels: list[Attribute] = field(default_factory=list)
    bearers: list[Bearer] = field(default_factory=list)
    whole: bool = False


@dataclass(slots=True)
class _Frozen:
    """An element that is not translated.

    Args:
        tag: Its start tag.
        opaque: Whether nothing in it is read.
        by_name: Whether any such element is left alone, or an attribute says so.
        letter: The first letter in it.
        texts: Ranges of the words in it.
    """

    tag: Token
    opaque: bool
    by_name: bool
    letter: str = ""
    texts: list[tuple[int, int]] = field(default_factory=list)


class _Entry(NamedTuple):
    name: str
    block: bool
    frozen: _Frozen | None


_DOCUMENT = _Entry("", True, None)


def find_runs(source: str) -> Page:
    """Cut `source` into runs."""
    cutter = _Cutter(source)
    for token in tokens(source):
        cutter.take(token)
    cutter.end()
    return cutter.page


class _Cutter:
    """Reads the tokens of a page.

    On the stack are open blocks and, within what is not translated, all open elements; other inline
    elements end with their run at the latest, so nobody needs to know of them here.
    """

    def __init__(self, source: str) -> None:
        self.page = Page()
        self._source = source
        self._table = elements()
        self._stack: list[_Entry] = [_DOCUMENT]
        self._places: defaultdict[str, list[int]] = defaultdict(list)  # in the stack, by name
        self._blocks: list[int] = [0]  # in the stack
        self._run: list[Token | Atom] = []
        self._atom: _Frozen | None = None
        self._break: int | None = None  # a line break in the run that only white space follows

    def take(self, token: Token) -> None:
        """Take the next token."""
        match token.kind:
            case Kind.TEXT:
                self._text(token)
            case Kind.RAW if token.name == "title":
                self._text(token)
            case Kind.START | Kind.VOID:
                self._start(token)
            case Kind.END:
                self._end(token)
            case Kind.OTHER:
                if self._source.startswith(("<!d", "<!D"), token.start):
                    self.page.whole = True
                if not self._frozen:
                    self._run.append(token)

    def end(self) -> None:
        """Take the end of the file."""
        self._boundary(len(self._source))
        self._close(1)

    @property
    def _frozen(self) -> _Frozen | None:
        return self._stack[-1].frozen

    def _text(self, token: Token) -> None:
        frozen = self._frozen
        if frozen is None:
            self._run.append(token)
            if self._break is not None and self._text_of(token).strip(WHITE_SPACE):
                self._break = None
        elif not frozen.opaque:
            frozen.texts.append((token.start, token.end))
            if not frozen.letter and (letter := _LETTER.search(decode(self._text_of(token)))):
                frozen.letter = letter[0]

    def _text_of(self, token: Token) -> str:
        return self._source[token.start : token.end]

    def _start(self, tag: Token) -> None:
        if self._is_plain(tag):
            self._run.append(tag)
            self._break = None
            return
        block = self._is_block(tag)
        self.page.whole |= tag.name in {"html", "head", "body"}
        if block:
            self._boundary(tag.start)
            self._imply_ends(tag.name)
        around = self._frozen
        written = self._attributes(tag)
        frozen = self._freezes(tag, written, block)
        if around is None or (block and frozen is None):
            if frozen is None or frozen.by_name:
                self.page.labels.extend(labels(tag, written, self._source))
            if frozen is None and (found := bearer(tag, written, self._source, block=block)):
                self.page.bearers.append(found)
        if tag.kind is Kind.VOID:
            if around is None and not block:
                self._void(tag)
        elif block or frozen is not None:
            self._open(_Entry(tag.name, block, frozen))
            if not block and around is None:
                self._atom, self._break = frozen, None
        else:
            self._run.append(tag)
            self._break = None

    def _is_block(self, tag: Token) -> bool:
        drawn = tag.name == "title" and self._frozen is not None  # <title> of an <svg>
        return tag.name in self._table.block and not drawn

    def _is_plain(self, tag: Token) -> bool:
        """Tell whether `tag` begins an inline element about which there is nothing to know."""
        return (
            tag.kind is Kind.START
            and tag.end - tag.start == len(tag.name) + 2
            and tag.name not in self._table.special
            and self._frozen is None
        )

    def _void(self, tag: Token) -> None:
        if tag.name == "br":
            if self._break is not None:  # the second in a row: a new paragraph
                self._finish(self._break)
            self._break = len(self._run)
        else:
            self._break = None
        self._run.append(tag)

    def _end(self, tag: Token) -> None:
        places = self._places[tag.name]
        if self._is_block(tag):
            self._boundary(tag.start)
            if places:
                self._close(places[-1])
        elif places and places[-1] > self._blocks[-1]:
            self._close(places[-1])
            if self._atom is not None and self._frozen is None:
                self._end_atom(tag.end)
        elif self._frozen is None:
            self._run.append(tag)
            self._break = None

    def _attributes(self, tag: Token) -> Mapping[str, Attribute]:
        if tag.end - tag.start == len(tag.name) + 2:
            return {}
        written: dict[str, Attribute] = {}
        for attribute in attributes(self._source, tag):
            written.setdefault(attribute.name, attribute)
        return written

    def _freezes(self, tag: Token, written: Mapping[str, Attribute], block: bool) -> _Frozen | None:
        """Return what the text in the element is a part of, if it is not translated."""
        around = self._frozen
        by_name = tag.name in self._table.verbatim or tag.name in self._table.opaque
        by_attribute = says(written, self._source, "translate") == "no" or (
            "notranslate" in says(written, self._source, "class").split()
        )
        if block and "translate" in written and not by_name and not by_attribute:
            return None  # translate="yes" inside translate="no"
        if around is None and (by_name or by_attribute):
            return _Frozen(tag, tag.name in self._table.opaque, by_name and not by_attribute)
        return around

    # --- the stack -------------------------------------------------------------------------------

    def _open(self, entry: _Entry) -> None:
        self._places[entry.name].append(len(self._stack))
        if entry.block:
            self._blocks.append(len(self._stack))
        self._stack.append(entry)

    def _close(self, place: int) -> None:
        """Close the element at `place` in the stack and all within."""
        while len(self._stack) > place:
            entry = self._stack.pop()
            self._places[entry.name].pop()
            if entry.block:
                self._blocks.pop()
            frozen = entry.frozen
            if frozen is not None and frozen is not self._frozen and frozen.letter:
                self._speaks(frozen)

    def _speaks(self, frozen: _Frozen) -> None:
        role: Role = "code" if frozen.by_name else "foreign"
        written = self._attributes(frozen.tag)
        self.page.bearers.append(Bearer(frozen.tag, role, written, frozen.letter))

    def _imply_ends(self, name: str) -> None:
        ended_by = self._table.ended_by
        while name in ended_by.get(self._stack[self._blocks[-1]].name, ()):
            self._close(self._blocks[-1])

    # --- the run ---------------------------------------------------------------------------------

    def _boundary(self, offset: int) -> None:
        if self._atom is not None:
            self._end_atom(offset)
        self._finish(len(self._run))
        self._run = []

    def _end_atom(self, offset: int) -> None:
        atom, self._atom = self._atom, None
        if atom is not None:
            self._run.append(Atom(atom.tag.name, atom.tag.start, offset, tuple(atom.texts)))

    def _finish(self, length: int) -> None:
        """Make a run of the first `length` tokens; the rest begins the next one."""
        items, self._run = self._run[:length], self._run[length:]
        self._break = None
        if items:
            name = self._stack[self._blocks[-1]].name
            self.page.runs.append(Run(items, self._table.kinds.get(name, "text")))
