"""Italics in scripts that have no habit of them: kept, turned into quotation marks, or dropped.

Arabic newspapers set titles in «…»; sloped type is foreign to the script.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

from mtkit import langs
from mtkit.errors import UnknownEntryError
from mtkit.types import Block, Keep, Span, Tag

ItalicsPolicy = Literal["keep", "quotes", "drop"]

ITALIC = frozenset({"i", "em", "cite", "dfn", "var"})
"""Elements that browsers show in italics."""

_WITHOUT_HABIT = frozenset({"Arab", "Hebr", "Syrc", "Thaa"})
_OPEN, _CLOSE = "«", "»"
_QUOTES = frozenset('«»“”„"‹›‘’')


def apply_italics(block: Block, policy: ItalicsPolicy, language: str) -> Block:
    """Return the translated block with its italics treated as the policy says.

    Tags that are quoted or dropped are missing from the result, so what was lost are the ids of
    `block` that it lacks.  Italics that stand in quotation marks already get no second ones.

    Args:
        block: In `language`.
        policy: For scripts without italics; all others keep them.
        language: BCP 47 code.

    Raises:
        UnknownEntryError: No such policy.
    """
    if policy not in get_args(ItalicsPolicy):
        raise UnknownEntryError("italics policy", policy, get_args(ItalicsPolicy))
    if policy == "keep" or langs.script(language) not in _WITHOUT_HABIT:
        return block
    for identity in [tag.id for tag in block.tags if tag.name in ITALIC]:
        index = next(i for i, tag in enumerate(block.tags) if tag.id == identity)
        if policy == "quotes" and not _is_quoted(block.text, block.tags[index].span):
            block = _quote(block, index)
        block = replace(block, tags=tuple(tag for tag in block.tags if tag.id != identity))
    return block


def _is_quoted(text: str, span: Span) -> bool:
    around = text[max(0, span.start - 1) : span.start] + text[span.end : span.end + 1]
    ends = text[span.start : span.start + 1] + text[max(span.start, span.end - 1) : span.end]
    return any(len(marks) == 2 and set(marks) <= _QUOTES for marks in (around, ends))


def _quote(block: Block, index: int) -> Block:
    """Put quotation marks around a tag's text: inside of what is around the tag."""
    quoted = block.tags[index].span
    start, end = quoted.start, quoted.end

    def move(element: Tag | Keep, *, outer: bool) -> Span:
        span = element.span
        if outer and span.contains(quoted):
            return Span(span.start, span.end + 2)
        if span.end <= start:
            return span
        if span.start >= end:
            return span.shift(2)
        return span.shift(1)

    text = block.text
    tags = [
        replace(tag, span=move(tag, outer=i < index) if i != index else Span(start, end + 2))
        for i, tag in enumerate(block.tags)
    ]
    keeps = [replace(keep, span=move(keep, outer=False)) for keep in block.keeps]
    quoted_text = f"{text[:start]}{_OPEN}{quoted.of(text)}{_CLOSE}{text[end:]}"
    return replace(block, text=quoted_text, tags=tuple(tags), keeps=tuple(keeps))
