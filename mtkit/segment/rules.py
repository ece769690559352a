"""A language's rules for where sentences end: read from its data files, and compiled, once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from mtkit import langs

QUOTES = "\"'”’»“‘›"
"""What may close a quotation right after a stop (“ and ‘ do in German)."""

_BRACKETS = ")]}"
_DIRECTION_MARKS = "\u200e\u200f\u061c\u2069\u202c"
_LETTER = "(?:[^\\W\\d_]|[\u064b-\u0652])"  # a vowel mark of Arabic is no letter to `re`
_STRONG = "!?؟"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a language's data files say; the files explain each table.

    Args:
        candidate: Matches a run of stops with the quotes and brackets that close after it, wherever
            a sentence may end; groups ``stop`` and ``tail``, or ``unspaced``.
        era: Matches a number with its unit or era at the end of a text ("1920م", "612 هـ").
    """

    candidate: re.Pattern[str]
    era: re.Pattern[str]
    ellipsis: Literal["capital", "starter"]
    titles_in_quotes: bool
    open: frozenset[str]
    numbered: frozenset[str]
    closing: frozenset[str]
    final: frozenset[str]
    continuations: frozenset[str]
    shouts: frozenset[str]
    starters: frozenset[str]
    speech: frozenset[str]
    particles: frozenset[str]
    conjunctions: frozenset[str]
    labels: Mapping[str, frozenset[str]]

    def labelled(self, letter: str, before: str) -> bool:
        """Tell whether `letter` names a kind or place after the word `before` ("vitamin C")."""
        return before in self.labels["any"] or before in self.labels.get(letter, frozenset())


def load(language: str) -> Rules:
    """Return the rules for `language`; one without a file of its own has the default ones.

    Raises:
        ConfigError: `language` is no language code.
    """
    return _load(langs.base(language))


@lru_cache(maxsize=64)
def _load(language: str) -> Rules:
    folder = resources.files("mtkit.segment") / "data"
    tables = tomllib.loads((folder / "default.toml").read_text("utf-8"))
    own = folder / f"{language}.toml"
    if own.is_file():
        tables = _extend(tables, tomllib.loads(own.read_text("utf-8")))
    full, unspaced, glued = tables.pop("full"), tables.pop("unspaced"), tables.pop("glued")
    return Rules(
        candidate=_candidate(full, unspaced, glued),
        era=_era(tables.pop("after_number")),
        ellipsis=tables.pop("ellipsis"),
        titles_in_quotes=tables.pop("titles_in_quotes"),
        labels={letter: frozenset(words) for letter, words in tables.pop("labels").items()},
        **{name: frozenset(words) for name, words in tables.items()},
    )


def _extend(tables: dict[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return `tables` with the lists of `own` added and its other values put in place."""
    merged = dict(tables)
    for name, value in own.items():
        if isinstance(value, list):
            merged[name] = [*tables.get(name, ()), *value]
        elif isinstance(value, dict):
            merged[name] = _extend(tables[name], value)
        else:
            merged[name] = value
    return merged


def _candidate(full: str, unspaced: str, glued: bool) -> re.Pattern[str]:
    """Compile the pattern of a possible end; it reads each character once, whatever the text."""
    stops = re.escape(f".…{_STRONG}{full}")
    closers = re.escape(QUOTES + _BRACKETS + _DIRECTION_MARKS)
    footnote = r"\[\d{1,3}\]|[¹²³⁰⁴-⁹]"
    spaced_quote = r"[ \u00a0\u202f][»”](?=[\s.,،؛:]|\Z)"  # « Oui. »
    tail = rf"(?P<tail>(?:{footnote}|[{closers}{stops}]|{spaced_quote})*+)"
    stop = rf"(?P<stop>\.(?:[ \u00a0]\.)++|[{stops}]++)"
    where = r"(?=\s|\Z)"
    if glued:
        where = rf"(?:{where}|(?<={_LETTER}{{2}}[{stops}])(?={_LETTER}{{2}}))"
    return re.compile(rf"{stop}{tail}{where}|(?P<unspaced>[{unspaced}]++[{closers}」』）]*+)")


def _era(units: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\d\s?(?:{'|'.join(map(re.escape, units)) or '(?!)'})\Z")
