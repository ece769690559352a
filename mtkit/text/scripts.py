"""Writing systems: which script a character or a text is in, and which way it is written."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from importlib import resources

from mtkit.langs import Direction

COMMON = "Zyyy"
"""ISO 15924 code of what belongs to no script: digits, punctuation, white space, symbols."""

UNKNOWN = "Zzzz"
"""ISO 15924 code of letters of a script that the table leaves out."""

CASED = frozenset({"Latn", "Cyrl", "Grek", "Armn", "Geor", "Copt", "Adlm"})
"""Scripts with upper and lower case (Georgian has the letters, though texts seldom use them)."""

_LETTER = re.compile(r"[^\W\d_]")
_LETTERS = re.compile(r"[^\W\d_]+")
_STRONG: dict[str, Direction] = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def has_letters(text: str) -> bool:
    """Tell whether `text` has a letter of any script: without one there is nothing to translate."""
    return _LETTER.search(text) is not None


@lru_cache(maxsize=4096)
def script(character: str) -> str:
    """Return the ISO 15924 code of a character's script (``"Latn"``, ``"Arab"``).

    Combining marks, digits and punctuation are common to all scripts, as in Unicode's Common.
    """
    if not character.isalpha():
        return COMMON
    starts, ends, names = _ranges()
    index = bisect_right(starts, ord(character)) - 1
    return names[index] if index >= 0 and ord(character) <= ends[index] else UNKNOWN


def script_shares(text: str) -> dict[str, float]:
    """Return each script's share of the letters of `text`, greatest first; the shares sum to 1.

    Empty when `text` has no letters.
    """
    counts: Counter[str] = Counter()
    for character, count in Counter("".join(_LETTERS.findall(text))).items():
        counts[script(character)] += count
    total = counts.total()
    return {name: count / total for name, count in counts.most_common()}


def main_script(text: str) -> str:
    """Return the script of most letters of `text`, `COMMON` when it has none."""
    return next(iter(script_shares(text)), COMMON)


def direction(text: str) -> Direction | None:
    """Return the direction of the first strong character (Unicode UAX #9, rules P2 and P3).

    This is what ``dir="auto"`` does in HTML.  None when no character is strong: such text takes the
    direction of what surrounds it.
    """
    classes = map(unicodedata.bidirectional, text)
    return next((_STRONG[name] for name in classes if name in _STRONG), None)


@lru_cache(maxsize=1)
def _ranges() -> tuple[list[int], list[int], list[str]]:
    table = (resources.files("mtkit.text") / "data" / "scripts.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    starts, ends, names = zip(*rows, strict=True)
    return [int(start, 16) for start in starts], [int(end, 16) for end in ends], list(names)
