"""Is all of it there?"""

from __future__ import annotations

from mtkit.segment import split
from mtkit.translation.checks.base import (
    CheckInput,
    decoded,
    length_score,
    letter_count,
    thresholds,
)

_STOPS = ".!?؟…۔。！？:"
_CLOSING = "\"'”’»)]}"


def empty(item: CheckInput) -> str | None:
    """Find a translation without a letter of a source that has some."""
    if letter_count(item.source) and not letter_count(item.target):
        return "there is nothing in the translation"
    return None


def length(item: CheckInput) -> str | None:
    """Find what is much shorter or longer than translations of such sources are."""
    score, limits = length_score(item), thresholds("length")
    if limits["low"] <= score <= limits["high"]:
        return None
    source, target = letter_count(item.source), letter_count(item.target)
    kind = "short" if score < 0 else "long"
    return f"too {kind}: {target} letters for {source} of the source"


def sentences(item: CheckInput) -> str | None:
    """Find a translation that has fewer sentences, and is short as if one were missing."""
    if length_score(item) >= thresholds("sentences")["low"]:
        return None
    source = len(split(item.source, item.source_language))
    target = len(split(decoded(item.target), item.target_language))
    if target >= source:
        return None
    return f"{target} of {source} sentences"


def truncated(item: CheckInput) -> str | None:
    """Find a translation that ends without a stop where its source has one, and is short."""
    if length_score(item) >= thresholds("truncated")["low"]:
        return None
    if not _ends(item.source, _STOPS) or _ends(decoded(item.target), _STOPS + _CLOSING):
        return None
    return f"breaks off: “…{item.target.rstrip()[-20:]}”"


def _ends(text: str, marks: str) -> bool:
    """Tell whether `text` ends in one of `marks`, perhaps within a quotation or parenthesis."""
    text = text.rstrip()
    return text[-1:] in tuple(marks) or text.rstrip(_CLOSING)[-1:] in tuple(marks)
