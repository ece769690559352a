"""Which attributes a reader reads: titles, alternative texts, labels of controls, descriptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mtkit.formats.html.elements import elements
from mtkit.formats.html.tokens import Attribute, Token, says


def labels(tag: Token, written: Mapping[str, Attribute], source: str) -> Iterator[Attribute]:
    """Yield the attributes of `tag` that are translated, in their order.

    Args:
        tag: A start tag.
        written: Its attributes by name.
        source: The page.
    """
    table = elements()
    names = set(table.text_attributes)
    if tag.name in table.labeled:
        names.add("label")
    if tag.name == "input" and says(written, source, "type") in table.input_types:
        names.add("value")
    if tag.name == "meta" and any(
        says(written, source, key) in table.meta_values for key in table.meta_keys
    ):
        names.add("content")
    return (attribute for name, attribute in written.items() if name in names)
