"""JSON Lines, mtkit's own: all that a gazetteer holds, a line for each entry, document, decision.

    {"entry": "12", "type": "PER", "forms": [{"form": "Huweija", "language": "en", …}], "places": …}
    {"document": "5f1c…", "name": "a.html", "sentences": [[0, "en", "Text."]]}
    {"decision": "same", "one": "huweija", "other": "khuwayja"}
    {"doubt": ["3", "9"], "score": 0.61, "reason": "…"}

Fields that have their usual value are left out.  Documents come before the entries seen in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from mtkit.errors import FormatError
from mtkit.names.gazetteer.decisions import Decision
from mtkit.names.gazetteer.exchange.files import json_line, json_lines
from mtkit.names.gazetteer.exchange.items import DoubtRecord, Item, Place, Record, SeenDocument
from mtkit.names.gazetteer.store import Written

_DEFAULTS = asdict(Written("", ""))
_ORIGINS = frozenset({"seen", "list", "human", "model"})


def write(items: Iterable[Item], out: BinaryIO) -> int:
    """Write all items; return the number of entries."""
    count = 0
    for item in items:
        count += isinstance(item, Record)
        out.write(json_line(_to_json(item)))
    return count


def read(path: Path) -> Iterator[Item]:
    """Yield the items of a file.

    Raises:
        FormatError: A line that is none of them.
    """
    for number, value in json_lines(path):
        try:
            yield _from_json(value)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise FormatError(f"not a line of a gazetteer ({error!r})", path, number) from error


def _to_json(item: Item) -> dict[str, Any]:
    if isinstance(item, Record):
        value: dict[str, Any] = {"entry": item.number, "type": item.type}
        value["forms"] = [
            {key: cell for key, cell in asdict(form).items() if cell != _DEFAULTS[key]}
            for form in item.forms
        ]
        if item.places:
            value["places"] = [
                [place.form, place.document.hex(), place.sentence, place.start, place.stop,
                 place.aligned, place.score]
                for place in item.places
            ]  # fmt: skip
        return value
    if isinstance(item, SeenDocument):
        sentences = [list(sentence) for sentence in item.sentences]
        return {
            "document": item.digest.hex(),
            "name": item.name,
            "date": item.date,
            "sentences": sentences,
        }
    if isinstance(item, Decision):
        value = asdict(item)
        return {"decision": value.pop("kind"), **{key: cell for key, cell in value.items() if cell}}
    return {"doubt": [item.one, item.other], "score": item.score, "reason": item.reason}


def _from_json(value: dict[str, Any]) -> Item:
    if "entry" in value:
        forms = tuple(Written(**form) for form in value["forms"])
        if unknown := {form.origin for form in forms} - _ORIGINS:
            raise ValueError(f"origin {', '.join(unknown)}")
        places = tuple(
            Place(form, bytes.fromhex(document), *rest)
            for form, document, *rest in value.get("places", ())
        )
        if any(not 0 <= place.form < len(forms) for place in places):
            raise ValueError("a place of no form")
        return Record(str(value["entry"]), value.get("type"), forms, places)
    if "document" in value:
        sentences = tuple(
            (number, language, text) for number, language, text in value.get("sentences", ())
        )
        digest = bytes.fromhex(value["document"])
        return SeenDocument(digest, value["name"], value.get("date"), sentences)
    if "decision" in value:
        kind = value["decision"]
        if kind not in {"same", "different", "canonical", "type"}:
            raise ValueError(f"decision {kind}")
        return Decision(kind, value["one"], value.get("other", ""), value.get("value", ""))
    one, other = value["doubt"]
    return DoubtRecord(one, other, value["score"], value["reason"])
