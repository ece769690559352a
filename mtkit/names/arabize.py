"""The way back from a romanization to Arabic letters.

``iso-233`` is undone exactly.  The other schemes write what is spoken; their way back spells it
by the rules of Arabic (the seat of hamza, ة, the article) and without vowel signs.  It is right
where the scheme keeps what the spelling needs: ``din-31635`` and ``ijmes`` write ا and ى alike at
the end of a word, where ا is written here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from mtkit.names.schemes import Scheme, scheme_named

_SHORT = frozenset("aiu")
_LONG = {"ā": "ا", "ī": "ي", "ū": "و"}
_FIRST = {"ā": "آ", "ī": "إي", "ū": "أو", "i": "إ", "a": "أ", "u": "أ"}
_RANK = {"i": 3, "ī": 3, "u": 2, "ū": 2, "a": 1, "ā": 1}
_SEAT = {3: "ئ", 2: "ؤ", 1: "أ", 0: "ء"}
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f'’‘ʼʻʾʿ·ʹ])*|[’‘ʻʿʾʼ][^\W\d_][\w’‘ʻʿʾʼ·ʹ]*")


def arabize(latin: str, *, scheme: str) -> str:
    """Write a romanized name in Arabic letters.

    Args:
        latin: As `mtkit.names.romanize.romanize` writes it under `scheme`.
        scheme: One of `mtkit.names.schemes.SCHEMES`.

    Raises:
        UnknownEntryError: No such scheme.
    """
    table = scheme_named(scheme)
    if not table.rules:
        return table.undo(latin)
    reverse = _reverse(scheme)
    # hyphens stand only after an article, so that it is a word of its own in every scheme
    spelled = unicodedata.normalize("NFC", latin).lower().replace("-", " ")
    found = list(_WORD.finditer(spelled))
    written: list[str] = []
    done = 0
    article = False
    for index, match in enumerate(found):
        following = found[index + 1][0] if index + 1 < len(found) else ""
        after = found[index + 2][0] if index + 2 < len(found) else ""
        written.append("" if article else spelled[done : match.start()])
        done = match.end()
        was_article, article = article, _is_article(match[0], following, table)
        construct = _is_article(following, after, table)
        written.append(
            "ال"
            if article
            else _word(match[0], table, reverse, article=was_article, construct=construct)
        )
    return "".join([*written, spelled[done:]])


def _is_article(word: str, following: str, table: Scheme) -> bool:
    if not following:
        return False
    sun = table.rules["sun"] == "yes" and len(word) > 1 and word[0] == "a"
    return word == "al" or (sun and following.startswith(word[1:]))


def _word(word: str, table: Scheme, reverse: _Reverse, *, article: bool, construct: bool) -> str:
    known = (reverse.defined if article else reverse.words).get(word)
    if known is not None:
        return known
    sounds = _sounds(word, table, reverse)
    letters: list[str] = []
    for index, sound in enumerate(sounds):
        last = index == len(sounds) - 1
        if index == 0 and sound in _FIRST:
            letters.append(_FIRST[sound])
        elif last and (ending := _ending(sounds, table, construct)):
            letters.append(ending)
        elif sound == "ء":
            letters.append(_hamza(sounds, index))
        elif sound in _LONG:
            if sound == "ā" and letters[-1] == "أ":
                letters[-1] = "آ"
            else:
                letters.append(_LONG[sound])
        elif sound not in _SHORT:
            letters.append(sound)
    return "".join(letters)


def _sounds(word: str, table: Scheme, reverse: _Reverse) -> list[str]:
    """Part a word into Arabic consonants (a doubled one once) and Latin vowels."""
    sounds: list[str] = []
    apart = table.rules["apart"]
    for stretch in word.split(apart) if apart else [word]:
        sounds += [reverse.signs.get(sign, sign) for sign in reverse.pattern.findall(stretch)]
    return sounds


def _ending(sounds: list[str], table: Scheme, construct: bool) -> str:
    """Return what stands for the last sound where the end of a word has a spelling of its own."""
    last = sounds[-1]
    before = sounds[-2] if len(sounds) > 1 else ""
    if last == table.rules["maqsura"] and last not in _LONG:
        return "ى"
    if not table.rules["ta"] and last == "a" and before:
        return "ة"
    feminine = before == "ā" or (before == "a" and table.rules["ta"] == "h")
    if last == "ه" and feminine and len(sounds) > 3:
        return "ة"
    return "ة" if construct and last == "ت" and before in {"a", "ā"} else ""


def _hamza(sounds: list[str], index: int) -> str:
    """Return hamza on its seat: that of the strongest vowel beside it, i before u before a."""
    before = sounds[index - 1] if index else ""
    after = sounds[index + 1] if index + 1 < len(sounds) else ""
    long_before = before in _LONG
    if not after:
        return "ء" if long_before else _SEAT[_RANK.get(before, 0)]
    if before == "ā" and _RANK.get(after) == 1:
        return "ء"
    strongest = max(_RANK.get(before, 0), _RANK.get(after, 0))
    return _SEAT[strongest or 1]


class _Reverse:
    """What a scheme's table says, read from the other side."""

    def __init__(self, table: Scheme) -> None:
        irregular = {latin.lower(): arabic for arabic, latin in table.words.items()}
        self.words = {
            latin: arabic for latin, arabic in irregular.items() if not {" ", "-"} & set(latin)
        }
        # words with the article, by what follows it: ar-Raḥmān
        self.defined = {
            re.split("[ -]", latin)[-1]: arabic.removeprefix("ال")
            for latin, arabic in irregular.items()
            if latin not in self.words
        }
        self.signs = {sign: letter for letter, sign in table.letters.items() if sign}
        doubled = {sign * 2: letter for sign, letter in self.signs.items()}
        self.signs |= doubled | {"iyy": "ي", "īy": "ي", "uww": "و", "ūw": "و"}
        longest_first = sorted(self.signs, key=len, reverse=True)
        self.pattern = re.compile("|".join([*map(re.escape, longest_first), "[aiuāīūá]"]))


@cache
def _reverse(scheme: str) -> _Reverse:
    return _Reverse(scheme_named(scheme))
