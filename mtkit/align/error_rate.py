"""How far word alignments are from links set by hand (Och & Ney, 2003).

A gold alignment has *sure* links, which must be found, and *possible* ones, which may be.
Precision counts found links that are at least possible, recall sure links that were found, and the
alignment error rate holds both together.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from mtkit.align.pharaoh import parse_links
from mtkit.align.symmetrize import Point
from mtkit.errors import FormatError

_FIELDS = ("id", "en", "ar", "en_words", "ar_words", "sure", "possible")


@dataclass(frozen=True, slots=True)
class GoldPair:
    """A sentence pair aligned by hand.

    Args:
        id: Stable within its set.
        source: English text.
        target: Arabic text.
        source_words: As `mtkit.text.words.words` splits them with clitics; links count these.
        target_words: The same of the Arabic.
        sure: Links (source index, target index) that must be found.
        possible: Further links that may be found; disjoint from `sure`.
    """

    id: str
    source: str
    target: str
    source_words: tuple[str, ...]
    target_words: tuple[str, ...]
    sure: frozenset[Point]
    possible: frozenset[Point]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of links, to be added over sentence pairs.

    Args:
        found: Links of the alignment that is judged.
        sure: Sure links of the gold.
        found_sure: Links found that are sure.
        found_allowed: Links found that are sure or possible.
    """

    found: int = 0
    sure: int = 0
    found_sure: int = 0
    found_allowed: int = 0

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(
            self.found + other.found,
            self.sure + other.sure,
            self.found_sure + other.found_sure,
            self.found_allowed + other.found_allowed,
        )

    @property
    def precision(self) -> float:
        """Share of the links found that are sure or possible, in [0, 1]; 1 when none was found."""
        return self.found_allowed / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the sure links that were found, in [0, 1]; 1 when there are none."""
        return self.found_sure / self.sure if self.sure else 1.0

    @property
    def error_rate(self) -> float:
        """Alignment error rate, in [0, 1]; 0 when nothing was found and nothing had to be."""
        counted = self.found + self.sure
        return 1 - (self.found_sure + self.found_allowed) / counted if counted else 0.0


def compare(found: AbstractSet[Point], gold: GoldPair) -> Agreement:
    """Count how the links (source index, target index) of one pair agree with the gold."""
    sure = len(found & gold.sure)
    allowed = sure + len(found & gold.possible)
    return Agreement(len(found), len(gold.sure), sure, allowed)


def read_gold(path: Path) -> Iterator[GoldPair]:
    """Yield the pairs of a gold file (``corpora/alignments/README.md`` has its fields).

    Raises:
        FormatError: A line is no record of this kind, or a link leads outside its words.
    """
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            yield _gold_pair(line, path, number)


def _gold_pair(line: str, path: Path, number: int) -> GoldPair:
    try:
        record = json.loads(line)
        id, source, target, source_words, target_words, *links = (record[key] for key in _FIELDS)
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        needed = ", ".join(_FIELDS)
        raise FormatError(
            f"no aligned pair ({error}); it needs the fields {needed}", path, number
        ) from error
    try:
        sure, possible = (
            frozenset((link.source, link.target) for link in parse_links(text)) for text in links
        )
    except FormatError as error:
        raise FormatError(error.problem, path, number) from error
    for one, other in sorted(sure | possible):
        if one >= len(source_words) or other >= len(target_words):
            raise FormatError(f"the link {one}-{other} leads outside the words", path, number)
    return GoldPair(
        id, source, target, tuple(source_words), tuple(target_words), sure, possible - sure
    )
