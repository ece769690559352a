"""Recipes as TOML files that a person can read and change.

Paths are relative to the recipe.  ``${NAME}`` stands for an environment variable; two have a value
without being set: ``${MTKIT_CORPORA}`` and ``${MTKIT_MODELS}``, what came with mtkit.  A corpus
with ``optional = true`` is left out, and said to be, where its files are not at hand.
"""

from __future__ import annotations

import dataclasses
import os
import re
import tomllib
import types
import typing
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any, Literal, TypeVar

from mtkit.errors import ConfigError
from mtkit.io import atomic_file
from mtkit.paths import shipped
from mtkit.store.corpora import locate
from mtkit.training.recipe import Recipe

T = TypeVar("T")


def read_recipe(path: Path) -> Recipe:
    """Read a recipe.

    Raises:
        ConfigError: Not TOML, an unknown or missing key, or a value that makes no sense.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not a TOML file: {error}") from error
    try:
        return _build(Recipe, table, "recipe", path.parent)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


def write_recipe(recipe: Recipe, path: Path, *, head: str = "") -> None:
    """Write a recipe as `read_recipe` reads it; what is at its default is left out.

    Args:
        recipe: Its paths are written whole.
        path: Replaced if it is there.
        head: First line, a comment.
    """
    import tomlkit

    document = tomlkit.document()
    if head:
        document.add(tomlkit.comment(head))
    for name, value in _table(recipe).items():
        document[name] = value
    with atomic_file(path) as file:
        file.write(tomlkit.dumps(document).encode())


def _table(part: Any) -> dict[str, Any]:
    """Return a part of a recipe as TOML has it, single values before tables."""
    named = [(f, getattr(part, f.name)) for f in dataclasses.fields(part)]
    values = {f.name: _plain(v) for f, v in named if v != f.default and v is not None and v != ()}
    values = {name: value for name, value in values.items() if value != {}}
    return dict(sorted(values.items(), key=lambda item: _is_table(item[1])))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return _table(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value.resolve()) if isinstance(value, Path) else value


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and isinstance(value[0], dict))


def _build(kind: type[T], table: Mapping[str, Any], place: str, folder: Path) -> T:
    hints = typing.get_type_hints(kind)
    fields = {f.name: f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    if unknown := sorted(table.keys() - fields.keys()):
        raise ConfigError(f"[{place}] has no {unknown[0]!r}; it knows {', '.join(fields)}")
    missing = [
        name
        for name, f in fields.items()
        if name not in table
        and f.default is dataclasses.MISSING
        and f.default_factory is dataclasses.MISSING
    ]
    if missing:
        raise ConfigError(f"[{place}] lacks {missing[0]!r}")
    return kind(
        **{
            name: _convert(value, hints[name], f"{place}.{name}", folder)
            for name, value in table.items()
        }
    )


def _convert(value: Any, hint: Any, place: str, folder: Path) -> Any:
    if choices := _choices(hint):
        if value not in choices:
            raise ConfigError(f"{place} is {value!r}; it must be one of {', '.join(choices)}")
        return value
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:
        hint = next(kind for kind in inner if kind is not type(None))
    if origin is tuple:
        if not isinstance(value, list):
            raise ConfigError(f"{place} must be a list")
        return tuple(_convert(v, inner[0], place, folder) for v in value)
    if dataclasses.is_dataclass(hint):
        if not isinstance(value, dict):
            raise ConfigError(f"{place} must be a table")
        return _build(typing.cast(type[Any], hint), value, place.removeprefix("recipe."), folder)
    if hint is Path:
        return folder / expand(str(value))
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint):
        raise ConfigError(f"{place} is {value!r}; it must be of type {hint.__name__}")
    return value


def _choices(hint: Any) -> tuple[str, ...]:
    """Return the words that a `Literal`, or a union of such and None, allows."""
    if typing.get_origin(hint) is Literal:
        return typing.get_args(hint)
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return tuple(chain.from_iterable(map(_choices, typing.get_args(hint))))
    return ()


def expand(text: str) -> str:
    """Return `text` with ``${NAME}`` replaced; what is not set stays, and is then not found."""

    corpus = re.fullmatch(r"\$\{MTKIT_CORPORA\}/(.+)", text)
    if corpus:  # a path list there: the first folder that has it
        return str(locate(corpus[1]))

    def value(match: re.Match[str]) -> str:
        name = match[1]
        known = {"MTKIT_CORPORA": "corpora", "MTKIT_MODELS": "models"}
        if name not in os.environ and name in known:
            return str(shipped(known[name]))
        return os.environ.get(name, match[0])

    return re.sub(r"\$\{(\w+)\}", value, text)
