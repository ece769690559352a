"""Words of names, and the evidence that two of them are spellings of one.

What the letters say is weighed with what is attested. Where both words were seen, it counts most
whether they stood for the same Arabic word; where one was, the other is also held against the
Arabic words that the first stood for; where neither was, the letters are all there is. The
weights are those of logistic regressions on words that the network was not trained on
(`data/letters_evidence.json`).
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
from mtkit.names.letters.lexicon import Attested, Lexicon, familiarity, lexicon, overlap, stem
from mtkit.names.letters.network import Floats, Letters, Network, network

Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]

_BOTH = ("letters", "near", "very near", "short", "shared", "shared often", "apart often")
_NEITHER = ("letters", "near", "very near", "short")

CASES = {
    "both across": _BOTH,
    "both within": _BOTH,
    "one across": _NEITHER,
    "one within": ("letters", "near", "very near", "short", "hidden"),
    "neither across": _NEITHER,
    "neither within": _NEITHER,
}
"""Which evidence counts: how many of two words are attested, in two scripts or within one."""

_SURE = 12.0  # log odds of equal words, and the most that any evidence is worth
_ARTICLE = 0.3  # log odds that an article in one alone costs: enough to prefer al-Dali for الدالي
_ARABIC = re.compile("[\u0620-\u06ff]")
_HIDDEN = 3  # Arabic words of a spelling that an unknown one is held against


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words, read by the network and looked up in the lexicon.

    Args:
        words: Folded words, each once.
        letters: What the network says of each.
        attested: What each stood for.
        arabic: Whether it is written in Arabic letters.
        definite: Whether it has the article.
        net: The network that read them.
        known: The lexicon they were looked up in.
    """

    words: list[str]
    letters: Letters
    attested: Attested
    arabic: Mask
    definite: Mask
    net: Network
    known: Lexicon

    @classmethod
    def of(
        cls, words: list[str], *, net: Network | None = None, known: Lexicon | None = None
    ) -> Tokens:
        """Read and look up words; the network and lexicon that ship, unless others are given."""
        net, known = net or network(), known or lexicon()
        arabic = np.array([bool(_ARABIC.search(word)) for word in words], dtype=np.bool_)
        definite = np.array([stem(word) != word for word in words], dtype=np.bool_)
        return cls(words, net.read(words), known.attested(words), arabic, definite, net, known)


def evidence(one: Tokens, other: Tokens, rows: Ints, columns: Ints) -> Floats:
    """Return the log odds, at most 12 either way, that the words of each pair are one name."""
    cases, columns_of = features(one, other, rows, columns)
    odds = np.empty(len(rows), dtype=np.float32)
    for (case, names), here in zip(CASES.items(), cases, strict=True):
        *weights, bias = _weights()[case]
        pairs = zip(weights, names, strict=True)
        odds[here] = bias + sum(weight * columns_of[name][here] for weight, name in pairs)
    one_numbers, other_numbers = _numbers(one.words, other.words)
    same = one_numbers[rows] == other_numbers[columns]
    odds = np.clip(odds, -_SURE, _SURE) - _ARTICLE * (one.definite[rows] != other.definite[columns])
    return np.where(same, _SURE, odds).astype(np.float32)


def features(
    one: Tokens, other: Tokens, rows: Ints, columns: Ints
) -> tuple[list[Mask], dict[str, Floats]]:
    """Return where each of `CASES` holds, and the evidence by name, for each pair."""
    known = one.attested.counts[rows] > 0, other.attested.counts[columns] > 0
    both, neither = known[0] & known[1], ~(known[0] | known[1])
    across = one.arabic[rows] != other.arabic[columns]
    kinds = one.arabic[rows].astype(np.intp) + other.arabic[columns]
    letters = scores(one.letters, other.letters, rows, columns) + one.net.biases[kinds]
    shared = overlap(one.attested, other.attested, rows, columns)
    often = familiarity(one.attested, other.attested, rows, columns)
    hidden = letters.copy()
    for first, second, own, its, here in (
        (one, other, rows, columns, (kinds == 0) & known[0] & ~known[1]),
        (other, one, columns, rows, (kinds == 0) & known[1] & ~known[0]),
    ):
        hidden[here] = _hidden(first, second, own[here], its[here])
    near = np.einsum("ij,ij->i", one.letters.gists[rows], other.letters.gists[columns])
    length = one.letters.lengths[rows] + other.letters.lengths[columns]
    named = {
        "letters": letters,
        "near": near,
        "very near": near**2,
        "short": (1 / np.maximum(length, 1)).astype(np.float32),
        "shared": shared,
        "shared often": shared * often,
        "apart often": (1 - shared) * often,
        "hidden": hidden,
    }
    single = ~both & ~neither
    cases = [case & script for case in (both, single, neither) for script in (across, ~across)]
    return cases, named


def _hidden(one: Tokens, other: Tokens, rows: Ints, columns: Ints) -> Floats:
    """Hold words against the Arabic words that the spellings they are compared with stood for."""
    total = np.zeros(len(rows), dtype=np.float32)
    for rank in range(_HIDDEN):
        stems = one.attested.stems[rows, rank]
        here = np.flatnonzero(stems >= 0)
        used, where = np.unique(stems[here], return_inverse=True)
        arabic = one.net.read([one.known.stems[number] for number in used])
        odds = scores(arabic, other.letters, where, columns[here]) + one.net.biases[1]
        total[here] += one.attested.shares[rows[here], rank] / (1 + np.exp(-odds))
    bounded = np.clip(total, 1e-4, 1 - 1e-4)
    odds_of_any: Floats = np.log(bounded / (1 - bounded))
    return odds_of_any


def _numbers(one: list[str], other: list[str]) -> tuple[Ints, Ints]:
    """Number words so that equal ones have equal numbers."""
    seen: dict[str, int] = {}
    first = [seen.setdefault(word, len(seen)) for word in one]
    second = [seen.setdefault(word, len(seen)) for word in other]
    return np.array(first, dtype=np.intp), np.array(second, dtype=np.intp)


@cache
def _weights() -> dict[str, list[float]]:
    text = (files("mtkit.names") / "data" / "letters_evidence.json").read_text("utf-8")
    weights: dict[str, list[float]] = json.loads(text)["weights"]
    return weights
