"""Romanization by published standards, whose tables are data (see `mtkit.names.schemes`).

A standard presupposes vowel signs.  Text without them has its consonants and long vowels romanized
and nothing else, for nothing else is written: دمشق gives *Dmshq*, دِمَشْق *Dimashq*.  An initial
أ or ا without a sign is read *a* then, which it mostly is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from mtkit.names import roles
from mtkit.names.normalize import clean, comparable
from mtkit.names.schemes import Scheme, scheme_named
from mtkit.text.arabic import is_mark, strip_marks

_ARABIC = re.compile(
    "[\u0620-\u063f\u0641-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06fc]+"
)
_SHADDA, _SUKUN, _DAGGER = "\u0651", "\u0652", "\u0670"
_VOWELS = {
    "\u064e": "a", "\u064f": "u", "\u0650": "i", _DAGGER: "ā", _SUKUN: "",
    "\u064b": "an", "\u064c": "", "\u064d": "",
}  # fmt: skip
_SUN = frozenset("تثدذرزسشصضطظلن")
_SEATS = {"أ": "ء", "إ": "ء", "ؤ": "ء", "ئ": "ء"}
_LONG = {"ا": "ā", "و": "ū", "ي": "ī", "ى": "ī"}
_SHORT = {"ا": "a", "و": "u", "ي": "i", "ى": "i"}
_COUSINS = str.maketrans({"ک": "ك", "ی": "ي", "ٱ": "ا", "ہ": "ه", "ە": "ه"})


@dataclass(slots=True)
class _Letter:
    """An Arabic letter with its marks: `vowel` is None where no sign tells."""

    letter: str
    doubled: bool = False
    vowel: str | None = None


def romanize(arabic: str, *, scheme: str = "bgn-pcgn") -> str:
    """Write Arabic in Latin letters after a standard, each word with a capital.

    Done by rule where vowel signs tell: the article with its sun letters, shadda, tanwin (only
    *-an* is written, as in pause), ta marbuta in construct, alif maqsura, initial hamza, diphthongs
    and long vowels.  ``iso-233`` has neither rules nor capitals.  What is not Arabic stays.

    Args:
        arabic: With or without vowel signs; without, consonants and long vowels are all there is.
        scheme: One of `mtkit.names.schemes.SCHEMES`.

    Raises:
        UnknownEntryError: No such scheme.
    """
    table = scheme_named(scheme)
    text = clean(arabic)
    if not table.rules:
        return table.strictly(text)
    words = list(_ARABIC.finditer(text))
    pieces: list[str] = []
    done = 0
    for index, match in enumerate(words):
        following = words[index + 1][0] if index + 1 < len(words) else ""
        between = text[done : match.start()]
        pieces += [between, _word(match[0], following, table, first=index == 0)]
        done = match.end()
    return _european("".join([*pieces, text[done:]]))


def _word(word: str, following: str, table: Scheme, *, first: bool) -> str:
    bare = strip_marks(word).translate(_COUSINS)
    known = table.words.get(bare)
    if known is not None:
        return known[0].upper() + known[1:] if first and table.rules["article"] == "al " else known
    letters = _letters(word)
    article = _article(letters, bare)
    if article:
        letters = letters[2:]
    construct = not article and _is_construct(bare, following)
    stem = _capital(_stem(letters, table, construct=construct, after_article=article))
    if not article:
        return stem
    written = table.rules["article"]
    sun = letters[0].letter
    if table.rules["sun"] == "yes" and sun in _SUN:
        written = "a" + table.letters[sun] + written[-1]
    return (_capital(written) if first and written.endswith(" ") else written) + stem


def _letters(word: str) -> list[_Letter]:
    found: list[_Letter] = []
    for character in unicodedata.normalize("NFC", word).translate(_COUSINS):
        if not is_mark(character):
            found.append(_Letter(character))
        elif found and character == _SHADDA:
            found[-1].doubled = True
        elif found and character in _VOWELS:
            found[-1].vowel = _VOWELS[character]
    return found


def _article(letters: list[_Letter], bare: str) -> bool:
    """Tell whether the word begins with the article, and take the sun letter's shadda off it."""
    if len(letters) < 4 or not bare.startswith("ال") or bare in roles.listed("whole.tsv"):
        return False
    if letters[0].vowel not in {None, "a"} or letters[1].vowel not in {None, ""}:
        return False
    if letters[2].letter in _SUN:
        letters[2].doubled = False
    return True


def _is_construct(bare: str, following: str) -> bool:
    """Tell whether ة is read *t*: a thing of what follows, not a woman's name before a family's."""
    if not bare.endswith("ة") or not following:
        return False
    key = comparable(bare)
    if key in roles.generics():
        return True
    return strip_marks(following).startswith("ال") and key not in roles.listed("given.tsv")


def _stem(letters: list[_Letter], table: Scheme, *, construct: bool, after_article: bool) -> str:
    written: list[str] = []
    last = len(letters) - 1
    for index, here in enumerate(letters):
        before = letters[index - 1] if index else None
        after = letters[index + 1] if index < last else None
        if index == 0:
            written += _initial(here, after, table)
        elif here.letter == "آ":
            written += [table.letters["ء"], "ā"]
        elif here.letter == "ة":
            written += _ta_marbuta(written, table, construct=construct and index == last)
        elif here.letter in _LONG and _is_long(letters, index):
            _lengthen(written, here.letter, table, final=index == last)
        else:
            _consonant(written, here, before, table, final=index == last)
    return "".join(written)


def _initial(here: _Letter, after: _Letter | None, table: Scheme) -> list[str]:
    """Write the first letter; an alif there only carries a vowel."""
    if here.letter == "آ":
        return ["ā"]
    if here.letter in {"أ", "إ", "ا"}:
        if here.vowel is not None:
            return [here.vowel]
        bare_ya = after is not None and after.letter == "ي" and not after.vowel
        return ["i" if here.letter == "إ" or (here.letter == "ا" and bare_ya) else "a"]
    written: list[str] = []
    _consonant(written, here, None, table, final=after is None)
    return written


def _is_long(letters: list[_Letter], index: int) -> bool:
    """Tell whether alif, waw or ya lengthens the vowel before it rather than being a consonant."""
    here, before = letters[index], letters[index - 1]
    after = letters[index + 1] if index + 1 < len(letters) else None
    if here.letter == "ا":
        return True
    if here.letter == "ى":
        return not here.doubled
    if here.doubled or here.vowel:
        return False
    if before.vowel is not None:
        return before.vowel == _SHORT[here.letter]
    if before.letter in {"ا", "آ", "و", "ي"} and (index > 1 or before.letter != "ا"):
        return False
    if index == 1 and before.letter in {"أ", "إ", "ا"}:
        return before.letter == "إ" or here.letter == "ي"
    return here.vowel != "" and (after is None or (after.letter not in "اةى" and not after.doubled))


def _lengthen(written: list[str], letter: str, table: Scheme, *, final: bool) -> None:
    """Write a long vowel in place of the short one before it."""
    short = written[-1] if written and written[-1] in {"a", "i", "u"} else ""
    if letter == "ا" and short == "" and written and written[-1] in {"ū", "an", "ā"}:
        return  # the alif that closes a plural, or that carries tanwin
    long = _LONG[letter]
    if letter == "ى" and short != "i":
        long = table.rules["maqsura"]
    if short and (short == _SHORT[letter] or letter in "اى"):
        written.pop()
    written.append(long)


def _ta_marbuta(written: list[str], table: Scheme, *, construct: bool) -> list[str]:
    ending = table.rules["construct" if construct else "ta"]
    if written and written[-1] == "ā":
        return [ending or "h"]
    return [ending] if written and written[-1] == "a" else ["a", ending]


def _consonant(
    written: list[str], here: _Letter, before: _Letter | None, table: Scheme, *, final: bool
) -> None:
    letter = _SEATS.get(here.letter, "ي" if here.letter == "ى" else here.letter)
    sign = table.letters.get(letter, letter)
    vowel = here.vowel or ""
    if here.doubled and written and letter in "وي" and written[-1] == _SHORT[letter]:
        written.pop()
        rule = table.rules["iyy" if letter == "ي" else "uww"]
        written.append(_LONG[letter] if final and letter == "ي" and not vowel else rule)
    else:
        apart = table.rules["apart"]
        if apart and sign == "h" and before and before.vowel in {None, ""} and written:
            digraphs = {"t", "k", "d", "s", "g"}
            if written[-1][-1:] in digraphs and table.letters.get(before.letter) in digraphs:
                written.append(apart)
        written.append(sign * 2 if here.doubled else sign)
    if vowel == "an" and written[-1] == "an":
        return
    if vowel:
        written.append(vowel)


def _capital(text: str) -> str:
    """Give the first letter that has case its capital (‘ammān → ‘Ammān)."""
    for index, character in enumerate(text):
        if character.lower() != character.upper():
            return text[:index] + character.upper() + text[index + 1 :]
    return text


def _european(text: str) -> str:
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in text
    )
