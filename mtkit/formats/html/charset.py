"""Which character encoding a page says that it is in."""

from __future__ import annotations

import re

from mtkit.formats.html.tokens import Kind, attributes, says, tokens
from mtkit.types import Span

_HEAD = 1024  # as far as browsers look (HTML Living Standard, 13.2.3.2)
_XML = re.compile(r"<\?xml\b[^>]*?\bencoding\s*=\s*([\"'])([^\"'>]*)\1")
_IN_CONTENT = re.compile(r"charset\s*=\s*[\"']?([^\s;\"']+)", re.IGNORECASE)


def declared_charset(head: bytes) -> str | None:
    """Return the label of the encoding that a page declares in its first 1,024 bytes.

    A ``<meta charset>``, a ``<meta http-equiv="content-type">`` or an XML declaration counts, but
    not in a comment or script.

    Args:
        head: The beginning of the file, in an encoding that has ASCII in it.
    """
    text = head[:_HEAD].decode("latin-1")
    found = _find(text)
    return found.of(text).strip().lower() if found else None


def redeclare(page: str, charset: str) -> str:
    """Return `page` with `charset` as the encoding that it declares, if it declares any."""
    found = _find(page[:_HEAD])
    return page[: found.start] + charset + page[found.end :] if found else page


def _find(head: str) -> Span | None:
    """Return where the name of the encoding stands."""
    if match := _XML.match(head.lstrip("\ufeff")):
        return Span(*match.span(2)).shift(len(head) - len(head.lstrip("\ufeff")))
    for token in tokens(head):
        if token.kind is Kind.VOID and token.name == "meta":
            written = {attribute.name: attribute for attribute in attributes(head, token)}
            if "charset" in written:
                return Span(written["charset"].start, written["charset"].end)
            if says(written, head, "http-equiv") == "content-type" and "content" in written:
                content = written["content"]
                if match := _IN_CONTENT.search(head, content.start, content.end):
                    return Span(*match.span(1))
    return None
