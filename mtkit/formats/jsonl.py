"""JSON Lines: the strings of named fields are translated; no other byte of a line changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TextIO

from mtkit.errors import FormatError
from mtkit.formats.base import FormatOptions
from mtkit.formats.encodings import TextFormat
from mtkit.formats.records import Fields, Place, Record, untouched
from mtkit.types import Document

_SPACE = re.compile(r"[ \t\r\n]*")
_skip = json.JSONDecoder().raw_decode


@dataclass(frozen=True, slots=True)
class _Member:
    """The value of a wanted field.

    Args:
        field: The field's name, as the user wrote it.
        text: The string; None for null.
        start: Where its literal begins in the line.
        stop: Where it ends.
        colon: What stands between key and value; empty for an item of a list.
    """

    field: str
    text: str | None
    start: int
    stop: int
    colon: str


def read(text: TextIO, *, name: str, options: FormatOptions) -> Iterator[Document]:
    """Yield a document for each line, named by its number (``feed.jsonl:12``)."""
    for number, line in enumerate(text, start=1):
        place = f"{name}:{number}"
        if not line.strip():
            yield untouched(line, place)
            continue
        try:
            document = _record(line, place, options)
        except FormatError as error:
            if options.missing == "error":
                raise FormatError(error.problem, name, number) from error
            document = untouched(line, place)
        yield document


def _record(line: str, name: str, options: FormatOptions) -> Document:
    members = find_members(line, options.columns)
    into = {target: column for column in options.columns if (target := options.target(column))}
    there = find_members(line, tuple(into), strict=False)
    old = {member.field: member for member in there if member.colon}
    fields = Fields(name, options)
    edits: list[tuple[int, int, tuple[str | Place, ...]]] = []  # start, stop, what is there now
    for member in members:
        if member.text is None:
            continue
        value = fields.add(member.text)
        encode = partial(_encode, ascii_only=_is_escaped(line, member))
        target = options.target(member.field)
        if target is None:
            raw = line[member.start : member.stop]
            edits.append((member.start, member.stop, (Place(value, encode, raw),)))
        elif not member.colon:
            raise FormatError(f"field {member.field!r} is a list; it cannot go into {target!r}")
        elif target in old:
            edits.append((old[target].start, old[target].stop, (Place(value, encode),)))
        else:
            key = json.dumps(target.rpartition(".")[2], ensure_ascii=False)
            comma = ", " if member.colon.endswith(" ") else ","
            added = (f"{comma}{key}{member.colon}", Place(value, encode))
            edits.append((member.stop, member.stop, added))
    parts: list[str | Place] = []
    done = 0
    for start, stop, new in sorted(edits, key=lambda edit: edit[:2]):
        parts += [line[done:start], *new]
        done = stop
    return fields.document(Record((*parts, line[done:])))


def find_members(line: str, fields: tuple[str, ...], *, strict: bool = True) -> list[_Member]:
    """Find the values of `fields` in a line, in the order of the line.

    Args:
        line: A JSON object.
        fields: Names; dots reach into objects, and lists are entered.
        strict: Require every field, and that it is text or null.

    Raises:
        FormatError: The line is not a JSON object, or `strict` finds a fault.
    """
    found: list[_Member] = []
    try:
        record = json.loads(line.rstrip())
        if not isinstance(record, dict):
            raise FormatError("JSON that is no object; each line must be one object")
        _walk(line, _space(line, 0), {field: field for field in fields}, "", found, strict)
    except json.JSONDecodeError as error:
        problem = f"not JSON ({error.msg}, column {error.colno}); each line must be one object"
        raise FormatError(problem) from error
    except RecursionError as error:
        raise FormatError("JSON that is nested too deeply") from error
    if strict and (lost := [field for field in fields if field not in {m.field for m in found}]):
        raise FormatError(f"no field {lost[0]!r} (fields: {', '.join(record)})")
    return found


def _walk(
    line: str,
    start: int,
    wanted: Mapping[str, str],
    colon: str,
    found: list[_Member],
    strict: bool,
) -> int:
    """Collect what is `wanted` (rest of path → field) of the value at `start`; return its end."""
    field = wanted.get("")
    if line[start] == "[" and wanted:
        return _walk_list(line, start, wanted, found, strict)
    if line[start] == "{" and (field is None or len(wanted) > 1):
        return _walk_object(line, start, wanted, found, strict)
    value, stop = _skip(line, start)
    if field is None:
        return stop
    if isinstance(value, str) or value is None or not strict:
        text = value if isinstance(value, str) else None
        if text is not None and not _is_unicode(text):
            raise FormatError(f"field {field!r} holds half of a surrogate pair; it is not text")
        found.append(_Member(field, text, start, stop, colon))
        return stop
    raise FormatError(f"field {field!r} is {json.dumps(value)[:20]}, which is no text")


def _walk_object(
    line: str, start: int, wanted: Mapping[str, str], found: list[_Member], strict: bool
) -> int:
    place = _space(line, start + 1)
    while line[place] != "}":
        key, key_stop = _skip(line, place)
        value_start = _space(line, _space(line, key_stop) + 1)
        inner = {
            rest[len(key) + 1 :]: field
            for rest, field in wanted.items()
            if rest == key or rest.startswith(f"{key}.")
        }
        if inner:
            colon = line[key_stop:value_start]
            stop = _walk(line, value_start, inner, colon, found, strict)
        else:
            _, stop = _skip(line, value_start)
        place = _space(line, stop)
        if line[place] == ",":
            place = _space(line, place + 1)
    return place + 1


def _walk_list(
    line: str, start: int, wanted: Mapping[str, str], found: list[_Member], strict: bool
) -> int:
    place = _space(line, start + 1)
    if line[place] == "]":  # an empty list is a field without text
        found.extend(_Member(field, None, start, start, "") for field in wanted.values())
    while line[place] != "]":
        place = _space(line, _walk(line, place, wanted, "", found, strict))
        if line[place] == ",":
            place = _space(line, place + 1)
    return place + 1


def _space(line: str, start: int) -> int:
    match = _SPACE.match(line, start)
    return match.end() if match else start


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _is_escaped(line: str, member: _Member) -> bool:
    r"""Tell whether Arabic is written ``\u0645``, by the string itself or else by its line."""
    for sample in (line[member.start : member.stop], line):
        if not sample.isascii():
            return False
        if "\\u" in sample:
            return True
    return False


def _encode(text: str, *, ascii_only: bool) -> str:
    return json.dumps(text, ensure_ascii=ascii_only)


FORMAT = TextFormat(read)
