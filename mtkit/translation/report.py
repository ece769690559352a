"""The report of a run: JSON, written document by document, so that its size costs no memory.

{"run": {model, engine, options …},
 "documents": [
   {"name", "blocks": [
     {"kind", "segments": [{source, target, score, origin, flags, names}], "elements": […]}],
    "names": [{source, type, entry, canonical, targets, means, confidence}]},
   …],
 "summary": {segments, flagged, flags …}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from mtkit.align.pharaoh import format_links
from mtkit.translation.desk import TranslatedBlock, TranslatedDocument
from mtkit.translation.names.uses import NameUse, summarize
from mtkit.translation.tally import Tally
from mtkit.types import Segment, Translation


@dataclass(slots=True)
class ReportWriter:
    """Writes a report to a binary file; `close` makes it whole.

    Args:
        out: Where to.
        run: What was asked for and with what it is done.
    """

    out: BinaryIO
    run: Mapping[str, Any]
    _documents: int = field(default=0, init=False)

    def add(self, document: TranslatedDocument) -> None:
        """Write one document's part."""
        opening = ",\n" if self._documents else f'{{"run": {_json(self.run)},\n"documents": [\n'
        self._documents += 1
        blocks = [_block(block) for block in document.blocks]
        names = summarize(document.names)
        facts = {"name": document.document.name, "blocks": blocks, "names": names}
        self._write(opening + _json(facts))

    def close(self, tally: Tally) -> None:
        """Write the summary and the end."""
        if not self._documents:
            self._write(f'{{"run": {_json(self.run)},\n"documents": [')
        self._write(f'\n],\n"summary": {_json(tally.to_dict())}}}\n')

    def _write(self, text: str) -> None:
        self.out.write(text.encode("utf-8"))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _block(block: TranslatedBlock) -> dict[str, Any]:
    names = block.names or ((),) * len(block.segments)
    return {
        "kind": block.source.kind,
        "segments": [
            _segment(segment, translation, uses)
            for (segment, translation), uses in zip(block.segments, names, strict=True)
        ],
        "elements": [{"name": place.name, "rung": place.rung} for place in block.placements],
    }


def _segment(
    segment: Segment, translation: Translation, names: Sequence[NameUse]
) -> dict[str, Any]:
    score = translation.score
    return {
        "span": [segment.span.start, segment.span.end],
        "source": segment.text,
        "target": translation.text,
        "score": None if score is None else round(score, 4),
        "origin": translation.origin,
        "flags": [{"code": flag.code, "detail": flag.detail} for flag in translation.flags],
        "names": [use.to_dict() for use in names],
    }


def alignment_lines(block: TranslatedBlock) -> list[str]:
    """Return a block's sentences as ``source ||| target ||| 0-0 1-2``, words joined by spaces."""
    lines = []
    for segment, translation in block.segments:
        alignment = translation.alignment
        if alignment is not None:
            source = " ".join(word.of(segment.text) for word in alignment.source)
            target = " ".join(word.of(translation.text) for word in alignment.target)
            lines.append(f"{source} ||| {target} ||| {format_links(alignment.links)}")
    return lines
