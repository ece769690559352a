"""What a gazetteer is told of a document: where names stand, and which stand for each other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mtkit.langs import standard
from mtkit.types import Mention, NamePair


@dataclass(frozen=True, slots=True)
class Sighting:
    """One mention in a document.

    Args:
        mention: As a finder of names gave it.
        language: BCP 47 code of the sentence.
        sentence: Number of the sentence in the document, from 0.
        aligned: The form on the other side of the bitext; None without one.
        score: Of the pair, or of the mention where there is none, in [0, 1].
    """

    mention: Mention
    language: str
    sentence: int = 0
    aligned: str | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """Two sightings that stand for each other in a text and its translation, by their numbers."""

    one: int
    other: int
    score: float


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A document with its names.

    Args:
        name: Where it came from, for people.
        digest: SHA-256 of what was read (`digest`); a gazetteer takes each only once.
        sightings: All mentions.
        links: Which of them stand for each other.
        sentences: Language → its sentences; those with names are kept as evidence.
        date: ISO 8601 day of the document, where it is known.
    """

    name: str
    digest: bytes
    sightings: tuple[Sighting, ...]
    links: tuple[Link, ...] = ()
    sentences: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)
    date: str | None = None


def digest(sentences: Mapping[str, Sequence[str]]) -> bytes:
    """Return the SHA-256 by which a document is known again: of its sentences and languages."""
    sha = hashlib.sha256()
    for language in sorted(sentences):
        for part in (language, *sentences[language], ""):
            sha.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return sha.digest()


def from_pairs(
    pairs: Iterable[Sequence[NamePair]],
    *,
    languages: tuple[str, str],
    name: str,
    sentences: tuple[Sequence[str], Sequence[str]],
    date: str | None = None,
) -> NamedDocument:
    """Return the document of a bitext.

    Args:
        pairs: For each sentence pair, its names.
        languages: Of the two sides.
        name: Where it came from.
        sentences: The two sides, sentence by sentence.
        date: ISO 8601 day.

    Raises:
        ConfigError: A language that is none.
    """
    one, other = map(standard, languages)
    sightings: list[Sighting] = []
    links: list[Link] = []
    for number, found in enumerate(pairs):
        for pair in found:
            at = len(sightings)
            sightings += [
                Sighting(pair.source, one, number, pair.target.form, pair.score),
                Sighting(pair.target, other, number, pair.source.form, pair.score),
            ]
            links.append(Link(at, at + 1, pair.score))
    texts = {one: sentences[0], other: sentences[1]}
    return NamedDocument(name, digest(texts), tuple(sightings), tuple(links), texts, date)


def from_mentions(
    mentions: Iterable[Sequence[Mention]],
    *,
    language: str,
    name: str,
    sentences: Sequence[str],
    date: str | None = None,
) -> NamedDocument:
    """Return the document of a text in one language.

    Args:
        mentions: For each sentence, its names.
        language: Of the text.
        name: Where it came from.
        sentences: The text, sentence by sentence.
        date: ISO 8601 day.

    Raises:
        ConfigError: A language that is none.
    """
    code = standard(language)
    sightings = tuple(
        Sighting(mention, code, number, score=mention.score)
        for number, found in enumerate(mentions)
        for mention in found
    )
    texts = {code: sentences}
    return NamedDocument(name, digest(texts), sightings, (), texts, date)
