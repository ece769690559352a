"""Which elements are blocks, void, verbatim …: the tables of ``data/html.toml``, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files


@dataclass(frozen=True)
class Elements:
    """What the translation of a page has to know about the elements and attributes of HTML.

    All names are lower-case; ``data/html.toml`` says what each table means.
    """

    void: frozenset[str]
    raw_text: frozenset[str]
    block: frozenset[str]
    phrasing: frozenset[str]
    verbatim: frozenset[str]
    opaque: frozenset[str]
    separate: frozenset[str]
    kinds: dict[str, str]
    ended_by: dict[str, frozenset[str]]
    text_attributes: frozenset[str]
    labeled: frozenset[str]
    input_types: frozenset[str]
    meta_keys: frozenset[str]
    meta_values: frozenset[str]

    @cached_property
    def special(self) -> frozenset[str]:
        """Elements whose tags mean something even without attributes."""
        return self.block | self.verbatim | self.opaque


@cache
def elements() -> Elements:
    """Return the tables."""
    data = tomllib.loads(files("mtkit.formats").joinpath("data/html.toml").read_text("utf-8"))
    attributes = data["attributes"]
    return Elements(
        **{name: frozenset(words.split()) for name, words in data["elements"].items()},
        kinds=data["kinds"],
        ended_by={name: frozenset(words.split()) for name, words in data["ended_by"].items()},
        text_attributes=frozenset(attributes["everywhere"].split()),
        labeled=frozenset(attributes["label"].split()),
        input_types=frozenset(attributes["input_types"].split()),
        meta_keys=frozenset(attributes["meta_keys"].split()),
        meta_values=frozenset(attributes["meta_values"].split()),
    )
