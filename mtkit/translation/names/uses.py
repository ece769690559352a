"""What became of the names of a text: for reports, summaries and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from mtkit.types import NameType, Span, Translation

Means = Literal["right", "replaced", "stand-in", "consistent", "unknown", "missing"]
"""How a name came to stand as it does.

| means | |
|---|---|
| right | the model wrote the form that the gazetteer has |
| replaced | its words at the name's place were another spelling, and were replaced |
| stand-in | the sentence was translated with a familiar name in its place |
| consistent | no gazetteer has it; rendered as everywhere in the document |
| unknown | no gazetteer has it; as the model wrote it |
| missing | the translation does not have it |
"""

KEPT: frozenset[Means] = frozenset({"right", "replaced", "stand-in", "consistent"})
"""Means by which a name stands as it should."""


@dataclass(frozen=True, slots=True)
class NameUse:
    """A name in a sentence and its form in the translation.

    Args:
        source: As the sentence writes it.
        target: As the translation writes it, without clitics; None where it is missing.
        type: None where nothing tells.
        means: How it came to stand there.
        confidence: In [0, 1]: that source and target are the same name, and rightly spelled.
        entry: Id of the gazetteer's entry; None without one.
        canonical: Full form of the entry in the target language; None without one.
        source_span: Of the sentence.
        target_span: Of the translation; None where it is missing.
    """

    source: str
    target: str | None
    type: NameType | None
    means: Means
    confidence: float
    entry: int | None = None
    canonical: str | None = None
    source_span: Span | None = None
    target_span: Span | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return {
            "source": self.source,
            "target": self.target,
            "type": self.type,
            "means": self.means,
            "confidence": round(self.confidence, 3),
            "entry": self.entry,
            "canonical": self.canonical,
            "source_span": _ends(self.source_span),
            "target_span": _ends(self.target_span),
        }


@dataclass(frozen=True, slots=True)
class Named:
    """A translated sentence with its names, in order of the source."""

    translation: Translation
    names: tuple[NameUse, ...] = ()


def summarize(uses: Iterable[NameUse]) -> list[dict[str, Any]]:
    """Return each different name of a document once, ready for JSON, in order of appearance.

    A name has its target forms and means with how often each was seen, and the least confidence.
    """
    found: dict[str, dict[str, Any]] = {}
    for use in uses:
        name = found.setdefault(
            use.source,
            {
                "source": use.source,
                "type": use.type,
                "entry": use.entry,
                "canonical": use.canonical,
                "targets": {},
                "means": {},
                "confidence": 1.0,
            },
        )
        if use.target is not None:
            name["targets"][use.target] = name["targets"].get(use.target, 0) + 1
        name["means"][use.means] = name["means"].get(use.means, 0) + 1
        name["confidence"] = round(min(name["confidence"], use.confidence), 3)
    return list(found.values())


def _ends(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
