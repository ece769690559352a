"""Finding a known name in a text, and what there might be another spelling of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mtkit.evaluation.metrics.edits import edit_rows, places
from mtkit.text import arabic
from mtkit.text.digits import western_digits
from mtkit.text.surface import skeleton

_TOKEN = re.compile(r"\w+")
_CLITICS = re.compile("[وف]?[بكل]?")
_FOR_THE = re.compile("[وف]?لل(?=..)")  # ل and the article, which loses its alif
_SHORTEST = 2  # letters that are left of a word without its clitics
_GUESSABLE = 5  # letters
_ALIKE = 0.5  # of two skeletons; below, no spelling of a name was ever seen to lie


@dataclass(frozen=True, slots=True)
class NamedText:
    """The words of a text, ready for many names.

    Args:
        words: In order.
        stems: Of each word, itself and what it is without clitics.
        places: Stem → numbers of the words that may be it.
    """

    words: tuple[str, ...]
    stems: tuple[tuple[str, ...], ...]
    places: Mapping[str, Sequence[int]]

    def has(self, name: Sequence[str]) -> bool:
        """Tell whether the words of a name stand here, the first one perhaps behind clitics."""
        size = len(name)
        return size > 0 and any(
            self.words[place + 1 : place + size] == tuple(name[1:])
            for place in self.places.get(name[0], ())
        )

    def candidates(self, name: Sequence[str]) -> frozenset[str]:
        """Return runs of words that might be another spelling of a name: few, but the right ones.

        A run is taken where two thirds of the words of the name have one with such consonants in
        it (York alone is not York University), with as many words as the name, one less and one
        more; besides, words in capitals, for acronyms.  Nothing is like a short Arabic name of one
        word: قطر is no misspelled قطار.
        """
        if len(name) == 1 and _is_short_arabic(name[0]):
            return frozenset()
        alike = [
            {number for number, part in enumerate(name) if any(_alike(s, part) for s in stems)}
            for stems in self.stems
        ]
        found: set[str] = set()
        for start in range(len(self.words)):
            if len(name) > 1 and self.words[start].isupper():
                found.add(self.words[start])
            if alike[start]:
                for size in range(max(1, len(name) - 1), len(name) + 2):
                    met = set().union(*alike[start : start + size])
                    if start + size <= len(self.words) and 3 * len(met) >= 2 * len(name):
                        found |= self._run(start, size)
        return frozenset(found)

    def _run(self, start: int, size: int) -> set[str]:
        others = self.words[start + 1 : start + size]
        return {" ".join((stem, *others)) for stem in self.stems[start]}


@lru_cache(maxsize=1 << 14)
def tokens(name: str) -> tuple[str, ...]:
    """Return the words of a name or text as they are compared: marks, hamzas, digits folded."""
    return tuple(_TOKEN.findall(western_digits(arabic.normalize(name))))


def named_text(text: str) -> NamedText:
    """Return a text made ready to look for names in."""
    words = tokens(text)
    stems = tuple(map(_stems, words))
    at: defaultdict[str, list[int]] = defaultdict(list)
    for place, forms in enumerate(stems):
        for stem in forms:
            at[stem].append(place)
    return NamedText(words, stems, at)


@lru_cache(maxsize=1 << 16)
def _stems(word: str) -> tuple[str, ...]:
    """Return a word and, if it is Arabic, what may be left of it without clitics."""
    if word.isascii():
        return (word,)
    found = {word: None}
    for end in range(1, len(word) - _SHORTEST + 1):
        if _CLITICS.fullmatch(word, 0, end):
            found[word[end:]] = None
    if match := _FOR_THE.match(word):
        found["ال" + word[match.end() :]] = None
    return tuple(found)


def _is_short_arabic(word: str) -> bool:
    return not word.isascii() and len(word.removeprefix("ال")) < _GUESSABLE


@lru_cache(maxsize=1 << 17)
def _alike(word: str, part: str) -> bool:
    """Tell whether the consonants of two words are enough alike to be asked about."""
    if word == part:
        return True
    one, other = skeleton(word), skeleton(part)
    longest = max(len(one), len(other))
    if min(len(one), len(other)) < _SHORTEST:
        return bool(one) and one == other
    if abs(len(one) - len(other)) > (1 - _ALIKE) * longest:
        return False
    return edit_rows(one, places(other), len(other))[0] <= (1 - _ALIKE) * longest
