"""Punctuation at the edges of an element: inside where it was inside, outside where it was outside.

Placing by words gives an element from its first word to its last.  What the source had between the
element's edge and its outermost word (a quotation mark, a full stop) is taken in here, if the
translation has a mark of the same class there.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from mtkit.types import Span

_CLASSES = {
    "opening": "“‘«‹„‚([{¿¡",
    "closing": "”’»›)]}",
    "either": "\"'",
    "comma": ",،、",
    "stop": ".!?؟…。؛;۔",
    "colon": ":",
    "dash": "-–—―‐−",
}


@lru_cache(maxsize=1024)
def mark_class(character: str) -> str | None:
    """Return the class of a punctuation mark, so that . and ؟, or “ and «, are the same.

    Marks without a class of their own are alike if equal; what is no punctuation has None.
    """
    for name, members in _CLASSES.items():
        if character in members:
            return name
    is_mark = unicodedata.category(character)[0] in "PSC" and not character.isspace()
    return character if is_mark else None


def same_class(one: str, other: str) -> bool:
    """Tell whether two marks do the same work; a straight quotation mark opens and closes."""
    a, b = mark_class(one), mark_class(other)
    if a is None or b is None:
        return False
    return a == b or ("either" in (a, b) and {a, b} <= {"either", "opening", "closing"})


def extend(text: str, span: Span, *, before: str, after: str, within: Span) -> Span:
    """Take in the marks around `span` that have a like among those of the source.

    Args:
        text: The translation.
        span: From the first word to the last.
        before: What the source had inside the element before its first word.
        after: What it had inside after its last word.
        within: The part of `text` that may be taken.
    """
    return Span(
        _reach(text, span.start, list(before), step=-1, limit=within.start),
        _reach(text, span.end, list(after), step=1, limit=within.end),
    )


def reach_after(text: str, start: int, marks: str, limit: int) -> int:
    """Return where one stands after passing marks like `marks`, from `start` on."""
    return _reach(text, start, list(marks), step=1, limit=limit)


def reach_before(text: str, end: int, marks: str, limit: int) -> int:
    """Return where one stands after passing marks like `marks`, from `end` back."""
    return _reach(text, end, list(marks), step=-1, limit=limit)


def _reach(text: str, at: int, marks: list[str], *, step: int, limit: int) -> int:
    """Pass marks that are in `marks`, each once, and spaces between them, but end on a mark."""
    reached = at
    while at != limit:
        character = text[at] if step > 0 else text[at - 1]
        like = next((mark for mark in marks if same_class(mark, character)), None)
        if like is not None:
            marks.remove(like)
            reached = at + step
        elif not character.isspace():
            break
        at += step
    return reached
