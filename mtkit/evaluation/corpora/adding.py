"""A corpus comes into the user's folder: pulled by name, or added from files of one's own.

All of it happens in a folder of its own, which takes its place when every side has been read: a
corpus that is listed is one that can be used.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mtkit.bitext import read_bitext, write_bitext
from mtkit.errors import ConfigError, CorpusError, FormatError, UnknownEntryError
from mtkit.evaluation.corpora.reading import check_side, load_part, read_side
from mtkit.io import atomic_dir, sha256
from mtkit.langs import standard
from mtkit.store.corpora.download import Progress, fetch
from mtkit.store.corpora.known import known
from mtkit.store.corpora.manifest import LABELS, NAME, Corpus, Part, dump, load
from mtkit.store.corpora.places import corpora, installed

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_ROWS = (".tsv", ".jsonl", ".ndjson", ".parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What files of one's own do not say themselves.

    Args:
        id: Of the corpus; None is the name of its file or folder.
        languages: BCP 47 codes, in the order of a table's columns.
        fields: Language → field or column (number from 1, or name), where it has not the language's
            own name.
        license: As its publisher writes it.
        source: Where it came from; empty is the path.
        domain: What kind of text it is.
        summary: One line.
    """

    id: str | None = None
    languages: Sequence[str] = ("en", "ar")
    fields: Mapping[str, str] = field(default_factory=dict)
    license: str = "not stated"
    source: str = ""
    domain: str = ""
    summary: str = ""


def pull(id: str, *, on_progress: Progress = lambda file, here, total: None) -> Corpus:
    """Download a reference set that mtkit knows; the only thing here that asks the network.

    Raises:
        UnknownEntryError: mtkit does not know it.
        NetworkError: The download failed.
        ChecksumError: A file is not what its publisher says it is.
        CorpusError: It has not as many lines as it should, or line 1 is another.
    """
    corpus = known(id)
    with atomic_dir(installed() / id) as folder:
        revision = fetch(corpus, folder, on_progress=on_progress)
        source = f"{corpus.source} (revision {revision})" if revision else corpus.source
        _finish(replace(corpus, source=source), folder)
    return _opened(id)


def add(path: Path, description: Description | None = None) -> Corpus:
    """Copy line-aligned files, a table or records into the user's folder and record their hashes.

    Args:
        path: Folder of files named by language (``en.txt``), or of Parquet or JSON Lines files that
            are read one after the other; a file (.tsv, .jsonl, .parquet, .tmx); or a folder with a
            manifest of its own, which is kept.
        description: What the files do not say.

    Raises:
        ConfigError: The id cannot be one, or is taken.
        FormatError: A file cannot be read.
        CorpusError: The sides do not have as many lines as each other.
    """
    description = description or Description()
    if (path / NAME).is_file():
        corpus = load(path / NAME, folder=path)
        if corpus is None:
            raise CorpusError(f"{path / NAME}: has no [parts], so it is no reference set")
        names = {name for part in corpus.parts.values() for name in part.names()} | {*corpus.files}
        chosen = {name: path / name for name in sorted(names)}
    else:
        languages = tuple(map(standard, description.languages))
        chosen, files = _chosen(path, languages, description.fields)
        corpus = Corpus(
            id=path.resolve().name if path.is_dir() else path.stem,
            summary=description.summary or f"added from {path.name}",
            languages=languages,
            license=description.license,
            source=description.source or str(path),
            domain=description.domain,
            files={},
            parts={"all": Part("all", files=files)},
            folder=None,
        )
    corpus = replace(corpus, id=description.id or corpus.id)
    if not _ID.fullmatch(corpus.id):
        raise ConfigError(f"{corpus.id!r} cannot be an id; give one with --id (letters, digits, -)")
    if corpus.id in [other.id for other in corpora()]:
        raise ConfigError(f"there is a corpus {corpus.id!r} already; give another with --id")
    with atomic_dir(installed() / corpus.id) as folder:
        for name, source in chosen.items():
            _copy(source, folder / name, corpus.languages)
        _finish(corpus, folder)
    return _opened(corpus.id)


def remove(id: str) -> None:
    """Delete a corpus that was pulled or added.

    Raises:
        CorpusError: It was not, so its files belong to somebody else.
        UnknownEntryError: There is none.
    """
    folder = installed() / id
    if _ID.fullmatch(id) and (folder / NAME).is_file():
        shutil.rmtree(folder)
        return
    if id in (known_ids := [corpus.id for corpus in corpora()]):
        raise CorpusError(f"{id} was not pulled or added, so it is not mtkit's to remove")
    raise UnknownEntryError("corpus at hand", id, known_ids)


def _opened(id: str) -> Corpus:
    folder = installed() / id
    corpus = load(folder / NAME, folder=folder)
    if corpus is None:
        raise CorpusError(f"{folder / NAME}: has no [parts]")
    return corpus


# --- finding out what is what --------------------------------------------------------------------

_Files = tuple[dict[str, Any], ...]


def _chosen(
    path: Path, languages: Sequence[str], fields: Mapping[str, str]
) -> tuple[dict[str, Path], _Files]:
    """Return name → file to copy, and the places of each language in them."""
    if not path.exists():
        raise FormatError("there is no such file or folder", path)
    if path.is_dir():
        sides = {code: path / f"{code}.txt" for code in languages}
        if all(side.is_file() for side in sides.values()):
            labels = {name: f"{name}.txt" for name in LABELS if (path / f"{name}.txt").is_file()}
            places: dict[str, Any] = {code: side.name for code, side in sides.items()}
            names = [*places.values(), *labels.values()]
            return {name: path / name for name in names}, (places | {"labels": labels},)
        shards = sorted(file for file in path.iterdir() if file.suffix in _ROWS)
        if not shards or len({shard.suffix for shard in shards}) > 1:
            wanted = ", ".join(side.name for side in sides.values())
            raise FormatError(f"holds neither {wanted} nor files of one kind of table", path)
    elif path.suffix == ".tmx":
        name = f"{path.stem}.jsonl"
        return {name: path}, ({code: f"{name}#{code}" for code in languages},)
    elif path.suffix in _ROWS:
        shards = [path]
    else:
        kinds = "a folder of en.txt and ar.txt, or .tsv, .jsonl, .parquet, .tmx"
        raise FormatError(f"added are {kinds}", path)
    return {shard.name: shard for shard in shards}, tuple(
        _places(shard, languages, fields) for shard in shards
    )


def _places(path: Path, languages: Sequence[str], fields: Mapping[str, str]) -> dict[str, Any]:
    if path.suffix == ".tsv":
        usual = {code: str(number) for number, code in enumerate(languages, start=1)}
        with path.open(encoding="utf-8") as file:
            header = file.readline().rstrip("\r\n").split("\t")
        usual = {code: code if code in header else usual[code] for code in languages}
    else:
        usual = {code: code for code in languages}
    places: dict[str, Any] = {
        code: f"{path.name}#{fields.get(code, usual[code])}" for code in usual
    }
    if path.suffix in (".jsonl", ".ndjson"):
        with path.open(encoding="utf-8") as file:
            labels = [name for name in LABELS if isinstance(_field(file.readline(), name), str)]
        if labels:
            places["labels"] = {name: f"{path.name}#{name}" for name in labels}
    return places


def _field(line: str, name: str) -> object:
    try:
        record = json.loads(line)
    except json.JSONDecodeError:
        return None  # reading the sides will say where it is broken
    return record.get(name) if isinstance(record, dict) else None


def _copy(source: Path, target: Path, languages: Sequence[str]) -> None:
    if source.suffix == ".tmx":
        write_bitext(target, read_bitext(source, languages), languages)
    elif source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    else:
        raise CorpusError(f"{source}: is missing, though the manifest names it")


def _finish(corpus: Corpus, folder: Path) -> None:
    """Hold every side against what is known, then write the manifest with what was found."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    hashes = {name: sha256(path) for name, path in sorted(found.items()) if path.is_file()}
    for name, expected in corpus.files.items():
        if hashes.get(name) != expected:
            raise CorpusError(f"{corpus.id}: {name} is not the file that its manifest records")
    here = replace(corpus, folder=folder, files=hashes)
    parts = {name: _measured(here, part) for name, part in corpus.parts.items()}
    dump(replace(here, parts=parts, download=None), folder)


def _measured(corpus: Corpus, part: Part) -> Part:
    first = {}
    segments = part.segments
    for language in corpus.languages:
        texts = read_side(corpus, part, language, role="source")
        check_side(corpus, replace(part, segments=segments), language, texts)
        first[language], segments = texts[0], len(texts)
    measured = replace(part, segments=segments, first=first, fetch={}, drop="")
    source, target = corpus.directions(part)[0]
    load_part(corpus, measured, source=source, target=target)  # labels fit as well
    return measured
