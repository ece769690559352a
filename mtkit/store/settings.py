"""Which model the user wants for a pair: an environment variable, else `config.toml`.

``MTKIT_MODEL_EN_AR=opus-mt-tc-big-en-ar``, or in the folder of `mtkit.paths.data_dir`::

    [models]
    en-ar = "opus-mt-tc-big-en-ar"
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass

from mtkit.errors import FormatError
from mtkit.paths import data_dir

CONFIG = "config.toml"


@dataclass(frozen=True, slots=True)
class Configured:
    """A model's id or folder, and where that was said."""

    model: str
    place: str


def configured_model(source: str, target: str) -> Configured | None:
    """Return the model that the user configured for the pair, if any.

    Raises:
        FormatError: `config.toml` is not what it should be.
    """
    variable = f"MTKIT_MODEL_{source}_{target}".upper().replace("-", "_")
    if value := os.environ.get(variable):
        return Configured(value, variable)
    path = data_dir() / CONFIG
    if not path.exists():
        return None
    try:
        models = tomllib.loads(path.read_text("utf-8")).get("models", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FormatError(f"not TOML: {error}", path) from None
    if not isinstance(models, dict) or not all(isinstance(x, str) for x in models.values()):
        raise FormatError('models: should hold lines like en-ar = "opus-mt-tc-big-en-ar"', path)
    key = f"{source}-{target}"
    return Configured(models[key], f"{path}: {key}") if key in models else None
