"""Words of a text, and on request the clitics that Arabic and English write onto them.

A word is a run of letters, digits and marks; hyphens and apostrophes join, points and commas join
digits and initials.  Signs that are read aloud (%, €, emoji) are words; punctuation is left out.

Arabic writes *and, so, by, for, like, will, the* as one letter or two on the next word.  With
`clitics` they are words of their own, but only where that is nearly certain: وبوتين gives و + بوتين
and وزير stays whole.  A split needs a rest that is a word by itself (`arabic_counts.tsv`) or a form
that leaves little doubt (وال…, بال…, لل…), and the word must not be a known stem, with or without a
suffix (`arabic_whole.tsv`).
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from mtkit.langs import base
from mtkit.text.arabic import is_letter, is_mark, strip_marks
from mtkit.types import Span

_SHORTEST_REST = 3  # letters; Arabic roots have three, and shorter rests split خ from it in بخ
_FREQUENT = 15  # times seen in the news: a rest that is surely a word by itself
_MAJORITY = 1.5  # times more frequent than the whole


def words(text: str, language: str = "und", *, clitics: bool = False) -> list[Span]:
    """Find the words of `text`, in order, without overlaps, never empty.

    Args:
        text: Any text; empty text has no words.
        language: BCP 47 code; matters only to clitics, which it decides on.
        clitics: Give the units that are translated on their own: Arabic proclitics, English
            enclitics ('s, n't), the parts of hyphenated words, Latin stuck to Arabic letters.
    """
    found = (Span(*match.span()) for match in _word_pattern().finditer(text))
    if not clitics:
        return list(found)
    split = _arabic_cuts if base(language) == "ar" else _english_cuts
    units: list[Span] = []
    for word in found:
        for part in _parts(text, word):
            start = part.start
            for cut in split(part.of(text)):
                units.append(Span(start, part.start + cut))
                start = part.start + cut
            units.append(Span(start, part.end))
    return units


@cache
def _word_pattern() -> re.Pattern[str]:
    marks = _class_of("M")
    core = rf"\w[\w{marks}\u200c\u200d]*"
    return re.compile(
        rf"(?:[A-Z]\.){{2,}}"  # U.N., J.K.
        rf"|{core}(?:(?:['’ʼ‐‑-]|(?<=\d)[.,٫٬:/](?=\d)){core})*"
        rf"|[%٪‰&{_class_of('S', but='`^¨¯´¸~|<>+=¬')}][\ufe0f\u200d]*"
    )


def _class_of(category: str, *, but: str = "") -> str:
    """Return the inside of a character class: all characters of a general category."""
    planes = range(0x20000)  # letters of later planes have neither marks nor symbols
    inside = "".join(
        character
        for character in map(chr, planes)
        if unicodedata.category(character)[0] == category and character not in but
    )
    variation = "".join(map(chr, range(0xE0100, 0xE01F0))) if category == "M" else ""
    return re.escape(inside + variation)


_PART = re.compile(r"[^'’ʼ‐‑-]+(?:['’ʼ][^'’ʼ‐‑-]+)*")
_ENCLITIC = re.compile(r"(?<=\w)(?:n['’]t|['’](?:s|re|ve|ll|d|m))$", re.IGNORECASE)


def _parts(text: str, word: Span) -> Iterator[Span]:
    """Cut a word at its hyphens and where Arabic letters meet others."""
    for match in _PART.finditer(text, word.start, word.end):
        start = match.start()
        for at in range(start + 1, match.end()):
            before, after = text[at - 1], text[at]
            if before.isascii() != after.isascii() and before.isalnum() and after.isalnum():
                mixed = is_letter(before) or before == "\u0640", is_letter(after)
                if mixed in {(True, False), (False, True)}:
                    yield Span(start, at)
                    start = at
        yield Span(start, match.end())


def _english_cuts(word: str) -> tuple[int, ...]:
    match = _ENCLITIC.search(word)
    return (match.start(),) if match else ()


@lru_cache(maxsize=65536)
def _arabic_cuts(word: str) -> tuple[int, ...]:
    """Return the offsets in `word` at which a proclitic ends."""
    if not is_letter(word[0]):
        return ()
    # letters[i] is the offset of the i-th letter; marks and tatweel belong to the letter before
    letters = [i for i, c in enumerate(word) if not is_mark(c) and c != "\u0640"]
    bare = strip_marks(word)
    cuts = [0]
    for size in _clitics(bare):
        cuts.append(cuts[-1] + size)
    return tuple(letters[cut] for cut in cuts[1:])


def _clitics(word: str) -> Iterator[int]:
    """Yield the lengths of the proclitics of an Arabic word without marks, in order."""
    if word[0] in "وف" and _is_conjunction(word):
        yield 1
        word = word[1:]
    if word.startswith("لل") and len(word) >= 2 + _SHORTEST_REST and not _is_whole(word):
        yield 2
        return
    if word[:1] in {"ب", "ك", "ل", "س"} and _is_preposition(word):
        yield 1
        word = word[1:]
    if _has_article(word):
        yield 2


def _is_conjunction(word: str) -> bool:
    rest = word[1:]
    if rest in _short_words() or (_has_article(rest) and not _is_whole(word)):
        return True
    if _is_whole(word) or len(rest) < _SHORTEST_REST:
        return False
    if word[0] == "ف":
        return _rest_is_likelier(word, rest)
    # nine of ten words in و that are not on the list are *and* with something
    return _count(rest) >= 0.15 * _count(word)


def _is_preposition(word: str) -> bool:
    rest = word[1:]
    if _is_whole(word) or len(rest) < _SHORTEST_REST:
        return False
    if word[0] == "س" and rest[0] not in "يتنأ":
        return False  # *will* stands before a verb in the imperfect
    return (word[0] == "ب" and _has_article(rest)) or _rest_is_likelier(word, rest)


def _has_article(word: str) -> bool:
    return word.startswith("ال") and len(word) >= 4 and not _is_whole(word)


def _rest_is_likelier(word: str, rest: str) -> bool:
    return len(rest) >= _SHORTEST_REST and _count(rest) >= max(_FREQUENT, _MAJORITY * _count(word))


def _is_whole(word: str) -> bool:
    """Tell whether the word is a listed stem with at most a suffix after it."""
    stems = _whole_stems()
    return any(word[:end] in stems and word[end:] in _suffixes() for end in range(len(word), 1, -1))


def _count(word: str) -> int:
    return _counts().get(word, 0)


@cache
def _counts() -> dict[str, int]:
    return {sys.intern(word): int(count) for word, count in _rows("arabic_counts.tsv")}


@cache
def _whole_stems() -> frozenset[str]:
    return frozenset(word for kind, word in _rows("arabic_whole.tsv") if kind == "stem")


@cache
def _suffixes() -> frozenset[str]:
    listed = {word for kind, word in _rows("arabic_whole.tsv") if kind == "suffix"}
    return frozenset(listed | {""})


@cache
def _short_words() -> frozenset[str]:
    return frozenset(word for kind, word in _rows("arabic_whole.tsv") if kind == "short")


def _rows(name: str) -> list[tuple[str, str]]:
    lines = (files("mtkit.text") / "data" / name).read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(first, second) for first, second in pairs]
