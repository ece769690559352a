"""What a run did, in numbers: for the summary line, ``--json`` and the report file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from mtkit.translation.desk import TranslatedBlock, TranslatedDocument
from mtkit.translation.names.uses import KEPT


@dataclass(slots=True)
class Tally:
    """Counts over translated documents.

    Args:
        documents: Documents (records, in a file of records).
        segments: Sentences.
        origins: Sentences by where their translation came from.
        flags: Doubts that remain, by reason code.
        flagged: Sentences with at least one of them.
        rungs: Tags and keeps by how they found their place.
        names: Names by how they came to stand as they do (`mtkit.translation.names.uses.Means`).
        characters: Of source text.
        seconds: From start to end.
    """

    documents: int = 0
    segments: int = 0
    origins: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    flagged: int = 0
    rungs: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    seconds: float = 0.0

    @property
    def names_kept(self) -> int:
        """Names that stand in the translation as they should."""
        return sum(self.names[means] for means in KEPT)

    def add(self, document: TranslatedDocument) -> None:
        """Count one more document."""
        self.documents += 1
        for block in document.blocks:
            self._add_block(block)
        self.names.update(use.means for use in document.names)

    def _add_block(self, block: TranslatedBlock) -> None:
        self.rungs.update(placement.rung for placement in block.placements)
        for segment, translation in block.segments:
            self.segments += 1
            self.characters += len(segment.text)
            self.origins[translation.origin] += 1
            self.flags.update(flag.code for flag in translation.flags)
            self.flagged += bool(translation.flags)

    def merge(self, other: Tally) -> None:
        """Add the counts of another run."""
        self.documents += other.documents
        self.segments += other.segments
        self.flagged += other.flagged
        self.characters += other.characters
        self.seconds += other.seconds
        self.origins.update(other.origins)
        self.flags.update(other.flags)
        self.rungs.update(other.rungs)
        self.names.update(other.names)

    def to_dict(self) -> dict[str, Any]:
        """Return the counts ready for JSON."""
        return {
            "documents": self.documents,
            "segments": self.segments,
            "origins": dict(self.origins),
            "flagged": self.flagged,
            "flags": dict(self.flags),
            "placements": dict(self.rungs),
            "names": dict(self.names),
            "characters": self.characters,
            "seconds": round(self.seconds, 3),
            "segments_per_second": round(self.segments / self.seconds, 1) if self.seconds else None,
        }
