"""What a page says about its language and direction, and what it must say once translated.

| tag | language | direction |
|---|---|---|
| ``<html>``, else ``<body>`` | set | set; not written where it is left to right and was not said |
| any other with ``lang`` | set, if it was the page's language | set, if it was said |
| a block with ``dir`` alone | | set, if it was said |
| what is not translated | said (not for code) | said, where its letters run the other way |
| ``<meta>`` content-language, ``og:locale`` | set | |

Nothing else in a tag is touched; ``hreflang`` is about other pages.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from mtkit.formats.html.tokens import Attribute, Token, says
from mtkit.langs import direction

Role = Literal["root", "body", "block", "inline", "code", "foreign", "meta", "locale"]


@dataclass(frozen=True, slots=True)
class Bearer:
    """A start tag that says what language something is in, or should say it.

    Args:
        tag: The tag.
        role: What it is on the page; ``"code"`` and ``"foreign"`` are not translated.
        written: Its attributes by name.
        letter: The first letter of what is not translated.
    """

    tag: Token
    role: Role
    written: Mapping[str, Attribute]
    letter: str = ""


class Edit(NamedTuple):
    """Write `text` in place of a range of the source."""

    start: int
    end: int
    text: str


def bearer(
    tag: Token, written: Mapping[str, Attribute], source: str, *, block: bool
) -> Bearer | None:
    """Return `tag` as a bearer of language, if it is one of those that are translated."""
    role: Role | None = None
    if tag.name == "html":
        role = "root"
    elif tag.name == "body":
        role = "body"
    elif tag.name == "meta" and "content" in written:
        if says(written, source, "http-equiv") == "content-language":
            role = "meta"
        elif says(written, source, "property") == "og:locale":
            role = "locale"
    elif not written.keys().isdisjoint({"lang", "xml:lang", "dir"}):
        role = "block" if block else "inline"
    return None if role is None else Bearer(tag, role, written)


def own_language(bearers: Sequence[Bearer], source: str) -> str | None:
    """Return the language that a page says it is in, without script and region."""
    for found in bearers:
        if found.role in {"root", "body"}:
            for name in ("lang", "xml:lang"):
                if said := _base(says(found.written, source, name)):
                    return said
    return None


def edits(
    bearers: Sequence[Bearer], source: str, *, before: str | None, after: str, wrapped: bool
) -> Iterator[Edit]:
    """Yield what must be written for a page that is now in another language, in no order.

    Args:
        bearers: The tags of the page.
        source: The page.
        before: Language that it was in, without script and region; None if nobody knows.
        after: BCP 47 tag of the language that it is in now.
        wrapped: Whether a fragment gets an element around it that says the language.
    """
    root = next((b for b in bearers if b.role == "root"), None)
    root = root or next((b for b in bearers if b.role == "body"), None)
    writer = _Writer(source, before, after)
    for found in bearers:
        match found.role:
            case _ if found is root:
                yield from writer.root(found)
            case "meta" | "locale":
                yield from writer.content(found)
            case "code" | "foreign":
                if root is not None or wrapped:
                    yield from writer.untranslated(found)
            case _:
                yield from writer.inner(found)


class _Writer:
    def __init__(self, source: str, before: str | None, after: str) -> None:
        self._source = source
        self._before = before
        self._after = after
        self._direction = direction(after)

    def root(self, found: Bearer) -> Iterator[Edit]:
        names = [name for name in ("lang", "xml:lang") if name in found.written]
        for name in names or ["lang"]:
            if _base(says(found.written, self._source, name)) != _base(self._after):
                yield self._set(found, name, self._after)
        said = says(found.written, self._source, "dir")
        if said not in {self._direction, "auto"} and (said or self._direction == "rtl"):
            yield self._set(found, "dir", self._direction)

    def inner(self, found: Bearer) -> Iterator[Edit]:
        mine = False
        for name in ("lang", "xml:lang"):
            said = _base(says(found.written, self._source, name))
            if said and said == self._before != _base(self._after):
                mine = True
                yield self._set(found, name, self._after)
        said = says(found.written, self._source, "dir")
        if said in {"ltr", "rtl"} - {self._direction} and (mine or found.role != "inline"):
            yield self._set(found, "dir", self._direction)

    def untranslated(self, found: Bearer) -> Iterator[Edit]:
        if self._before == _base(self._after):
            return
        if found.role == "foreign" and self._before and "lang" not in found.written:
            yield self._set(found, "lang", self._before)
        own = "rtl" if unicodedata.bidirectional(found.letter) in {"R", "AL"} else "ltr"
        if own != self._direction and "dir" not in found.written:
            yield self._set(found, "dir", own)

    def content(self, found: Bearer) -> Iterator[Edit]:
        said = says(found.written, self._source, "content").replace("_", "-")
        if _base(said) != _base(self._after):
            tag = self._after if found.role == "meta" else self._after.replace("-", "_")
            yield self._set(found, "content", tag)

    def _set(self, found: Bearer, name: str, value: str) -> Edit:
        attribute = found.written.get(name)
        if attribute is None or (attribute.start == attribute.end and not attribute.quote):
            behind = found.tag.start + 1 + len(found.tag.name)
            return Edit(behind, behind, f' {name}="{value}"')
        return Edit(attribute.start, attribute.end, value)


def _base(tag: str) -> str:
    return tag.lower().partition("-")[0]
