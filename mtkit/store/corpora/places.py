"""The corpora at hand, and the folders that they are looked for in.

In this order, the first of an id being the one that counts: the folders of ``MTKIT_CORPORA`` (paths
separated as in ``PATH``), those that were pulled or added, those that came with mtkit.  A corpus is
a folder with a `corpus.toml`; a folder that has none, but files named by language (``en.txt``,
``ar.txt``), is one too.  If it bears the name of a set that mtkit knows (``flores-dev``), it is
held against what is known of that.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from mtkit.errors import ConfigError, UnknownEntryError
from mtkit.langs import standard
from mtkit.paths import data_dir, shipped
from mtkit.store.corpora.known import known_by_alias, known_corpora
from mtkit.store.corpora.manifest import LABELS, NAME, Corpus, Part, load

_LINES = ".txt"


def corpora() -> list[Corpus]:
    """Return the reference sets at hand, by id.

    Raises:
        CorpusError: A manifest cannot be read.
        ConfigError: ``MTKIT_CORPORA`` names a folder that is not there.
    """
    found: dict[str, Corpus] = {}
    for corpus in _found():
        kept = found.setdefault(corpus.id, corpus)
        if kept is not corpus and _is_bare_part(kept) and _is_bare_part(corpus):
            found[corpus.id] = _joined(kept, corpus)  # flores-dev and flores-devtest
    return [found[id] for id in sorted(found)]


def find_corpus(name: str) -> tuple[Corpus, Part] | None:
    """Return the corpus and part called ``ID``, ``ID/PART`` or by an alias; None if none is.

    Raises:
        UnknownEntryError: The corpus has no such part.
    """
    id, _, part = name.partition("/")
    at_hand = corpora()
    corpus = next((corpus for corpus in at_hand if corpus.id == id), None)
    if corpus is None:
        for other in at_hand:
            for known in other.parts.values():
                if name in other.names(known):
                    return other, known
        return None
    part = part or next(iter(corpus.parts))
    if part not in corpus.parts:
        raise UnknownEntryError(f"part of {corpus.id}", part, corpus.parts)
    return corpus, corpus.parts[part]


def installed() -> Path:
    """Return the folder of corpora that were pulled or added."""
    return data_dir() / "corpora"


def locate(relative: str) -> Path:
    """Return where ``ID/FILE`` lies, in the first of the folders that has it.

    This is what ``${MTKIT_CORPORA}/ID/FILE`` means in a recipe.  What is nowhere is looked for with
    what came with mtkit, so that a message names a place that exists.
    """
    for folder in _folders():
        if (folder / relative).exists():
            return folder / relative
    return shipped("corpora") / relative


def _folders() -> tuple[Path, ...]:
    own = [Path(f).expanduser() for f in os.environ.get("MTKIT_CORPORA", "").split(os.pathsep) if f]
    for folder in own:
        if not folder.is_dir():
            raise ConfigError(f"MTKIT_CORPORA: {folder} is no folder")
    return (*own, *(f for f in (installed(), shipped("corpora")) if f.is_dir()))


def _found() -> Iterator[Corpus]:
    for place in _folders():
        for folder in (place, *sorted(place.iterdir())):
            if folder.name.startswith(".") or not folder.is_dir():
                continue  # hidden: half-made by a run that was killed
            if (folder / NAME).is_file():
                corpus = load(folder / NAME, folder=folder)
            else:
                corpus = _bare(folder)
            if corpus is not None:
                yield corpus


def _bare(folder: Path) -> Corpus | None:
    """Return the corpus of a folder of line-aligned files named by language, if it is one."""
    sides: dict[str, Any] = {}
    labels = {}
    for path in sorted(folder.glob(f"*{_LINES}")):
        if path.stem in LABELS:
            labels[path.stem] = path.name
        elif "." not in path.stem:
            with suppress(ConfigError):
                sides[standard(path.stem)] = path.name
    if len(sides) < 2:
        return None
    languages = tuple(sides)
    if labels:
        sides["labels"] = labels
    known = known_by_alias(folder.name)
    if known is not None:
        corpus, part = known
        first = {language: line for language, line in part.first.items() if language in languages}
        part = replace(part, first=first, files=(sides,), fetch={}, drop="")
        there = tuple(language for language in corpus.languages if language in languages)
        return replace(
            corpus, folder=folder, files={}, parts={part.name: part}, languages=there, download=None
        )
    return Corpus(
        id=folder.name,
        summary="line-aligned files without a manifest",
        languages=languages,
        license="not stated",
        source=str(folder),
        domain="",
        files={},
        parts={"all": Part("all", files=(sides,))},
        folder=folder,
    )


def _is_bare_part(corpus: Corpus) -> bool:
    return not corpus.files and corpus.id in [known.id for known in known_corpora()]


def _joined(one: Corpus, other: Corpus) -> Corpus:
    """Return one corpus with the parts of both, whose places are then from their common root."""
    root = Path(os.path.commonpath([str(one.folder), str(other.folder)]))

    def moved(corpus: Corpus) -> dict[str, Part]:
        prefix = corpus.path("").relative_to(root)
        return {
            name: replace(
                part,
                files=tuple(_under(prefix, file) for file in part.files),
            )
            for name, part in corpus.parts.items()
        }

    return replace(one, folder=root, parts={**moved(other), **moved(one)})


def _under(prefix: Path, file: Mapping[str, Any]) -> dict[str, Any]:
    """Return the places of a file, labels too, in the folder `prefix`."""
    return {
        key: _under(prefix, place) if isinstance(place, Mapping) else str(prefix / place)
        for key, place in file.items()
    }
