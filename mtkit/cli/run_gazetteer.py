"""What ``mtkit gazetteer build`` does once its arguments are read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from mtkit.bitext import guess_format, read_bitext
from mtkit.cli.show_gazetteer import say_added
from mtkit.errors import ConfigError
from mtkit.formats import open_source
from mtkit.names.gazetteer import Gazetteer, default_path
from mtkit.names.gazetteer.add import Added
from mtkit.names.gazetteer.documents import NamedDocument, digest
from mtkit.names.gazetteer.lists import read_list
from mtkit.names.gazetteer.naming import cut_bitext, name_bitext
from mtkit.names.gazetteer.starter import open_starter
from mtkit.translation.translator import Setup, Translator
from mtkit.types import NameType, WordAlignment


@dataclass(frozen=True, slots=True)
class Request:
    """The arguments of ``mtkit gazetteer build``."""

    inputs: tuple[Path, ...]
    file: Path | None
    kind: str
    languages: tuple[str, str]
    type: str | None
    date: str | None
    model: str | None
    json: bool


def open_reading(file: Path | None) -> Gazetteer:
    """Open the gazetteer to read: the one named, else the user's own, else the one that ships."""
    if file is None and not default_path().is_file():
        return open_starter()
    return Gazetteer(file)


def run_build(request: Request) -> None:
    """Add the names of all inputs."""
    for path in request.inputs:
        if not path.exists() and _kind(request, path) != "bitext":
            raise ConfigError(f"{path}: no such file")
    with Gazetteer(request.file, create=True) as gazetteer:
        for path in request.inputs:
            say_added(path.name, _add(gazetteer, request, path), json=request.json)


def _kind(request: Request, path: Path) -> str:
    """Return what an input is: told, or bitext where its suffix or its being a folder says so."""
    if request.kind != "auto":
        return request.kind
    lines = guess_format(path) == "lines"
    return "bitext" if not lines or path.is_dir() else "text"


def _add(gazetteer: Gazetteer, request: Request, path: Path) -> Added:
    kind = _kind(request, path)
    if kind == "list":
        names = list(
            read_list(path, languages=request.languages, type=cast("NameType | None", request.type))
        )
        with _progress(path.name, len(names)) as advance:
            return gazetteer.add_list(names, on_done=advance)
    if kind == "bitext":
        with _progress(path.name, _count(request, path)) as advance:
            return gazetteer.add_documents(_bitext(gazetteer, request, path, advance))
    with _progress(path.name, None) as advance:
        return gazetteer.add_documents(_texts(gazetteer, request, path, advance))


def _count(request: Request, path: Path) -> int | None:
    """Return the number of sentence pairs, if somebody watches."""
    if not sys.stderr.isatty():
        return None
    return sum(1 for _ in read_bitext(path, request.languages))


def _bitext(
    gazetteer: Gazetteer, request: Request, path: Path, advance: Callable[[int], None]
) -> Iterator[NamedDocument]:
    for number, (source, target) in enumerate(cut_bitext(read_bitext(path, request.languages))):
        name = f"{path.name}:{number + 1}"
        yield _named(gazetteer, request, name, source, target)
        advance(len(source))


def _texts(
    gazetteer: Gazetteer, request: Request, path: Path, advance: Callable[[int], None]
) -> Iterator[NamedDocument]:
    """Yield the documents of a file, each with its translation by the desk."""
    source, target = request.languages
    with (
        Translator(
            source=source, target=target, setup=Setup(model=request.model), align=True
        ) as translator,
        open_source(path) as opened,
    ):
        for translated in translator.documents(opened.documents):
            segments = [segment for block in translated.blocks for _, segment in block.segments]
            yield _named(
                gazetteer,
                request,
                translated.document.name or path.name,
                [segment.source for segment in segments],
                [segment.text for segment in segments],
                [segment.alignment for segment in segments],
            )
            advance(len(segments))


def _named(
    gazetteer: Gazetteer,
    request: Request,
    name: str,
    source: list[str],
    target: list[str],
    alignments: list[WordAlignment | None] | None = None,
) -> NamedDocument:
    """Return a document with its names; without, where the gazetteer knows it already."""
    known = digest(dict(zip(request.languages, (source, target), strict=True)))
    if gazetteer.knows(known):
        return NamedDocument(name, known, ())
    return name_bitext(
        source,
        target,
        languages=request.languages,
        name=name,
        alignments=alignments,
        date=request.date,
    )


@contextmanager
def _progress(name: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Yield what is told how much is done: a bar with the time left, silent in a pipe."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=total)
        yield lambda count: bar.advance(task, count)
