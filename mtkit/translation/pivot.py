"""Two engines in a row, for pairs that no model serves: through English and out again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mtkit.engines.base import DecodeOptions, Eager, Engine
from mtkit.types import Hypothesis, Piece

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class PivotEngine(Eager):
    """An engine that translates with `first` into `through` and from there with `second`.

    The first leg's best hypothesis alone goes on; scores of the legs are added, since each is the
    logarithm of a probability; attentions are multiplied (see `compose`).
    """

    first: Engine
    second: Engine
    through: str
    name: str = "pivot"

    @property
    def fingerprint(self) -> str:
        """The fingerprints of both legs."""
        return f"{self.first.fingerprint}>{self.through}>{self.second.fingerprint}"

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return every pair that the two legs make together."""
        return tuple(
            (source, target)
            for source, middle in self.first.pairs()
            for start, target in self.second.pairs()
            if middle == start == self.through and source != target
        )

    def count_pieces(self, text: str) -> int:
        """Return how many subwords the first model reads."""
        return self.first.count_pieces(text)

    def unknown(self, text: str) -> frozenset[str]:
        """Return the characters that either model cannot read."""
        return self.first.unknown(text) | self.second.unknown(text)

    def stream(
        self, texts: Iterable[str], *, source: str, target: str, options: DecodeOptions
    ) -> Iterator[list[Hypothesis]]:
        """Translate lazily (see `Engine.stream`); the second leg starts when the first is done."""
        best = [
            hypotheses[0]
            for hypotheses in self.first.stream(
                texts,
                source=source,
                target=self.through,
                options=replace(options, num_hypotheses=1),
            )
        ]
        middles = (hypothesis.text for hypothesis in best)
        legs = self.second.stream(middles, source=self.through, target=target, options=options)
        for start, ends in zip(best, legs, strict=True):
            yield [_chain(start, end) for end in ends]


def _chain(start: Hypothesis, end: Hypothesis) -> Hypothesis:
    attention = None
    if start.attention is not None and end.attention is not None:
        attention = compose(start, end)
    score = None
    if start.score is not None and end.score is not None:
        score = start.score + end.score
    return Hypothesis(end.text, score, start.source_pieces, end.pieces, attention)


def compose(start: Hypothesis, end: Hypothesis) -> NDArray[np.float32]:
    """Return the attention of the last text to the first, through the text between.

    The legs cut the middle text into pieces of their own; a piece of the second leg stands for the
    pieces of the first that it overlaps, by the share of its characters.

    Returns:
        float32 of shape (pieces of `end`, source pieces of `start`).  Rows sum to at most 1: what
        falls on labels and ``</s>`` of the middle text is lost.
    """
    import numpy as np

    if start.attention is None or end.attention is None:
        raise ValueError("both hypotheses need attention")
    shares = np.array(
        [[_share(of, part) for part in start.pieces] for of in end.source_pieces], np.float32
    ).reshape(len(end.source_pieces), len(start.pieces))
    return np.asarray(end.attention @ shares @ start.attention, np.float32)


def _share(of: Piece, part: Piece) -> float:
    common = min(of.span.end, part.span.end) - max(of.span.start, part.span.start)
    return max(common, 0) / len(of.span) if len(of.span) else 0.0
