"""Cut HTML into tokens that cover it from end to end, as a browser's tokenizer would.

Nothing is decoded or repaired: a token is a range of the source.  The rules are those of the HTML
Living Standard, 13.2.5, but for two places: a quotation mark that is never closed opens nothing
(a browser drops the rest of the page), and ``<![CDATA[ … ]]>`` is one token everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from typing import NamedTuple

from mtkit.formats.html.elements import elements

_WS = r" \t\n\f\r"  # white space of HTML, which is less than that of Unicode
_ATTRIBUTE = (
    rf"[^{_WS}/>][^{_WS}/>=]*+"
    rf"(?:[{_WS}]*+=[{_WS}]*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^{_WS}>]*+))?+"
)
_TAG = re.compile(rf"<(/?)([A-Za-z][^{_WS}/>]*+)(?:[{_WS}/]++|{_ATTRIBUTE})*+>")
_NAME_AND_VALUE = re.compile(
    rf"([^{_WS}/>][^{_WS}/>=]*+)"
    rf"(?:[{_WS}]*+=[{_WS}]*+(?:\"([^\"]*+)\"|'([^']*+)'|(?![\"'])([^{_WS}>]*+)))?+"
)
_COMMENT = re.compile(r"<!--(?:-?>|.*?--!?>)", re.DOTALL)
_SCRIPT = re.compile(rf"<!--(?!-?>)|-->|<(/?)script(?=[{_WS}/>])", re.IGNORECASE | re.ASCII)


_FOREIGN = frozenset({"svg", "math"})


class Kind(Enum):
    """What a token is."""

    TEXT = "text"
    RAW = "raw"  # the inside of <script>, <textarea> …
    START = "start"
    END = "end"
    VOID = "void"  # start tag of an element that has no end tag
    OTHER = "other"  # comment, doctype, CDATA, processing instruction, cut-off tag


class Token(NamedTuple):
    """A range of the source; tokens follow each other without gap or overlap.

    Args:
        kind: What it is.
        start: Offset of its first character.
        end: Offset behind its last one.
        name: Lower-case element name of a tag; of the element around raw text; else empty.
    """

    kind: Kind
    start: int
    end: int
    name: str = ""


class Attribute(NamedTuple):
    """An attribute as it is written.

    Args:
        name: Lower-case.
        start: Offset of the value's first character, quotation mark left out.
        end: Offset behind the value; `start` when there is none.
        quote: The mark around the value, or empty.
    """

    name: str
    start: int
    end: int
    quote: str

    def of(self, source: str) -> str:
        """Return the value, as it is written."""
        return source[self.start : self.end]


def tokens(source: str) -> Iterator[Token]:
    """Yield the tokens of `source`, which may be anything at all."""
    table = elements()
    text_from = at = 0
    foreign = 0  # depth in <svg> and <math>, where <title> holds tags and <style/> is all of it
    while (at := source.find("<", at)) >= 0:
        token = _markup(source, at)
        if token is None:
            at += 1
            continue
        if text_from < at:
            yield Token(Kind.TEXT, text_from, at)
        if token.kind is Kind.START and foreign + (token.name in _FOREIGN):
            token = _self_closed(source, token)
        if token.name in _FOREIGN and token.kind is not Kind.VOID:
            foreign = max(0, foreign + (1 if token.kind is Kind.START else -1))
        elif token.name in table.block and token.name not in table.raw_text:
            foreign = 0
        yield token
        text_from = at = token.end
        if token.kind is Kind.START and token.name in table.raw_text and not foreign:
            at = _raw_end(source, token.end, token.name)
            if text_from < at:
                yield Token(Kind.RAW, text_from, at, token.name)
            text_from = at
    if text_from < len(source):
        yield Token(Kind.TEXT, text_from, len(source))


def attributes(source: str, tag: Token) -> Iterator[Attribute]:
    """Yield the attributes of a start tag in their order, repeated ones too."""
    at = tag.start + 1 + len(tag.name)
    for match in _NAME_AND_VALUE.finditer(source, at, tag.end - 1):
        group = match.lastindex or 1
        start, end = match.span(group) if group > 1 else (match.end(), match.end())
        yield Attribute(_lower(match[1]), start, end, {2: '"', 3: "'"}.get(group, ""))


def says(written: Mapping[str, Attribute], source: str, name: str) -> str:
    """Return the value of the attribute `name` in lower case; empty where there is none."""
    return written[name].of(source).strip().lower() if name in written else ""


def _markup(source: str, at: int) -> Token | None:
    """Return the token that begins with the ``<`` at `at`, or None where it is only a character."""
    if match := _TAG.match(source, at):
        return _tag(match)
    following = source[at + 1 : at + 3]
    letter = following[1:] if following[:1] == "/" else following[:1]
    if letter.isascii() and letter.isalpha():  # a tag that the end of the file cuts off
        return Token(Kind.OTHER, at, len(source))
    if following == "!-" and (match := _COMMENT.match(source, at)):
        return Token(Kind.OTHER, at, match.end())
    if following == "!-" and source.startswith("<!--", at):
        return Token(Kind.OTHER, at, len(source))
    if following == "![" and source.startswith("<![CDATA[", at):
        return _until(source, at, "]]>")
    ended = following[:1] in ("!", "?") or (following[:1] == "/" and letter)
    return _until(source, at, ">") if ended else None


def _tag(match: re.Match[str]) -> Token:
    name = _lower(match[2])
    if name == "br":  # </br> is <br>
        kind = Kind.VOID
    elif match[1]:
        kind = Kind.END
    else:
        kind = Kind.VOID if name in elements().void else Kind.START
    return Token(kind, match.start(), match.end(), name)


def _self_closed(source: str, tag: Token) -> Token:
    return tag._replace(kind=Kind.VOID) if source[tag.end - 2] == "/" else tag


def _lower(name: str) -> str:
    """Return `name` with A-Z in lower case: nothing else is a capital, and the length stays."""
    return name.lower() if name.isascii() else name


def _until(source: str, at: int, end: str) -> Token:
    found = source.find(end, at)
    return Token(Kind.OTHER, at, found + len(end) if found >= 0 else len(source))


def _raw_end(source: str, at: int, name: str) -> int:
    """Return where the raw text that begins at `at` ends: at its end tag or with the file."""
    if name == "script":
        return _script_end(source, at)
    if name == "plaintext":
        return len(source)
    match = _end_tag(name).search(source, at)
    return match.start() if match else len(source)


@cache
def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[{_WS}/>])", re.IGNORECASE | re.ASCII)


def _script_end(source: str, at: int) -> int:
    """Return where a script ends: not at a ``</script>`` of a script inside ``<!-- … -->``."""
    in_comment = in_script = False
    for match in _SCRIPT.finditer(source, at):
        if match[1] == "/" and not in_script:
            return match.start()
        if match[0] == "-->":
            in_comment = in_script = False
        elif match[1] is None:
            in_comment = True
        else:
            in_script = in_comment and not match[1]
    return len(source)
