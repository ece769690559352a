"""A small dictionary of word pairs with weights: evidence beside attention, and in its stead.

The table for a language pair was learned from a bitext (`learn`) and ships with mtkit
(`data/lexicon.*.tsv`).  A weight is count(links) / sqrt(count(source) x count(target)): near 1 for
words that are always each other's translation.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mtkit import langs
from mtkit.align.forms import known_forms
from mtkit.align.statistical import WordAligner
from mtkit.types import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Lexicon = Mapping[str, Mapping[str, float]]
"""Source form → target form → weight in (0, 1]."""


def lexical_weights(
    source_text: str,
    source: Sequence[Span],
    target_text: str,
    target: Sequence[Span],
    *,
    source_language: str,
    target_language: str,
) -> NDArray[np.float64]:
    """Return what the dictionary says of every two words; zeros for a pair without one.

    Returns:
        Shape (source words, target words), in [0, 1].
    """
    import numpy as np

    weights = np.zeros((len(source), len(target)))
    lexicon = shipped_lexicon(langs.base(source_language), langs.base(target_language))
    if not lexicon:
        return weights
    places: dict[str, list[int]] = {}
    for index, form in enumerate(known_forms(target_text, target)):
        places.setdefault(form, []).append(index)
    for row, form in enumerate(known_forms(source_text, source)):
        entries = lexicon.get(form, {})
        for other in entries.keys() & places.keys():
            weights[row, places[other]] = entries[other]
    return weights


@cache
def shipped_lexicon(source: str, target: str) -> Lexicon:
    """Return the dictionary of two languages, whichever way round it is stored; empty if none."""
    folder = files("mtkit.align") / "data"
    forward = folder / f"lexicon.{source}-{target}.tsv"
    backward = folder / f"lexicon.{target}-{source}.tsv"
    if forward.is_file():
        rows = _rows(forward.read_text("utf-8"))
    elif backward.is_file():
        rows = [(b, a, weight) for a, b, weight in _rows(backward.read_text("utf-8"))]
    else:
        return {}
    lexicon: dict[str, dict[str, float]] = {}
    for one, other, weight in rows:
        lexicon.setdefault(one, {})[other] = weight
    return lexicon


def _rows(table: str) -> list[tuple[str, str, float]]:
    lines = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return [(one, other, float(weight)) for one, other, weight in lines]


def learn(
    bitext: Sequence[tuple[str, str]],
    *,
    source_language: str,
    target_language: str,
    least_count: int = 3,
    least_weight: float = 0.1,
) -> dict[tuple[str, str], float]:
    """Learn a dictionary: align the bitext with itself, count the links.

    Args:
        bitext: Pairs (source text, target text).
        source_language: BCP 47 code.
        target_language: BCP 47 code.
        least_count: Links that a pair of words must have.
        least_weight: Weight that it must have.

    Raises:
        MissingExtraError: `sil-thot` is not installed.
    """
    aligner = WordAligner(bitext, source_language=source_language, target_language=target_language)
    links: Counter[tuple[str, str]] = Counter()
    sources: Counter[str] = Counter()
    targets: Counter[str] = Counter()
    for source_text, target_text in bitext:
        alignment = aligner.align(source_text, target_text)
        source = known_forms(source_text, alignment.source)
        target = known_forms(target_text, alignment.target)
        sources.update(source)
        targets.update(target)
        links.update((source[link.source], target[link.target]) for link in alignment.links)
    return {
        (one, other): weight
        for (one, other), count in sorted(links.items())
        if count >= least_count
        and (weight := count / math.sqrt(sources[one] * targets[other])) >= least_weight
    }


def format_lexicon(lexicon: Mapping[tuple[str, str], float], *, origin: str) -> str:
    """Write a dictionary as it is shipped; `origin` names its bitext and licence."""
    head = (
        f"# Source form, target form, weight; learned by mtkit.align.lexicon.learn from {origin}.\n"
    )
    rows: Iterable[str] = (f"{a}\t{b}\t{weight:.3f}\n" for (a, b), weight in lexicon.items())
    return head + "".join(rows)
