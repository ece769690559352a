"""Arabic letters, marks and spellings that count as the same.

Nothing here guesses: letters are told by their Unicode properties, and `normalize` folds only what
newsrooms themselves write now one way, now the other.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

TATWEEL = "\u0640"

# Signs of honour, vowel signs, superscript alif, Quranic annotation; hamza above and below (0654,
# 0655) are left out: they are spelling, composed with their letter by NFC.
_MARKS = (
    "\u0610-\u061a\u064b-\u0653\u0656-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
)
_MARK = re.compile(f"[{_MARKS}]")
_VOWEL = re.compile("[\u064b-\u0652\u0670]")
_LETTER = re.compile("[\u0620-\u063f\u0641-\u064a\u066e-\u066f\u0671-\u06d3\u06d5\u06fa-\u06fc]")
_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")


def is_letter(character: str) -> bool:
    """Tell whether `character` is an Arabic letter (tatweel and marks are not)."""
    return _LETTER.fullmatch(character) is not None


def is_mark(character: str) -> bool:
    """Tell whether `character` is a mark written above or below an Arabic letter."""
    return _MARK.fullmatch(character) is not None


def strip_marks(text: str) -> str:
    """Return `text` without vowel and other marks and without tatweel; hamza stays."""
    return _MARK.sub("", text).replace(TATWEEL, "")


def vocalization(text: str) -> float:
    """Return the number of vowel signs for each Arabic letter; 0.0 for text without letters.

    News has some hundredths at most, fully vocalized scripture and verse 0.7 and more.
    """
    letters = len(_LETTER.findall(text))
    return len(_VOWEL.findall(text)) / letters if letters else 0.0


def normalize(text: str) -> str:
    """Return `text` as it is compared: spellings that vary between newsrooms become one.

    Marks and tatweel go; alif with hamza, madda or wasla becomes bare alif, waw and ya with hamza
    bare waw and ya; alif maqsura becomes ya, ta marbuta ha; Persian and Urdu letters their Arabic
    cousins; presentation forms plain letters.  Idempotent; what is not Arabic stays as it is.
    """
    plain = _FORMS.sub(lambda form: unicodedata.normalize("NFKC", form[0]), text)
    composed = unicodedata.normalize("NFC", plain)
    return unicodedata.normalize("NFC", strip_marks(composed).translate(_folds()))


@cache
def _folds() -> dict[int, str]:
    """Read the table of letters that are compared as another."""
    table = (files("mtkit.text") / "data" / "arabic_folds.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {ord(letter): folded for letter, folded in rows}
