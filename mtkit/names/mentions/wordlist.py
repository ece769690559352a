"""What is known of single words before they are seen in a text: the tagger's word lists.

A line of ``data/tagger_words.<language>.tsv.gz`` is a word (lower case; Arabic normalized) or, with
spaces in it, a place name of several words, and its codes, the same that the tagger's features are
made of:

    l0-l3   how often English writes it small in mid-sentence, in quarters
    n1-n5   how often the corpus has the Arabic word (powers of four)
    f0-f7   its frequency in the language at large (Zipf scale)
    p1-p4   how often it is part of a person's name in lists; g1-g4: the first part
    o##     a place: its size, and how many places of several words have it
    k0-k3   how often its translations are written with a capital, in quarters
    a#, b#  its cluster among 64 and among 512, by the words around it

A word that is not listed has no codes; the tagger then goes by its letters and its neighbours.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_LONGEST = 4  # words of a listed place


@dataclass(frozen=True, slots=True)
class WordList:
    """The word list of one language.

    Args:
        codes: Word → its codes.
        places: Place names of several words, parted by single spaces.
        place_heads: Their first words.
    """

    codes: Mapping[str, tuple[str, ...]]
    places: frozenset[str]
    place_heads: frozenset[str]

    def place_length(self, words: list[str], start: int) -> int:
        """Return how many words from `start` are the longest listed place; 0 for none."""
        if words[start] in self.place_heads:
            for length in range(min(_LONGEST, len(words) - start), 1, -1):
                if " ".join(words[start : start + length]) in self.places:
                    return length
        return 0

    def is_name(self, word: str) -> bool:
        """Tell whether lists of persons or places have the word and the corpus hardly does."""
        codes = self.codes.get(word, ())
        listed = any(code[0] == "p" or (code[0] == "o" and code[1] != "0") for code in codes)
        return listed and not any(code in {"n3", "n4", "n5"} for code in codes)


@cache
def word_list(language: str) -> WordList:
    """Return the word list that ships for ``"en"`` or ``"ar"``."""
    packed = (files("mtkit.names") / "data" / f"tagger_words.{language}.tsv.gz").read_bytes()
    return parse_word_list(gzip.decompress(packed).decode("utf-8"))


def parse_word_list(text: str) -> WordList:
    """Read a word list: ``word<tab>codes parted by spaces`` a line, # before comments."""
    shared: dict[str, tuple[str, ...]] = {}  # a few thousand different rows of codes
    codes: dict[str, tuple[str, ...]] = {}
    places: list[str] = []
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        word, _, row = line.partition("\t")
        if " " in word:
            places.append(word)
        else:
            codes[word] = shared.setdefault(row, tuple(row.split()))
    return WordList(
        codes, frozenset(places), frozenset(place.partition(" ")[0] for place in places)
    )
