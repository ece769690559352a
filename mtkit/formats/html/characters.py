"""Characters as they are written and as they are read: references, white space, escapes."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from html.entities import html5
from typing import NamedTuple

WHITE_SPACE = " \t\n\f\r"
"""What HTML collapses; a no-break space is a character like any other."""

_OLD = "|".join(sorted((name for name in html5 if not name.endswith(";")), key=len, reverse=True))
_REFERENCE = re.compile(
    rf"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]{{1,31}};|{_OLD})"  # &copy needs no ;
)
_LEADING = re.compile(
    r"(?:[ \t\n\f\r]|&(?:#0*(?:9|10|12|13|32)(?![0-9])|#[xX]0*(?:9|[aAcCdD]|20)(?![0-9a-fA-F])|"
    r"Tab(?=;)|NewLine(?=;));?)*"
)
_RUN = re.compile(r"[ \t\n\f\r]+")
_IRREGULAR = re.compile(rf"{_REFERENCE.pattern}|(?<=;)[ \t\n\f\r]+|[ \t\n\f\r]{{2,}}|[\t\n\f\r]")
_BLANKS = frozenset(WHITE_SPACE)
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}


def decode(raw: str, *, attribute: bool = False) -> str:
    """Return `raw` with its character references resolved.

    In attributes ``&copy=1`` is no reference (HTML Living Standard, 13.2.5.73).
    """
    if "&" not in raw:
        return raw
    if not attribute:
        return html.unescape(raw)
    return _REFERENCE.sub(lambda match: _in_attribute(match, raw), raw)


def read(raw: str, *, attribute: bool = False) -> str:
    """Return what a reader reads of `raw`: references resolved, white space collapsed."""
    return _RUN.sub(" ", decode(raw, attribute=attribute))


def visible(raw: str) -> int:
    """Return where `raw` begins to be more than white space, however that is written."""
    match = _LEADING.match(raw)
    return match.end() if match else 0


def locate(raw: str) -> Callable[[int], int]:
    """Return a function from offsets in ``read(raw)`` to offsets in `raw`.

    An offset must be that of a character that is not white space, or stand behind one.
    """
    read_at, raw_at = [0], [0]  # where a stretch begins in which both go on in step
    length = done = 0
    space = False  # a space was the last character read
    for match in _IRREGULAR.finditer(raw):
        plain = match.start() - done
        length += plain
        space = raw[match.start() - 1] == " " if plain else space
        text = read(match[0])
        if text != " " or not space:
            length += len(text)
        space = text == " "
        done = match.end()
        read_at.append(length)
        raw_at.append(done)

    def offset(position: int) -> int:
        stretch = bisect_right(read_at, position) - 1
        return raw_at[stretch] + position - read_at[stretch]

    return offset


class Spelling(NamedTuple):
    """How the characters of a text were written, so that a new text is written alike.

    Args:
        references: Character → reference, for those that were only written so.
        literal: Which of ``& < > " '`` were written as themselves.
    """

    references: dict[str, str]
    literal: frozenset[str]


def spelling(raws: Iterable[str]) -> Spelling:
    """Learn the spelling of the raw texts `raws`."""
    references: dict[str, str] = {}
    literal: set[str] = set()
    for raw in raws:
        for match in _REFERENCE.finditer(raw) if "&" in raw else ():
            text = html.unescape(match[0])
            if len(text) == 1 and text not in WHITE_SPACE:
                references[text] = match[0].removesuffix(";") + ";"
        literal.update(_REFERENCE.sub("", raw))
    return Spelling(
        {char: ref for char, ref in references.items() if char not in literal},
        frozenset(literal & _ESCAPES.keys()),
    )


def escape(text: str, like: Spelling, *, quote: str = "") -> str:
    """Write `text`, with the references and the literal ``& < >`` of `like` where they are safe.

    Args:
        text: What is to be read.
        like: How it was written before.
        quote: The mark around an attribute's value.
    """

    def safe(match: re.Match[str]) -> str:
        char = match[0]
        harmless = char == ">" or text[match.end() : match.end() + 1] in _BLANKS
        if char in like.literal and harmless:
            return char
        return like.references.get(char) or _ESCAPES[char]

    special = re.sub(f"[&<>{quote}]", safe, text)
    others = {ord(c): ref for c, ref in like.references.items() if c not in "&<>" + quote}
    return special.translate(others) if others else special


def _in_attribute(match: re.Match[str], raw: str) -> str:
    following = raw[match.end() : match.end() + 1]
    named = not match[0].startswith("&#") and not match[0].endswith(";")
    if named and (following == "=" or (following.isascii() and following.isalnum())):
        return match[0]
    return html.unescape(match[0])
