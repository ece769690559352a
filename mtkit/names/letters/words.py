"""A name as words of comparable letters: what the network reads.

Unlike `mtkit.names.normalize.comparable`, folding keeps what is heard: apostrophes, long vowels
(ā is aa), š as sh.  The article is one letter, ``+``, in Latin; what is one word in Arabic usage
(Abd al-Ghani, Nour Eddine, Abu Bakr) is one word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from mtkit.names import roles
from mtkit.names.normalize import clean
from mtkit.text.arabic import normalize

ARTICLE = "+"
"""The Latin article, as a letter."""

_ARABIC_ARTICLE = "ال"
_SUN = re.compile(r"[aeiu](?P<sound>sh|ch|th|dh|[dnlrstz])")
_SERVANT = re.compile(r"abd(?:[aeu][a-z]?|o?ol|oul)?|عبد")
_FAITH = re.compile(r"\+d(?:i|ee|ie|ei|y)ne?|(?:[aeiu][ld]|d)?d(?:i|ee|ie|ei|y)ne?|الدين")
_GOD = re.compile(r"\+?(?:a|u|e|i|o)?l?lah|\+?allah|الله")
_BETWEEN = re.compile(r"[^\w']+|_+")


def fold(text: str) -> str:
    """Return text in lower case, in the letters that the network knows where it has such."""
    plain = unicodedata.normalize("NFC", normalize(clean(text)).lower())
    return "".join(map(_letter, plain))


@lru_cache(maxsize=1 << 17)
def letter_words(form: str) -> tuple[str, ...]:
    """Return the folded words of a form; empty for one without letters and digits."""
    found = (word.strip("'") for word in _BETWEEN.split(fold(form)))
    return tuple(_bound(_with_articles([word for word in found if word])))


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    if character in _folds():
        return _folds()[character]
    if character < "\x80" or "\u0620" <= character <= "\u06ff":
        return character
    parts = unicodedata.normalize("NFKD", character).lower()
    return "".join(_folds().get(part, part) for part in parts if not unicodedata.combining(part))


def _with_articles(words: list[str]) -> list[str]:
    """Put articles that stand apart onto the word after them."""
    found: list[str] = []
    article = ""
    for word, after in zip(words, [*words, ""][1:], strict=True):
        if not article and after and _is_article(word, after):
            article = word if word == _ARABIC_ARTICLE else ARTICLE
        else:
            found.append(article + word)
            article = ""
    return found


def _is_article(word: str, after: str) -> bool:
    sun = _SUN.fullmatch(word)
    assimilated = sun is not None and after.startswith(sun["sound"])
    return word in _words("article") or word == _ARABIC_ARTICLE or assimilated


def _bound(words: list[str]) -> list[str]:
    """Join what leads with the word after it, and ad-Din and Allah with the word before."""
    found: list[str] = []
    lead = ""
    for at, word in enumerate(words):
        if at + 1 < len(words) and (word in _words("lead") or _SERVANT.fullmatch(word)):
            lead += word
        elif found and not lead and (_FAITH.fullmatch(word) or _GOD.fullmatch(word)):
            found[-1] += word
        else:
            found.append(lead + word)
            lead = ""
    return found


@cache
def _words(kind: str) -> frozenset[str]:
    rows = roles.rows("letters_words.tsv")
    return frozenset(word for name, words in rows if name == kind for word in words.split("|"))


@cache
def _folds() -> dict[str, str]:
    return {row[0]: row[1] for row in roles.rows("letters_folds.tsv")}
