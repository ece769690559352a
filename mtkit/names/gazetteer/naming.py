"""Documents with their names, out of bitext and text: finders and pairers applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from mtkit.names.gazetteer.documents import NamedDocument, from_mentions, from_pairs
from mtkit.names.mentions import mentions
from mtkit.names.pair_evidence import Both
from mtkit.names.pairs import pair_all
from mtkit.types import WordAlignment

SENTENCES = 100
"""Sentence pairs that are one document where a bitext does not tell its documents."""


def name_bitext(
    source: Sequence[str],
    target: Sequence[str],
    *,
    languages: tuple[str, str],
    name: str,
    alignments: Sequence[WordAlignment | None] | None = None,
    date: str | None = None,
) -> NamedDocument:
    """Return a text and its translation with the names that stand for each other.

    Args:
        source: Its sentences.
        target: Their translations.
        languages: BCP 47 codes of the two.
        name: Where they came from.
        alignments: Of the words of each pair; None leaves it to `pair_all`.
        date: ISO 8601 day.
    """
    one, other = (
        mentions(side, language=code)
        for side, code in zip((source, target), languages, strict=True)
    )
    given = alignments or [None] * len(source)
    rows = zip(source, target, one, other, given, strict=True)
    pairs = list(
        pair_all(
            (Both(*row) for row in rows),
            source_language=languages[0],
            target_language=languages[1],
        )
    )
    sides = (source, target)
    return from_pairs(pairs, languages=languages, name=name, sentences=sides, date=date)


def name_text(
    sentences: Sequence[str], *, language: str, name: str, date: str | None = None
) -> NamedDocument:
    """Return a text with its names.

    Args:
        sentences: Of the text.
        language: BCP 47 code.
        name: Where it came from.
        date: ISO 8601 day.
    """
    found = mentions(sentences, language=language)
    return from_mentions(found, language=language, name=name, sentences=sentences, date=date)


def cut_bitext(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield a long bitext in pieces of `SENTENCES` pairs, which are taken as documents."""
    rest = iter(pairs)
    while piece := list(islice(rest, SENTENCES)):
        yield [source for source, _ in piece], [target for _, target in piece]
