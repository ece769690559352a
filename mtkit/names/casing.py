"""Capitals of a name in Latin letters, as English-language newspapers set them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_PART = re.compile(r"[^\s-]+")
_ELIDED = re.compile(r"^(?:o|d|l|m)'(?=\w\w)")  # O'Brien, D'Estaing, M'hamed is not told from them


def capitalize_name(form: str) -> str:
    """Return `form` with a capital for every part but small ones: Bashar al-Assad, Salman bin Saud.

    An article stays small where a hyphen ties it to its noun and it does not begin the name
    (Al-Assad alone); others of ``data/small_parts.tsv`` do anywhere but at the beginning.

    Args:
        form: In lower case.
    """
    small, tied = _small()

    def capital(match: re.Match[str]) -> str:
        word, end = match[0], match.end()
        if match.start() and (word in small or (word in tied and form[end : end + 1] == "-")):
            return word
        if _ELIDED.match(word):
            return word[0].upper() + "'" + word[2:3].upper() + word[3:]
        lead = len(word) - len(word.lstrip("'"))
        return word[:lead] + word[lead : lead + 1].upper() + word[lead + 1 :]

    return _PART.sub(capital, form)


@cache
def _small() -> tuple[frozenset[str], frozenset[str]]:
    """Return parts that are small anywhere, and those that are where a hyphen follows."""
    table = (files("mtkit.names") / "data" / "small_parts.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    kinds = {kind: frozenset(words.split("|")) for kind, words in rows}
    return kinds["anywhere"], kinds["tied"]
