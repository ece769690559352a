"""SKOS (W3C 2009) as RDF Turtle for linked data: a concept an entry, a label a form.

It carries type (as concept scheme), forms, their languages, which are preferred (``prefLabel``)
and which short (``hiddenLabel``: found, not shown).  Reading asks pyoxigraph, so any SKOS in Turtle
will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from mtkit.errors import FormatError, MissingExtraError
from mtkit.names.gazetteer.exchange.items import Item, Record
from mtkit.names.gazetteer.store import Written

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_ENTRY, _SCHEME = "urn:mtkit:entry:", "urn:mtkit:names:"
_LABELS = {"prefLabel": (1, False), "altLabel": (0, False), "hiddenLabel": (0, True)}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'[\\"\n\r\t]')


def write(items: Iterable[Item], out: BinaryIO) -> int:
    """Write the entries; return how many."""
    out.write(f"@prefix skos: <{_SKOS}> .\n\n".encode())
    count = 0
    for item in items:
        if isinstance(item, Record):
            count += 1
            out.write(_concept(item).encode("utf-8"))
    return count


def read(path: Path) -> Iterator[Item]:
    """Yield the concepts of a file; the statements of each must stand together.

    Raises:
        FormatError: It is no Turtle, or has no labels.
        MissingExtraError: pyoxigraph is not installed.
    """
    try:
        from pyoxigraph import RdfFormat, parse
    except ImportError as error:
        raise MissingExtraError("reading SKOS", "gazetteer") from error
    concepts: dict[str, dict[str, Any]] = {}
    try:
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            name = quad.predicate.value.removeprefix(_SKOS)
            if name in _LABELS or name == "inScheme":
                facts = concepts.setdefault(quad.subject.value, {"forms": {}, "type": None})
                _note(facts, name, quad.object)
    except (SyntaxError, ValueError) as error:
        raise FormatError(f"not Turtle ({error})", path) from error
    found = [_record(subject, facts) for subject, facts in concepts.items() if facts["forms"]]
    if not found:
        raise FormatError("no SKOS labels in it", path)
    yield from found


def _note(facts: dict[str, Any], name: str, value: Any) -> None:
    if name == "inScheme":
        if value.value.startswith(_SCHEME):
            facts["type"] = value.value.removeprefix(_SCHEME)
        return
    preferred, short = _LABELS[name]
    language = getattr(value, "language", None) or "und"
    form = Written(value.value, language, "list", short=short, preferred=preferred)
    facts["forms"].setdefault((form.form, form.language), form)


def _record(subject: str, facts: dict[str, Any]) -> Record:
    number = subject.removeprefix(_ENTRY)
    return Record(number, facts["type"], tuple(facts["forms"].values()))


def _concept(record: Record) -> str:
    statements = ["a skos:Concept"]
    if record.type is not None:
        statements.append(f"skos:inScheme <{_SCHEME}{record.type}>")
    chosen = record.written()
    for form in record.forms:
        label = "hiddenLabel" if form.short else "altLabel"
        if chosen.get(form.language) is form:
            label = "prefLabel"
        tag = "" if form.language == "und" else f"@{form.language}"
        text = _ESCAPED.sub(lambda found: _ESCAPES[found[0]], form.form)
        statements.append(f'skos:{label} "{text}"{tag}')
    joined = " ;\n    ".join(statements)
    return f"<{_ENTRY}{record.number}> {joined} .\n\n"
