"""Tell HTML from text that happens to hold ``<``."""

from __future__ import annotations

from mtkit.formats.html.elements import elements
from mtkit.formats.html.tokens import Kind, attributes, tokens


def looks_like_html(text: str) -> bool:
    """Tell whether there are tags in `text`, rather than only ``a < b`` or ``<name@example.org>``.

    A doctype, ``<br>``, a block's tag at the very beginning, an element of HTML that both begins
    and ends, or one whose attribute has a value is enough.
    """
    table = elements()
    known = table.block | table.phrasing
    begun = set()
    start = len(text) - len(text.lstrip("\ufeff \t\n\f\r"))
    for token in tokens(text):
        if token.kind is Kind.OTHER and text[token.start : token.start + 9].lower() == "<!doctype":
            return True
        if token.name not in known or token.kind not in (Kind.START, Kind.END, Kind.VOID):
            continue
        if token.name in ("br", "hr", "html") or (
            token.start == start and token.name in table.block
        ):
            return True
        if token.kind is Kind.END:
            if token.name in begun:
                return True
        elif any(attribute.end > attribute.start for attribute in attributes(text, token)):
            return True
        begun.add(token.name)
    return False
