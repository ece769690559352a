"""Dates kept: does the translation name the month, and the day beside it, that the original names?

Months are known by name in English and in the three series that Arabic has for them (يناير, كانون
الثاني, جانفي), and by number in dates written in figures (12/6/2019, 2019-06-12), where both orders
of day and month are allowed.  A month that is also a word (May, March, آب, ماي) is asked for only
where it stands beside a number.  Years and days by themselves are the business of ``numbers``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from mtkit.evaluation.metrics.rates import ShareKept
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.text import arabic
from mtkit.text.digits import western_digits

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts

_AMBIGUOUS = frozenset({"may", "march", "mar", "jan", "sep", "اب", "ماي", "مارس", "جوان"})
_FIGURES = re.compile(r"(?<!\d)(?<!\d[/.-])(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?![/.-]?\d)")
_DAY = r"(?:(?P<before>\d{1,2})(?:st|nd|rd|th)?(?:\s+of|\s+من(?:\s+شهر)?)?[\s،,/]+)?"
_AFTER = r"(?:[\s،,]+(?:(?P<after>\d{1,2})(?:st|nd|rd|th)?(?![\d:.])|(?P<year>\d{4})))?"


class Date(NamedTuple):
    """A month, with the day if it is told: every way to read it.

    Args:
        readings: (month, day or 0) pairs.
    """

    readings: frozenset[tuple[int, int]]

    def fits(self, other: Date) -> bool:
        """Tell whether both may be one date; a day that one of them does not tell is no matter."""
        return any(
            month == its and (not day or not its_day or day == its_day)
            for month, day in self.readings
            for its, its_day in other.readings
        )


@lru_cache(maxsize=1 << 14)
def find_dates(text: str, *, words: bool = False) -> tuple[Date, ...]:
    """Return the dates of an English or Arabic text that tell the month, those in figures first.

    Args:
        text: To be searched.
        words: Take what may be a month or a word for a month.
    """
    plain = western_digits(arabic.normalize(text))
    return (*_in_figures(plain), *_by_name(plain, words))


def _in_figures(text: str) -> Iterator[Date]:
    for match in _FIGURES.finditer(text):
        first, middle, last = int(match[1]), int(match[3]), int(match[4])
        pairs = [(middle, last), (last, middle)] if first > 31 else [(middle, first)]
        if first <= 12:
            pairs.append((first, middle))
        readings = {(month, day) for month, day in pairs if 1 <= month <= 12 and 1 <= day <= 31}
        if readings:
            yield Date(frozenset(readings))


def _by_name(text: str, words: bool) -> Iterator[Date]:
    months, pattern = _months()
    end, seen = -1, 0
    for match in pattern.finditer(text):
        name = match["name"]
        if name.isascii() and not name[0].isupper():
            continue
        dated = match["before"] or match["after"] or match["year"]
        if name.casefold() in _AMBIGUOUS and not (words or dated):
            continue
        month, day = months[name.casefold()], int(match["before"] or match["after"] or 0)
        # كانون الثاني / يناير is one date said twice
        if month != seen or text[end : match.start("name")].strip(" /()"):
            yield Date(frozenset({(month, day)}))
        end, seen = match.end("name"), month


@cache
def _months() -> tuple[dict[str, int], re.Pattern[str]]:
    table = (files("mtkit.evaluation") / "data" / "months.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    months = {
        arabic.normalize(form).casefold(): int(number)
        for number, *sides in rows
        for side in sides
        for form in side.split("|")
    }
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    return months, re.compile(
        rf"\b{_DAY}(?<!\w)(?:[وف]?[بل]?)(?P<name>{names})\b\.?{_AFTER}", re.IGNORECASE
    )


class DatesKept(ShareKept):
    """Share of the dates that are kept, in 0-100; 100 where there are none to keep."""

    title = "dates"

    def __init__(self, originals: Sequence[str], *, against: str) -> None:
        self._expected = list(map(find_dates, originals))
        self.signature = f"against:{against}|rules:mtkit-dates.1"

    def counts(self, hypotheses: Sequence[str]) -> Counts:
        """Return dates kept, dates expected."""
        import numpy as np

        rows = []
        for expected, text in zip(self._expected, hypotheses, strict=True):
            left = list(find_dates(text, words=True)) if expected else []
            kept = 0
            for date in expected:
                match = next((other for other in left if date.fits(other)), None)
                if match is not None:
                    left.remove(match)
                    kept += 1
            rows.append((kept, len(expected)))
        return np.array(rows, dtype=np.float64)


def dates(references: ReferenceSet) -> DatesKept:
    """Return dates kept, against the source if there is one, else the first reference."""
    if references.sources is not None:
        return DatesKept(references.sources, against="source")
    return DatesKept(references.references[0], against="reference")
