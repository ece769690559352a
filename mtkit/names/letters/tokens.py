"""Words of names, and the evidence that two of them are spellings of one.

What the letters say is weighed with what is attested.  Where both words were seen, it counts most
whether they stood for the same Arabic word; where one was, the other is also held against the Arabic
words that the first stood for; where neither was, the letters are all there is.  The weights are those
of logistic regressions on words that the network was not trained on (`data/letters_evidence.json`).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from mtkit.names.letters.align import scores
from mtkit.names.letters.lexicon import Attested, familiarity, lexicon, overlap, stem
from mtkit.names.letters.network import Floats, Letters, network

Ints = NDArray[np.intp]

_SURE = 12.0  # log odds of equal words, and the most that any evidence is worth
_ARTICLE = 0.3  # log odds that an article in one alone costs: enough to prefer al-Dali for الدالي
_ARABIC = re.compile("[\u0620-\u06ff]")
_HIDDEN = 3  # Arabic words of a spelling that an unknown one is held against


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words, read by the network and looked up in the lexicon."""

    words: list[str]
    letters: Letters
    arabic: NDArray[np.bool_]
    attested: Attested
    definite: NDArray[np.bool_]

    @classmethod
    def of(cls, words: list[str]) -> Tokens:
        """Read and look up words."""
        arabic = np.array([bool(_ARABIC.search(word)) for word in words], dtype=np.bool_)
        definite = np.array([stem(word) != word for word in words], dtype=np.bool_)
        return cls(words, network().read(words), arabic, lexicon().attested(words), definite)


def letter_odds(one: Tokens, other: Tokens, rows: Ints, columns: Ints) -> Floats:
    """Return what the letters alone say of each pair, as log odds that are not calibrated."""
    kinds = one.arabic[rows].astype(np.intp) + other.arabic[columns]
    found: Floats = scores(one.letters, other.letters, rows, columns) + network().biases[kinds]
    return found


def evidence(one: Tokens, other: Tokens, rows: Ints, columns: Ints) -> Floats:
    """Return the log odds that the words of each pair are spellings of one, at most 12 either way."""
    letters = letter_odds(one, other, rows, columns)
    known = one.attested.counts[rows] > 0, other.attested.counts[columns] > 0
    both, neither = known[0] & known[1], ~(known[0] | known[1])
    across = one.arabic[rows] != other.arabic[columns]
    latin = ~(one.arabic[rows] | other.arabic[columns])
    shared = overlap(one.attested, other.attested, rows, columns)
    times = familiarity(one.attested, other.attested, rows, columns)
    hidden = letters.copy()
    for first, second, own, its, here in (
        (one, other, rows, columns, latin & known[0] & ~known[1]),
        (other, one, columns, rows, latin & known[1] & ~known[0]),
    ):
        hidden[here] = _hidden(first.attested, second, own[here], its[here])
    near = np.einsum("ij,ij->i", one.letters.gists[rows], other.letters.gists[columns])
    features = {
        "both": [letters, near, shared, shared * times, (1 - shared) * times],
        "one": [letters, near, hidden],
        "neither": [letters, near],
    }
    odds = np.empty(len(rows), dtype=np.float32)
    for case, chosen in (("both", both), ("one", ~both & ~neither), ("neither", neither)):
        for script, here in (("across", chosen & across), ("within", chosen & ~across)):
            *weights, bias = _weights()[f"{case} {script}"]
            columns_of = [feature[here] for feature in features[case]]
            odds[here] = bias + sum(w * x for w, x in zip(weights, columns_of, strict=True))
    equal = _numbers(one.words, other.words)
    same = equal[0][rows] == equal[1][columns]
    odds = np.clip(odds, -_SURE, _SURE) - _ARTICLE * (one.definite[rows] != other.definite[columns])
    return np.where(same, _SURE, odds).astype(np.float32)


def _hidden(attested: Attested, other: Tokens, rows: Ints, columns: Ints) -> Floats:
    """Hold words against the Arabic words that the spellings they are compared with stood for."""
    total = np.zeros(len(rows), dtype=np.float32)
    for rank in range(_HIDDEN):
        stems = attested.stems[rows, rank]
        here = np.flatnonzero(stems >= 0)
        used, where = np.unique(stems[here], return_inverse=True)
        arabic = network().read([lexicon().stems[stem] for stem in used])
        odds = scores(arabic, other.letters, where, columns[here]) + network().biases[1]
        total[here] += attested.shares[rows[here], rank] / (1 + np.exp(-odds))
    bounded = np.clip(total, 1e-4, 1 - 1e-4)
    return np.log(bounded / (1 - bounded))


def _numbers(one: list[str], other: list[str]) -> tuple[Ints, Ints]:
    """Number words so that equal ones have equal numbers."""
    seen: dict[str, int] = {}
    return tuple(  # type: ignore[return-value]
        np.array([seen.setdefault(word, len(seen)) for word in words], dtype=np.intp)
        for words in (one, other)
    )


@cache
def _weights() -> dict[str, list[float]]:
    text = (files("mtkit.names") / "data" / "letters_evidence.json").read_text("utf-8")
    weights: dict[str, list[float]] = json.loads(text)["weights"]
    return weights
