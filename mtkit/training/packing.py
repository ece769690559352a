"""Sentences end to end: no padding but inside attention."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.autograd import Function

_ROWS, _SENTENCES, _LENGTH = 32, 4, 4
"""Sizes are rounded up to multiples of these: oneDNN compiles a kernel for every new size of a
product, which cost an eighth of the time when every batch had its own."""


class _Move(Function):
    """Rows of one tensor into rows of another that is zero elsewhere; the gradient moves back."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, source: Tensor, target: Tensor, rows: int) -> Tensor:
        ctx.save_for_backward(source, target)
        ctx.rows = len(x)
        return x.new_zeros(rows, x.shape[1]).index_copy_(0, target, x.index_select(0, source))

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None, None]:
        source, target = ctx.saved_tensors
        back = gradient.new_zeros(ctx.rows, gradient.shape[1])
        back.index_copy_(0, source, gradient.index_select(0, target))
        return back, None, None, None


class Packed:
    """One side of a batch, sentences end to end.

    Tensors have R >= N rows; the last R - N are filler that nothing reads and no loss counts.

    Args:
        ids: int64 (N,).
        lengths: Pieces of each of the B sentences; they sum to N.
    """

    def __init__(self, ids: NDArray[np.int64], lengths: NDArray[np.int64]) -> None:
        self.count = len(ids)
        self.rows = _up(len(ids), _ROWS)
        self.sentences = _up(len(lengths), _SENTENCES)
        self.longest = _up(int(lengths.max()), _LENGTH)
        sentence = np.repeat(np.arange(len(lengths)), lengths)
        position = np.arange(len(ids)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        filler = (0, self.rows - self.count)
        self.ids = torch.from_numpy(np.pad(ids, filler))
        self.positions = torch.from_numpy(np.pad(position, filler))
        self._packed = torch.arange(self.count)
        self._padded = torch.from_numpy(sentence * self.longest + position)
        self._lengths = torch.full((self.sentences,), self.longest)
        self._lengths[: len(lengths)] = torch.from_numpy(lengths)

    def pad(self, x: Tensor) -> Tensor:
        """Turn packed (R, C) into padded (B, L, C), zeros after the end of a sentence."""
        size = self.sentences * self.longest
        padded: Tensor = _Move.apply(x, self._packed, self._padded, size)  # type: ignore[no-untyped-call]
        return padded.view(self.sentences, self.longest, -1)

    def unpad(self, x: Tensor) -> Tensor:
        """Turn padded (B, L, C) into packed (R, C)."""
        flat = x.reshape(-1, x.shape[-1])
        packed: Tensor = _Move.apply(flat, self._padded, self._packed, self.rows)  # type: ignore[no-untyped-call]
        return packed

    def key_mask(self, like: Tensor) -> Tensor:
        """Return 0 for pieces and -inf for padding, (B, 1, 1, L)."""
        return self._mask.to(like.dtype)

    def causal_mask(self, like: Tensor) -> Tensor:
        """Return 0 on and below the diagonal and -inf above it, (L, L)."""
        shape = (self.longest, self.longest)
        return torch.full(shape, float("-inf"), dtype=like.dtype).triu_(1)

    @cached_property
    def _mask(self) -> Tensor:
        padding = torch.arange(self.longest) >= self._lengths[:, None]
        mask = torch.zeros(padding.shape).masked_fill_(padding, float("-inf"))
        return mask[:, None, None, :]


@dataclass(frozen=True, slots=True)
class Batch:
    """Packed sentences of one update.

    Args:
        source: Label, pieces, end of sentence.
        target: What the decoder reads: ``<pad>``, then the pieces; some hidden as ``<unk>``.
        labels: What it should say: the pieces, then end of sentence; int64 (N,).
        link_sentence: Sentence of each guided link.
        link_target: Its position in the target, as in `labels`.
        link_source: Its position in the source.
    """

    source: Packed
    target: Packed
    labels: Tensor
    link_sentence: Tensor
    link_target: Tensor
    link_source: Tensor


def _up(number: int, multiple: int) -> int:
    return -(-number // multiple) * multiple
