"""Models that can be pulled by a short name, and what their authors measured."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mtkit.errors import UnknownEntryError
from mtkit.store.manifest import MeasuredScore

_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model on the hub.

    Args:
        id: Its short name, and its id once it is pulled.
        repository: OWNER/NAME.
        pairs: (source, target) languages; empty when only its files tell.
        summary: One line.
        scores: Published by its authors.
    """

    id: str
    repository: str
    pairs: tuple[tuple[str, str], ...] = ()
    summary: str = ""
    scores: tuple[MeasuredScore, ...] = ()


@cache
def hub_models() -> tuple[HubModel, ...]:
    """Return the models with a short name, best first."""
    table = tomllib.loads((files("mtkit.store") / "data" / "hub.toml").read_text("utf-8"))
    return tuple(
        HubModel(
            id=key,
            repository=entry["repository"],
            pairs=tuple((source, target) for source, target in entry["pairs"]),
            summary=entry["summary"],
            scores=tuple(
                MeasuredScore(
                    tuple(score["pair"]), score["corpus"], score["metric"], score["value"]
                )
                for score in entry.get("scores", ())
            ),
        )
        for key, entry in table.items()
    )


def find(name: str) -> HubModel:
    """Return the model with this short name or repository (OWNER/NAME).

    Raises:
        UnknownEntryError: It is neither.
    """
    for model in hub_models():
        if name in (model.id, model.repository):
            return model
    if _REPOSITORY.fullmatch(name):
        return HubModel(name.split("/")[1], name)
    raise UnknownEntryError(
        "model on the hub by that short name; write OWNER/NAME for",
        name,
        [m.id for m in hub_models()],
    )


def serving(source: str, target: str) -> tuple[HubModel, ...]:
    """Return the models of the catalog that translate `source` to `target`, best first."""
    return tuple(model for model in hub_models() if (source, target) in model.pairs)
