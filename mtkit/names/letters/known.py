"""Pairs that letters cannot tell: exonyms and translated names (a table), acronyms and what they
stand for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from mtkit.names import roles
from mtkit.names.acronyms import expands
from mtkit.names.letters.lexicon import stem
from mtkit.names.letters.profile import Profile
from mtkit.names.normalize import comparable

EXONYM = 0.97
"""Score of two forms of a row of ``exonyms.tsv``: a few are names of other things, too."""

ACRONYM = 0.9


def known_pairs(one: list[Profile], other: list[Profile]) -> Iterator[tuple[int, int, float]]:
    """Yield row, column and score of the pairs that a table or an acronym makes one."""
    columns = defaultdict(list)
    for column, profile in enumerate(other):
        for row_number in meanings(profile.form):
            columns[row_number].append(column)
    for row, profile in enumerate(one):
        for row_number in meanings(profile.form):
            for column in columns[row_number]:
                yield row, column, EXONYM
    for first, second, turned in ((one, other, False), (other, one, True)):
        long = [(at, profile) for at, profile in enumerate(second) if len(profile.slots) > 1]
        for row, profile in enumerate(first):
            if not profile.acronym:
                continue
            for column, name in long:
                if expands(profile.form, name.form):
                    yield (column, row, ACRONYM) if turned else (row, column, ACRONYM)


@lru_cache(maxsize=1 << 16)
def meanings(form: str) -> tuple[int, ...]:
    """Return the rows of the table that hold the form, articles aside."""
    return _table().get(_key(form), ())


@cache
def _table() -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, cells in enumerate(roles.rows("exonyms.tsv")):
        for form in {_key(form) for cell in cells for form in cell.split("|")}:
            found[form].append(number)
    return {key: tuple(numbers) for key, numbers in found.items()}


def _key(form: str) -> str:
    words = comparable(form).split()
    if len(words) > 1 and words[0] in {"al", "the"}:
        words = words[1:]
    return "".join(stem(word) for word in words)
