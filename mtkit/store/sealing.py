"""A folder of files becomes a model: hashes, size and number of weights go into its manifest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mtkit.errors import ModelError
from mtkit.io import sha256
from mtkit.store import layouts, manifest_toml
from mtkit.store.manifest import Manifest
from mtkit.store.weights import count_parameters

CARD = "CARD.md"
_NOT_LISTED = frozenset({manifest_toml.NAME, CARD})


def seal(folder: Path) -> Manifest:
    """Bring the `files`, `size` and `parameters` of the folder's `model.toml` up to date.

    Everything else in it, comments included, stays as it is.  To be called when a model's files are
    complete; `verify` holds them against what is written here.

    Raises:
        ModelError: The folder is not a whole model, or holds files that belong to no model.
        FormatError: The manifest or the weights cannot be read.
    """
    manifest = measure(manifest_toml.load(folder), folder)
    manifest_toml.dump(manifest, folder)
    return manifest


def measure(manifest: Manifest, folder: Path) -> Manifest:
    """Return `manifest` with the hashes, size and number of weights of the files in `folder`.

    Raises:
        ModelError: The folder is not a whole model, or holds files that belong to no model.
        FormatError: The weights cannot be read.
    """
    names = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    selection = layouts.select(names, where=str(folder))
    strangers = names - set(selection.names) - _NOT_LISTED
    if strangers:
        raise ModelError(f"{folder}: {', '.join(sorted(strangers))} belongs to no model; remove it")
    paths = [folder / name for name in selection.names if name not in _NOT_LISTED]
    return replace(
        manifest,
        layout=selection.layout,
        files={path.name: sha256(path) for path in paths},
        size=sum(path.stat().st_size for path in paths),
        parameters=count_parameters(folder) or manifest.parameters,
    )
