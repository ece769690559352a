"""The conditional random field of a tagger, read and applied (Lafferty, McCallum & Pereira, 2001).

crfsuite trains it (`mtkit.names.mentions.learn`); applying it needs only sums of its weights.  Most
features of a token hang on a word alone, so their sum is worked out once a word, and sentences are
decoded side by side: five times the speed of asking crfsuite for each sentence.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SIDE_BY_SIDE = 64  # sentences decoded at once


@dataclass(frozen=True, slots=True, eq=False)
class Crf:
    """Weights of features and transitions.

    Args:
        labels: B-PER, I-PER … O.
        rows: Feature → row of `weights`.
        weights: ``[feature][label]``; the last row is zero, for features that have none.
        transitions: ``[label][next label]``.
    """

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    weights: NDArray[np.float32]
    transitions: NDArray[np.float32]

    def total(self, features: Iterable[str]) -> NDArray[np.float32]:
        """Return the summed weights of features: ``[label]``."""
        known = [row for feature in features if (row := self.rows.get(feature)) is not None]
        summed: NDArray[np.float32] = self.weights[known].sum(axis=0)
        return summed

    def totals(self, features: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """Return the same for every token: ``[token][label]``."""
        import numpy as np

        none, get = len(self.rows), self.rows.get
        found = [[get(feature, none) for feature in row] or [none] for row in features]
        starts = np.cumsum([0, *map(len, found[:-1])])
        flat = np.fromiter((row for rows in found for row in rows), dtype=np.intp)
        summed: NDArray[np.float32] = np.add.reduceat(self.weights[flat], starts, axis=0)
        return summed

    def decode(
        self, states: NDArray[np.float32], lengths: Sequence[int]
    ) -> tuple[list[list[str]], list[NDArray[np.float32]]]:
        """Return the likeliest labels of each sentence and the probability of each of them.

        Args:
            states: ``[token][label]``, of all sentences one behind the other.
            lengths: Tokens of each sentence, at least 1.
        """
        labels: list[list[str]] = []
        sure: list[NDArray[np.float32]] = []
        at = 0
        for first in range(0, len(lengths), _SIDE_BY_SIDE):
            batch = lengths[first : first + _SIDE_BY_SIDE]
            best, chance = self._decode(states[at : at + sum(batch)], batch)
            for row, odds, length in zip(best, chance, batch, strict=True):
                labels.append([self.labels[label] for label in row[:length]])
                sure.append(odds[:length])
            at += sum(batch)
        return labels, sure

    def _decode(
        self, states: NDArray[np.float32], lengths: Sequence[int]
    ) -> tuple[list[list[int]], NDArray[np.float32]]:
        import numpy as np

        size = np.array(lengths)
        inside = np.arange(max(lengths)) < size[:, None]
        table = np.zeros((*inside.shape, len(self.labels)), dtype=np.float64)
        table[inside] = states  # behind the end of a sentence nothing counts
        best = self._viterbi(table, inside)
        chances = self._marginals(table, inside)
        return best.tolist(), np.take_along_axis(chances, best[:, :, None], axis=2)[:, :, 0]

    def _viterbi(self, table: NDArray[np.float64], inside: NDArray[np.bool_]) -> NDArray[np.intp]:
        import numpy as np

        score = table[:, 0]
        same = np.broadcast_to(np.arange(len(self.labels)), score.shape)
        back = []
        for at in range(1, table.shape[1]):
            ways = score[:, :, None] + self.transitions
            back.append(np.where(inside[:, at, None], ways.argmax(axis=1), same))
            moved = ways.max(axis=1) + table[:, at]
            score = np.where(inside[:, at, None], moved, score)
        path = [score.argmax(axis=1)]
        for steps in reversed(back):
            path.append(np.take_along_axis(steps, path[-1][:, None], axis=1)[:, 0])
        return np.stack(path[::-1], axis=1)

    def _marginals(
        self, table: NDArray[np.float64], inside: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        """Return ``[sentence][token][label]`` by the forward-backward algorithm."""
        import numpy as np

        factors = np.exp(table - table.max(axis=2, keepdims=True))
        moves = np.exp(self.transitions.astype(np.float64))
        forward = factors[:, :1] / factors[:, :1].sum(axis=2, keepdims=True)
        ahead, behind = [forward[:, 0]], [np.ones_like(forward[:, 0])]
        for at in range(1, table.shape[1]):
            step = (ahead[-1] @ moves) * factors[:, at]
            ahead.append(step / step.sum(axis=1, keepdims=True))
        for at in range(table.shape[1] - 1, 0, -1):
            step = (behind[-1] * factors[:, at]) @ moves.T
            step /= step.sum(axis=1, keepdims=True)
            behind.append(np.where(inside[:, at, None], step, behind[-1]))
        both = np.stack(ahead, axis=1) * np.stack(behind[::-1], axis=1)
        chances: NDArray[np.float32] = (both / both.sum(axis=2, keepdims=True)).astype(np.float32)
        return chances


def format_crf(
    states: Mapping[tuple[str, str], float], moves: Mapping[tuple[str, str], float]
) -> bytes:
    """Return a file of weights: (feature, label) → weight and (label, next label) → weight."""
    import numpy as np

    labels = sorted({label for _, label in states})
    features = sorted({feature for feature, _ in states})
    number = {label: at for at, label in enumerate(labels)}
    row = {feature: at for at, feature in enumerate(features)}
    weights = np.zeros((len(features), len(labels)), dtype=np.float16)
    for (feature, label), weight in states.items():
        weights[row[feature], number[label]] = weight
    transitions = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for (label, following), weight in moves.items():
        transitions[number[label], number[following]] = weight
    file = io.BytesIO()
    np.savez_compressed(
        file,
        labels=_packed(labels),
        features=_packed(features),
        weights=weights,
        transitions=transitions,
    )
    return file.getvalue()


def parse_crf(content: bytes) -> Crf:
    """Read a file that `format_crf` made."""
    import numpy as np

    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        labels, features = (_unpacked(arrays[name]) for name in ("labels", "features"))
        weights = arrays["weights"].astype(np.float32)
        transitions = arrays["transitions"]
    none = np.zeros((1, len(labels)), dtype=np.float32)
    rows = {feature: at for at, feature in enumerate(features)}
    return Crf(tuple(labels), rows, np.concatenate([weights, none]), transitions)


def _packed(lines: Sequence[str]) -> Any:
    import numpy as np

    return np.frombuffer("\n".join(lines).encode("utf-8"), dtype=np.uint8)


def _unpacked(packed: Any) -> list[str]:
    return bytes(packed).decode("utf-8").split("\n")
