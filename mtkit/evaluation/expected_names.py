"""Which names a translation should hold: those marked in the set, else those of its reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from mtkit import langs
from mtkit.errors import ConfigError
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.types import Mention

LANGUAGES = ("en", "ar")
"""Languages in which names can be found."""

_SURE = 0.8  # a reference's name that the finder doubts is no fault of a hypothesis
_DOCUMENT = "doc"  # the label that parts a set into documents


def expected_names(references: ReferenceSet) -> tuple[tuple[str, ...], ...]:
    """Return the different names of each segment, as its translation should write them.

    Raises:
        ConfigError: None are marked, and the target language is neither English nor Arabic.
    """
    marked = references.names
    if marked is not None and all(row is not None for row in marked):
        return tuple(row for row in marked if row is not None)
    found = found_names(references.references[0], references, references.target_language)
    if found is None:
        raise ConfigError(
            "names can be looked for in English and Arabic; this target is "
            f"{references.target_language or 'not known: give --pair (target_language=)'}"
        )
    forms = [
        tuple(dict.fromkeys(mention.form for mention in row if mention.score >= _SURE))
        for row in found
    ]
    if marked is None:
        return tuple(forms)
    return tuple(own if row is None else row for row, own in zip(marked, forms, strict=True))


def found_names(
    texts: Sequence[str], references: ReferenceSet, language: str | None
) -> list[list[Mention]] | None:
    """Return the names in each text of a side, document by document; None for other languages."""
    if language is None or langs.base(language) not in LANGUAGES:
        return None
    documents = references.labels.get(_DOCUMENT, ("",) * len(texts))
    return _found(tuple(texts), tuple(documents), langs.base(language))


def names_by_side(
    references: ReferenceSet, hypotheses: Mapping[str, Sequence[str]]
) -> dict[str, list[list[Mention]]]:
    """Return ``"source"``, ``"reference 1"`` or system → the names in each of its texts."""
    target = references.target_language
    sides = {
        f"reference {number}": (side, target)
        for number, side in enumerate(references.references, start=1)
    } | {system: (texts, target) for system, texts in hypotheses.items()}
    if references.sources is not None:
        sides["source"] = (references.sources, references.source_language)
    found = {
        name: found_names(texts, references, language) for name, (texts, language) in sides.items()
    }
    return {name: rows for name, rows in found.items() if rows is not None}


@lru_cache(maxsize=16)  # metric, slices and report ask for the same
def _found(
    texts: tuple[str, ...], documents: tuple[str, ...], language: str
) -> list[list[Mention]]:
    from mtkit.names.mentions import mentions

    found = []
    for _, group in groupby(zip(texts, documents, strict=True), key=lambda pair: pair[1]):
        found += mentions([text for text, _ in group], language=language)
    return found
