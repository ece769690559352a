"""What others have published, with source and set, from `data/published.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so, and where.

    Args:
        name: Short, for tables.
        title: Where in it.
        url: Its page.
    """

    name: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Published:
    """Scores of a system on one set in one direction.

    Args:
        system: As its source calls it.
        set: ``ID/PART``, of mtkit's ids where mtkit knows the set.
        direction: ``en-ar``.
        kind: ``"published"`` by the source; ``"re-scored"`` from outputs that the source publishes.
        scores: Metric → score.
        source: Who says so.
    """

    system: str
    set: str
    direction: str
    kind: Literal["published", "re-scored"]
    scores: Mapping[str, float]
    source: Source


@cache
def published() -> tuple[Published, ...]:
    """Return all figures, in the order of the file."""
    text = (files("mtkit.bench") / "data" / "published.toml").read_text("utf-8")
    table = tomllib.loads(text)
    sources = {name: Source(**source) for name, source in table["sources"].items()}
    return tuple(
        Published(
            system=system,
            set=result["set"],
            direction=result["direction"],
            kind=result["kind"],
            scores=scores,
            source=sources[result["source"]],
        )
        for result in table["results"]
        for system, scores in result["systems"].items()
    )
