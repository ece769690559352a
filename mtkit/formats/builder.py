"""Collecting the parts of a document in source order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mtkit.formats.events import Event, Text, core, make_block, written
from mtkit.formats.slots import Nested, Slot, Template, Write, Written
from mtkit.types import Block, Document


@dataclass
class Builder:
    """Collects the parts of a template in source order."""

    parts: list[str | int | Nested] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    slots: dict[int, Slot] = field(default_factory=dict)

    def literal(self, text: str) -> None:
        """Add text that is never touched."""
        self.parts.append(text)

    def add(self, events: Sequence[Event], *, write: Write, kind: str = "text") -> None:
        """Add a block made of `events`, or only their written form where nothing is to be read."""
        self.parts.extend(self.hold(events, write=write, kind=kind))

    def hold(self, events: Sequence[Event], *, write: Write, kind: str = "text") -> Written:
        """Make a block and return how it is written, for use within another one's markup."""
        before, inner, after = core(events)
        text = "".join(event.text for event in inner if isinstance(event, Text))
        if not any(char.isalnum() for char in text):
            return written((*before, *inner, *after))
        block, marks = make_block(inner, kind)
        index = len(self.blocks)
        self.blocks.append(block)
        self.slots[index] = Slot(block, written(inner), marks, write)
        return (*written(before), index, *written(after))

    def nest(self, document: Document) -> None:
        """Add a document with all its blocks."""
        start = len(self.blocks)
        self.blocks.extend(document.blocks)
        self.parts.append(Nested(document.skeleton, start, len(self.blocks)))

    def document(self, name: str) -> Document:
        """Return what was collected."""
        return Document(tuple(self.blocks), Template(tuple(self.parts), self.slots), name)
