"""Markup kept: segments whose tags are those of the source, each as often, and well nested.

Tags are what looks like one (``<b>``, ``</b>``, ``<br/>``, ``<a href="…">``, ``<1>``); a tag is
compared with its attributes.  Only segments count in which the source or the hypothesis has a tag.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from mtkit.evaluation.metrics.base import Better
from mtkit.evaluation.metrics.rates import ratio
from mtkit.evaluation.reference_set import ReferenceSet

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w:-]*|\d+)(?P<rest>\s[^<>]*|/)?>")
_VOID = frozenset({"br", "hr", "img", "input", "wbr"})  # of HTML, those that stand in text


class MarkupKept:
    """Share of the segments with markup that keep it whole, in 0-100; 100 where there is none."""

    title = "markup"
    better: Better = "higher"
    signature = "tags:multiset|nesting:yes|rules:mtkit-markup.1"

    def __init__(self, sources: Sequence[str]) -> None:
        self._expected = [Counter(_tags(text)) for text in sources]
        self._nested = list(map(well_nested, sources))

    def counts(self, hypotheses: Sequence[str]) -> Counts:
        """Return segments kept, segments with markup, tags lost, tags added, segments crossed."""
        import numpy as np

        rows = []
        for expected, nested, text in zip(self._expected, self._nested, hypotheses, strict=True):
            found = Counter(_tags(text))
            lost, added = (expected - found).total(), (found - expected).total()
            crossed = nested and not well_nested(text)
            has = bool(expected or found)
            rows.append((has and not (lost or added or crossed), has, lost, added, crossed))
        return np.array(rows, dtype=np.float64)

    def score(self, sums: Counts) -> Counts:
        """Return the share that keeps its markup."""
        return ratio(sums, numerator=0, denominator=1, scale=100, empty=100)

    def parts(self, sums: Counts) -> Mapping[str, float]:
        """Return how many segments have markup, and what is wrong with how many."""
        names = ("segments", "tags_lost", "tags_added", "badly_nested")
        return dict(zip(names, map(float, sums[1:]), strict=True))


def has_tags(texts: Iterable[str]) -> bool:
    """Tell whether any of the texts has markup."""
    return any(_TAG.search(text) for text in texts)


def _tags(text: str) -> list[str]:
    """Return the tags of a text, white space in them as one space."""
    return [" ".join(match[0].split()) for match in _TAG.finditer(text)]


def well_nested(text: str) -> bool:
    """Tell whether every element of `text` that is opened is closed, the last one first."""
    open_: list[str] = []
    for match in _TAG.finditer(text):
        name, rest = match["name"].lower(), match["rest"] or ""
        if match["close"]:
            if not open_ or open_.pop() != name:
                return False
        elif not rest.endswith("/") and name not in _VOID:
            open_.append(name)
    return not open_


def markup(references: ReferenceSet) -> MarkupKept:
    """Return markup kept.

    Raises:
        ConfigError: There is no source.
    """
    return MarkupKept(references.require_sources("the metric 'markup'"))
