"""What is known of single words before they are seen in a text: the tagger's word lists.

A line of ``data/tagger_words.<language>.tsv.gz`` is a word (lower case; Arabic normalized) or, with
spaces in it, a place name of several words, and its codes, the same that the tagger's features are
made of:

    l0-l3   how often English writes it small in mid-sentence, in quarters
    n1-n5   how often the corpus has the word (powers of four)
    p1-p4   how often it is part of a person's name in lists; g1-g4: the first part
    o##     a place: its size, and how many places of several words have it
    k0-k3   how often its translations are written with a capital, in quarters
    a#, b#  its cluster among 64 and among 512, by the words around it

A word that is not listed has no codes; the tagger then goes by its letters and its neighbours.  For
Arabic, which has no capitals, ``~`` and three letters begin a line with what they speak for: the
logarithm of how much more often names have them than other words do.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

_LONGEST = 4  # words of a listed place
_OFTEN = frozenset({"n3", "n4", "n5"})  # sixteen times and more in the corpus


@dataclass(frozen=True, slots=True, eq=False)
class WordList:
    """The word list of one language.

    Args:
        language: ``"en"`` or ``"ar"``.
        codes: Word → its codes.
        places: Place names of several words, parted by single spaces.
        place_heads: Their first words.
        letters: Three letters (^ and $ are the ends of a word) → what they speak for.
    """

    language: str
    codes: Mapping[str, tuple[str, ...]]
    places: frozenset[str]
    place_heads: frozenset[str]
    letters: Mapping[str, float]

    def sound(self, word: str) -> str:
        """Return whether a word's letters are those of a name, from q0 (hardly) to q6."""
        if not self.letters:
            return ""
        mean = sum(self.letters.get(part, 0.0) for part in trigrams(word)) / len(word)
        return f"q{max(0, min(6, round(2 * mean + 3)))}"

    def place_length(self, words: list[str], start: int) -> int:
        """Return how many words from `start` are the longest listed place; 0 for none."""
        if words[start] in self.place_heads:
            for length in range(min(_LONGEST, len(words) - start), 1, -1):
                if " ".join(words[start : start + length]) in self.places:
                    return length
        return 0

    def is_word(self, word: str) -> bool:
        """Tell whether a word is known whole: from lists of names, or often seen in the corpus."""
        codes = self.codes.get(word, ())
        return any(code[0] in "po" or code in _OFTEN for code in codes)

    def is_name(self, word: str) -> bool:
        """Tell whether lists of persons or places have the word and the corpus hardly does."""
        codes = self.codes.get(word, ())
        listed = any(code[0] == "p" or (code[0] == "o" and code[1] != "0") for code in codes)
        return listed and not any(code in _OFTEN for code in codes)


def read_word_list(folder: Traversable, language: str) -> WordList:
    """Read the word list of ``"en"`` or ``"ar"`` in a folder."""
    packed = (folder / f"tagger_words.{language}.tsv.gz").read_bytes()
    return parse_word_list(gzip.decompress(packed).decode("utf-8"), language)


def trigrams(word: str) -> list[str]:
    """Return every three letters in a row, with ^ before and $ behind the word."""
    around = f"^{word}$"
    return [around[at : at + 3] for at in range(len(word))]


def parse_word_list(text: str, language: str) -> WordList:
    """Read a word list: ``word<tab>codes parted by spaces`` a line, # before comments."""
    shared: dict[str, tuple[str, ...]] = {}  # a few thousand different rows of codes
    codes: dict[str, tuple[str, ...]] = {}
    places: list[str] = []
    letters: dict[str, float] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        word, _, row = line.partition("\t")
        if word[0] == "~":
            letters[word[1:]] = float(row)
        elif " " in word:
            places.append(word)
        else:
            codes[word] = shared.setdefault(row, tuple(row.split()))
    heads = frozenset(place.partition(" ")[0] for place in places)
    return WordList(language, codes, frozenset(places), heads, letters)
