"""Words that stand for each other on their face: equal ones, equal numbers, names across scripts.

No model and no training.  A name is compared by its skeleton: the consonants that Arabic and Latin
spelling share, in classes that newsrooms confuse (b/p, g/j/gh, k/q/c…), without vowels
(`data/skeleton.tsv`).  Only a capitalized Latin word may match an Arabic one: skeletons are short,
and ordinary words would match by chance.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from mtkit.text.arabic import is_letter, normalize
from mtkit.types import Link, Span

_SHORTEST = 2  # consonants: of one, every second word would be a match
_LEAST = 0.7  # similarity: one consonant of four may differ, one of three not


def surface_links(
    source_text: str, source: Sequence[Span], target_text: str, target: Sequence[Span]
) -> tuple[Link, ...]:
    """Link words by their form, each at most once, the most similar and most parallel ones first.

    Args:
        source_text: Owner of `source`.
        source: Words, in order.
        target_text: Owner of `target`.
        target: Words, in order.

    Returns:
        Links with the similarity as weight, sorted.
    """
    sources = [word.of(source_text) for word in source]
    targets = [word.of(target_text) for word in target]
    found = [
        (similarity, -abs(i / len(sources) - j / len(targets)), i, j)
        for i, one in enumerate(sources)
        for j, other in enumerate(targets)
        if (similarity := surface_similarity(one, other)) >= _LEAST
    ]
    links: list[Link] = []
    free_source, free_target = set(range(len(sources))), set(range(len(targets)))
    for similarity, _, i, j in sorted(found, reverse=True):
        if i in free_source and j in free_target:
            free_source.remove(i)
            free_target.remove(j)
            links.append(Link(i, j, similarity))
    return tuple(sorted(links))


def surface_similarity(one: str, other: str) -> float:
    """Return how alike two words are in form, in [0, 1]; symmetric, 1.0 for equal ones."""
    a, b = _features(one), _features(other)
    if a.plain == b.plain:
        return 1.0
    if a.arabic == b.arabic or not (a.name and b.name):
        return 0.0
    return _skeleton_similarity(*sorted((a.skeleton, b.skeleton)))


def skeleton(word: str) -> str:
    """Return the consonants by which a name is known in either script; empty for no name.

    Only Arabic words and capitalized Latin ones can be names.
    """
    return _features(word).skeleton


class _Features:
    """What is compared of a word, worked out once."""

    __slots__ = ("arabic", "name", "plain", "skeleton")

    def __init__(self, word: str) -> None:
        self.plain = _plain(word)
        self.arabic = is_letter(word[0]) if word else False
        self.name = self.arabic or word[:1].isupper()
        self.skeleton = _skeleton(self.plain) if self.name else ""


@lru_cache(maxsize=65536)
def _features(word: str) -> _Features:
    return _Features(word)


def _plain(word: str) -> str:
    """Fold case, digits of all scripts and Arabic spellings, drop separators of thousands."""
    digits = "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in normalize(word).casefold()
    )
    return re.sub(r"(?<=\d)[,٬](?=\d{3})", "", digits).replace("٫", ".")


@lru_cache(maxsize=65536)
def _skeleton_similarity(one: str, other: str) -> float:
    """Return 1 - edit distance / length of the longer, 0.0 where one is too short to tell."""
    if min(len(one), len(other)) < _SHORTEST:
        return 0.0
    previous = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            row.append(min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (a != b)))
        previous = row
    # an equal skeleton is strong evidence, not identity
    return 0.95 * (1 - previous[-1] / max(len(one), len(other)))


def _skeleton(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    classes = _classes()
    found = (classes[match[0]] for match in _letters().finditer(decomposed))
    return re.sub(r"(.)\1+", r"\1", "".join(found))  # doubled letters: Hassan, حسن


@cache
def _classes() -> dict[str, str]:
    table = (files("mtkit.text") / "data" / "skeleton.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


@cache
def _letters() -> re.Pattern[str]:
    longest_first = sorted(_classes(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))
