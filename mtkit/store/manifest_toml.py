"""`model.toml`: read with every value checked, written so that a person can read and edit it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar, get_args

from mtkit.errors import ConfigError, FormatError
from mtkit.io import atomic_file
from mtkit.langs import standard
from mtkit.store.manifest import Golden, Layout, Manifest, MeasuredScore

NAME = "model.toml"
"""The manifest's file name, in the model's folder."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NORMALIZERS = ("opus", "none")

T = TypeVar("T", bound=object)


def load(folder: Path) -> Manifest:
    """Read the manifest of the model in `folder`.

    Tables that a `Manifest` has no field for are kept in ``Manifest.extra``.

    Raises:
        FormatError: It is missing, is not TOML, or a value is not what it should be; the message
            is ``path: key: what is wrong``.
    """
    path = folder / NAME
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise FormatError("there is no such manifest", path) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FormatError(f"not TOML: {error}", path) from None
    try:
        return _manifest(_Table(table))
    except _BadValue as error:
        raise FormatError(str(error), path) from None


def dump(manifest: Manifest, folder: Path) -> None:
    """Write the manifest of the model in `folder`, whole or not at all.

    A manifest that is there already keeps its comments, its order and every value that is the same.
    """
    import tomlkit

    path = folder / NAME
    document = tomlkit.parse(path.read_text("utf-8")) if path.exists() else tomlkit.document()
    values = _values(manifest)
    for key in [key for key in document if key not in values]:
        del document[key]
    for key, value in values.items():
        if key not in document or document[key].unwrap() != value:
            document[key] = tomlkit.item(value)
    with atomic_file(path) as file:
        file.write(tomlkit.dumps(document).encode())


class _BadValue(ValueError):
    """``key: what is wrong``."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A TOML table that says where it is when a value is wrong."""

    values: Mapping[str, Any]
    place: str = ""

    def where(self, key: str) -> str:
        return f"{self.place}{key}"

    def get(self, key: str, kind: type[T], default: T | None = None) -> T:
        if key not in self.values:
            if default is None:
                raise _BadValue(f"{self.where(key)}: missing")
            return default
        value = self.values[key]
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise _BadValue(f"{self.where(key)}: {value!r} should be a {_KINDS[kind]}")
        return value

    def choice(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        value = self.get(key, str, default)
        if value not in choices:
            raise _BadValue(f"{self.where(key)}: {value!r} is none of {', '.join(choices)}")
        return value

    def tables(self, key: str) -> Iterator[_Table]:
        for i, value in enumerate(self.get(key, list, [])):
            if not isinstance(value, dict):
                raise _BadValue(f"{self.where(key)}[{i}]: {value!r} should be a table")
            yield _Table(value, f"{self.where(key)}[{i}].")

    def texts(self, key: str, check: Callable[[str, str], tuple[str, str]]) -> dict[str, str]:
        table = _Table(self.get(key, dict, {}), f"{self.where(key)}.")
        return dict(check(name, table.get(name, str)) for name in table.values)


_KINDS = {str: "string", int: "whole number", float: "number", list: "list", dict: "table"}


def _manifest(table: _Table) -> Manifest:
    identity = table.get("id", str)
    if not _ID.fullmatch(identity):
        raise _BadValue(f"id: {identity!r} may hold only letters, digits, '.', '_' and '-'")
    pairs = table.get("pairs", list)
    if not pairs:
        raise _BadValue('pairs: empty; write [["en", "ar"]]')
    size, parameters = table.get("size", int, 0), table.get("parameters", int, 0)
    if size < 0 or parameters < 0:
        raise _BadValue("size and parameters cannot be negative")
    return Manifest(
        id=identity,
        pairs=tuple(_pair(f"pairs[{i}]", pair) for i, pair in enumerate(pairs)),
        layout=table.choice("layout", get_args(Layout)),  # type: ignore[arg-type]
        license=table.get("license", str),
        source=table.get("source", str, ""),
        revision=table.get("revision", str, ""),
        labels=table.texts("labels", _label),
        files=table.texts("files", _file),
        size=size,
        parameters=parameters,
        normalizer=table.choice("normalizer", _NORMALIZERS, "opus"),  # type: ignore[arg-type]
        scores=tuple(map(_score, table.tables("scores"))),
        golden=tuple(map(_golden, table.tables("golden"))),
        summary=table.get("summary", str, ""),
        extra=_extra(table),
    )


def _pair(place: str, value: object) -> tuple[str, str]:
    if not (isinstance(value, list) and len(value) == 2 and all(isinstance(x, str) for x in value)):
        raise _BadValue(f'{place}: {value!r} should be two languages, like ["en", "ar"]')
    return _language(place, value[0]), _language(place, value[1])


def _language(place: str, code: str) -> str:
    try:
        return standard(code)
    except ConfigError as error:
        raise _BadValue(f"{place}: {error}") from None


def _label(language: str, label: str) -> tuple[str, str]:
    return _language(f"labels.{language}", language), label


def _file(name: str, digest: str) -> tuple[str, str]:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise _BadValue(f"files.{name}: must lie in the model's own folder")
    if not _SHA256.fullmatch(digest):
        raise _BadValue(f"files.{name}: {digest!r} should be a SHA-256 of 64 hexadecimal digits")
    return name, digest


def _score(table: _Table) -> MeasuredScore:
    return MeasuredScore(
        pair=_pair(table.where("pair"), table.get("pair", list)),
        corpus=table.get("corpus", str),
        metric=table.get("metric", str),
        value=table.get("value", float),
        signature=table.get("signature", str, ""),
    )


def _golden(table: _Table) -> Golden:
    def language(key: str) -> str:
        return _language(table.where(key), table.get(key, str))

    return Golden(
        source_language=language("source_language"),
        target_language=language("target_language"),
        source=table.get("source", str),
        target=table.get("target", str),
    )


def _extra(table: _Table) -> dict[str, object]:
    extra = {
        key: value
        for key, value in table.values.items()
        if key not in Manifest.__dataclass_fields__
    }
    for key, value in extra.items():
        if not isinstance(value, dict):
            raise _BadValue(f"{key}: unknown key; what mtkit does not know must be a table")
    return extra


def _values(manifest: Manifest) -> dict[str, Any]:
    """Return what the file says: keys in reading order, nothing that is empty."""
    values = {
        "id": manifest.id,
        "summary": manifest.summary,
        "pairs": [list(pair) for pair in manifest.pairs],
        "layout": manifest.layout,
        "normalizer": manifest.normalizer,
        "license": manifest.license,
        "source": manifest.source,
        "revision": manifest.revision,
        "size": manifest.size,
        "parameters": manifest.parameters,
        "labels": dict(manifest.labels),
        **manifest.extra,
        "files": dict(sorted(manifest.files.items())),
        "scores": [
            {
                "pair": list(score.pair),
                "corpus": score.corpus,
                "metric": score.metric,
                "value": score.value,
                **({"signature": score.signature} if score.signature else {}),
            }
            for score in manifest.scores
        ],
        "golden": [
            {
                "source_language": golden.source_language,
                "target_language": golden.target_language,
                "source": golden.source,
                "target": golden.target,
            }
            for golden in manifest.golden
        ],
    }
    return {key: value for key, value in values.items() if value or key in ("id", "pairs")}
