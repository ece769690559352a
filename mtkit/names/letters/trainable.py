"""The network of `mtkit.names.letters.network` in torch, and its alignment in a form that can be
trained.

The alignment is soft at first: the sum over all alignments in place of the best one (a
temperature that falls to zero), so that letters can find their counterparts from a random start.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from mtkit.names.letters.network import LONGEST

LETTERS = "abcdefghijklmnopqrstuvwxyz'+ابتثجحخدذرزسشصضطظعغفقكلمنهويء"
"""Alphabet of the network; ``+`` is the Latin article."""

_ROW = {letter: row for row, letter in enumerate(LETTERS, start=1)}
_UNKNOWN = len(LETTERS) + 1
_NEVER = -1e4


class Trainable(nn.Module):
    """See `mtkit.names.letters.network`."""

    def __init__(self, *, hidden: int = 48, dimension: int = 24, gist: int = 32) -> None:
        super().__init__()
        self.embedding = nn.Embedding(_UNKNOWN + 1, 32, padding_idx=0)
        self.near = nn.Conv1d(32, hidden, 5, padding=2)
        self.wide = nn.Conv1d(hidden, hidden, 3, padding=1)
        self.manner = nn.Linear(hidden, hidden, bias=False)
        self.out = nn.Linear(hidden, dimension + 1)
        self.gist = nn.Linear(2 * hidden, gist)
        self.biases = nn.Parameter(torch.zeros(3))
        with torch.no_grad():
            self.out.bias[-1] = -1.0  # at first every lost letter costs

    def forward(self, rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return vectors, prices and gists of words."""
        inside = (rows > 0).float()[:, None]
        counts = inside.sum(2).clamp(min=1)
        near = torch.relu(self.near(self.embedding(rows).transpose(1, 2))) * inside
        manner = self.manner(near.sum(2) / counts)
        wide = torch.relu(self.wide(near) + manner[:, :, None]) * inside
        out = self.out(wide.transpose(1, 2)) * inside.transpose(1, 2)
        pooled = torch.cat([wide.sum(2) / counts, wide.max(2)[0]], 1)
        return out[:, :, :-1], out[:, :, -1], nn.functional.normalize(self.gist(pooled), dim=1)

    def odds(
        self, one: Tensor, other: Tensor, kinds: Tensor, temperature: float = 0.0
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return the log odds of each pair of words, and the gists of both."""
        count = len(one)
        vectors, prices, gists = self(torch.cat([one, other]))
        found = align(
            vectors[:count] @ vectors[count:].transpose(1, 2),
            prices[:count],
            prices[count:],
            (one > 0, other > 0),
            temperature,
        )
        return found + self.biases[kinds], gists[:count], gists[count:]


def encode(words: list[str]) -> Tensor:
    """Return ``[word][letter]``, as wide as the longest."""
    width = min(LONGEST, max(map(len, words), default=1))
    rows = torch.zeros(len(words), width, dtype=torch.long)
    for at, word in enumerate(words):
        letters = [_ROW.get(letter, _UNKNOWN) for letter in word[:width]]
        rows[at, : len(letters)] = torch.tensor(letters)
    return rows


def align(
    stands: Tensor,
    prices: Tensor,
    others: Tensor,
    inside: tuple[Tensor, Tensor],
    temperature: float,
) -> Tensor:
    """Return the score of the best alignment (or of all, softly), along the table's diagonals."""
    count, height, width = stands.shape
    outside = (~inside[0])[:, :, None] | (~inside[1])[:, None, :]
    stands = stands.masked_fill(outside, _NEVER)
    skewed = nn.functional.pad(stands, (0, height), value=_NEVER).reshape(count, -1)
    skewed = skewed[:, : height * (width + height - 1)].reshape(count, height, -1).permute(2, 0, 1)
    padded = nn.functional.pad(others, (height + 1, height + 1), value=_NEVER)
    places = torch.arange(height + 1)
    edge = torch.full((count, 1), _NEVER)
    before = None
    line = torch.cat([torch.zeros(count, 1), edge.expand(-1, height)], 1)
    for step in range(1, height + width + 1):
        choices = [
            line + padded[:, (step - 1 - places) + height + 1],
            torch.cat([edge, line[:, :-1] + prices], 1),
        ]
        if before is not None:
            choices.append(torch.cat([edge, before[:, :-1] + skewed[step - 2]], 1))
        stacked = torch.stack(choices)
        if temperature > 0:
            best = torch.logsumexp(stacked / temperature, 0) * temperature
        else:
            best = stacked.amax(0)
        before, line = line, best.clamp(min=4 * _NEVER)
    return line[:, height]


def weights(net: Trainable) -> dict[str, Any]:
    """Return the weights as `mtkit.names.letters.network.from_json` reads them."""

    def kernel(layer: nn.Conv1d) -> Tensor:
        return layer.weight.permute(2, 1, 0).reshape(-1, layer.out_channels)

    assert net.near.bias is not None
    assert net.wide.bias is not None
    tensors = {
        "embedding": net.embedding.weight,
        "near": kernel(net.near),
        "near_bias": net.near.bias,
        "wide": kernel(net.wide),
        "wide_bias": net.wide.bias,
        "manner": net.manner.weight.T,
        "out": net.out.weight.T,
        "out_bias": net.out.bias,
        "gist": net.gist.weight.T,
        "gist_bias": net.gist.bias,
        "biases": net.biases,
    }
    rounded = {
        name: (tensor.detach().double() * 1e4).round().div(1e4).tolist()
        for name, tensor in tensors.items()
    }
    return {"alphabet": LETTERS, "weights": rounded}
