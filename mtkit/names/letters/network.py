"""The network that reads a word letter by letter: what each letter is like, and what it costs to
lose.

Two convolutions over the letters of a word (five, then three wide) and the mean over all of them,
so that a letter is read by its neighbors and by the manner of the whole word: *ou*, *ch* and *dj*
tell a French spelling. Out come, for each letter, a vector and a price; two letters stand for
each other as much as the product of their vectors says (`mtkit.names.letters.align`). And for
each word a vector of length 1 that tells in one product whether two words are worth comparing
letter by letter.

Trained by `python -m mtkit.names.letters.learn`; the weights are `data/letters_network.json`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

LONGEST = 16
"""Letters of a word that are read; the rest of a longer one is not looked at."""

_BATCH = 4096  # words at a time: some 30 MB of activations


@dataclass(frozen=True, slots=True)
class Letters:
    """What the network says of some words.

    Args:
        vectors: ``[word][letter][dimension]``; zero behind the end of a word.
        prices: ``[word][letter]``, what is added to the score when a letter has no counterpart.
        lengths: Letters of each word.
        gists: ``[word][dimension]``, of length 1.
    """

    vectors: Floats
    prices: Floats
    lengths: NDArray[np.intp]
    gists: Floats


@dataclass(frozen=True, slots=True)
class Network:
    """Weights, by layer; see the module.

    Args:
        alphabet: Letter → row of `embedding`; row 0 is the blank around a word, the last row any
            letter that is not in the alphabet.
        biases: Added to the score of two words: both Latin, one of each, both Arabic.
    """

    alphabet: dict[str, int]
    embedding: Floats
    near: Floats  # [offset × embedding][hidden]
    near_bias: Floats
    wide: Floats  # [offset × hidden][hidden]
    wide_bias: Floats
    manner: Floats  # [hidden][hidden]
    out: Floats  # [hidden][dimension + 1]
    out_bias: Floats
    gist: Floats  # [2 × hidden][dimension of the gist]
    gist_bias: Floats
    biases: Floats

    def read(self, words: list[str]) -> Letters:
        """Return what the network says of each word."""
        parts = [self._read(words[at : at + _BATCH]) for at in range(0, len(words), _BATCH)]
        parts = parts or [self._read([])]
        return Letters(
            np.concatenate([part.vectors for part in parts]),
            np.concatenate([part.prices for part in parts]),
            np.concatenate([part.lengths for part in parts]),
            np.concatenate([part.gists for part in parts]),
        )

    def _read(self, words: list[str]) -> Letters:
        rows, lengths = self._rows(words)
        inside = (rows > 0).astype(np.float32)[:, :, None]
        counts: Floats = np.maximum(lengths, 1)[:, None].astype(np.float32)
        near = _relu(_convolve(self.embedding[rows], self.near) + self.near_bias) * inside
        manner = (near.sum(axis=1) / counts) @ self.manner
        wide = _relu(_convolve(near, self.wide) + manner[:, None, :] + self.wide_bias) * inside
        out: Floats = ((wide @ self.out + self.out_bias) * inside).astype(np.float32, copy=False)
        pooled = np.concatenate([wide.sum(axis=1) / counts, wide.max(axis=1, initial=0.0)], axis=1)
        gists = pooled @ self.gist + self.gist_bias
        gists /= np.maximum(np.linalg.norm(gists, axis=1, keepdims=True), 1e-9)
        return Letters(out[:, :, :-1], out[:, :, -1], lengths, gists)

    def _rows(self, words: list[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        unknown = len(self.embedding) - 1
        rows = np.zeros((len(words), LONGEST), dtype=np.intp)
        for row, word in zip(rows, words, strict=True):
            letters = [self.alphabet.get(letter, unknown) for letter in word[:LONGEST]]
            row[: len(letters)] = letters
        return rows, np.count_nonzero(rows, axis=1)


@cache
def network() -> Network:
    """Return the network that ships."""
    text = (files("mtkit.names") / "data" / "letters_network.json").read_text("utf-8")
    return from_json(json.loads(text))


def from_json(data: dict[str, Any]) -> Network:
    """Return the network of a weights file as `json.loads` gives it."""
    alphabet = {letter: row for row, letter in enumerate(data["alphabet"], start=1)}
    weights = {name: np.asarray(rows, dtype=np.float32) for name, rows in data["weights"].items()}
    return Network(alphabet, **weights)


def _convolve(letters: Floats, kernel: Floats) -> Floats:
    """Return ``[word][letter][hidden]``: each letter with its neighbors, times the kernel."""
    width = kernel.shape[0] // letters.shape[2]
    margin = width // 2
    count, length, depth = letters.shape
    # by hand: np.pad takes longer than all the rest for a handful of words
    padded = np.zeros((count, length + 2 * margin, depth), letters.dtype)
    padded[:, margin : margin + length] = letters
    seen = [padded[:, at : at + letters.shape[1]] for at in range(width)]
    product: Floats = np.concatenate(seen, axis=2) @ kernel
    return product


def _relu(values: Floats) -> Floats:
    return np.maximum(values, 0.0)
