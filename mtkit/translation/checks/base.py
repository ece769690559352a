"""What a check is given, and the numbers it decides by."""

from __future__ import annotations

import html
import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from mtkit.langs import base
from mtkit.text.arabic import strip_marks

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class CheckInput:
    """A source and its translation.

    Args:
        source: Text that was translated.
        target: Its translation.
        source_language: BCP 47 code of `source`.
        target_language: BCP 47 code of `target`.
        score: Mean log-probability that the model gave `target`; None if it is not known.
    """

    source: str
    target: str
    source_language: str
    target_language: str
    score: float | None = None


@cache
def _data() -> Mapping[str, Any]:
    text = (files("mtkit.translation") / "data" / "checks.toml").read_text("utf-8")
    return tomllib.loads(text)


def thresholds(code: str) -> Mapping[str, Any]:
    """Return the numbers of a check, by the names they have in `data/checks.toml`."""
    table: Mapping[str, Any] = _data()[code]
    return table


def decoded(text: str) -> str:
    """Return `text` with character references as the characters they stand for."""
    return html.unescape(text) if "&" in text else text


@lru_cache(maxsize=4096)  # several checks ask for the same sentence
def words(text: str) -> tuple[str, ...]:
    """Return the words of `text`, without marks, caseless, as they are compared."""
    return tuple(_WORD.findall(strip_marks(decoded(text)).casefold()))


@lru_cache(maxsize=4096)
def letter_count(text: str) -> int:
    """Return the number of letters and digits of `text`."""
    return sum(map(str.isalnum, strip_marks(decoded(text))))


def length_score(item: CheckInput) -> float:
    """Return how unusual the length of the target is, in standard deviations.

    Negative for short targets; 0.0 where the source has no letters.
    """
    lengths = thresholds("lengths")
    pair = f"{base(item.source_language)}-{base(item.target_language)}"
    model = lengths.get(pair, lengths["other"])
    source, target = letter_count(item.source), letter_count(item.target)
    if source == 0:
        return 0.0
    deviation = math.hypot(model["spread"], model["noise"] / math.sqrt(source))
    return float((math.log(max(target, 0.5) / source) - model["mean"]) / deviation)
