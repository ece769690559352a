"""Numbers in running text, as values: ١٬٢٣٤٫٥ and 1,234.5, *3 million* and ٣ ملايين and 3,000,000.

What is written in digits is read exactly, with every value it may stand for (12.000 is twelve or
twelve thousand; 8:46 p.m. is hour 8 or 20).  What is written in words is read as far as a table
goes (`data/number_words.tsv`, English and Arabic): good enough to tell that a number was kept, not
that it was changed, so `compare` never reports a number that is only words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from mtkit.text.number_tokens import Token, tokens
from mtkit.types import Span

_DIGIT = re.compile(r"\d")
_JOIN = re.compile(r"[\s\-‐‑]*(?:(?:and|of|an?|و|بعد)\b\s*)*و?")

_FORGIVEN = 2
"""A dual says 2 and a singular 1 without any number word: هدفان, a goal."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    Args:
        readings: The values that it may stand for, likeliest first; never empty, never negative.
        span: Where it is written.
        in_digits: Written at least partly in digits; else in words or Roman figures.
    """

    readings: tuple[Decimal, ...]
    span: Span
    in_digits: bool = True

    @property
    def value(self) -> Decimal:
        """The likeliest value."""
        return self.readings[0]


@dataclass(frozen=True, slots=True)
class NumberDifference:
    """Numbers written in digits that have no counterpart: of the source, and of the target."""

    lost: tuple[Number, ...]
    added: tuple[Number, ...]

    def __bool__(self) -> bool:
        return bool(self.lost or self.added)


def western_digits(text: str) -> str:
    """Return `text` with the decimal digits of every script as 0-9; nothing else changes."""
    return _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


def numbers(text: str) -> list[Number]:
    """Find the numbers of `text`, in order, without overlap.

    Dates, times, ranges and scores are several numbers; signs and percent signs are ignored; the
    minutes of a full hour (11:00) are left out.
    """
    return list(_numbers(text))


@lru_cache(maxsize=1 << 14)  # a source is compared with every system's translation of it
def _numbers(text: str) -> tuple[Number, ...]:
    found: list[Number] = []
    run: list[Token] = []
    for token in tokens(western_digits(text)):
        if run and not _JOIN.fullmatch(text, run[-1].span.end, token.span.start):
            found += _compose(run)
            run = []
        run.append(token)
    return (*found, *_compose(run))


def compare(source: str, target: str) -> NumberDifference:
    """Tell which numbers of two texts, one a translation of the other, have no counterpart.

    Numbers are compared as multisets: each has one counterpart that shares a reading, whichever way
    it is written.  Reported are those written in digits alone; 1 and 2 never, for Arabic says
    them by the form of the noun.
    """
    if not (_DIGIT.search(source) or _DIGIT.search(target)):
        return NumberDifference((), ())
    ours, theirs = _numbers(source), _numbers(target)
    left, right = set(range(len(ours))), set(range(len(theirs)))
    for corresponds in (_same_figures, _shared_figures, _same_value, _shared_reading):
        for i in sorted(left):
            match = next((j for j in sorted(right) if corresponds(ours[i], theirs[j])), None)
            if match is not None:
                left.remove(i)
                right.remove(match)
    lost = [ours[i] for i in sorted(left) if _counts(ours[i])]
    added = [theirs[j] for j in sorted(right) if _counts(theirs[j])]
    _drop_times(lost, added)
    _drop_times(added, lost)
    return NumberDifference(tuple(lost), tuple(added))


def _same_figures(one: Number, other: Number) -> bool:
    return one.in_digits and other.in_digits and one.value == other.value


def _shared_figures(one: Number, other: Number) -> bool:
    return one.in_digits and other.in_digits and not set(one.readings).isdisjoint(other.readings)


# Words are evidence for figures alone: of two words, either may be no number (عقد, a contract).


def _same_value(one: Number, other: Number) -> bool:
    return one.in_digits != other.in_digits and one.value == other.value


def _shared_reading(one: Number, other: Number) -> bool:
    return one.in_digits != other.in_digits and not set(one.readings).isdisjoint(other.readings)


def _counts(number: Number) -> bool:
    return number.in_digits and number.value > _FORGIVEN


def _drop_times(points: list[Number], colons: list[Number]) -> None:
    """Take out times of day that one side writes 4.12 and the other 4:12."""
    for number in list(points):
        hour, _, minutes = str(number.value).partition(".")
        if len(minutes) != 2:
            continue
        pair = [other for other in colons if other.value in (Decimal(hour), Decimal(minutes))]
        if len(pair) == 2:
            points.remove(number)
            for other in pair:
                colons.remove(other)


# --- composition -------------------------------------------------------------------------------

_LARGE = 1000  # scales from here on end a group of three places


@dataclass(slots=True)
class _Composer:
    """Adds and multiplies neighbouring tokens for as long as they make one number.

    ``total`` holds what scales from a thousand up have closed, the last of them ``scale``;
    ``group`` is what is open below it.
    """

    parts: list[Token] = field(default_factory=list)
    total: Decimal = Decimal(0)
    group: Decimal | None = None
    scale: Decimal = Decimal("Infinity")

    def take(self, token: Token, ahead: Decimal) -> bool:
        """Join `token` to the number, or return False if it begins another.

        Args:
            token: Follows the tokens taken so far.
            ahead: The next scale from a thousand up in the run; 0 if there is none.
        """
        if self.parts and not self._fits(token, ahead):
            return False
        value = token.readings[0]
        match token.role:
            case "scale" if value >= _LARGE:
                self._multiply(value)
            case "scale":
                self.group = value * (1 if self.group is None else self.group)
            case "fraction" if self.parts:
                self.total += value * self._magnitude()
            case "add" if value >= _LARGE:  # the duals: ألفان, مليونين
                self.total += value
                self.scale = self._magnitude()
            case _:
                self.group = value + (self.group or 0)
        self.parts.append(token)
        return True

    def _fits(self, token: Token, ahead: Decimal) -> bool:
        value, last = token.readings[0], self.parts[-1].role
        below = self.group is None and value < self.scale
        match token.role:
            case "figures":  # مليون و200 ألف, but not 180 ألفا و190 ألفا
                return below and 0 < ahead < self.scale
            case "add":
                if self.group is None:
                    return below and last != "fraction" and ahead < self.scale
                return last in ("add", "scale") and not _collide(self.group, value)
            case "scale" if last == "fraction" and len(self.parts) > 1:
                return value == self._magnitude()  # 3 ملايين ونصف المليون
            case "scale" if value >= _LARGE:
                year = last == "figures" and self.group is not None and self.group >= value
                return (
                    self.group is not None and last != "alone" and value < self.scale and not year
                )
            case "scale":
                return self.group is not None and last in ("add", "figures") and self.group < value
            case "fraction":
                return last != "fraction" and (self.total > 0 or last == "add")
            case _:
                return False

    def _multiply(self, scale: Decimal) -> None:
        if len(self.parts) > 1 and self.parts[-1].role == "fraction":
            return  # the scale only says again what was halved
        self.total += scale * (1 if self.group is None else self.group)
        self.group, self.scale = None, scale

    def _magnitude(self) -> Decimal:
        value, magnitude = self.total + (self.group or 0), Decimal(1)
        while magnitude * _LARGE <= value:
            magnitude *= _LARGE
        return magnitude

    def number(self) -> Number:
        """Return the number; one in words may also be its parts, for words join by accident."""
        span = Span(self.parts[0].span.start, self.parts[-1].span.end)
        figures = [part for part in self.parts if part.role == "figures"]
        if len(self.parts) == 1:
            return Number(self.parts[0].readings, span, bool(figures))
        value = self.total + (self.group or 0)
        if figures and self.total:
            return Number((value, *self._other_products()), span)
        parts = (reading for part in self.parts for reading in part.readings)
        return Number((value, *parts), span, bool(figures))

    def _other_products(self) -> Iterator[Decimal]:
        """Yield what else figures and their scale may say: 1,500 million or 1.5 million."""
        if len(self.parts) == 2 and self.parts[0].role == "figures":
            first, scale = self.parts
            yield from (reading * scale.readings[0] for reading in first.readings[1:])


def _compose(run: Sequence[Token]) -> Iterator[Number]:
    composer = _Composer()
    for index, token in enumerate(run):
        ahead = next((t.readings[0] for t in run[index + 1 :] if _is_large_scale(t)), Decimal(0))
        if not composer.take(token, ahead):
            yield composer.number()
            composer = _Composer()
            composer.take(token, ahead)
    if composer.parts:
        yield composer.number()


def _is_large_scale(token: Token) -> bool:
    return token.role == "scale" and token.readings[0] >= _LARGE


def _collide(one: Decimal, other: Decimal) -> bool:
    """Tell whether both numbers fill the same decimal place: 5 and 20 do not, 5 and 3 do."""
    places = zip(reversed(str(one)), reversed(str(other)), strict=False)
    return any(a != "0" and b != "0" for a, b in places)
