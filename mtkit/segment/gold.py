"""Texts whose sentences were split by hand, and how far a splitter agrees with them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal

from mtkit import paths
from mtkit.errors import CorpusError

_TAG = re.compile(r"<[^>]+>")

Part = Literal["tune", "heldout"]


@dataclass(frozen=True, slots=True)
class GoldText:
    """A paragraph or headline split by hand.

    Args:
        id: Name within the set.
        language: ``"en"`` or ``"ar"``.
        part: ``"heldout"`` texts were written before the rules and are only measured, never read
            to better them.
        headline: A headline, not running text.
        text: As a reader sees it.
        ends: Where its sentences end, exclusive; the last one is the end of the text.
    """

    id: str
    language: str
    part: Part
    headline: bool
    text: str
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of sentence ends; the end of a text, which nobody can miss, is not counted."""

    found: int = 0
    expected: int = 0
    right: int = 0

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(
            self.found + other.found, self.expected + other.expected, self.right + other.right
        )

    @property
    def precision(self) -> float:
        """Share of the found ends that are right, in [0, 1]; 1 when none was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the true ends that were found, in [0, 1]; 1 when there are none."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in [0, 1]."""
        return 2 * self.right / (self.found + self.expected) if self.found + self.expected else 1.0


def read_gold(path: Path | None = None) -> list[GoldText]:
    """Read the set that ships with mtkit, or the one in `path`.

    A line has either ``sentences``, which a space joins to the text, or ``seed`` and ``ends``: a
    file of the shipped seeds, whose tags are taken out, and offsets in what is left.

    Raises:
        CorpusError: The file is missing, or a line is not of this form.
    """
    path = path or paths.shipped("corpora") / "sentences" / "sentences.jsonl"
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error.strerror}") from error
    return [_gold_text(line, f"{path}:{number}") for number, line in enumerate(lines, start=1)]


def agreement(text: GoldText, found: Sequence[int]) -> Agreement:
    """Compare the sentence ends that a splitter found in `text` with the true ones."""
    inner = set(text.ends) - {len(text.text)}
    ours = set(found) - {len(text.text)}
    return Agreement(len(ours), len(inner), len(ours & inner))


def _gold_text(line: str, place: str) -> GoldText:
    try:
        record = json.loads(line)
        text, ends = _seed(record) if "seed" in record else _joined(record["sentences"])
        return GoldText(
            record["id"], record["language"], record["part"], record["headline"], text, ends
        )
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise CorpusError(f"{place}: not a text split into sentences ({error!r})") from error


def _seed(record: Mapping[str, Any]) -> tuple[str, tuple[int, ...]]:
    written = (paths.shipped("seeds") / record["seed"]).read_text("utf-8")
    return _TAG.sub("", written).rstrip(), tuple(record["ends"])


def _joined(sentences: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    ends = accumulate(len(sentence) + 1 for sentence in sentences)
    return " ".join(sentences), tuple(end - 1 for end in ends)
