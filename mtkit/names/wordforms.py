"""The words of a name, each with what can be said of it alone; worked out once per spelling.

The key of a word is what is compared.  Compounds that newspapers write as one word get the key that
they have when written apart: Abdulghani that of Abd al-Ghani, Salaheddine that of Salah ad-Din,
Alsharif that of al-Sharif.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from mtkit.names import roles
from mtkit.names.normalize import comparable
from mtkit.text.scripts import main_script

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.(?:[ ]?(?=[^\W\d_]\.))?)+"  # J.K., U. N.
    r"|[‘`]?[^\W_](?:\w|[\u0300-\u036f\u0610-\u061a\u064b-\u0670\u06d6-\u06ed]|['’‘`´](?=\w))*"
)
_POSSESSIVE = re.compile(r"(?<=\w\w\w)['’`´][sS]$")

_SERVANT = re.compile(
    r"abd(?:[aeiou]+(?:l|(ch|sh|th|dh|[tdrzsn])(?=\1))(?=.{3}|la$)|[eu](?=[rsnz].{4}))(.+)"
)
_FAITH = re.compile(r"(.{2,}?)(?:ou|oo|[aeiouy])?(?:dd|ld|tt)(?:i|ee|ie|ei)ne?")
_FAITH_SHORT = re.compile(r"(.{2,}?)[aeiou]d(?:i|ee|ie)ne?")
_GOD = re.compile(r"(.{3,})[aeiou]{1,2}llah")
_FATHER = re.compile(r"ab(?:ou|oo|u)(?:l(?=[^aeiou]))?(.{3,})")
_ARTICLE = re.compile(r"[ae]l((?:kh|gh|sh|dh|q|h).{3,})")


class Word:
    """A spelling and what it is.

    Attributes:
        text: As it is written, without a possessive.
        key: What is compared, article included.
        bare: What is compared, article and other glued words brought into one form.
        head: The word that a glued compound begins with, as it stands in `bare` (``"abd"``).
        kind: Its kind in ``particles.tsv``, or empty.
        small: What that table compares.
        titles: Senses of titles that begin with it.
        generics: Senses of words of places and organizations that begin with it.
        dotted: Letters with stops after them (J.K.).
        arabic: Begins with an Arabic letter.
        defined: Has the Arabic article.
        script: ISO 15924 code of most of its letters.
        plain: It can only be a name: no table has it, it has letters alone, not all capitals.
    """

    __slots__ = (
        "arabic", "bare", "defined", "dotted", "generics", "head", "key", "kind", "plain", "script",
        "small", "text", "titles",
    )  # fmt: skip

    def __init__(self, written: str) -> None:
        possessive = _POSSESSIVE.search(written)
        self.text = text = written[: possessive.start()] if possessive else written
        self.key = comparable(text).replace(" ", "")
        self.arabic = "\u0600" <= text[0] <= "\u06ff"
        self.dotted = text.endswith(".")
        self.bare, self.head = _arabic(text, self.key) if self.arabic else _latin(self.key)
        self.kind, self.small = roles.particles().get(self.key, ("", ""))
        if self.arabic and not self.kind and self.bare != self.key:
            self._as_if_bare()
        entry = text.replace(" ", "") if self.dotted else self.bare
        self.titles = roles.titles().get(entry, ())
        self.generics = () if self.dotted else roles.generics().get(entry, ())
        self.defined = self.arabic and self.bare != self.key
        self.script = main_script(text)
        listed = self.kind or self.titles or self.generics
        self.plain = (
            not (listed or self.dotted or len(text) == 1 or text.isupper()) and text.isalpha()
        )

    def _as_if_bare(self) -> None:
        """Take العبد for عبد: families are called العبد الله."""
        kind, small = roles.particles().get(self.bare, ("", ""))
        if kind == "servant":
            self.kind, self.small = kind, small


def words(form: str) -> Iterator[tuple[int, int, Word]]:
    """Yield start, end and word of every word of a clean form, in order."""
    for match in _TOKEN.finditer(form):
        word = _word(match[0])
        if word.key:
            start = match.start()
            yield start, start + len(word.text), word


@lru_cache(maxsize=1 << 17)
def _word(written: str) -> Word:
    return Word(written)


def _arabic(text: str, key: str) -> tuple[str, str]:
    """Return the key of an Arabic word without article, and the head of a glued compound."""
    stem = key.removeprefix(roles.ARTICLE)  # families are called العبدالله
    if stem.startswith("عبدال") and len(stem) >= 7:
        rest = stem[3:]
        return "عبد" + (rest if rest == "الله" else rest[2:]), "عبد"
    if text[0] in "أإآ":
        return key, ""  # with hamza it is no article: ألمانيا
    return roles.without_article(key), ""


def _latin(key: str) -> tuple[str, str]:
    """Return the key of a Latin word as if it were written apart, and the head of a compound."""
    if key.startswith("ab"):
        if servant := _SERVANT.fullmatch(key):
            return "abd" + _of_god(servant[2]), "abd"
        if father := _FATHER.fullmatch(key):
            return "abu" + father[1], "abu"
    if key.endswith(("n", "ne")) and (stem := _stem_of_faith(key)):
        return stem + "din", ""
    if key.endswith("llah") and (god := _GOD.fullmatch(key)):
        return god[1] + "allah", ""
    if key[:2] in {"al", "el"} and (article := _ARTICLE.fullmatch(key)):
        return article[1], ""
    return roles.glued().get(key, key), ""


def _of_god(rest: str) -> str:
    """Give the rest of Abdullah, Abdalla, Abdollahi the article that belongs to God's name."""
    if rest == "la":
        return "allah"
    return "al" + rest if rest.startswith("lah") else rest


def _stem_of_faith(key: str) -> str:
    """Return what stands before ad-Din in a word like Salaheddine; empty where nothing does."""
    if (found := _FAITH.fullmatch(key)) and key not in roles.listed("whole.tsv"):
        return found[1]
    short = _FAITH_SHORT.fullmatch(key)
    return short[1] if short and short[1] in _stems() else ""


@cache
def _stems() -> frozenset[str]:
    return frozenset(form for form, (kind, _) in roles.particles().items() if kind == "stem")
