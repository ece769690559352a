"""Sentence pairs as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtkit.io import atomic_file


@dataclass(frozen=True, slots=True)
class Bitext:
    """Sentence pairs as piece ids, for both directions, with their word alignment.

    Pair i has its first-language pieces in ``pieces[0][offsets[0][i]:offsets[0][i + 1]]``, without
    label and end of sentence, and likewise on side 1.  ``links[s]`` lies beside ``pieces[s]``: for
    every piece of side s the index of the aligned piece of the other side, or -1.

    Args:
        pieces: int32, one array a side.
        offsets: int64, N + 1 numbers a side.
        links: int16, one array a side.
        weight: float32 (N,): how often a pass reads the pair.
        sides: uint8 (N,): bit s tells whether side s is read as a source; None is both.
        tags: int32 (N,): id that follows the label, or -1; None is none anywhere.
    """

    pieces: tuple[NDArray[np.int32], NDArray[np.int32]]
    offsets: tuple[NDArray[np.int64], NDArray[np.int64]]
    links: tuple[NDArray[np.int16], NDArray[np.int16]]
    weight: NDArray[np.float32]
    sides: NDArray[np.uint8] | None = None
    tags: NDArray[np.int32] | None = None

    def __len__(self) -> int:
        return len(self.weight)

    def lengths(self, side: int) -> NDArray[np.int64]:
        """Return the number of pieces of every sentence of a side, (N,)."""
        return np.diff(self.offsets[side])

    def save(self, path: Path) -> None:
        """Write it to an ``.npz`` file, whole or not at all."""
        with atomic_file(path) as file:
            arrays: dict[str, Any] = {"weight": self.weight}
            for side in (0, 1):
                arrays[f"pieces{side}"] = self.pieces[side]
                arrays[f"offsets{side}"] = self.offsets[side]
                arrays[f"links{side}"] = self.links[side]
            if self.sides is not None:
                arrays["sides"] = self.sides
            if self.tags is not None:
                arrays["tags"] = self.tags
            np.savez(file, **arrays)

    @classmethod
    def load(cls, path: Path) -> Bitext:
        """Read what `save` wrote."""
        with np.load(path) as file:
            return cls(
                (file["pieces0"], file["pieces1"]),
                (file["offsets0"], file["offsets1"]),
                (file["links0"], file["links1"]),
                file["weight"],
                file.get("sides"),
                file.get("tags"),
            )
