"""Translations as columns: a word alignment takes two bytes a word and six a link, not a page.

    alignment = links width weights numbers
    links     = uint32: number of links
    width     = byte: 4 where float32 holds every weight exactly, else 8
    weights   = a little-endian float of that width a link
    numbers   = varints: source words, target words; for each word the gap before it and its length;
                for each link the step in source words and the target word

A varint has seven bits a byte, lowest first, and the high bit where more follow.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from mtkit.types import Flag, Link, Span, WordAlignment

_HEAD = struct.Struct("<IB")


def pack_alignment(alignment: WordAlignment) -> bytes:
    """Return `alignment` as bytes; `unpack_alignment` gives it back exactly."""
    weights = [link.weight for link in alignment.links]
    width, code = (4, "f") if _fit_float32(weights) else (8, "d")
    numbers = [len(alignment.source), len(alignment.target)]
    for words in (alignment.source, alignment.target):
        ends = (0, *(word.end for word in words))
        for word, before in zip(words, ends, strict=False):
            numbers += _zigzag(word.start - before), len(word)
    sources = (0, *(link.source for link in alignment.links))
    for link, source in zip(alignment.links, sources, strict=False):
        numbers += _zigzag(link.source - source), link.target
    head = _HEAD.pack(len(weights), width)
    return head + struct.pack(f"<{len(weights)}{code}", *weights) + b"".join(map(_varint, numbers))


def unpack_alignment(data: bytes) -> WordAlignment:
    """Return the alignment that `pack_alignment` packed."""
    count, width = _HEAD.unpack_from(data)
    tail = _HEAD.size + count * width
    weights = struct.unpack(f"<{count}{'f' if width == 4 else 'd'}", data[_HEAD.size : tail])
    numbers = _numbers(data[tail:])
    target = 2 + 2 * numbers[0]
    links = target + 2 * numbers[1]
    sources = accumulate(map(_unzigzag, numbers[links::2]))
    return WordAlignment(
        _words(numbers[2:target]),
        _words(numbers[target:links]),
        tuple(map(Link, sources, numbers[links + 1 :: 2], weights)),
    )


def pack_flags(flags: Sequence[Flag]) -> str | None:
    """Return `flags` as JSON; None for none."""
    if not flags:
        return None
    return json.dumps([[flag.code, flag.detail] for flag in flags], ensure_ascii=False)


def unpack_flags(data: str | None) -> tuple[Flag, ...]:
    """Return the flags that `pack_flags` packed."""
    return tuple(Flag(code, detail) for code, detail in json.loads(data)) if data else ()


def _fit_float32(weights: Sequence[float]) -> bool:
    code = f"<{len(weights)}f"
    try:
        return struct.unpack(code, struct.pack(code, *weights)) == tuple(weights)
    except OverflowError:
        return False


def _words(numbers: Sequence[int]) -> tuple[Span, ...]:
    steps = (step if at % 2 else _unzigzag(step) for at, step in enumerate(numbers))
    edges = list(accumulate(steps))
    return tuple(map(Span, edges[::2], edges[1::2]))


def _zigzag(number: int) -> int:
    """Map 0, -1, 1, -2 … to 0, 1, 2, 3 …: links step back, and words need not be in order."""
    return number * 2 if number >= 0 else -number * 2 - 1


def _unzigzag(number: int) -> int:
    return number >> 1 if number % 2 == 0 else -(number >> 1) - 1


def _varint(number: int) -> bytes:
    if number < 128:
        return bytes((number,))
    return bytes((number & 127 | 128,)) + _varint(number >> 7)


def _numbers(data: bytes) -> list[int]:
    """Return all varints of `data`."""
    if data.isascii():  # none is longer than a byte: nearly every sentence
        return list(data)
    return list(_decoded(data))


def _decoded(data: Iterable[int]) -> Iterator[int]:
    value = shift = 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield value
            value = shift = 0
