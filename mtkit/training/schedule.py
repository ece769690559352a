"""The learning rate along a run, and which pairs are read when."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mtkit.training.recipe import Guide, Stage


def rate(update: int, fraction: float, *, warmup: int, final: float) -> float:
    """Return the share of the highest rate, in (0, 1].

    It rises linearly over the warm-up and falls along half a cosine to `final` (Loshchilov and
    Hutter 2017).

    Args:
        update: Number of the update, from 1.
        fraction: How much of the run is over, in [0, 1].
        warmup: Updates in which it rises; 0 is none.
        final: Share left at the end.
    """
    rise = min(1.0, update / warmup) if warmup else 1.0
    fall = (1 + math.cos(math.pi * min(1.0, max(0.0, fraction)))) / 2
    return rise * (final + (1 - final) * fall)


def longest_at(update: int, stages: Sequence[Stage], longest: int) -> int:
    """Return the most pieces that a pair may have at an update (from 0)."""
    for stage in stages:
        if update < stage.updates:
            return min(stage.longest, longest)
        update -= stage.updates
    return longest


def guide_at(update: int, guide: Guide, decoder_layers: int) -> tuple[float, dict[int, int]]:
    """Return the weight of the guided loss and the guided heads (layer → number) at an update."""
    if not guide.weight:
        return 0.0, {}
    if update >= guide.early_updates:
        return guide.weight, {decoder_layers - 1: 1}
    left = 1 - update / guide.early_updates
    weight = guide.weight + (guide.early_weight - guide.weight) * left
    return weight, dict.fromkeys(range(decoder_layers), 3)
