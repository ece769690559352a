"""The memory for other programs: JSON Lines for scripts, TMX 1.4b for translators' tools."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from mtkit.memory.memory import Record

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_TMX_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
<header creationtool="mtkit" creationtoolversion="1" segtype="sentence" o-tmf="mtkit" \
adminlang="en" srclang="*all*" datatype="plaintext"/>
<body>
"""


def write_jsonl(records: Iterable[Record], out: BinaryIO) -> int:
    """Write a line a translation, with its score, flags and word alignment.

    Returns:
        Number of translations.
    """
    count = 0
    for record in records:
        count += 1
        line = asdict(record.translation) | {
            "source_language": record.source_language,
            "target_language": record.target_language,
            "created": _iso(record.created),
            "used": _iso(record.used),
            "alignment": _alignment(record),
        }
        out.write(json.dumps(line, ensure_ascii=False).encode("utf-8") + b"\n")
    return count


def write_tmx(records: Iterable[Record], out: BinaryIO) -> int:
    """Write a translation unit a translation; doubts about it stand in a note.

    Control characters, which XML cannot hold, are left out.

    Returns:
        Number of translations.
    """
    out.write(_TMX_HEAD.encode("utf-8"))
    count = 0
    for record in records:
        count += 1
        out.write(_unit(record).encode("utf-8"))
    out.write(b"</body>\n</tmx>\n")
    return count


def _alignment(record: Record) -> dict[str, list[list[float]]] | None:
    """Return words as [start, end] and links as [source, target, weight]."""
    alignment = record.translation.alignment
    if alignment is None:
        return None
    return {
        "source": [[word.start, word.end] for word in alignment.source],
        "target": [[word.start, word.end] for word in alignment.target],
        "links": [[link.source, link.target, link.weight] for link in alignment.links],
    }


def _unit(record: Record) -> str:
    created = datetime.fromtimestamp(record.created, UTC)
    notes = "".join(
        f"<note>{_xml(f'{flag.code}: {flag.detail}')}</note>\n" for flag in record.translation.flags
    )
    source = _variant(record.source_language, record.translation.source)
    target = _variant(record.target_language, record.translation.text)
    return f'<tu creationdate="{created:%Y%m%dT%H%M%SZ}">\n{notes}{source}{target}</tu>\n'


def _variant(language: str, text: str) -> str:
    return f"<tuv xml:lang={quoteattr(language)}><seg>{_xml(text)}</seg></tuv>\n"


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
