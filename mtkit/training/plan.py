"""What a recipe would do, before anything is done: text, pieces, passes, hours on this machine."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtkit.training.clean import CleaningReport
from mtkit.training.data import Pair
from mtkit.training.model_files import read_shape
from mtkit.training.precision import choose_dtype
from mtkit.training.prepare import read_clean
from mtkit.training.recipe import Recipe
from mtkit.training.start import open_vocabulary
from mtkit.training.weights import Shape

_CHARACTERS_A_PIECE = 3.5
"""Of news in either language, with a vocabulary of 16,000; used before there is a vocabulary."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What training a recipe means on this machine.

    Args:
        report: What is read, kept and dropped.
        held_out: Pairs that the guard watches, by corpus.
        notes: Corpora that are not at hand.
        pieces: Target pieces that one pass reads, all directions.
        counted: Whether `pieces` was counted; else it is estimated from characters.
        parameters: Weights of the model.
        speed: Target pieces a second, all workers, measured now.
        hours: That the run takes.
        passes: How often it reads a pair of weight 1.
    """

    report: CleaningReport
    held_out: dict[str, int]
    notes: tuple[str, ...]
    pieces: int
    counted: bool
    parameters: int
    speed: float
    hours: float
    passes: float

    def lines(self) -> Iterator[str]:
        """Yield lines for a reader."""
        yield from self.notes
        yield from self.report.lines()
        held = ", ".join(f"{corpus} ({n:,} pairs)" for corpus, n in self.held_out.items())
        yield f"held out: {held or 'nothing'}"
        about = "" if self.counted else "about "
        yield f"a pass reads {about}{self.pieces:,} target pieces"
        yield f"{self.parameters:,} weights, {self.speed:,.0f} pieces/s as this machine is now"
        yield f"{self.hours:.1f} hours, {self.passes:.1f} passes, after the preparation"


def forecast(recipe: Recipe) -> Forecast:
    """Read the text, measure the machine, and say what training would be; nothing is written.

    Raises:
        MtkitError: As `mtkit.training.run.train` would before its first update.
    """
    notes: list[str] = []
    pairs, report, guard = read_clean(recipe, say=notes.append)
    shape, pieces, counted = _size(recipe, pairs)
    speed = _measure(recipe, shape)
    spec = recipe.training
    workers = spec.workers or os.cpu_count() or 1
    total = spec.hours * 3600 * speed if spec.hours else spec.updates * spec.tokens * workers
    return Forecast(
        report=report,
        held_out=guard.corpora,
        notes=tuple(notes),
        pieces=pieces,
        counted=counted,
        parameters=shape.count(),
        speed=speed,
        hours=spec.hours or total / speed / 3600,
        passes=total / max(pieces, 1),
    )


def _size(recipe: Recipe, pairs: Sequence[Pair]) -> tuple[Shape, int, bool]:
    """Return the model's shape, the target pieces of a pass, and whether those were counted."""
    spec = recipe.model
    sides = {corpus.id: recipe.sides_of(corpus) for corpus in recipe.corpora}
    targets = [(p.texts[1 - side], p.weight) for p in pairs for side in sides[p.corpus]]
    if spec.start is not None:
        encoded = open_vocabulary(recipe, spec.start).encode(
            [text for text, _ in targets], as_target=len(recipe.sides) == 1
        )
        count = sum(
            weight * (len(ids) + 1) for ids, (_, weight) in zip(encoded, targets, strict=True)
        )
        return read_shape(spec.start), round(count), True
    letters = 1.0 if recipe.vocabulary.kind == "characters" else _CHARACTERS_A_PIECE
    count = sum(weight * (len(text) / letters + 1) for text, weight in targets)
    shape = Shape(
        recipe.vocabulary.size + 5 + len(recipe.tags), spec.width, spec.heads, spec.feed_forward,
        spec.encoder_layers, spec.decoder_layers,
    )  # fmt: skip
    return shape, round(count), False


def _measure(recipe: Recipe, shape: Shape) -> float:
    """Return target pieces a second of all workers, from a few updates on made-up sentences."""
    import numpy as np
    import torch

    from mtkit.training.batches import make_batch
    from mtkit.training.bitext import Bitext
    from mtkit.training.network import Network, loss_and_gradient
    from mtkit.training.warm import random_weights
    from mtkit.training.weights import fused_views

    spec = recipe.training
    count = max(1, spec.tokens // 30)
    offsets = np.arange(count + 1) * 29
    ids = np.full(count * 29, 4, np.int32)
    links = np.zeros(count * 29, np.int16)
    bitext = Bitext((ids, ids), (offsets, offsets), (links, links), np.ones(count, np.float32))
    batch = make_batch(bitext, 2 * np.arange(count), labels=(2, 3), pad=shape.pad)
    flat = random_weights(shape, seed=0)
    gradient = fused_views(shape, torch.zeros_like(flat))
    network = Network(shape, flat.to(choose_dtype(spec.precision)), dropout=spec.dropout)
    threads, seconds = torch.get_num_threads(), []
    torch.set_num_threads(1)
    for _ in range(4):
        start = time.perf_counter()
        loss_and_gradient(
            network,
            batch,
            gradient,
            label_smoothing=spec.label_smoothing,
            guided={shape.decoder_layers - 1: 1},
            guide_weight=recipe.guide.weight,
        )
        seconds.append(time.perf_counter() - start)
    torch.set_num_threads(threads)
    workers = spec.workers or os.cpu_count() or 1
    overhead = 1.1  # the optimiser, averaging, evaluation
    return workers * len(batch.labels) / min(seconds) / overhead
