"""The pairs of words that the letters are learned from, and how words are held out of them.

Reads the six files of a training folder (Wikidata labels, GeoNames, name lists; see
`docs/quality/names.md`). Words seen inside full names are kept apart from the lists, since the
lexicon of a judgment may hold them though the network was never trained on their letters.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mtkit.io import sha256
from mtkit.names.letters.lexicon import stem
from mtkit.names.letters.network import LONGEST
from mtkit.names.letters.profile import servant_of
from mtkit.names.letters.words import letter_words
from mtkit.names.parts import parse

FILES = (
    "full_names.tsv",
    "latin_variants_by_arabic.tsv",
    "wikidata_tokens.tsv",
    "google_ar2en.tsv",
    "name_parts.tsv",
    "places.tsv",
)
_HELD_OUT = 8  # one Arabic word of so many is not trained on
_LATIN = re.compile("[a-z'+]+")
_ARABIC = re.compile("[\u0620-\u06ff]+")

Counts = dict[str, Counter[str]]
"""Word → words of the other script, with times seen."""


@dataclass(slots=True)
class Corpus:
    """Words in both scripts, by Arabic word without article.

    Args:
        lists: From lists of words.
        names: From full names of as many parts on both sides.
        forms: Arabic word without article → as it was written.
        places: Arabic words of place names.
    """

    lists: Counts = field(default_factory=lambda: defaultdict(Counter))
    names: Counts = field(default_factory=lambda: defaultdict(Counter))
    forms: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    places: set[str] = field(default_factory=set)

    def of_latin(self) -> Counts:
        """Return Latin word → Arabic words."""
        found: Counts = defaultdict(Counter)
        for counts in (self.lists, self.names):
            for arabic, spellings in counts.items():
                for latin, times in spellings.items():
                    found[latin][arabic] += times
        return found

    def lexicon(self, *, lists: bool) -> dict[str, Counter[str]]:
        """Return Arabic word → spellings, as `mtkit.names.letters.lexicon` reads them.

        Args:
            lists: Whether the lists count: of a word that no full name holds, only spellings that
                were seen twice.  Without them, what is known of a held-out word is what a new name
                may be expected to find.
        """
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for arabic, spellings in self.names.items():
            for latin, times in spellings.items():
                _count(found, arabic, latin, times)
        for arabic, spellings in self.lists.items() if lists else ():
            common = sum(self.names.get(arabic, {}).values()) > 1
            for latin, times in spellings.items():
                if common or times > 1:
                    _count(found, arabic, latin, times)
        return found


def read(folder: Path) -> Corpus:
    """Read a training folder."""
    corpus = Corpus()
    for arabic, latin, times, place in _listed(folder):
        _add(
            corpus, corpus.lists, "".join(letter_words(arabic)), "".join(letter_words(latin)), times
        )
        if place:
            corpus.places.add(stem("".join(letter_words(arabic))))
    for row in _rows(folder / "full_names.tsv"):
        one, other = letter_words(row[0]), letter_words(row[1])
        if len(one) == len(other):
            for arabic, latin in zip(one, other, strict=True):
                _add(corpus, corpus.names, arabic, latin, 1)
    return corpus


def hashes(folder: Path) -> dict[str, str]:
    """Return file → SHA-256 of what `read` reads."""
    return {name: sha256(folder / name) for name in FILES}


def held_out(arabic: str) -> bool:
    """Tell whether an Arabic word (without article) is kept from training; by its hash."""
    digest = hashlib.blake2b(arabic.encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") % _HELD_OUT == 0


def _listed(folder: Path) -> Iterator[tuple[str, str, int, bool]]:
    """Yield Arabic, Latin, times and whether it is a place, of all lists of words."""
    for arabic, spellings in _rows(folder / "latin_variants_by_arabic.tsv"):
        for spelling in spellings.split("|"):
            latin, _, times = spelling.rpartition(":")
            yield arabic, latin, int(times), False
    for row in _rows(folder / "name_parts.tsv"):
        yield row[0], row[1], 1, False
    for row in _rows(folder / "places.tsv"):
        for latin in row[1].split("|"):
            one, other = letter_words(row[0]), letter_words(latin)
            if len(one) == len(other):
                yield from ((a, b, 1, True) for a, b in zip(one, other, strict=True))
    for row in _rows(folder / "wikidata_tokens.tsv"):
        yield row[0], row[1], int(row[2]), False
    for row in _rows(folder / "google_ar2en.tsv"):
        yield row[0], row[1], 1, False


def _rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text("utf-8").splitlines():
        yield line.split("\t")


def _add(corpus: Corpus, counts: Counts, arabic: str, latin: str, times: int) -> None:
    if max(len(arabic), len(latin)) > LONGEST:
        return
    if _ARABIC.fullmatch(arabic) and _LATIN.fullmatch(latin):
        counts[stem(arabic)][latin] += times
        forms = corpus.forms[stem(arabic)]
        if arabic not in forms:
            forms.append(arabic)


def _count(found: dict[str, Counter[str]], arabic: str, latin: str, times: int) -> None:
    """Count a spelling; Abd al- is left out where both have it."""
    latin = stem(latin)
    if arabic.startswith("عبد") and latin.startswith("abd"):
        ours, theirs = parse(arabic).parts, parse(latin.replace("+", "al")).parts
        if len(ours) == len(theirs) == 1:
            (one, servant), (other, too) = servant_of(ours[0]), servant_of(theirs[0])
            if servant and too:
                arabic, latin = stem(one), other
    found[arabic][latin] += times
