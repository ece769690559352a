"""The elements of a block as a tree, with the source words that each one holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.text.arabic import is_letter
from mtkit.types import Span, Tag


@dataclass(frozen=True, slots=True)
class TagTree:
    """Elements in document order, parents before children.

    Args:
        tags: As in `Block.tags`.
        parents: For each tag the index of the innermost one around it, or None.
        words: For each tag the indices of the source words that it holds, wholly or in part; not a
            proclitic that is inside only because its word is (`_without_proclitic`).
        all_words: Indices of all source words, with the same exception.
    """

    tags: tuple[Tag, ...]
    parents: tuple[int | None, ...]
    words: tuple[frozenset[int], ...]
    all_words: frozenset[int]

    def children(self, parent: int | None) -> list[int]:
        """Return the tags directly inside `parent`; of the block, if it is None."""
        return [tag for tag, its in enumerate(self.parents) if its == parent]

    def related(self, one: int, other: int) -> bool:
        """Tell whether one of two tags is the other or lies inside it."""
        return self._inside(one, other) or self._inside(other, one)

    def _inside(self, tag: int | None, outer: int) -> bool:
        while tag is not None and tag != outer:
            tag = self.parents[tag]
        return tag is not None


def grow(tags: Sequence[Tag], source: Sequence[Span], text: str) -> TagTree:
    """Build the tree of `tags` over the source words, which are parts of `text`."""
    parents: list[int | None] = []
    open_tags: list[int] = []
    for index, tag in enumerate(tags):
        while open_tags and not tags[open_tags[-1]].span.contains(tag.span):
            open_tags.pop()
        parents.append(open_tags[-1] if open_tags else None)
        open_tags.append(index)
    indices = range(len(source))
    held = [[i for i in indices if source[i].overlaps(tag.span)] for tag in tags]
    return TagTree(
        tuple(tags),
        tuple(parents),
        tuple(_without_proclitic(words, source, text) for words in held),
        _without_proclitic(indices, source, text),
    )


def _without_proclitic(held: Sequence[int], source: Sequence[Span], text: str) -> frozenset[int]:
    """Leave out a first word of one letter that is written onto the next.

    In Arabic a link around *Ethiopia* is around وإثيوبيا, *and Ethiopia*: what English says for the
    conjunction or preposition belongs outside.
    """
    if len(held) > 1:
        first, second = source[held[0]], source[held[1]]
        glued = first.end == second.start and len(first) == 1
        if glued and is_letter(text[first.start]):
            return frozenset(held[1:])
    return frozenset(held)
