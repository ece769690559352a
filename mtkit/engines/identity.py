"""The engine that says everything in the words it was given: for tests, and for dry runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mtkit.engines.base import DecodeOptions, Eager
from mtkit.store.manifest import Model
from mtkit.types import Hypothesis, Piece, Span

_WORD = re.compile(r"\S+")


def load(model: Model, **_: Any) -> IdentityEngine:
    """Return an engine that says it serves the pairs of `model`; what runs it does not matter."""
    return IdentityEngine(model.manifest.pairs)


class IdentityEngine(Eager):
    """Translates a text into itself, word by word, each aligned with itself.

    Args:
        pairs: (source, target) languages that it says it serves; it takes any.
    """

    name = "identity"
    fingerprint = "identity"

    def __init__(self, pairs: Sequence[tuple[str, str]] = ()) -> None:
        self._pairs = tuple(pairs)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs it was given."""
        return self._pairs

    def count_pieces(self, text: str) -> int:
        """Return how many words `text` has."""
        return len(_WORD.findall(text))

    def unknown(self, text: str) -> frozenset[str]:
        """Return nothing: every character is known."""
        return frozenset()

    def stream(
        self, texts: Iterable[str], *, source: str, target: str, options: DecodeOptions
    ) -> Iterator[list[Hypothesis]]:
        """Yield each text as its only hypothesis, with score 0."""
        return ([_same(text, aligned=options.alignment)] for text in texts)


def _same(text: str, *, aligned: bool) -> Hypothesis:
    words = tuple(Piece(m.group(), Span(*m.span())) for m in _WORD.finditer(text))
    attention = None
    if aligned:
        import numpy as np

        attention = np.eye(len(words), dtype=np.float32)
    return Hypothesis(text, 0.0, words, words, attention)
