"""Where a sentence that is too long for a model may be cut: at clauses, into parts of like size."""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence

from mtkit.errors import ConfigError
from mtkit.segment import rules as _rules
from mtkit.segment.sentences import split
from mtkit.types import Segment, Span

_GAP = re.compile(r"\s+")
_NEXT_WORD = re.compile(r"[\"'“”«‘(\[]*(\w+)")
_CLAUSE = frozenset(";؛:；：—–!?؟…。！？")
_COMMA = frozenset(",،，、")
_CLOSING = "\"'”’»)]}"

# How far from the even division, in parts, a better place to cut may lie: a comma is worth a detour
# of 0.15 of a part over a clause mark, and so on.
_AT_CLAUSE, _AT_COMMA, _AT_CONJUNCTION, _AT_SPACE, _AT_ABBREVIATION = 0.0, 0.15, 0.25, 0.45, 0.9

_FILL = 0.8
"""Share of the limit that parts are planned to fill, so that a detour does not overfill one."""


def segments(
    text: str,
    language: str,
    *,
    limit: int,
    measure: Callable[[str], int],
    headline: bool = False,
    lines: bool = False,
) -> list[Segment]:
    """Split `text` into sentences and cut those that are too long (see `split` and `cut`).

    Gaps of white space + segments = text.

    Raises:
        ConfigError: `language` is no language code, or `limit` is below 1.
    """
    return [
        Segment(part.of(text), part)
        for sentence in split(text, language, headline=headline, lines=lines)
        for piece in cut(sentence.of(text), language, limit=limit, measure=measure)
        for part in [piece.shift(sentence.start)]
    ]


def cut(text: str, language: str, *, limit: int, measure: Callable[[str], int]) -> list[Span]:
    """Cut a sentence into parts that measure at most `limit`, of like size; lose nothing.

    Places are preferred in this order: after a mark that ends a clause (; ؛ : — ? !), after a
    comma, before a conjunction, at white space, and only then inside a word, though never before
    a combining mark.  The spans obey the law of `split`, but for parts of one word, which touch.

    Args:
        text: One sentence.
        language: BCP 47 code, for the conjunctions.
        limit: Greatest measure of a part, from 1.
        measure: Size of a text, say in subwords; longer text must not measure less.

    Returns:
        Parts as spans of `text`; a letter with its marks that measures more than `limit` is a
        part.

    Raises:
        ConfigError: `language` is no language code, or `limit` is below 1.
    """
    if limit < 1:
        raise ConfigError(f"longest segment is {limit}; it must be at least 1")
    whole = _trim(text, 0, len(text))
    if not len(whole):
        return []
    if measure(whole.of(text)) <= limit:
        return [whole]
    places = _places(text, _rules.load(language).conjunctions)
    parts: list[Span] = []
    todo = [whole]
    while todo:
        part = todo.pop()
        size = measure(part.of(text))
        place = None
        if size > limit:
            place = _best_place(text, part, places, math.ceil(size / (_FILL * limit)))
        if place is None:
            parts.append(part)
        else:
            todo += [_trim(text, place, part.end), _trim(text, part.start, place)]
    return parts


def _places(text: str, conjunctions: frozenset[str]) -> list[tuple[int, float]]:
    """Return where white space begins in `text`, with what a cut there costs."""
    return [(gap.start(), _cost(text, gap, conjunctions)) for gap in _GAP.finditer(text)]


def _cost(text: str, gap: re.Match[str], conjunctions: frozenset[str]) -> float:
    before = text[max(0, gap.start() - 4) : gap.start()].rstrip(_CLOSING)[-1:]
    if before in _CLAUSE:
        return _AT_CLAUSE
    if before in _COMMA:
        return _AT_COMMA
    if before == ".":
        return _AT_ABBREVIATION  # no sentence ends here: a name or a number follows
    word = _NEXT_WORD.match(text, gap.end())
    return _AT_CONJUNCTION if word and word[1] in conjunctions else _AT_SPACE


def _best_place(
    text: str, part: Span, places: Sequence[tuple[int, float]], count: int
) -> int | None:
    """Return where to cut `part`, which is to become `count` parts in the end."""
    width = len(part) / count
    ideal = part.start + width * (count // 2)
    first = bisect_left(places, (part.start + 1, 0.0))
    inside = places[first : bisect_left(places, (part.end, 0.0))]
    if inside:
        return min(inside, key=lambda place: place[1] + abs(place[0] - ideal) / width)[0]
    return _inside_word(text, part, round(ideal))


def _inside_word(text: str, part: Span, ideal: int) -> int | None:
    """Return the place nearest to `ideal` within `part` that parts no mark from its letter."""
    for distance in range(len(part)):
        for at in (ideal - distance, ideal + distance):
            if part.start < at < part.end and not _joins(text[at - 1], text[at]):
                return at
    return None


def _joins(left: str, right: str) -> bool:
    joiners = "\u200d\ufe0f"
    return unicodedata.combining(right) != 0 or right in joiners or left == "\u200d"


def _trim(text: str, start: int, end: int) -> Span:
    stripped = text[start:end].lstrip()
    start = end - len(stripped)
    return Span(start, start + len(stripped.rstrip()))
