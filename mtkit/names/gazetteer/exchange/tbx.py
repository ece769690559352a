"""TBX-Basic (ISO 30042:2019, DCA style) for terminology tools: a concept an entry, a term a form.

It carries type (as subject field), forms, their languages, which are preferred and which short.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError, iterparse
from xml.sax.saxutils import escape, quoteattr

from mtkit.errors import FormatError
from mtkit.names.gazetteer.exchange.items import Item, Record
from mtkit.names.gazetteer.store import Written

_NS = "{urn:iso:std:iso:30042:ed-2}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFERRED, _ADMITTED = "preferredTerm-admn-sts", "admittedTerm-admn-sts"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p>mtkit gazetteer</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
"""
_TAIL = "</body></text>\n</tbx>\n"


def write(items: Iterable[Item], out: BinaryIO) -> int:
    """Write the entries; return how many."""
    out.write(_HEAD.encode("utf-8"))
    count = 0
    for item in items:
        if isinstance(item, Record):
            count += 1
            out.write(_concept(item).encode("utf-8"))
    out.write(_TAIL.encode("utf-8"))
    return count


def read(path: Path) -> Iterator[Item]:
    """Yield the entries of a file.

    Raises:
        FormatError: It is no XML, or has no concepts.
    """
    count = 0
    try:
        for _, element in iterparse(path):
            if element.tag == _NS + "conceptEntry":
                count += 1
                yield _record(element, count)
                element.clear()
    except (ParseError, UnicodeDecodeError) as error:
        raise FormatError(f"not XML ({error})", path) from error
    if not count:
        raise FormatError("no conceptEntry of ISO 30042:2019 in it", path)


def _concept(record: Record) -> str:
    lines = [f"<conceptEntry id={quoteattr(f'e{record.number}')}>"]
    if record.type is not None:
        lines.append(f'<descrip type="subjectField">{_xml(record.type)}</descrip>')
    chosen = record.written()
    for language in dict.fromkeys(form.language for form in record.forms):
        lines.append(f"<langSec xml:lang={quoteattr(language)}>")
        for form in record.forms:
            if form.language == language:
                lines.append(_term(form, preferred=chosen.get(language) is form))
        lines.append("</langSec>")
    return "\n".join([*lines, "</conceptEntry>\n"])


def _term(form: Written, *, preferred: bool) -> str:
    status = _PREFERRED if preferred else _ADMITTED
    short = '<termNote type="termType">shortForm</termNote>' if form.short else ""
    note = f'<termNote type="administrativeStatus">{status}</termNote>'
    return f"<termSec><term>{_xml(form.form)}</term>{short}{note}</termSec>"


def _record(concept: Element, count: int) -> Record:
    types = [one.text for one in concept.iter(_NS + "descrip") if one.get("type") == "subjectField"]
    forms = tuple(
        _form(term, section.get(_LANGUAGE) or "und")
        for section in concept.iter(_NS + "langSec")
        for term in section.iter(_NS + "termSec")
    )
    number = (concept.get("id") or str(count)).removeprefix("e")
    return Record(number, types[0] if types else None, forms)


def _form(term: Element, language: str) -> Written:
    notes = {note.get("type"): note.text for note in term.iter(_NS + "termNote")}
    return Written(
        term.findtext(_NS + "term") or "",
        language,
        "list",
        short=notes.get("termType") == "shortForm",
        preferred=int(notes.get("administrativeStatus") == _PREFERRED),
    )


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("", text))
