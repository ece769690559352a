"""What is read in which order.

A *pass* reads every corpus as often as its weight says (0.3: three tenths of its pairs, others each
time; 2: twice).  Its order depends on the seed and its number alone, so a resumed run goes on with
the very batch that it stopped before.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from mtkit.training.bitext import Bitext
from mtkit.training.packing import Batch, Packed

UNKNOWN = 1
END = 0
_CHUNK = 16_000  # examples sorted by length at a time: long enough to pack, short enough to mix

Plan = list[NDArray[np.int64]]
"""Batches of a pass; an example is 2 * pair + direction."""


def plan_pass(
    bitext: Bitext,
    directions: Sequence[int],
    *,
    number: int,
    seed: int,
    pieces: int,
    longest: int,
    workers: int = 1,
) -> Plan:
    """Return the batches of one pass, as many for each worker; worker r takes every r-th.

    Args:
        bitext: The pairs.
        directions: 0 reads side 0 and writes side 1; 1 the other way.
        number: Of the pass, from 0.
        seed: Same seed and number, same plan.
        pieces: Most pieces of a batch, mean of both sides, labels and ends counted.
        longest: Pairs with more pieces than this on a side are left out.
        workers: The plan's length is a multiple of it.
    """
    random = np.random.default_rng((seed, number))
    lengths = np.maximum(bitext.lengths(0), bitext.lengths(1))
    examples = []
    for direction in directions:
        times = np.floor(bitext.weight + random.random(len(bitext))).astype(np.int64)
        times[lengths > longest] = 0
        if bitext.sides is not None:
            times[bitext.sides >> direction & 1 == 0] = 0
        examples.append(np.repeat(2 * np.arange(len(bitext)) + direction, times))
    order = random.permutation(np.concatenate(examples))
    plan: Plan = []
    for start in range(0, len(order), _CHUNK):
        chunk = _by_length(bitext, order[start : start + _CHUNK], pieces, random)
        whole = len(chunk) // workers * workers
        plan += [chunk[i] for i in random.permutation(len(chunk))[:whole]]
    return plan


def _by_length(
    bitext: Bitext, examples: NDArray[np.int64], pieces: int, random: np.random.Generator
) -> Plan:
    pair, side = examples // 2, examples % 2
    size = np.stack([bitext.lengths(0)[pair], bitext.lengths(1)[pair]], axis=1)
    target = size[np.arange(len(pair)), 1 - side]
    source = size[np.arange(len(pair)), side]
    # A little noise, so that the same sentences do not always meet.
    key = target + 0.3 * source + random.random(len(pair))
    order = np.argsort(key, kind="stable")
    cost = (size.sum(1)[order] + 3) / 2
    batches, start, total = [], 0, 0.0
    for i, c in enumerate(cost):
        if total + c > pieces and i > start:
            batches.append(examples[order[start:i]])
            start, total = i, 0.0
        total += float(c)
    if start < len(order):
        batches.append(examples[order[start:]])
    return batches


def make_batch(
    bitext: Bitext,
    examples: NDArray[np.int64],
    *,
    labels: tuple[int | None, int | None],
    pad: int,
    end: int = END,
    unknown: int = UNKNOWN,
    hidden: float = 0.0,
    seed: tuple[int, ...] = (0,),
) -> Batch:
    """Pack examples of a plan.

    Args:
        bitext: The pairs.
        examples: One batch of a plan.
        labels: Ids that a source begins with in direction 0 and 1; None is none.
        pad: Id that the target begins with.
        end: Id that ends a sentence.
        unknown: Id of ``<unk>``.
        hidden: Share of the decoder's input pieces replaced by ``<unk>``: it must look at the
            source.
        seed: Decides which are hidden.
    """
    sources, targets, links = [], [], []
    for i, example in enumerate(examples):
        pair, side = divmod(int(example), 2)
        s0, s1 = bitext.offsets[side][pair : pair + 2]
        t0, t1 = bitext.offsets[1 - side][pair : pair + 2]
        before = _before(bitext, pair, labels[side])
        first = len(before)
        sources.append([*before, *bitext.pieces[side][s0:s1], end])
        targets.append(np.concatenate([bitext.pieces[1 - side][t0:t1], [end]]))
        link = bitext.links[1 - side][t0:t1]
        at = np.flatnonzero(link >= 0)
        last = [[i, t1 - t0, s1 - s0 + first]]  # end looks at end
        links.append(
            np.concatenate([np.stack([np.full_like(at, i), at, link[at] + first], axis=1), last])
        )
    out = np.concatenate(targets).astype(np.int64)
    lengths = np.array([len(t) for t in targets])
    shifted = np.empty_like(out)
    shifted[1:] = out[:-1]
    if hidden:
        shifted[np.random.default_rng(seed).random(len(out)) < hidden] = unknown
    shifted[np.cumsum(lengths) - lengths] = pad
    linked = torch.from_numpy(np.concatenate(links).astype(np.int64))
    return Batch(
        source=Packed(
            np.concatenate(sources).astype(np.int64), np.array([len(s) for s in sources])
        ),
        target=Packed(shifted, lengths),
        labels=torch.from_numpy(out),
        link_sentence=linked[:, 0],
        link_target=linked[:, 1],
        link_source=linked[:, 2],
    )


def _before(bitext: Bitext, pair: int, label: int | None) -> list[int]:
    """Return what a source begins with: the label, and the tag of synthetic text."""
    tag = -1 if bitext.tags is None else int(bitext.tags[pair])
    return [*([] if label is None else [label]), *([] if tag < 0 else [tag])]
