"""Types made surer by a spaCy pipeline, where one is installed (extra ``spacy``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from mtkit.errors import MissingExtraError, ModelError
from mtkit.types import Mention, NameType

_TYPES = {
    "PERSON": "PER",
    "PER": "PER",
    "GPE": "LOC",
    "LOC": "LOC",
    "FAC": "LOC",
    "ORG": "ORG",
}
_DOUBT = 0.6
"""Score below which the pipeline's type is taken; above it our own is right far more often
(docs/quality/mentions.md)."""


def sharpen(
    sentences: Sequence[str], document: Sequence[Sequence[Mention]], *, nlp: Any
) -> list[list[Mention]]:
    """Return the mentions with the pipeline's type where the tagger was in doubt of its own.

    Args:
        sentences: That the mentions were found in.
        document: Their mentions, sentence by sentence.
        nlp: A loaded spaCy pipeline with entities, or the name of an installed one.

    Raises:
        MissingExtraError: `nlp` is a name and spaCy is not installed.
        ModelError: There is no such pipeline.
    """
    pipeline = load(nlp) if isinstance(nlp, str) else nlp
    sharpened = []
    for parsed, row in zip(pipeline.pipe(sentences), document, strict=True):
        kinds = {
            (entity.start_char, entity.end_char): _TYPES[entity.label_]
            for entity in parsed.ents
            if entity.label_ in _TYPES
        }
        sharpened.append([_sharpened(mention, kinds) for mention in row])
    return sharpened


def load(name: str) -> Any:
    """Load an installed spaCy pipeline by its name."""
    try:
        import spacy
    except ImportError:
        raise MissingExtraError("a spaCy pipeline", "spacy") from None
    try:
        return spacy.load(name)
    except OSError:
        raise ModelError(
            f"no spaCy pipeline {name!r} is installed; see `python -m spacy info`"
        ) from None


def _sharpened(mention: Mention, kinds: dict[tuple[int, int], str]) -> Mention:
    kind = kinds.get((mention.span.start, mention.span.end))
    if kind is None or (mention.type is not None and mention.score >= _DOUBT):
        return mention
    return replace(mention, type=cast(NameType, kind))
