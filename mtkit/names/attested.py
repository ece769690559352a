"""How the parts of names were spelled, counted: for frequent ones better than any model.

``data/spellings.tsv`` holds parts of names that Wikidata's labels spell several times: the Arabic
form as it is compared, its full spelling where that differs (أحمد for احمد), and the Latin
spellings with their counts.  `benchmarks/transliteration_tables.py` makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from mtkit.names.normalize import comparable

_LEAST_SHARE = 0.02  # of a Latin form's counts: the rest is wrong labels

Counts = tuple[tuple[str, int], ...]
"""Form → times seen, most frequent first."""


def part_key(form: str) -> str:
    """Return what a part is looked up by: `comparable`, without spaces."""
    return comparable(form).replace(" ", "")


def latin_spellings(arabic: str) -> Counts:
    """Return the Latin spellings (in lower case) that a part of a name was given; () if unknown."""
    row = _by_arabic().get(part_key(arabic))
    return row[1] if row else ()


def arabic_spellings(latin: str) -> Counts:
    """Return the Arabic forms that a part of a name was a spelling of; () if unknown."""
    return _by_latin().get(part_key(latin), ())


def full_spelling(arabic: str) -> str | None:
    """Return a part with its hamza and final letters as a careful newspaper writes it, or None."""
    row = _by_arabic().get(part_key(arabic))
    return (row[0] or None) if row else None


@cache
def _by_arabic() -> dict[str, tuple[str, Counts]]:
    table = (files("mtkit.names") / "data" / "spellings.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {key: (full, _counts(forms.split("|"))) for key, full, forms in rows}


@cache
def _by_latin() -> dict[str, Counts]:
    found: dict[str, dict[str, int]] = {}
    for key, (full, counts) in _by_arabic().items():
        for form, count in counts:
            seen = found.setdefault(part_key(form), {})
            seen[full or key] = seen.get(full or key, 0) + count
    return {latin: tuple(_without_slips(seen)) for latin, seen in found.items()}


def _without_slips(seen: dict[str, int]) -> Iterator[tuple[str, int]]:
    least = _LEAST_SHARE * sum(seen.values())
    for form, count in sorted(seen.items(), key=lambda one: -one[1]):
        if count >= least:
            yield form, count


def _counts(forms: Iterable[str]) -> Counts:
    parted = (form.rpartition(":") for form in forms)
    return tuple((form, int(count)) for form, _, count in parted)
