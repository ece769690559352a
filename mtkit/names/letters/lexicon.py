"""Words of names that were seen in both scripts: which Arabic words a spelling stood for.

Two spellings of one attested Arabic word are spellings of one name, and two that always stood for
different words are not, whatever their letters say: Ziad and Zayed, Nasr and Nasser.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from mtkit.names.letters.network import Floats

Ints = NDArray[np.intp]

MOST = 6
"""Arabic words of one spelling that are kept, most frequent first."""

_FAMILIAR = 10.0  # times seen above which a word is not better known


@dataclass(frozen=True, slots=True)
class Attested:
    """What some words stood for.

    Args:
        stems: ``[word][rank]`` → number of the Arabic word; -1 where there is none.
        shares: ``[word][rank]``, of the times that the word was seen.
        parts: ``[word][rank]``, of the times that the Arabic word was seen.
        counts: Times that each word was seen; 0 for an unknown one.
    """

    stems: Ints
    shares: Floats
    parts: Floats
    counts: Floats


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Arabic words and their spellings.

    Args:
        stems: The Arabic words, without article.
        numbers: Arabic word → its place in `stems`.
        seen: Times that each was seen.
        latin: Spelling → (number of the Arabic word, times), most frequent first.
    """

    stems: list[str]
    numbers: dict[str, int]
    seen: list[int]
    latin: dict[str, list[tuple[int, int]]]

    def attested(self, words: list[str]) -> Attested:
        """Return what each word stood for; an Arabic word stands for itself."""
        stems = np.full((len(words), MOST), -1, dtype=np.intp)
        shares = np.zeros((len(words), MOST), dtype=np.float32)
        parts = np.zeros_like(shares)
        counts = np.zeros(len(words), dtype=np.float32)
        for row, word in enumerate(words):
            known = self._known(word)
            counts[row] = total = sum(times for _, times in known)
            for rank, (number, times) in enumerate(known[:MOST]):
                stems[row, rank], shares[row, rank] = number, times / total
                # as if it had been seen once more with another spelling
                parts[row, rank] = times / (self.seen[number] + 1)
        return Attested(stems, shares, parts, counts)

    def _known(self, word: str) -> list[tuple[int, int]]:
        number = self.numbers.get(stem(word))
        return self.latin.get(stem(word), []) if number is None else [(number, self.seen[number])]


def stem(word: str) -> str:
    """Return a folded word without its article, unless little would be left."""
    if word.startswith("ال") and len(word) >= 4:
        return word[2:]
    return word.lstrip("+")


def overlap(one: Attested, other: Attested, rows: Ints, columns: Ints) -> Floats:
    """Return how far two words were seen as spellings of one Arabic word, in [0, 1], for each pair.

    It is the part of what the two stood for that is the same; or, where that is more, how usual
    both are for one Arabic word: Hassan is mostly حسن, but حسان is mostly Hassan.
    """
    shared = np.zeros(len(rows), dtype=np.float32)
    for i in range(MOST):
        stems, shares, parts = one.stems[rows, i], one.shares[rows, i], one.parts[rows, i]
        for j in range(MOST):
            same = (stems == other.stems[columns, j]) & (stems >= 0)
            mostly = np.minimum(shares, other.shares[columns, j])
            usual = np.minimum(parts, other.parts[columns, j])
            shared += np.where(same, np.maximum(mostly, usual), 0.0)
    return np.minimum(shared, 1.0)


def familiarity(one: Attested, other: Attested, rows: Ints, columns: Ints) -> Floats:
    """Return how well both words of each pair are known: the logarithm of times seen, bounded."""
    times = np.minimum(one.counts[rows], other.counts[columns])
    return np.log1p(np.minimum(times, _FAMILIAR))


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that ships."""
    return parse_lexicon((files("mtkit.names") / "data" / "letters_lexicon.tsv").read_text("utf-8"))


def parse_lexicon(table: str) -> Lexicon:
    """Return the lexicon of a table: Arabic word, then spellings with ``:count`` where above 1."""
    stems: list[str] = []
    seen: list[int] = []
    latin: dict[str, list[tuple[int, int]]] = {}
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        arabic, spellings = line.split("\t")
        total = 0
        for spelling in spellings.split("|"):
            form, _, times = spelling.partition(":")
            latin.setdefault(form, []).append((len(stems), int(times or 1)))
            total += int(times or 1)
        stems.append(arabic)
        seen.append(total)
    for known in latin.values():
        known.sort(key=lambda one: -one[1])
    return Lexicon(stems, {word: number for number, word in enumerate(stems)}, seen, latin)
