"""Acronyms and the names that they stand for: by a table, or by their letters."""

from __future__ import annotations

from functools import cache

from mtkit.names import roles
from mtkit.names.normalize import clean, comparable
from mtkit.names.wordforms import Word, words

_LEAST = 2  # letters of an acronym; one letter would stand for everything


def expands(acronym: str, name: str) -> bool:
    """Tell whether `acronym` stands for `name`.

    It does when the table has the two in one row (HTS and هيئة تحرير الشام), or when its letters
    are the first letters of the name's words, where articles and small words may be left out (HTS
    and Hayat Tahrir Al Sham).  Stops and case are not looked at.
    """
    short = _short(acronym)
    if len(short) < _LEAST:
        return False
    read = [word for _, _, word in words(clean(name))]
    if _key(read) in _table().get(short, ()):
        return True
    return len(read) > 1 and _initials(short, read)


def expansions(acronym: str) -> list[tuple[str, str]]:
    """Return the English and Arabic names of an acronym in the table, in its order."""
    short = _short(acronym)
    return [(row[1], row[2]) for row in roles.rows("acronyms.tsv") if _short(row[0]) == short]


def _initials(short: str, read: list[Word]) -> bool:
    """Tell whether the letters are the words' first ones, words that say little being optional."""
    reached = {0}
    for word in read:
        matched = {at + 1 for at in reached if short[at : at + 1] == word.key[0]}
        optional = word.kind in {"small", "article", "assimilated", "particle"}
        reached = matched | reached if optional else matched
    return len(short) in reached


@cache
def _table() -> dict[str, frozenset[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for short, *names in roles.rows("acronyms.tsv"):
        keys = (_key([word for _, _, word in words(clean(name))]) for name in names)
        found.setdefault(_short(short), set()).update(keys)
    return {short: frozenset(keys) for short, keys in found.items()}


def _key(read: list[Word]) -> tuple[str, ...]:
    """Return the words that a name is looked up by: neither articles nor small words."""
    return tuple(word.bare for word in read if word.kind not in {"small", "article", "assimilated"})


def _short(acronym: str) -> str:
    return comparable(acronym).replace(" ", "")
