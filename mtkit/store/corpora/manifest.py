"""`corpus.toml`: what is known of a corpus, beside its files.

    id = "newsdesk"
    summary = "one line for a list"
    languages = ["en", "ar"]
    original = "en"                  # the language it was written in, where that is one
    domain = "news"
    license = "CC-BY-4.0"
    source = "where it came from"
    citation = "whom to cite"

    [files]                          # file → SHA-256, checked when a part is read
    "dev.jsonl" = "f17d…"

    [parts.dev]
    segments = 629
    first = { en = "line 1", ar = "line 1" }     # so that nobody reads the wrong file or column
    directions = ["en-ar"]                       # left out where it serves all
    files = [{ en = "dev.jsonl#en", ar = "dev.jsonl#ar", labels = { doc = "dev.jsonl#doc" } }]

Places are written as `mtkit.evaluation.lines` reads them.  The files of a part are read one after
the other; a label that is no place in a file of the corpus is the label of all its lines.  A corpus
that can be pulled also says how:

    [download]                       # one of hub (OWNER/NAME), archive (URL), files (URL of a
    archive = "https://…tar.gz"      # folder), sacrebleu (NAME)
    sha256 = "b8b0…"                 # of the archive, where it is known

    [parts.dev.fetch]                # file here → what it is called there (hub: a pattern)
    "dev.en.txt" = "flores200_dataset/dev/eng_Latn.dev"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from mtkit.errors import ConfigError, CorpusError
from mtkit.io import atomic_file
from mtkit.langs import standard

NAME = "corpus.toml"
"""The manifest's file name, in the corpus's folder."""

LABELS = ("doc", "domain")
"""Names of files and fields that are taken for labels, to slice by, where nothing else is said."""

Kind = Literal["hub", "archive", "files", "sacrebleu"]

_NEEDED = ("id", "summary", "languages", "license", "source", "parts")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a corpus: dev, test.

    Args:
        name: Its name in the corpus.
        segments: How many there are; None where that is not known before it is read.
        first: Language → line 1, of the languages for which it is known.
        files: Per file language → place, and ``"labels"``.
        directions: (source, target) pairs that it was made for; empty for all.
        aliases: Names by which folders of it are known (``flores-dev``).
        fetch: File → what it is called where it comes from.
        drop: Field of JSON Lines; what has it set is not a segment of the part.
    """

    name: str
    segments: int | None = None
    first: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Mapping[str, Any], ...] = ()
    directions: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    fetch: Mapping[str, str] = field(default_factory=dict)
    drop: str = ""

    def names(self) -> tuple[str, ...]:
        """Return the names of its files, labels left out, sorted."""
        places = [place for file in self.files for key, place in file.items() if key != "labels"]
        return tuple(sorted({place.partition("#")[0] for place in places}))


@dataclass(frozen=True, slots=True)
class Download:
    """Where a corpus comes from.

    Args:
        kind: ``"hub"``, ``"archive"``, ``"files"`` or ``"sacrebleu"``.
        place: OWNER/NAME on the hub, URL of an archive or of a folder of files, sacreBLEU's name.
        sha256: Of the archive; empty where it is not known.
    """

    kind: Kind
    place: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the manifest of a corpus says, and its folder.

    Args:
        id: Short name, also its folder's.
        summary: One line for a list.
        languages: BCP 47 codes.
        license: SPDX identifier, or as the publisher writes it.
        source: Where it came from.
        domain: What kind of text it is.
        files: File → SHA-256.
        parts: Name → part; the first is meant where none is named.
        folder: Where its files lie; None while it is not at hand.
        original: Language it was written in; empty where it is not one, or not known.
        citation: Whom to cite.
        download: How to get it; None where it cannot be pulled.
    """

    id: str
    summary: str
    languages: tuple[str, ...]
    license: str
    source: str
    domain: str
    files: Mapping[str, str]
    parts: Mapping[str, Part]
    folder: Path | None
    original: str = ""
    citation: str = ""
    download: Download | None = None

    def path(self, name: str) -> Path:
        """Return where a file of the corpus lies.

        Raises:
            CorpusError: The corpus is not at hand.
        """
        if self.folder is None:
            raise CorpusError(
                f"{self.id} is not at hand; get it with: mtkit corpora pull {self.id}"
            )
        return self.folder / name

    def names(self, part: Part) -> tuple[str, ...]:
        """Return the names by which a folder of the part is known."""
        return (f"{self.id}-{part.name}", *part.aliases)

    def directions(self, part: Part) -> tuple[tuple[str, str], ...]:
        """Return the (source, target) pairs that a part serves."""
        if part.directions:
            return part.directions
        return tuple((s, t) for s in self.languages for t in self.languages if s != t)


def load(manifest: Path, *, folder: Path | None = None) -> Corpus | None:
    """Read a manifest; None if it has no parts, which is text, but no reference set.

    Args:
        manifest: The file.
        folder: Where the corpus's files lie; None is not at hand.

    Raises:
        CorpusError: It cannot be read, or lacks something.
    """
    try:
        table = tomllib.loads(manifest.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{manifest}: {error}") from error
    if "parts" not in table:
        return None
    try:
        return _corpus(table, folder)
    except (CorpusError, ConfigError) as error:
        raise CorpusError(f"{manifest}: {error}") from None
    except (AttributeError, TypeError, ValueError) as error:
        raise CorpusError(
            f"{manifest}: not what a corpus's manifest looks like ({error})"
        ) from None


def dump(corpus: Corpus, folder: Path) -> None:
    """Write the manifest of a corpus into its folder."""
    import tomlkit

    with atomic_file(folder / NAME) as file:
        file.write(tomlkit.dumps(_values(corpus)).encode("utf-8"))


def _corpus(table: Mapping[str, Any], folder: Path | None) -> Corpus:
    missing = [key for key in _NEEDED if key not in table]
    if missing:
        raise CorpusError(f"no {', '.join(missing)}")
    if not table["parts"]:
        raise CorpusError("[parts] is empty")
    return Corpus(
        id=table["id"],
        summary=table["summary"],
        languages=tuple(map(standard, table["languages"])),
        license=table["license"],
        source=table["source"],
        domain=table.get("domain", ""),
        files=table.get("files", {}),
        parts={name: _part(name, part) for name, part in table["parts"].items()},
        folder=folder,
        original=table.get("original", ""),
        citation=table.get("citation", ""),
        download=_download(table["download"]) if "download" in table else None,
    )


def _part(name: str, table: Mapping[str, Any]) -> Part:
    if not table.get("files"):
        raise CorpusError(f"part {name!r} has no files")
    return Part(
        name,
        segments=table.get("segments"),
        first=table.get("first", {}),
        files=tuple(table["files"]),
        directions=tuple(map(_direction, table.get("directions", ()))),
        aliases=tuple(table.get("aliases", ())),
        fetch=table.get("fetch", {}),
        drop=table.get("drop", ""),
    )


def _direction(text: str) -> tuple[str, str]:
    source, _, target = text.partition("-")
    return standard(source), standard(target)


def _download(table: Mapping[str, str]) -> Download:
    for kind in get_args(Kind):
        if kind in table:
            return Download(kind, table[kind], table.get("sha256", ""))
    raise CorpusError(f"[download] has none of {', '.join(get_args(Kind))}")


def _values(corpus: Corpus) -> dict[str, Any]:
    """Return what the file says: keys in reading order, nothing that is empty."""
    values = {
        "id": corpus.id,
        "summary": corpus.summary,
        "languages": list(corpus.languages),
        "original": corpus.original,
        "domain": corpus.domain,
        "license": corpus.license,
        "source": corpus.source,
        "citation": corpus.citation,
        "files": dict(sorted(corpus.files.items())),
        "parts": {name: _part_values(part) for name, part in corpus.parts.items()},
    }
    return {key: value for key, value in values.items() if value}


def _part_values(part: Part) -> dict[str, Any]:
    values = {
        "segments": part.segments,
        "directions": ["-".join(pair) for pair in part.directions],
        "aliases": list(part.aliases),
        "first": dict(part.first),
        "files": [dict(file) for file in part.files],
    }
    return {key: value for key, value in values.items() if value}
