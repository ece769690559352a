"""Translation Memory eXchange, TMX 1.4b (LISA OSCAR, 2005), as a stream of sentence pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from mtkit.errors import ConfigError, FormatError
from mtkit.langs import base, standard

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NATIVE_CODE = frozenset({"bpt", "ept", "it", "ph", "ut"})  # another format's codes, not text
_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def read_tmx(path: Path, first: str, second: str) -> Iterator[tuple[str, str]]:
    """Yield the segments of every unit that has both languages, without inline codes.

    A tag with a region serves its language (``en-GB`` for ``en``); the first segment of a language
    in a unit counts.  Memory is flat in the number of units.

    Args:
        path: TMX file.
        first: BCP 47 code of the side that comes first in a pair.
        second: BCP 47 code of the other.

    Raises:
        FormatError: No XML, or cut short; or no unit has both languages.
    """
    try:
        with path.open("rb") as file:
            yield from _units(file, path, base(first), base(second))
    except ElementTree.ParseError as error:
        raise FormatError(f"not well-formed XML: {error.msg}", path, error.position[0]) from error
    except OSError as error:
        raise FormatError(error.strerror or str(error), path) from error


def _units(file: BinaryIO, path: Path, first: str, second: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    found = False
    body: ElementTree.Element | None = None
    for event, element in ElementTree.iterparse(file, events=("start", "end")):
        if event == "start":
            if element.tag == "body":
                body = element
            continue
        if element.tag != "tu":
            continue
        sides = _sides(element)
        seen |= sides.keys()
        if sides.get(first) and sides.get(second):
            found = True
            yield sides[first], sides[second]
        if body is not None:
            body.clear()  # else the tree grows with the file
    if not found:
        known = ", ".join(sorted(seen)) or "none"
        raise FormatError(f"no unit has both {first} and {second} (languages: {known})", path)


def _sides(unit: ElementTree.Element) -> dict[str, str]:
    sides: dict[str, str] = {}
    for variant in unit.iter("tuv"):
        code = variant.get(_LANG) or variant.get("lang") or ""
        segment = variant.find("seg")
        if segment is not None and code:
            sides.setdefault(_language(code), " ".join("".join(_text(segment)).split()))
    return sides


def _language(code: str) -> str:
    try:
        return base(code)
    except ConfigError:  # *all*, or a tool's own code: a language that nobody asks for
        return code


def _text(element: ElementTree.Element) -> Iterator[str]:
    """Yield the text of a segment: of ``<hi>`` and ``<sub>`` too, not that of native codes."""
    if element.text:
        yield element.text
    for child in element:
        if child.tag not in _NATIVE_CODE:
            yield from _text(child)
        if child.tail:
            yield child.tail


def write_tmx(file: BinaryIO, pairs: Iterable[tuple[str, str]], *, source: str, target: str) -> int:
    """Write sentence pairs as a TMX document and return how many.

    Args:
        file: Open for bytes; written as UTF-8.
        pairs: (source, target).
        source: BCP 47 code of the source language.
        target: BCP 47 code of the target language.
    """
    source, target = standard(source), standard(target)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        '<header creationtool="mtkit" creationtoolversion="1" segtype="sentence" o-tmf="mtkit" '
        f'adminlang="en" srclang={quoteattr(source)} datatype="plaintext" '
        f'creationdate="{stamp}"/>\n<body>\n'
    )
    file.write(head.encode())
    count = 0
    for one, other in pairs:
        unit = f"<tu>{_variant(source, one)}{_variant(target, other)}</tu>\n"
        file.write(unit.encode())
        count += 1
    file.write(b"</body>\n</tmx>\n")
    return count


def _variant(language: str, text: str) -> str:
    inside = escape(text.translate(_FORBIDDEN))  # XML 1.0 has no way to write control characters
    return f"<tuv xml:lang={quoteattr(language)}><seg>{inside}</seg></tuv>"
