"""Dropout whose randomness is drawn once in a while, since random bits are dear on a processor."""

from __future__ import annotations

import torch
from torch import Tensor

_POOL = 1 << 22
_UPDATES = 64  # that share a pool


class Dropout:
    """Zero a share of the numbers and scale up the rest, with masks cut from a pool.

    Each call takes a stretch of a pool of ready-made mask values at a random place.  What is random
    depends on seed and update number alone, so a resumed run draws what the first would have drawn.

    Args:
        probability: Share zeroed, in [0, 1); 0 leaves everything as it is.
        dtype: Of the numbers that pass through.
        seed: Different for every worker.
    """

    def __init__(self, probability: float, dtype: torch.dtype, *, seed: int = 0) -> None:
        self.probability = probability
        self.dtype = dtype
        self.seed = seed
        self._random = torch.Generator()
        self._block = -1
        self._pool = torch.empty(0, dtype=dtype)
        self.begin(0)

    def begin(self, update: int) -> None:
        """Set the randomness for one update."""
        if self.probability and self._block != update // _UPDATES:
            self._block = update // _UPDATES
            self._random.manual_seed((self.seed << 32) + self._block)
            keep = torch.rand(_POOL, generator=self._random) >= self.probability
            self._pool = keep.to(self.dtype).div_(1 - self.probability)
        self._random.manual_seed((self.seed << 32) + (1 << 31) + update)

    def __call__(self, x: Tensor) -> Tensor:
        """Return `x` with dropout."""
        if not self.probability:
            return x
        size = x.numel()
        while size > len(self._pool) // 2:
            self._pool = torch.cat([self._pool, self._pool.flip(0)])
        start = int(torch.randint(len(self._pool) - size, (), generator=self._random))
        return x * self._pool[start : start + size].view_as(x)
