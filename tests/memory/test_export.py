"""The memory read by other programs."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree

from mtkit.memory import Record, write_jsonl, write_tmx
from mtkit.types import Flag, Link, Span, Translation, WordAlignment

ALIGNMENT = WordAlignment((Span(0, 1),), (Span(0, 2),), (Link(0, 0, 0.5),))
TRANSLATION = Translation(
    "R&D <b>\x01", "بحث", -0.5, ALIGNMENT, (Flag("numbers", "lost: 3"),), "repaired"
)
RECORD = Record(TRANSLATION, "en", "ar", 1_700_000_000, 1_700_006_400)


def test_jsonl_says_everything() -> None:
    out = io.BytesIO()
    assert write_jsonl([RECORD], out) == 1
    assert json.loads(out.getvalue()) == {
        "source": "R&D <b>\x01",
        "text": "بحث",
        "score": -0.5,
        "alignment": {"source": [[0, 1]], "target": [[0, 2]], "links": [[0, 0, 0.5]]},
        "flags": [{"code": "numbers", "detail": "lost: 3"}],
        "origin": "repaired",
        "source_language": "en",
        "target_language": "ar",
        "created": "2023-11-14T22:13:20+00:00",
        "used": "2023-11-15T00:00:00+00:00",
    }


def test_tmx_is_xml_with_both_sides_and_doubts() -> None:
    out = io.BytesIO()
    assert write_tmx([RECORD, RECORD], out) == 2
    root = ElementTree.fromstring(out.getvalue())
    unit = root.findall("body/tu")[1]
    languages = [v.get("{http://www.w3.org/XML/1998/namespace}lang") for v in unit.iter("tuv")]
    assert languages == ["en", "ar"]
    assert [seg.text for seg in unit.iter("seg")] == ["R&D <b>", "بحث"]
    assert [note.text for note in unit.iter("note")] == ["numbers: lost: 3"]


def test_empty_memory_is_a_whole_file() -> None:
    out = io.BytesIO()
    assert write_tmx([], out) == write_jsonl([], io.BytesIO()) == 0
    assert ElementTree.fromstring(out.getvalue()).find("body") is not None
