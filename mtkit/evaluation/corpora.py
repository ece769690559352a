"""Reference sets by name: those that ship with mtkit, and those in folders of one's own.

A corpus is a folder with a ``corpus.toml``.  Folders are looked for under ``MTKIT_CORPORA`` (paths
separated as in ``PATH``), then among those that came with mtkit.

    id = "newsdesk"
    summary = "one line for a list"
    languages = ["en", "ar"]
    domain = "news"
    license = "CC-BY-4.0"
    source = "where it came from"

    [files]                          # file → SHA-256, checked when a part is read
    "dev.jsonl" = "f17d…"

    [parts.dev]
    segments = 629
    first = { en = "line 1", ar = "line 1" }     # so that nobody reads the wrong file or column
    files = [{ en = "dev.jsonl#en", ar = "dev.jsonl#ar", labels = { doc = "dev.jsonl#doc" } }]

Places are written as `mtkit.evaluation.lines` reads them.  The files of a part are read one after
the other; a label that is no place of a file of the corpus is the label of all its lines.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtkit import paths
from mtkit.errors import ChecksumError, ConfigError, CorpusError, UnknownEntryError
from mtkit.evaluation.lines import Role, read_lines
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.io import sha256
from mtkit.langs import standard

MANIFEST = "corpus.toml"
_NEEDED = ("id", "summary", "languages", "license", "source", "files", "parts")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a corpus: dev, test.

    Args:
        name: Its name in the corpus.
        segments: How many there are.
        first: Language → line 1.
        files: Per file language → place, and ``"labels"``.
    """

    name: str
    segments: int
    first: Mapping[str, str]
    files: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus at hand: what its manifest says, and its folder."""

    id: str
    summary: str
    languages: tuple[str, ...]
    license: str
    source: str
    domain: str
    files: Mapping[str, str]
    parts: Mapping[str, Part]
    folder: Path

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum((self.folder / name).stat().st_size for name in self.files)


def corpora() -> list[Corpus]:
    """Return the reference sets at hand, by id; of two with one id, the user's own.

    Raises:
        CorpusError: A manifest cannot be read.
    """
    found: dict[str, Corpus] = {}
    for manifest in _manifests():
        table = _table(manifest)
        if "parts" in table:  # others are text, but no reference sets
            corpus = _corpus(table, manifest)
            found.setdefault(corpus.id, corpus)
    return [found[id] for id in sorted(found)]


def find_corpus(name: str) -> tuple[Corpus, Part] | None:
    """Return the corpus and part called ``ID`` or ``ID/PART``; None if there is no such id.

    Raises:
        UnknownEntryError: The corpus has no such part.
    """
    id, _, part = name.partition("/")
    corpus = next((corpus for corpus in corpora() if corpus.id == id), None)
    if corpus is None:
        return None
    part = part or next(iter(corpus.parts))
    if part not in corpus.parts:
        raise UnknownEntryError(f"part of {corpus.id}", part, corpus.parts)
    return corpus, corpus.parts[part]


def load_part(corpus: Corpus, part: Part, *, source: str, target: str) -> ReferenceSet:
    """Read a part as the reference set of one direction.

    Raises:
        ConfigError: The corpus lacks a language.
        ChecksumError: A file was changed.
        CorpusError: The lines are not as many as the manifest says, or line 1 is another.
    """
    source, target = standard(source), standard(target)
    for language in (source, target):
        if language not in corpus.languages:
            there = ", ".join(corpus.languages)
            raise ConfigError(f"{corpus.id} has no {language!r} (languages: {there})")
    _verify(corpus, part)
    sides = {
        source: _read_side(corpus, part, source, "source"),
        target: _read_side(corpus, part, target, "reference"),
    }
    for language, texts in sides.items():
        if len(texts) != part.segments:
            problem = f"{len(texts)} lines of {language!r}, its manifest says {part.segments}"
            raise CorpusError(f"{corpus.id}/{part.name}: {problem}; get it again")
        if texts[0] != part.first[language]:
            problem = f"line 1 of {language!r} is not the one of the manifest"
            raise CorpusError(f"{corpus.id}/{part.name}: {problem}; see {corpus.folder / MANIFEST}")
    return ReferenceSet(
        references=(sides[target],),
        sources=sides[source],
        source_language=source,
        target_language=target,
        labels=_labels(corpus, part, source),
        name=f"{corpus.id}/{part.name}",
    )


def _manifests() -> Iterator[Path]:
    own = os.environ.get("MTKIT_CORPORA", "")
    for folder in [*map(Path, filter(None, own.split(os.pathsep))), paths.shipped("corpora")]:
        if not folder.is_dir():
            raise ConfigError(f"MTKIT_CORPORA: {folder} is no folder")
        yield from sorted({*folder.glob(MANIFEST), *folder.glob(f"*/{MANIFEST}")})


def _table(manifest: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(manifest.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{manifest}: {error}") from error


def _corpus(table: Mapping[str, Any], manifest: Path) -> Corpus:
    missing = [key for key in _NEEDED if key not in table]
    if missing:
        raise CorpusError(f"{manifest}: no {', '.join(missing)}")
    parts = {}
    for name, part in table["parts"].items():
        lacking = [key for key in ("segments", "first", "files") if key not in part]
        if lacking:
            raise CorpusError(f"{manifest}: part {name!r} has no {', '.join(lacking)}")
        parts[name] = Part(name, part["segments"], part["first"], tuple(part["files"]))
    return Corpus(
        id=table["id"],
        summary=table["summary"],
        languages=tuple(table["languages"]),
        license=table["license"],
        source=table["source"],
        domain=table.get("domain", ""),
        files=table["files"],
        parts=parts,
        folder=manifest.parent,
    )


def _verify(corpus: Corpus, part: Part) -> None:
    places = [place for file in part.files for key, place in file.items() if key != "labels"]
    for name in sorted({place.partition("#")[0] for place in places}):
        path = corpus.folder / name
        if name not in corpus.files:
            raise CorpusError(f"{corpus.folder / MANIFEST}: no SHA-256 of {name!r} under [files]")
        if not path.is_file():
            raise CorpusError(f"{path} is missing; get it from: {corpus.source}")
        if (found := sha256(path)) != corpus.files[name]:
            raise ChecksumError(path, corpus.files[name], found)


def _read_side(corpus: Corpus, part: Part, language: str, role: Role) -> tuple[str, ...]:
    places = [corpus.folder / file[language] for file in part.files]
    return tuple(text for place in places for text in read_lines(place, role=role).texts)


def _labels(corpus: Corpus, part: Part, language: str) -> dict[str, tuple[str, ...]]:
    """Read the labels that every file of the part has."""
    kinds: Sequence[set[str]] = [set(file.get("labels", ())) for file in part.files]
    return {
        kind: tuple(
            label for file in part.files for label in _file_labels(corpus, file, kind, language)
        )
        for kind in sorted(set.intersection(*kinds))
    }


def _file_labels(
    corpus: Corpus, file: Mapping[str, Any], kind: str, language: str
) -> tuple[str, ...]:
    label = file["labels"][kind]
    if label.partition("#")[0] in corpus.files:
        return read_lines(corpus.folder / label, role="label").texts
    return (label,) * len(read_lines(corpus.folder / file[language], role="source"))
