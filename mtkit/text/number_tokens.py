"""The pieces that numbers are made of: figures with all they may stand for, and number words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple, cast

from mtkit.text.arabic import normalize
from mtkit.types import Span

_SEPARATORS = ".,٫٬،"
_FIGURES = re.compile(
    r"(?<![\w-])\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?!\d)(?:[.,٫]\d+)?"  # 55 000
    rf"|\d+(?:[{_SEPARATORS}]\d+)*"
)
_LONGEST = 40
"""Characters; longer figures are a key, a hash or noise, and no number."""

_WORD = re.compile("(?:[^\\W\\d_]|[\u064b-\u0652\u0670])+")
_ROMAN = re.compile(r"(?=[IVXLC]{2})(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}

_PERCENT = re.compile(r"(?:في\s+|ب)ال(?:مئة|مائة)")
_SCALE_SUFFIX = re.compile(r"[kKmM]\b")
_SUFFIX_SCALES = {"k": 10**3, "m": 10**6}
_DECADE = re.compile(r"['’]?s\b")
_CLOCK = re.compile(
    r"(?::\d\d)?\s*(?:[ap]\.?\s?m\b|صباح|مساء|ظهر|بعد الظهر|عصر|ليل|فجر)", re.IGNORECASE
)
_MINUTES = re.compile(r":\d\d(?!\d)")
_OCLOCK = re.compile(r"(?:ساعة|الساعه)\s*\Z")

Role = Literal["figures", "add", "scale", "fraction", "alone"]
"""How a token joins its neighbours (see `data/number_words.tsv`)."""

_Entry = tuple[tuple[Decimal, ...], Role]


class Token(NamedTuple):
    """Figures or a number word: the values it may stand for, likeliest first, and its place."""

    readings: tuple[Decimal, ...]
    role: Role
    span: Span


def tokens(text: str) -> list[Token]:
    """Return figures and number words, in order."""
    percent = [Span(*match.span()) for match in _PERCENT.finditer(text)]
    words = [
        token
        for match in _WORD.finditer(text)
        if not any(span.start <= match.start() < span.end for span in percent)
        for token in _word(match)
    ]
    return sorted([*_figures(text), *words], key=lambda token: token.span)


def _figures(text: str) -> Iterator[Token]:
    previous: Token | None = None
    for match in _FIGURES.finditer(text):
        if len(match[0]) > _LONGEST:
            continue
        for token in _split(match[0], match.start()):
            start, end = token.span.start, token.span.end
            if text[start - 1 : start] == ":" and not any(token.readings):
                continue
            readings = (
                *token.readings,
                *_clock_readings(text, token),
                *_year_readings(text, token, previous),
            )
            token = token._replace(readings=readings)
            if suffix := _SCALE_SUFFIX.match(text, end):
                token = _abbreviated(token, suffix[0].lower(), suffix.end())
            previous = token
            yield token


def _split(figures: str, start: int) -> Iterator[Token]:
    """Yield `figures` as one number or, where its separators make no number, as several."""
    readings = _readings(figures)
    if readings:
        yield Token(readings, "figures", Span(start, start + len(figures)))
        return
    for part in re.finditer(r"\d+", figures):
        yield Token((Decimal(part[0]),), "figures", Span(start + part.start(), start + part.end()))


def _readings(figures: str) -> tuple[Decimal, ...]:
    """Return what `figures` with its separators may stand for; empty if it is no number."""
    figures = re.sub(r"[\u00a0\u202f ]", "", figures)
    groups = re.split(f"[{_SEPARATORS}]", figures)
    separators = re.findall(f"[{_SEPARATORS}]", figures)
    if not separators:
        return (Decimal(figures),)
    whole = Decimal("".join(groups))
    decimal = Decimal("".join(groups[:-1]) + "." + groups[-1])
    thousands = _grouped(groups)
    if len(separators) == 1:
        if separators[0] == "٬":
            return (whole,)
        if not thousands:
            return (decimal,)
        return (decimal, whole) if separators[0] in ".٫" else (whole, decimal)
    if len(set(separators)) == 1:
        return (whole,) if thousands else ()
    if len(set(separators[:-1])) == 1 and _grouped(groups[:-1]):
        return (decimal,)
    return ()


def _grouped(groups: Sequence[str]) -> bool:
    return len(groups[0]) <= 3 and groups[0] != "0" and all(len(g) == 3 for g in groups[1:])


def _clock_readings(text: str, token: Token) -> tuple[Decimal, ...]:
    """Return the hour on the other half of the dial, for what may be a time of day."""
    hour, start, end = token.readings[0], token.span.start, token.span.end
    if hour > 24 or hour != int(hour):
        return ()
    told = _CLOCK.match(text, end) or _MINUTES.match(text, end) or _OCLOCK.search(text[:start])
    return (hour + 12, abs(hour - 12)) if told else ()


def _year_readings(text: str, token: Token, previous: Token | None) -> tuple[Decimal, ...]:
    """Return other readings of 1970s (70) and of the 96 in 1995-96 (1996)."""
    value, span = token.readings[0], token.span
    if len(span) <= 4 and value % 10 == 0 and _DECADE.match(text, span.end):
        return (value % 100,)
    if previous is None or (len(previous.span), len(span)) != (4, 2):
        return ()
    if text[previous.span.end : span.start] not in tuple("-–—/"):
        return ()
    return (previous.readings[0] // 100 * 100 + value,)


def _abbreviated(token: Token, suffix: str, end: int) -> Token:
    """Return `token` with the readings of its suffix too: 5m is 5 meters or 5 million."""
    scaled = (value * _SUFFIX_SCALES[suffix] for value in token.readings)
    return Token((*token.readings, *scaled), "figures", Span(token.span.start, end))


def _word(match: re.Match[str]) -> Iterator[Token]:
    word, span = match[0], Span(*match.span())
    if _ROMAN.fullmatch(word):
        yield Token((Decimal(_roman(word)),), "alone", span)
    elif entry := _look_up(word):
        yield Token(*entry, span)


def _roman(word: str) -> int:
    values = [_ROMAN_DIGITS[letter] for letter in word]
    return sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )


_PREFIX = re.compile("[وف]?(?:[بلك]?ال|لل|[بلك])?")


def _look_up(word: str) -> _Entry | None:
    if word.isascii():
        return _table().get(word.casefold())
    plain = normalize(word)
    prefix = _PREFIX.match(plain)
    cuts = {0, 1, prefix.end() if prefix else 0}
    for stem in (plain[cut:] for cut in sorted(cuts) if cut == 0 or _PREFIX.fullmatch(plain[:cut])):
        if entry := _table().get(stem) or _table().get(stem.removesuffix("ا")):
            return entry
    return None


@cache
def _table() -> dict[str, _Entry]:
    text = (files("mtkit.text") / "data" / "number_words.tsv").read_text("utf-8")
    table: dict[str, _Entry] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            form, values, role = line.split("\t")
            readings = tuple(map(Decimal, values.split("|")))
            table[normalize(form)] = (readings, cast(Role, role))
    return table
