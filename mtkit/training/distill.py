"""Teaching the encoder Marian's positions: with sinusoids, say what was said with learned ones.

The teacher is the pretrained encoder itself, first layers only, with its own embeddings and
positions; the pupil learns by mean squared error on states (Hinton et al. 2015; Jiao et al. 2020).
Minutes are enough: retrieval of translations by mean state comes back almost whole.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import numpy as np
import torch
from torch import Tensor

from mtkit.training.encoder import PretrainedEncoder
from mtkit.training.network import Network, collect_gradient
from mtkit.training.packing import Packed
from mtkit.training.vocabulary import Vocabulary
from mtkit.training.warm import rows
from mtkit.training.weights import EMBEDDING, Shape, fused_views, views

_RATE = 4e-4
_SENTENCES = 25
_LONGEST = 100


def distill(
    encoder: PretrainedEncoder,
    ids: Sequence[int],
    shape: Shape,
    flat: Tensor,
    *,
    texts: Sequence[str],
    vocabulary: Vocabulary,
    tags: int,
    minutes: float,
    seed: int,
    say: Callable[[str], None],
) -> None:
    """Train the encoder half of `flat` in place, then center and scale its output.

    Args:
        encoder: The teacher.
        ids: Its pieces that the vocabulary keeps.
        shape: Of the pupil.
        flat: Its weights, from `warm_weights`.
        texts: Sentences of all languages.
        vocabulary: Of the pupil.
        tags: How many tags stand behind its labels.
        minutes: Time to take; 0 only centers and scales.
        seed: Of the order of sentences.
        say: Takes lines for a reader.
    """
    labels = len(vocabulary.labels) + tags
    teacher = Teacher(encoder, ids, shape, labels=labels)
    pupil = Network(shape, flat, dropout=0.0)
    gradient = torch.zeros_like(flat)
    part = shape.encoder_count()
    parameter = torch.nn.Parameter(flat[:part])
    parameter.grad = gradient[:part]
    optimizer = torch.optim.AdamW([parameter], lr=_RATE, betas=(0.9, 0.98), fused=True)
    random = np.random.default_rng(seed)
    start, steps, missed = time.monotonic(), 0, 1.0
    for side in _sentences(texts, vocabulary, random):
        over = (time.monotonic() - start) / 60 / minutes if minutes else 1.0
        if over >= 1:
            break
        optimizer.param_groups[0]["lr"] = _RATE * min(1.0, (steps + 1) / 30) * (1 - 0.9 * over)
        wanted = teacher.states(side)
        embedded = pupil.embed(side.ids)
        loss = (pupil.encode(side, embedded) - wanted)[: side.count].square().mean()
        loss.backward()  # type: ignore[no-untyped-call]
        gradient.zero_()
        collect_gradient(pupil, fused_views(shape, gradient), [(side.ids, embedded)])
        norm = parameter.grad.norm()
        parameter.grad.mul_(min(1.0, 1.0 / (norm.item() + 1e-6)))
        optimizer.step()
        steps += 1
        missed += 0.02 * (loss.item() / wanted.var().item() - missed)
    if steps:
        say(f"positions learned in {steps:,} steps; {missed:.1%} of the teacher's variance missed")
    _center(shape, flat, pupil, _sentences(texts, vocabulary, random))


class Teacher:
    """The pretrained encoder's first layers, reading pieces by the pupil's ids.

    Args:
        encoder: Whose weights.
        ids: Its pieces that the vocabulary keeps, in its order.
        shape: Of the pupil.
        labels: Number of target labels and tags.
    """

    def __init__(
        self, encoder: PretrainedEncoder, ids: Sequence[int], shape: Shape, *, labels: int
    ) -> None:
        flat = torch.zeros(shape.count())
        own = views(shape, flat)
        for number, layer in enumerate(encoder.layers):
            for name, array in layer.items():
                own[f"model.encoder.layers.{number}.{name}"].copy_(torch.from_numpy(array))
        self._encoder, self._rows = encoder, rows(encoder, ids, labels)
        self._network = Network(shape, flat, dropout=0.0)

    @torch.no_grad()
    def states(self, side: Packed) -> Tensor:
        """Return the states (R, C) of packed sentences."""
        pieces = self._rows[side.ids.numpy()]
        x = self._encoder.embed(pieces, side.positions.numpy())
        return self._network.encoder_layers(side, torch.from_numpy(x))


def _sentences(
    texts: Sequence[str], vocabulary: Vocabulary, random: np.random.Generator
) -> Iterator[Packed]:
    """Yield packed batches of labelled sentences of like length, without end."""
    while True:
        some = [texts[i] for i in random.integers(len(texts), size=16 * _SENTENCES)]
        encoded = sorted(vocabulary.encode(some), key=len)
        for start in range(0, len(encoded), _SENTENCES):
            chunk = [
                [*_label(vocabulary, random), *ids[:_LONGEST], vocabulary.end]
                for ids in encoded[start : start + _SENTENCES]
            ]
            yield Packed(np.concatenate(chunk), np.array([len(ids) for ids in chunk]))


def _label(vocabulary: Vocabulary, random: np.random.Generator) -> list[int]:
    label = vocabulary.labels[int(random.integers(2))]
    return [] if label is None else [label]


@torch.no_grad()
def _center(shape: Shape, flat: Tensor, pupil: Network, batches: Iterator[Packed]) -> None:
    """Give the encoder's output mean 0 and unit spread, which is what the decoder looks at."""
    states = torch.cat(
        [pupil.encode(side, pupil.embed(side.ids))[: side.count] for side in islice(batches, 16)]
    )
    middle = states.mean(0)
    spread = (states - middle).square().mean().sqrt()
    last = f"model.encoder.layers.{shape.encoder_layers - 1}.final_layer_norm"
    own = views(shape, flat)
    own[f"{last}.bias"].sub_(middle).div_(spread)
    own[f"{last}.weight"].div_(spread)
    own[EMBEDDING][shape.pad] = 0
