"""Write a page with other blocks in place of those that were read from it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from operator import itemgetter

from mtkit.formats.html.characters import WHITE_SPACE, escape, spelling
from mtkit.formats.html.language import Bearer, Edit, edits, own_language
from mtkit.formats.html.phrasing import Element, Place
from mtkit.formats.html.tokens import Kind, tokens
from mtkit.formats.slots import Mark, weave
from mtkit.langs import base, direction
from mtkit.types import Block, Keep, Span, Tag

_ANCESTORS = 64  # a keep between two tags goes to the side of these tags around it
_UNSAFE_UNQUOTED = frozenset(WHITE_SPACE + "\"'`=<>")


@dataclass(frozen=True, slots=True)
class HtmlSkeleton:
    """The source of a page, and where its blocks stand in it.

    Args:
        source: The page.
        places: One for each block, by where they begin.
        bearers: The tags that say its language.
        language: Language that it is in, if the caller knows.
        wrap: Whether something goes around it that says the language once it is translated.
    """

    source: str
    places: tuple[Place, ...]
    bearers: tuple[Bearer, ...] = ()
    language: str | None = None
    wrap: bool = False

    def render(self, blocks: Sequence[Block], *, language: str | None = None) -> str:
        """Return the page with `blocks` (see `mtkit.types.Skeleton.render`)."""
        changed = [
            (place, block)
            for place, block in zip(self.places, blocks, strict=True)
            if block != place.block
        ]
        edited = list(self._language_edits(language)) if language else []
        edited += [self._attribute(place, block) for place, block in changed if place.is_attribute]
        copy = _Copier(self.source, edited)
        out = []
        done = 0
        for place, block in changed:
            if not place.is_attribute:
                out += [copy(done, place.span.start), self._text(place, block, copy)]
                done = place.span.end
        out.append(copy(done, len(self.source)))
        page = "".join(out)
        return _wrap(page, language) if self.wrap and language else page

    def _language_edits(self, language: str) -> Iterator[Edit]:
        before = base(self.language) if self.language else own_language(self.bearers, self.source)
        return edits(self.bearers, self.source, before=before, after=language, wrapped=self.wrap)

    def _attribute(self, place: Place, block: Block) -> Edit:
        raw = place.span.of(self.source)
        like, quote = spelling([raw]), place.quote or '"'
        written = _weave(
            block, place, _Copier(self.source, []), partial(escape, like=like, quote=quote)
        )
        if not place.quote and not _UNSAFE_UNQUOTED.isdisjoint(written):
            written = f'"{written}"'
        return Edit(place.span.start, place.span.end, written)

    def _text(self, place: Place, block: Block, copy: _Copier) -> str:
        raw = place.span.of(self.source)
        like = spelling(
            raw[token.start : token.end] for token in tokens(raw) if token.kind is Kind.TEXT
        )
        return _weave(_without_stand_ins(block, place), place, copy, partial(escape, like=like))


class _Copier:
    """Copies ranges of the source with what was edited in them."""

    def __init__(self, source: str, edited: Sequence[Edit]) -> None:
        self._source = source
        self._edits = sorted(edited, key=itemgetter(0))
        self._starts = [edit.start for edit in self._edits]

    def __call__(self, start: int, end: int) -> str:
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        out = []
        for edit in self._edits[first:last]:
            out += [self._source[start : edit.start], edit.text]
            start = edit.end
        out.append(self._source[start:end])
        return "".join(out)


def _weave(block: Block, place: Place, copy: _Copier, escape: Callable[[str], str]) -> str:
    marks = {}
    items: list[Tag | Keep] = [*block.tags, *block.keeps]
    for item in items:
        element = place.elements[item.id]
        close = (copy(element.close.start, element.close.end),) if element.close else ()
        inside = frozenset(islice(_around(element, place.elements), _ANCESTORS))
        marks[item.id] = Mark((copy(element.open.start, element.open.end),), close, inside)
    return "".join(str(part) for part in weave(block, marks, escape))


def _around(element: Element, elements: Mapping[int, Element]) -> Iterator[int]:
    """Yield the ids of the block's tags around `element`, innermost first."""
    while element.parent is not None and element.parent in elements:
        yield element.parent
        element = elements[element.parent]


def _without_stand_ins(block: Block, place: Place) -> Block:
    """Return `block` without the spaces that its line breaks and pictures stand for."""
    spaces = set()
    for keep in block.keeps:
        if place.elements[keep.id].spaced:
            beside = (keep.span.start, keep.span.start - 1)
            spaces.update([at for at in beside if block.text[at : at + 1] == " "][:1])
    if not spaces:
        return block
    gone = sorted(spaces)

    def moved(span: Span) -> Span:
        return Span(
            span.start - bisect_left(gone, span.start), span.end - bisect_left(gone, span.end)
        )

    return replace(
        block,
        text="".join(char for at, char in enumerate(block.text) if at not in spaces),
        tags=tuple(replace(tag, span=moved(tag.span)) for tag in block.tags),
        keeps=tuple(replace(keep, span=moved(keep.span)) for keep in block.keeps),
    )


def _wrap(page: str, language: str) -> str:
    """Put an element around `page` that says its language; white space and a mark stay outside."""
    inner = page.strip(WHITE_SPACE + "\ufeff")
    before, _, after = page.partition(inner)
    tag = f'<div lang="{language}" dir="{direction(language)}">'
    return f"{before}{tag}{inner}</div>{after}" if inner else page
