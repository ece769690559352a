"""Short forms of a name within one document: *Jumblatt* after *Kamal Jumblatt*, *HTS*.

A person's short form is part of the full one (compared by the keys of `mtkit.names.parts`: titles
and articles do not count, spelling does little); an organization's is its first words or its
initials.
Of several full forms the one mentioned last before is meant, else the first after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from mtkit.names.parts import parse
from mtkit.types import Mention

_SMALL = frozenset({"title", "particle", "other"})
_SHORTEST_ACRONYM = 2


def with_full_forms(document: Sequence[Sequence[Mention]], *, language: str) -> list[list[Mention]]:
    """Return the mentions of a document with `Mention.full` where a longer form of it is there."""
    order = [mention for row in document for mention in row]
    found = iter([_full(order, at, language) for at in range(len(order))])
    return [[replace(mention, full=next(found)) for mention in row] for row in document]


def _full(order: Sequence[Mention], at: int, language: str) -> str | None:
    near = [*reversed(order[:at]), *order[at + 1 :]]
    longer = [other.form for other in near if is_short_form(order[at], other, language=language)]
    if not longer:
        return None
    # the fullest of those that the nearest is itself short for
    nearest = longer[0]
    keys = set(_keys(nearest, language))
    return max(
        (form for form in longer if keys <= set(_keys(form, language))),
        key=lambda form: len(_keys(form, language)),
    )


def is_short_form(short: Mention, full: Mention, *, language: str) -> bool:
    """Tell whether `short` is a short form of `full`."""
    if short.type != full.type or short.form == full.form:
        return False
    few, many = _keys(short.form, language), _keys(full.form, language)
    if short.type == "PER":
        return 0 < len(few) < len(many) and set(few) <= set(many)
    if short.type == "ORG":
        return (0 < len(few) < len(many) and many[: len(few)] == few and len(few) > 1) or (
            _is_acronym(short.form, full.form)
        )
    return False


def _is_acronym(short: str, full: str) -> bool:
    if len(short) < _SHORTEST_ACRONYM or not short.isalpha() or not short.isupper():
        return False
    words = full.replace("-", " ").split()
    every = "".join(word[0] for word in words).upper()
    great = "".join(word[0] for word in words if word[0].isupper())
    article = "".join(word[0] for word in words if word.lower() not in {"al", "el"}).upper()
    return len(words) > 1 and short in {every, great, article}


@lru_cache(maxsize=1 << 14)
def _keys(form: str, language: str) -> tuple[str, ...]:
    parts = parse(form, language=language).parts
    return tuple(part.key for part in parts if part.role not in _SMALL)
