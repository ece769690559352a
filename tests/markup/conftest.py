"""Blocks written as text with tags: ``<a>the army</a> said``, ``one<br/>two``."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from mtkit.types import Block, Keep, Span, Tag

_MARKUP = re.compile(r"<(/?)([a-z]+)(/?)>")
_KEPT = frozenset({"code"})


def read(written: str) -> Block:
    """Read a block; ids number the elements in the order in which they begin."""
    text, at, count = "", 0, 0
    open_tags: list[tuple[str, int, int]] = []
    tags: list[Tag] = []
    keeps: list[Keep] = []
    for match in _MARKUP.finditer(written):
        text += written[at : match.start()]
        at = match.end()
        closing, name, empty = match.groups()
        if closing:
            name, identity, start = open_tags.pop()
            span = Span(start, len(text))
            if name in _KEPT:
                keeps.append(Keep(span, identity, name))
            else:
                tags.append(Tag(span, identity, name))
            continue
        count += 1
        if empty:
            keeps.append(Keep(Span(len(text), len(text)), count, name))
        else:
            open_tags.append((name, count, len(text)))
    tags.sort(key=lambda tag: (tag.span.start, -tag.span.end, tag.id))
    keeps.sort(key=lambda keep: (keep.span, keep.id))
    return Block(text + written[at:], tuple(tags), tuple(keeps))


def write(block: Block) -> str:
    """Write a block; at one offset elements end, then points stand, then elements begin."""
    ranges = [*block.tags, *(keep for keep in block.keeps if keep.span)]
    parts: list[str] = []
    for at in range(len(block.text) + 1):
        ending = [e for e in ranges if e.span.end == at and e.span]
        ending.sort(key=lambda e: e.span.start)  # stable: of equal spans the outer is first
        parts += [f"</{e.name}>" for e in reversed(ending)]
        parts += [f"<{keep.name}/>" for keep in block.keeps if keep.span == Span(at, at)]
        beginning = [e for e in ranges if e.span.start == at and e.span]
        beginning.sort(key=lambda e: -e.span.end)
        parts += [f"<{e.name}>" for e in beginning]
        parts.append(block.text[at : at + 1])
    return "".join(parts)


@pytest.fixture(scope="session")
def read_block() -> Callable[[str], Block]:
    return read


@pytest.fixture(scope="session")
def write_block() -> Callable[[Block], str]:
    return write
