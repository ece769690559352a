"""A part of a corpus as a reference set, held against its manifest while it is read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mtkit.errors import ChecksumError, ConfigError, CorpusError
from mtkit.evaluation.lines import Role, read_lines
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.io import sha256
from mtkit.langs import standard
from mtkit.store.corpora.manifest import NAME, Corpus, Part


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
    check_files(corpus, part)
    sides = {
        source: read_side(corpus, part, source, role="source"),
        target: read_side(corpus, part, target, role="reference"),
    }
    for language, texts in sides.items():
        check_side(corpus, part, language, texts)
    return ReferenceSet(
        references=(sides[target],),
        sources=sides[source],
        source_language=source,
        target_language=target,
        labels=_labels(corpus, part, source),
        name=f"{corpus.id}/{part.name}",
        names=_marked_names(corpus, part, target),
    )


def check_files(corpus: Corpus, part: Part) -> None:
    """Hold the files of a part against their hashes.

    A corpus without any hash (a bare folder) is taken as it is.

    Raises:
        ChecksumError: A file was changed.
        CorpusError: A file is missing, or has no hash where others have one.
    """
    for name in part.names():
        path = corpus.path(name)
        if corpus.files and name not in corpus.files:
            raise CorpusError(f"{corpus.path(NAME)}: no SHA-256 of {name!r} under [files]")
        if not path.is_file():
            raise CorpusError(f"{path} is missing; get it from: {corpus.source}")
        expected = corpus.files.get(name)
        if expected is not None and (found := sha256(path)) != expected:
            raise ChecksumError(path, expected, found)


def read_side(corpus: Corpus, part: Part, language: str, *, role: Role) -> tuple[str, ...]:
    """Return the segments of a part in one language, as they are written."""
    places = [corpus.path(file[language]) for file in part.files]
    return tuple(text for place in places for text in read_lines(place, role=role).texts)


def check_side(corpus: Corpus, part: Part, language: str, texts: Sequence[str]) -> None:
    """Hold the segments of a language against number and first line, where these are known.

    Raises:
        CorpusError: They are others.
    """
    if part.segments is not None and len(texts) != part.segments:
        problem = f"{len(texts)} lines of {language!r}, its manifest says {part.segments}"
        raise CorpusError(f"{corpus.id}/{part.name}: {problem}; get it again")
    if language in part.first and texts[0] != part.first[language]:
        problem = f"line 1 of {language!r} is not the one of the manifest"
        raise CorpusError(f"{corpus.id}/{part.name}: {problem}; see {corpus.path(NAME)}")


def _labels(corpus: Corpus, part: Part, language: str) -> dict[str, tuple[str, ...]]:
    """Read the labels that every file of the part has."""
    kinds: Sequence[set[str]] = [set(file.get("labels", ())) for file in part.files]
    return {
        kind: tuple(
            label for file in part.files for label in _file_labels(corpus, file, kind, language)
        )
        for kind in sorted(set.intersection(*kinds))
    }


def _marked_names(
    corpus: Corpus, part: Part, language: str
) -> tuple[tuple[str, ...] | None, ...] | None:
    """Return the names of each segment in a language, where a file has them marked.

    That is the field ``names`` of JSON Lines: objects with a form for each language, as in
    ``{"en": "Basra", "ar": "البصرة"}``.
    """
    found: list[tuple[str, ...] | None] = []
    for file in part.files:
        path = corpus.path(file[language].partition("#")[0])
        segments = len(read_lines(corpus.path(file[language]), role="reference"))
        rows = _names_of_records(path, language) if path.suffix == ".jsonl" else None
        found += [None] * segments if rows is None or len(rows) != segments else rows
    return tuple(found) if any(row is not None for row in found) else None


def _names_of_records(path: Path, language: str) -> list[tuple[str, ...]] | None:
    rows = []
    with path.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            names = record.get("names")
            if not isinstance(names, list):
                return None
            forms = (name.get(language) for name in names if isinstance(name, dict))
            rows.append(tuple(dict.fromkeys(form for form in forms if form)))
    return rows


def _file_labels(
    corpus: Corpus, file: Mapping[str, Any], kind: str, language: str
) -> tuple[str, ...]:
    label = file["labels"][kind]
    if corpus.path(label.partition("#")[0]).is_file():
        return read_lines(corpus.path(label), role="label").texts
    return (label,) * len(read_lines(corpus.path(file[language]), role="source"))
