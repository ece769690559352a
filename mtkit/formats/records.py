"""A record as a document: its named fields are parsed, everything else is skeleton."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mtkit.formats.base import FormatOptions, parse
from mtkit.types import Block, Document, Skeleton


@dataclass(frozen=True, slots=True)
class Value:
    """A field's text: the blocks ``start:stop`` of the record's document.

    Args:
        text: As it was read.
        skeleton: Of the text.
        start: Its first block.
        stop: One past its last block.
    """

    text: str
    skeleton: Skeleton
    start: int
    stop: int

    def render(self, blocks: Sequence[Block], language: str | None) -> str:
        """Return the field's text with the record's `blocks` in their places."""
        return self.skeleton.render(blocks[self.start : self.stop], language=language)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value is written in a record that is text.

    Args:
        value: What is written.
        encode: Its written form, with quotes and escapes.
        raw: The written form that was read, used while the text is the same; None for a new place.
    """

    value: Value
    encode: Callable[[str], str]
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Skeleton of a record that is text."""

    parts: tuple[str | Place, ...]

    def render(self, blocks: Sequence[Block], *, language: str | None = None) -> str:
        """Return the record as text (see `mtkit.types.Skeleton.render`)."""
        out = []
        for part in self.parts:
            if isinstance(part, str):
                out.append(part)
                continue
            text = part.value.render(blocks, language)
            unchanged = part.raw is not None and text == part.value.text
            out.append(part.raw if unchanged and part.raw is not None else part.encode(text))
        return "".join(out)


@dataclass
class Fields:
    """Collects the values of one record and their blocks.

    Args:
        name: Of the record.
        options: Say how the values are parsed.
    """

    name: str
    options: FormatOptions
    blocks: list[Block] = field(default_factory=list)

    def add(self, text: str) -> Value:
        """Parse a field's `text`; its blocks come after those that are there."""
        inner = parse(text, markup=self.options.inner, name=self.name, options=self.options)
        start = len(self.blocks)
        self.blocks.extend(inner.blocks)
        return Value(text, inner.skeleton, start, len(self.blocks))

    def document(self, skeleton: Skeleton) -> Document:
        """Return the record as a document."""
        return Document(tuple(self.blocks), skeleton, self.name)


def untouched(text: str, name: str) -> Document:
    """Return a document in which there is nothing to translate."""
    return Document((), Record((text,)), name)
