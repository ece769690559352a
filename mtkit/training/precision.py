"""bfloat16 or float32: processors differ eightfold either way, so it is measured."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

_CLEARLY = 0.8


def choose_dtype(precision: str) -> torch.dtype:
    """Return what to compute in.

    Args:
        precision: ``"float32"``, ``"bfloat16"``, or ``"auto"``, which multiplies matrices of a
            usual size in both and takes bfloat16 where it is clearly faster.
    """
    import torch

    if precision != "auto":
        found: torch.dtype = getattr(torch, precision)
        return found
    seconds = {}
    for dtype in (torch.float32, torch.bfloat16):
        a, b = torch.ones(450, 384, dtype=dtype), torch.ones(384, 1536, dtype=dtype)
        times = []
        for _ in range(10):
            start = time.perf_counter()
            a @ b
            times.append(time.perf_counter() - start)
        seconds[dtype] = min(times)
    faster = seconds[torch.bfloat16] < _CLEARLY * seconds[torch.float32]
    return torch.bfloat16 if faster else torch.float32
