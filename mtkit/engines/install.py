"""A model comes onto the shelf: fetched or copied, converted, tried, and only then recorded.

All of it happens in a folder of its own, which takes its place when the last step is done: a model
on the shelf is one that has translated its golden sentences on this machine.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal

from mtkit.engines import load
from mtkit.engines.convert import forget
from mtkit.engines.golden import translate_with
from mtkit.errors import ModelError
from mtkit.io import atomic_dir
from mtkit.store import archive, catalog, golden, hub, layouts, manifest_toml
from mtkit.store.describe import describe
from mtkit.store.manifest import Manifest, Model
from mtkit.store.sealing import CARD, measure
from mtkit.store.shelf import Shelf, installed
from mtkit.store.verification import check_files
from mtkit.store.weights import make_safe

Pairs = Sequence[tuple[str, str]]


def pull(
    name: str,
    *,
    revision: str | None = None,
    pairs: Pairs = (),
    on_progress: hub.Progress = lambda file, here, total: None,
) -> Model:
    """Download a Marian model from the hub and put it on the shelf; the only thing that downloads.

    Args:
        name: Short name from the catalog, or OWNER/NAME.
        revision: Branch, tag or commit; the commit it stands for is recorded.
        pairs: (source, target) languages, when neither card nor name of the repository says them.
        on_progress: Told of every chunk that arrives.

    Raises:
        UnknownEntryError: `name` is no short name.
        NetworkError: The download failed; what has arrived is kept for the next attempt.
        ChecksumError: A file is not what the hub says it is.
        ModelError: It cannot run here, is unsafe, or gives no sensible translations.
    """
    known = catalog.find(name)
    fetched = hub.fetch(known.repository, revision=revision, on_progress=on_progress)
    files = [fetched.folder / file for file in fetched.selection.names]
    with atomic_dir(installed() / known.id) as folder:
        _take(files, folder, link=True)
        make_safe(folder)
        manifest = describe(
            folder,
            id=known.id,
            source=known.repository,
            revision=fetched.commit,
            pairs=pairs or known.pairs,
        )
        _finish(manifest, folder, "pulled")
    shutil.rmtree(fetched.folder)
    return Shelf().get(installed() / known.id)


def add(path: Path, *, id: str | None = None, pairs: Pairs = ()) -> Model:
    """Copy a model that lies in a folder or zip onto the shelf.

    Args:
        path: Transformers, original OPUS-MT (Marian) or CTranslate2 layout; a manifest that lies
            with it is kept.
        id: Its id; None is the manifest's, else the name of folder or zip.
        pairs: (source, target) languages, when neither card nor name says them.

    Raises:
        FormatError: No such file, not a sound zip, or one of its files cannot be read.
        ModelError: It cannot run here, is unsafe, or gives no sensible translations.
    """
    if path.is_dir():
        return _add(path, id, path.resolve().name, str(path), pairs)
    with tempfile.TemporaryDirectory(prefix="mtkit-") as unpacked:
        archive.unpack(path, Path(unpacked))
        return _add(Path(unpacked), id, path.stem, str(path), pairs)


def remove(id: str) -> None:
    """Take a model that was pulled or added off the shelf, with what was converted from it.

    Raises:
        UnknownEntryError: There is none by that id.
        ModelError: It ships with mtkit, or lies in a folder of the user's own.
    """
    model = Shelf().get(id)
    if model.path.parent != installed():
        raise ModelError(f"{id}: lies in {model.path}, was not pulled or added; left alone")
    forget(model)
    shutil.rmtree(model.path)


def translator(model: Model) -> golden.Translate:
    """Return a function that runs the model, loaded at its first call."""

    @cache
    def loaded() -> golden.Translate:
        return translate_with(load(model))

    return lambda texts, source, target: loaded()(texts, source, target)


def _add(folder: Path, id: str | None, name: str, source: str, pairs: Pairs) -> Model:
    chosen = layouts.select([path.name for path in folder.iterdir()], where=source).names
    told = _own_manifest(folder)
    id = id or (told.id if told else name)
    with atomic_dir(installed() / id) as work:
        _take([folder / file for file in chosen], work)
        make_safe(work)
        if told:
            shutil.copyfile(folder / manifest_toml.NAME, work / manifest_toml.NAME)
            manifest = measure(replace(told, id=id, pairs=tuple(pairs) or told.pairs), work)
        else:
            manifest = describe(work, id=id, source=source, pairs=pairs)
        _finish(manifest, work, "added")
    return Shelf().get(installed() / id)


def _own_manifest(folder: Path) -> Manifest | None:
    if not (folder / manifest_toml.NAME).exists():
        return None
    manifest = manifest_toml.load(folder)
    problems = check_files(Model(manifest, folder))
    if problems:
        raise ModelError(problems[0])
    return manifest


def _finish(manifest: Manifest, folder: Path, origin: Literal["pulled", "added"]) -> None:
    translate = translator(Model(manifest, folder, origin))
    if manifest.golden:
        problems = golden.check(manifest.golden, translate)
        if problems:
            raise ModelError(f"{manifest.id}: {problems[0]}")
    else:
        manifest = replace(manifest, golden=golden.record(manifest, translate))
    manifest_toml.dump(manifest, folder)


def _take(files: Iterable[Path], folder: Path, *, link: bool = False) -> None:
    for file in files:
        name = CARD if file.name == "README.md" else file.name
        try:
            if not link:
                raise OSError
            os.link(file, folder / name)
        except OSError:
            shutil.copyfile(file, folder / name)
