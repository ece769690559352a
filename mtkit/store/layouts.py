"""The three ways in which a Marian model is stored, and which files belong to each."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from mtkit.errors import FormatError, ModelError
from mtkit.store.manifest import Layout


@dataclass(frozen=True, slots=True)
class Selection:
    """The files of a model among others.

    Args:
        layout: How it is stored.
        names: Every file that belongs to it, sorted.
        weights: The one of them that holds the weights.
    """

    layout: Layout
    names: tuple[str, ...]
    weights: str


def select(names: Collection[str], *, where: str) -> Selection:
    """Tell which model lies among the files `names`.

    Args:
        names: Of one folder or repository, relative to it; what lies deeper is not looked at.
        where: The folder or repository, for messages.

    Raises:
        ModelError: No layout fits, or files that its layout needs are missing.
    """
    layout = _layout(names, where)
    rules = _rules()[layout]
    weights = [name for pattern in rules["weights"] for name in _matching(names, pattern)]
    missing = [pattern for pattern in rules["required"] if not _matching(names, pattern)]
    if not weights:
        missing.append(" or ".join(rules["weights"]))
    if missing:
        raise ModelError(f"{where}: not a whole {layout} model, missing {', '.join(missing)}")
    chosen = {weights[0]}
    for pattern in (*rules["required"], *rules["optional"]):
        chosen.update(_matching(names, pattern))
    return Selection(layout, tuple(sorted(chosen)), weights[0])


def check_runnable(folder: Path, selection: Selection, *, where: str) -> None:
    """Refuse what CTranslate2 could not run, before anything costly is done with it.

    Raises:
        ModelError: Another architecture than Marian, separate vocabularies, or a model description
            that names files outside the folder.
        FormatError: A description that cannot be read.
    """
    if selection.layout == "transformers":
        _check_transformers(folder, where)
    elif selection.layout == "marian":
        _check_decoder(folder, selection, where)


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file.

    Raises:
        FormatError: It is not JSON or not an object.
    """
    try:
        value = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise FormatError(f"not JSON: {error}", path) from None
    if not isinstance(value, dict):
        raise FormatError("not a JSON object", path)
    return value


def _layout(names: Collection[str], where: str) -> Layout:
    if "model.bin" in names:
        return "ctranslate2"
    if _matching(names, "*.npz"):
        return "marian"
    if "config.json" in names:
        return "transformers"
    raise ModelError(
        f"{where}: no model here: neither config.json (transformers, CTranslate2) nor *.npz"
    )


def _matching(names: Collection[str], pattern: str) -> list[str]:
    return sorted(name for name in names if "/" not in name and fnmatchcase(name, pattern))


@cache
def _rules() -> Mapping[Layout, Mapping[str, list[str]]]:
    text = (files("mtkit.store") / "data" / "layouts.toml").read_text("utf-8")
    return cast(Mapping[Layout, Mapping[str, list[str]]], tomllib.loads(text))


def _check_transformers(folder: Path, where: str) -> None:
    config = read_json(folder / "config.json")
    if config.get("model_type") != "marian":
        raise ModelError(
            f"{where}: architecture {config.get('model_type')!r} is unknown here; "
            "mtkit runs Marian models ('marian' in config.json)"
        )
    vocabulary, decoder = config.get("vocab_size"), config.get("decoder_vocab_size")
    joint = config.get("share_encoder_decoder_embeddings", True)
    if not joint or decoder not in (None, vocabulary):
        raise ModelError(
            f"{where}: source and target have separate vocabularies, which CTranslate2 cannot "
            "convert; take a model with one joint vocabulary, or the original Marian release (npz)"
        )


def _check_decoder(folder: Path, selection: Selection, where: str) -> None:
    import yaml  # type: ignore[import-untyped]

    path = folder / "decoder.yml"
    try:
        decoder = yaml.safe_load(path.read_text("utf-8"))
        named = [*decoder["models"], *decoder["vocabs"]]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise FormatError(f"no list of models and vocabs: {error}", path) from None
    for name in named:
        if name not in selection.names:
            raise ModelError(f"{where}: decoder.yml names {name!r}, which is not among its files")
