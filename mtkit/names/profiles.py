"""Regional ways of spelling: Egypt's g, the Maghreb's ou and ch, the Gulf's al-.

``data/profiles.tsv`` counts, in the labels of people of each region, which Latin letters stand
where an Arabic one is written (ش as sh or ch, ج as j, dj or g, the article as al- or el-), and
which vowels where none is.  A profile shifts the odds of a spelling by how much more often a region
chooses its letters than everybody does.  `benchmarks/transliteration_tables.py` makes the table.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mtkit.errors import UnknownEntryError
from mtkit.names.units import units
from mtkit.text.arabic import normalize

ARTICLE, SERVANT, SON = "ال", "عبد", "بن"
FINAL_TA, FINAL_YA, VOWEL = "ه$", "ي$", "-"
"""Rows that are no single letter: al-, Abd al-, bin, final ة and ي, vowels that are not written."""

_SMOOTH = 1.0  # added to every count


@dataclass(frozen=True, slots=True)
class Choice:
    """The Latin alternatives for something that Arabic writes.

    Args:
        pattern: Finds one of the alternatives, the longest first.
        odds: Alternative → log of how much more often the region takes it than everybody.
    """

    pattern: re.Pattern[str]
    odds: dict[str, float]


def names() -> tuple[str, ...]:
    """Return the names of the profiles."""
    return _table()[0][1:]


def log_odds(arabic: str, latin: str, *, profile: str) -> float:
    """Return the log-odds that a region's writers spell a name so, against all writers.

    Args:
        arabic: The name.
        latin: A spelling of it.
        profile: One of `names`.

    Raises:
        UnknownEntryError: No such profile.
    """
    choices = _choices(profile)
    return sum(
        _odds(part_of_arabic, part_of_latin, choices)
        for part_of_arabic, part_of_latin in _side_by_side(arabic, latin)
    )


def letters_of(arabic: str) -> dict[str, int]:
    """Return which rows of the table a part of a name has, and how often."""
    word = normalize(arabic)
    if word == SON:
        return {SON: 1}
    found = {VOWEL: 1}
    if word.startswith(SERVANT + " "):
        found[SERVANT] = 1
        word = word.removeprefix(SERVANT + " ").removeprefix(ARTICLE)
    if word.startswith(ARTICLE) and len(word) > 3:
        found[ARTICLE] = 1
        word = word[2:]
    for final in (FINAL_TA, FINAL_YA):
        if word.endswith(final[0]) and len(word) > 2:
            found[final] = 1
            word = word[:-1]
    for letter in word[1:] if word[:1] in "وي" else word:
        found[letter] = found.get(letter, 0) + 1
    return found


def alternatives_in(latin: str, pattern: re.Pattern[str]) -> list[str]:
    """Return the alternatives that a spelling has, from left to right."""
    return [match[1] for match in pattern.finditer(latin.casefold())]


def compile_alternatives(row: str, alternatives: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern that finds the alternatives of a row in a spelling."""
    longest = "|".join(map(re.escape, sorted(alternatives, key=len, reverse=True)))
    if row in {ARTICLE, SERVANT}:
        return re.compile(f"^({longest})(?=.)")
    if row == SON:
        return re.compile(f"^({longest})$")
    return re.compile(f"({longest})$" if row.endswith("$") else f"({longest})")


def _odds(arabic: str, latin: str, choices: dict[str, Choice]) -> float:
    total = 0.0
    for row, count in letters_of(arabic).items():
        if row in choices:
            choice = choices[row]
            found = alternatives_in(latin, choice.pattern)
            if found:
                total += count * sum(choice.odds[one] for one in found) / len(found)
    return total


def _side_by_side(arabic: str, latin: str) -> list[tuple[str, str]]:
    """Pair the units of both sides where there are as many, else the whole names."""
    ours, theirs = units(arabic), units(latin)
    return list(zip(ours, theirs, strict=True)) if len(ours) == len(theirs) else [(arabic, latin)]


@cache
def _choices(profile: str) -> dict[str, Choice]:
    header, rows = _table()
    if profile not in names():
        raise UnknownEntryError("profile of spelling", profile, names())
    column = header.index(profile)
    found = {}
    for row, counts in rows.items():
        everybody = sum(line[0] + _SMOOTH for line in counts.values())
        region = sum(line[column] + _SMOOTH for line in counts.values())
        odds = {
            alternative: math.log(
                (line[column] + _SMOOTH) / region * everybody / (line[0] + _SMOOTH)
            )
            for alternative, line in counts.items()
        }
        found[row] = Choice(compile_alternatives(row, tuple(counts)), odds)
    return found


@cache
def _table() -> tuple[tuple[str, ...], dict[str, dict[str, tuple[int, ...]]]]:
    """Return the columns, everybody first, and row → alternative → counts."""
    text = (files("mtkit.names") / "data" / "profiles.tsv").read_text("utf-8")
    header, *lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    rows: dict[str, dict[str, tuple[int, ...]]] = {}
    for row, alternative, *counts in lines:
        rows.setdefault(row, {})[alternative] = tuple(map(int, counts))
    return tuple(header[2:]), rows
