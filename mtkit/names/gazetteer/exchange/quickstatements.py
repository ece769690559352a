"""QuickStatements version 1 for Wikidata: a new item an entry, with labels, aliases and P31.

Read what you send: every entry becomes a new item, also where Wikidata has one.  Forms without a
language have no place there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

from mtkit.names.gazetteer.exchange.items import Item, Record

_CLASSES = {"PER": "Q5", "ORG": "Q43229", "LOC": "Q2221906"}  # human, organization, location
_BREAKING = re.compile(r"[\t\r\n]+")


def write(items: Iterable[Item], out: BinaryIO) -> int:
    """Write the entries that have a label; return how many."""
    count = 0
    for item in items:
        if isinstance(item, Record) and item.written():
            count += 1
            out.write(("\n".join(_commands(item)) + "\n").encode("utf-8"))
    return count


def _commands(record: Record) -> list[str]:
    labels = record.written()
    lines = ["CREATE"]
    lines += [f"LAST\tL{language}\t{_quoted(form.form)}" for language, form in labels.items()]
    lines += [
        f"LAST\tA{form.language}\t{_quoted(form.form)}"
        for form in record.forms
        if form.language != "und" and not form.short and labels[form.language] is not form
    ]
    if record.type in _CLASSES:
        lines.append(f"LAST\tP31\t{_CLASSES[record.type]}")
    return lines


def _quoted(text: str) -> str:
    """Return a string; the format has no way to write a quotation mark in one."""
    return '"' + _BREAKING.sub(" ", text).replace('"', "”") + '"'
