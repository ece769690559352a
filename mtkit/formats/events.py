"""Running text as markup events, and the blocks that they make.

A parser cuts what it reads into events whose written forms, put together, are the source again; so
nothing can be lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from mtkit.formats.inline import find_untranslatable
from mtkit.formats.slots import Mark, Written
from mtkit.types import Block, Keep, Span, Tag


@dataclass(frozen=True, slots=True)
class Text:
    """Text as it is read and as it is written (``"&"`` and ``"&amp;"``)."""

    text: str
    raw: str


@dataclass(frozen=True, slots=True)
class Open:
    """Start of an element; a `loose` one (HTML in Markdown) may lack its end."""

    name: str
    raw: Written
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Close:
    """End of an element."""

    name: str
    raw: Written
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """Something carried over as it is written; `text` is what of it is read, if anything."""

    name: str
    raw: Written
    text: str = ""


Event = Text | Open | Close | Whole


def as_block(events: Sequence[Event], kind: str = "text") -> Block:
    """Return the block that all of `events` make."""
    return make_block(_fold(_balance(events)), kind)[0]


def core(events: Sequence[Event]) -> tuple[list[Event], list[Event], list[Event]]:
    """Return what stands before the words, the words with their markup, and what stands after.

    White space, zero-width keeps and elements around all are not part of a block.  In the middle,
    elements nest, each has words in it, and what must not be translated is a keep.
    """
    return _peel(_protect(_fold(_balance(events))))


def written(events: Sequence[Event]) -> Written:
    """Return the source of `events`."""
    out: list[str | int] = []
    for event in events:
        out.extend((event.raw,) if isinstance(event, Text) else event.raw)
    return tuple(out)


def make_block(events: Sequence[Event], kind: str) -> tuple[Block, dict[int, Mark]]:
    """Return the block that balanced events make, and how its elements are written."""
    text: list[str] = []
    keeps: list[Keep] = []
    tags: dict[int, Tag] = {}  # in order of their starts; the span is set at the end
    marks: dict[int, Mark] = {}
    stack: list[int] = []
    length = 0
    for id_, event in enumerate(events):
        if isinstance(event, Open):
            tags[id_] = Tag(Span(length, length), id_, event.name)
            marks[id_] = Mark(event.raw)
            stack.append(id_)
        elif isinstance(event, Close):
            start = stack.pop()
            tags[start] = replace(tags[start], span=Span(tags[start].span.start, length))
            marks[start] = replace(marks[start], close=event.raw)
        else:
            if isinstance(event, Whole):
                span = Span(length, length + len(event.text))
                keeps.append(Keep(span, id_, event.name))
                marks[id_] = Mark(event.raw, inside=frozenset(stack), text=event.text)
            text.append(event.text)
            length += len(event.text)
    return Block("".join(text), tuple(tags.values()), tuple(keeps), kind), marks


def _balance(events: Sequence[Event]) -> list[Event]:
    """Turn starts and ends without partner, and loose ones that cross others, into keeps."""
    out = list(events)
    stack: list[int] = []  # places of the starts that are open
    waiting: Counter[tuple[str, bool]] = Counter()

    def drop(depth: int) -> None:
        for lone in stack[depth:]:
            start = events[lone]
            if isinstance(start, Open):
                out[lone] = Whole(start.name, start.raw)
                waiting[start.name, start.loose] -= 1
        del stack[depth:]

    for place, event in enumerate(events):
        if isinstance(event, Open):
            stack.append(place)
            waiting[event.name, event.loose] += 1
        elif isinstance(event, Close):
            known = waiting[event.name, event.loose] > 0
            depth = _partner(events, stack, event) if known else None
            if depth is None:
                out[place] = Whole(event.name, event.raw)
                continue
            drop(depth + 1)
            stack.pop()
            waiting[event.name, event.loose] -= 1
    drop(0)
    return out


def _partner(events: Sequence[Event], stack: Sequence[int], close: Close) -> int | None:
    """Return the depth in `stack` of the start of `close`; a loose end stays in its parent."""
    for depth in range(len(stack) - 1, -1, -1):
        start = events[stack[depth]]
        if isinstance(start, Open):
            if start.name == close.name and start.loose == close.loose:
                return depth
            if close.loose and not start.loose:
                return None
    return None


def _fold(events: Sequence[Event]) -> list[Event]:
    """Make one keep of an element without words."""
    out: list[Event] = []
    starts: list[tuple[int, int]] = []  # place in `out`, words before
    words = 0
    for event in events:
        if isinstance(event, Text) and not event.text and not event.raw:
            continue
        out.append(event)
        if isinstance(event, Open):
            starts.append((len(out) - 1, words))
        elif isinstance(event, Close):
            start, before = starts.pop()
            if words == before:
                inner = out[start:]
                space = "".join(e.text for e in inner if isinstance(e, Text | Whole))
                out[start:] = [Whole(event.name, written(inner), space)]
        elif event.text.strip():
            words += 1
    return out


def _protect(events: Iterable[Event]) -> list[Event]:
    """Make keeps of URLs, addresses, hashtags and handles that are written as they are read."""
    out: list[Event] = []
    for event in _joined(events):
        if not isinstance(event, Text) or event.text != event.raw:
            out.append(event)
            continue
        done = 0
        for span in find_untranslatable(event.text):
            if span.start > done:
                out.append(Text(event.text[done : span.start], event.raw[done : span.start]))
            out.append(Whole("url", (span.of(event.raw),), span.of(event.text)))
            done = span.end
        if done < len(event.text):
            out.append(Text(event.text[done:], event.raw[done:]))
    return out


def _joined(events: Iterable[Event]) -> Iterator[Event]:
    """Join neighbours that are text written as it is read."""
    for is_plain, group in groupby(events, lambda e: isinstance(e, Text) and e.text == e.raw):
        if is_plain:
            text = "".join(event.text for event in group if isinstance(event, Text))
            yield Text(text, text)
        else:
            yield from group


def _peel(events: Sequence[Event]) -> tuple[list[Event], list[Event], list[Event]]:
    partners = _partners(events)
    low, high = 0, len(events)
    while low < high:
        if _is_edge(events[low]):
            low += 1
        elif _is_edge(events[high - 1]):
            high -= 1
        elif partners.get(low) == high - 1:
            low, high = low + 1, high - 1
        else:
            break
    before, inner, after = list(events[:low]), list(events[low:high]), list(events[high:])
    if inner and isinstance(first := inner[0], Text):
        space = first.text[: len(first.text) - len(first.text.lstrip())]
        if space and first.raw.startswith(space):
            before.append(Text(space, space))
            inner[0] = Text(first.text[len(space) :], first.raw[len(space) :])
    if inner and isinstance(last := inner[-1], Text):
        space = last.text[len(last.text.rstrip()) :]
        if space and last.raw.endswith(space):
            after.insert(0, Text(space, space))
            inner[-1] = Text(last.text[: -len(space)], last.raw[: -len(space)])
    return before, inner, after


def _partners(events: Sequence[Event]) -> dict[int, int]:
    """Return the place of its end for the place of each start."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for place, event in enumerate(events):
        if isinstance(event, Open):
            stack.append(place)
        elif isinstance(event, Close):
            found[stack.pop()] = place
    return found


def _is_edge(event: Event) -> bool:
    return isinstance(event, Text | Whole) and not event.text.strip()
