"""Skeletons of text-based formats: literal text with slots for blocks.

A slot knows its block as it was read, how that was written, and how each element of it is written;
literals and slots make a `Template`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtkit.types import Block, Skeleton

Written = tuple[str | int, ...]
"""How something is written: text, and the indices of blocks whose written form goes there."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How an element is written: before and after its text, or (a keep) all of it.

    Args:
        open: Before; the whole of a keep.
        close: After; empty for a keep.
        inside: Ids of the tags around a keep in the source.
        text: What is read of a keep.
    """

    open: Written
    close: Written = ()
    inside: frozenset[int] = frozenset()
    text: str = ""


Write = Callable[[Block, Mapping[int, Mark]], Written]
"""Writes a changed block with the elements that it was read with."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a block: as it was read, as it was written, and how to write another."""

    block: Block
    source: Written
    marks: Mapping[int, Mark]
    write: Write


@dataclass(frozen=True, slots=True)
class Nested:
    """A part that has a skeleton of its own and owns the blocks ``start:stop``."""

    skeleton: Skeleton
    start: int
    stop: int


@dataclass(frozen=True)
class Template:
    """Skeleton made of literal text, slots (by block index) and nested skeletons."""

    parts: tuple[str | int | Nested, ...]
    slots: Mapping[int, Slot]

    def render(self, blocks: Sequence[Block], *, language: str | None = None) -> str:
        """Return the document as text (see `mtkit.types.Skeleton.render`)."""
        return "".join(self._written(self.parts, blocks, language))

    def _written(
        self, parts: Sequence[str | int | Nested], blocks: Sequence[Block], language: str | None
    ) -> Iterator[str]:
        for part in parts:
            if isinstance(part, str):
                yield part
            elif isinstance(part, int):
                slot, block = self.slots[part], blocks[part]
                written = slot.source if block == slot.block else slot.write(block, slot.marks)
                yield from self._written(written, blocks, language)
            else:
                inner = blocks[part.start : part.stop]
                yield part.skeleton.render(inner, language=language)


def weave(block: Block, marks: Mapping[int, Mark], escape: Callable[[str], str]) -> Written:
    """Return `block` as written: its text, escaped, with every element in its place.

    Where a zero-width keep stands at the border of a tag, it goes to the side that it was on in
    the source.
    """
    closing, opening, points = _at_edges(block)
    words = {keep.span.start: keep for keep in block.keeps if len(keep.span)}
    stops = {keep.span.end for keep in words.values()}
    out: list[str | int] = []
    done = 0
    for edge in sorted({len(block.text), *closing, *opening, *points, *words, *stops}):
        if edge > done:
            out.append(escape(block.text[done:edge]))
            done = edge
        out.extend(_border(closing[edge], opening[edge], points[edge], marks))
        if edge in words:
            out.extend(marks[words[edge].id].open)
            done = words[edge].span.end
    return tuple(out)


def _at_edges(
    block: Block,
) -> tuple[defaultdict[int, list[int]], defaultdict[int, list[int]], defaultdict[int, list[int]]]:
    """Return the ids of the tags that close and open and of the zero-width keeps, by position."""
    closing: defaultdict[int, list[int]] = defaultdict(list)
    opening: defaultdict[int, list[int]] = defaultdict(list)
    points: defaultdict[int, list[int]] = defaultdict(list)
    for tag in block.tags:
        opening[tag.span.start].append(tag.id)
        closing[tag.span.end].insert(0, tag.id)
    for keep in block.keeps:
        if not len(keep.span):
            points[keep.span.start].append(keep.id)
    return closing, opening, points


def _border(
    closing: Sequence[int], opening: Sequence[int], points: Sequence[int], marks: Mapping[int, Mark]
) -> Iterator[str | int]:
    """Yield what is written between two characters: ends, zero-width keeps and starts."""
    items = [(place, 1, marks[id_].close) for place, id_ in enumerate(closing)]
    items += [(place, 1, marks[id_].open) for place, id_ in enumerate(opening, len(closing))]
    for id_ in points:
        inside = marks[id_].inside
        place = next((i for i, tag in enumerate(closing) if tag in inside), len(closing))
        if place == len(closing):
            place += sum(tag in inside for tag in opening)
        items.append((place, 0, marks[id_].open))
    for _, _, written in sorted(items, key=lambda item: item[:2]):
        yield from written
