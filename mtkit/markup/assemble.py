"""Translations of a block's segments joined to the translation of the block."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from mtkit.text.words import words
from mtkit.types import Block, Link, Segment, Span, Translation, WordAlignment


def assemble(
    block: Block, pieces: Sequence[tuple[Segment, Translation]]
) -> tuple[str, WordAlignment]:
    """Join the translations of a block's segments, and their alignments, in order.

    What stood between the segments (white space) stays; where nothing stood, as between Chinese
    sentences, and the translation needs a space, it gets one.  A copied segment is aligned word by
    word with itself.

    Args:
        block: Owner of the segments' spans.
        pieces: Every segment of the block with its translation, in text order.
    """
    parts: list[str] = []
    source: list[Span] = []
    target: list[Span] = []
    links: list[Link] = []
    length = at = 0
    for segment, translation in pieces:
        gap = block.text[at : segment.span.start]
        if parts and _needs_space(parts[-1], gap, translation.text):
            gap = " "
        parts += [gap, translation.text]
        length += len(gap)
        aligned = translation.alignment or _without_model(translation)
        first_source, first_target = len(source), len(target)
        source += [word.shift(segment.span.start) for word in aligned.source]
        target += [word.shift(length) for word in aligned.target]
        links += [
            Link(first_source + link.source, first_target + link.target, link.weight)
            for link in aligned.links
        ]
        length += len(translation.text)
        at = segment.span.end
    parts.append(block.text[at:])
    return "".join(parts), WordAlignment(tuple(source), tuple(target), tuple(links))


def _without_model(translation: Translation) -> WordAlignment:
    if translation.text != translation.source:
        return WordAlignment()
    found = tuple(words(translation.text))
    return WordAlignment(found, found, tuple(Link(i, i) for i in range(len(found))))


def _needs_space(before: str, gap: str, after: str) -> bool:
    return bool(before and after and not gap) and not (_is_wide(before[-1]) or _is_wide(after[0]))


def _is_wide(character: str) -> bool:
    """Tell whether the character is of a script that is written without spaces (CJK)."""
    return unicodedata.east_asian_width(character) in "WF"
