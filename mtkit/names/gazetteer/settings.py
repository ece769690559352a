"""The thresholds of merging, as `data/merging.toml` sets them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Context:
    """What speaks for and against two names being one, beside their spelling, in log-odds."""

    same_type: float
    other_type: float
    near_type: float
    each_shared: float
    most_shared: float


@dataclass(frozen=True, slots=True)
class Settings:
    """When names become one entry; the file says what each number means."""

    merge: float
    agree: float
    review: float
    pair: float
    short: float
    candidates: int
    spellings: int
    context: Context


@cache
def settings() -> Settings:
    """Return the thresholds."""
    text = (files("mtkit.names.gazetteer") / "data" / "merging.toml").read_text("utf-8")
    table = tomllib.loads(text)
    limits, context = table.pop("limits"), table.pop("context")
    return Settings(**table, **limits, context=Context(**context))
