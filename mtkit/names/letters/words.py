"""A name as words of comparable letters."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from mtkit.names.normalize import clean
from mtkit.text.arabic import normalize

ARTICLE = "+"
_ARTICLES = frozenset("al el il ul".split())
_SUN = re.compile(r"(?:[aeiu](?P<one>sh|ch|th|dh|[dnlrstz]))")
_ABD = re.compile(r"abd(?:[aeu][a-z]?|o?ol|oul)?|عبد")
_FRONT = frozenset("abu abou abo abi bu bou ibn bin ben bint bent um umm oum ابو ابي ابا بو ابن بن بنت ام".split())
_DIN = re.compile(r"\+d(?:i|ee|ie|ei|y)ne?|(?:[aeiu][ld]|d)?d(?:i|ee|ie|ei|y)ne?|الدين")
_ALLAH = re.compile(r"\+?(?:a|u|e|i|o)?l?lah|\+?allah|الله")
_SPLIT = re.compile(r"[^\w']+|_+")


def fold(text: str) -> str:
    plain = unicodedata.normalize("NFC", normalize(clean(text)).lower())
    table = _folds()
    out = []
    for ch in plain:
        if ch in table:
            out.append(table[ch])
        elif ch < "\x80" or "\u0620" <= ch <= "\u06ff":
            out.append(ch)
        else:
            base = "".join(c for c in unicodedata.normalize("NFKD", ch) if not unicodedata.combining(c))
            out.append("".join(table.get(c, c) for c in base.lower()))
    return "".join(out)


@lru_cache(maxsize=1 << 17)
def letter_words(form: str) -> tuple[str, ...]:
    raw = [w.strip("'") if w.strip("'") else "" for w in _SPLIT.split(fold(form))]
    return _compound(_articles([w for w in raw if w]))


def _articles(words: list[str]) -> list[str]:
    out: list[str] = []
    i = 0
    while i < len(words):
        w = words[i]
        if i + 1 < len(words):
            nxt = words[i + 1]
            sun = _SUN.fullmatch(w)
            if w in _ARTICLES or w == "ال" or (sun and nxt.startswith(sun["one"])):
                out.append(("ال" if w == "ال" else ARTICLE) + nxt)
                i += 2
                continue
        out.append(w)
        i += 1
    return out


def _compound(words: list[str]) -> tuple[str, ...]:
    out: list[str] = []
    i = 0
    while i < len(words):
        w = words[i]
        # what leads binds to what follows
        while i + 1 < len(words) and _leads(words[i]):
            i += 1
            w += words[i]
            if not _leads(words[i]):
                break
        if out and (_DIN.fullmatch(w) or _ALLAH.fullmatch(w)):
            out[-1] += w
        else:
            out.append(w)
        i += 1
    return tuple(out)


def _leads(word: str) -> bool:
    return word in _FRONT or _ABD.fullmatch(word) is not None


@cache
def _folds() -> dict[str, str]:
    table = (files("mtkit.names") / "data" / "letters_folds.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {letter: folded for letter, folded in rows}
