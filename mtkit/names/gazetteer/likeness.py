"""How alike names are: what people have decided, equal forms, and the calibrated similarity."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mtkit.names.gazetteer.decisions import Decisions
from mtkit.names.normalize import comparable

Matrix = NDArray[np.float32]


class Likeness:
    """Probabilities that two forms name the same thing.

    Args:
        decisions: Of the gazetteer; they win.
    """

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions

    def matrix(self, one: Sequence[str], other: Sequence[str]) -> Matrix:
        """Return probabilities of shape ``(len(one), len(other))``; 1 for equal comparable forms.

        Args:
            one: Forms, in any script.
            other: Forms, in any script.
        """
        from mtkit.names.similarity import similarity_matrix

        found = np.array(similarity_matrix(list(one), list(other)), np.float32)
        other_keys = list(map(comparable, other))
        for row, form in enumerate(one):
            key = comparable(form)
            for column, other_key in enumerate(other_keys):
                if key == other_key:
                    found[row, column] = 1.0
            if self._decisions.decided(form):
                self._decide(found[row], form, other)
        return found

    def least(self, one: Sequence[str], other: Sequence[str]) -> float:
        """Return the smallest probability between two sets of forms; 1 where one is empty."""
        return float(self.matrix(one, other).min()) if one and other else 1.0

    def _decide(self, row: Matrix, form: str, other: Sequence[str]) -> None:
        for column, partner in enumerate(other):
            verdict = self._decisions.verdict(form, partner)
            if verdict is not None:
                row[column] = float(verdict)
