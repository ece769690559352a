"""FollowTheMoney entities, a line each, for Aleph, OpenSanctions and their kin.

They carry type (as schema), forms, which are preferred (``name``) and which short (``weakAlias``).
FollowTheMoney has no schema for a place as such; ``Address``, a thing with a name, comes nearest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from mtkit.errors import FormatError
from mtkit.names.gazetteer.exchange.files import json_line, json_lines
from mtkit.names.gazetteer.exchange.items import Item, Record
from mtkit.names.gazetteer.store import Written

_SCHEMATA = {"PER": "Person", "ORG": "Organization", "LOC": "Address", None: "LegalEntity"}
_TYPES = {
    "Person": "PER",
    "Organization": "ORG",
    "Company": "ORG",
    "PublicBody": "ORG",
    "Address": "LOC",
    "RealEstate": "LOC",
}
_PROPERTIES = ("name", "alias", "previousName", "weakAlias")


def write(items: Iterable[Item], out: BinaryIO) -> int:
    """Write the entries; return how many."""
    count = 0
    for item in items:
        if isinstance(item, Record):
            count += 1
            out.write(json_line(_entity(item)))
    return count


def read(path: Path) -> Iterator[Item]:
    """Yield the entities of a file that have names.

    Raises:
        FormatError: A line that is no entity.
    """
    for line, value in json_lines(path):
        properties = value.get("properties")
        if not isinstance(properties, dict) or "schema" not in value or "id" not in value:
            raise FormatError("an entity with id, schema and properties is expected", path, line)
        forms = tuple(
            Written(form, "und", "list", short=name == "weakAlias", preferred=int(name == "name"))
            for name in _PROPERTIES
            for form in properties.get(name, ())
        )
        if forms:
            number = str(value["id"]).removeprefix("mtkit-")
            yield Record(number, _TYPES.get(value["schema"]), forms)


def _entity(record: Record) -> dict[str, object]:
    chosen = {id(form) for form in record.written().values()} or {id(record.forms[0])}
    properties: dict[str, list[str]] = {}
    for form in record.forms:
        name = "weakAlias" if form.short else "name" if id(form) in chosen else "alias"
        if not any(form.form in forms for forms in properties.values()):
            properties.setdefault(name, []).append(form.form)
    return {
        "id": f"mtkit-{record.number}",
        "schema": _SCHEMATA[record.type],
        "properties": properties,
    }
