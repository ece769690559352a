"""Two names as wholes: which slots meet, and what that makes together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from mtkit.names.letters.network import Floats, network
from mtkit.names.letters.profile import MOST_SLOTS, Profile
from mtkit.names.letters.tokens import Tokens, evidence

Ints = NDArray[np.intp]

_EQUAL, _APART = 7.0, -7.0  # log odds of concepts, numbers, and of what cannot meet
_INITIAL = 1.0  # an initial says one letter of many
_SERVANT = -3.0  # Abdulaziz is not Aziz
_TURNED = -0.4  # each pair of slots in the other order
_JOINT = 1.0  # log odds that each of several slots gains: who shares one part, may share the next
# what a score is multiplied by when something is left over of the longer name
_LIGHT, _CONCEPT = 0.95, 0.6
_FAMILY_ALONE, _GIVEN_ALONE, _MORE = 0.6, 0.4, 0.7


@dataclass(frozen=True, slots=True)
class Side:
    """The names of one side in columns.

    Args:
        profiles: The names.
        counts: Slots of each.
        words: ``[name][slot]`` → row of `tokens`; -1 where there is no slot.
        concepts: ``[name][slot]`` → number of the concept, 0 for none.
        light: ``[name][slot]``, whether the name often goes without it.
        initial: ``[name][slot]``, whether it is a first letter only.
        servant: ``[name][slot]``, whether it began with Abd al-.
        tokens: The words.
        whole: Gist of all letters of a name in one: ``[name][dimension]``.
    """

    profiles: list[Profile]
    counts: Ints
    words: Ints
    concepts: Ints
    light: NDArray[np.bool_]
    initial: NDArray[np.bool_]
    servant: NDArray[np.bool_]
    tokens: Tokens
    whole: Floats


_concept_numbers: dict[str, int] = {"": 0}


def side(profiles: list[Profile]) -> Side:
    """Lay names out in columns."""
    rows: dict[str, int] = {}
    shape = (len(profiles), MOST_SLOTS)
    words, concepts = np.full(shape, -1, dtype=np.intp), np.zeros(shape, dtype=np.intp)
    light, initial = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    servant = np.zeros(shape, dtype=np.bool_)
    for i, profile in enumerate(profiles):
        for j, slot in enumerate(profile.slots):
            words[i, j] = rows.setdefault(slot.letters, len(rows))
            if slot.concept:
                concepts[i, j] = _concept_numbers.setdefault(slot.concept, len(_concept_numbers))
            light[i, j], initial[i, j] = slot.light, slot.initial
            servant[i, j] = slot.servant
    counts = np.array([len(profile.slots) for profile in profiles], dtype=np.intp)
    whole = network().read([profile.whole for profile in profiles]).gists
    return Side(
        profiles, counts, words, concepts, light, initial, servant, Tokens.of(list(rows)), whole
    )


@dataclass(frozen=True, slots=True)
class Judgment:
    """How pairs of names compare.

    Args:
        score: In [0, 1].
        met: Probability that the slots that met are the same.
        lone: Whether a slot of weight was left over.
    """

    score: Floats
    met: Floats
    lone: NDArray[np.bool_]


def judge(one: Side, other: Side, rows: Ints, columns: Ints) -> Judgment:
    """Compare the pairs ``(one[rows[k]], other[columns[k]])``."""
    score, met = np.zeros(len(rows), dtype=np.float32), np.zeros(len(rows), dtype=np.float32)
    lone = np.ones(len(rows), dtype=np.bool_)
    shapes = one.counts[rows] * (MOST_SLOTS + 1) + other.counts[columns]
    pairs = _WordPairs(one, other, rows, columns)
    for shape in np.unique(shapes):
        m, n = divmod(int(shape), MOST_SLOTS + 1)
        if not m or not n:
            continue
        here = np.flatnonzero(shapes == shape)
        table = pairs.table(here, m, n)
        part = _assign(one, other, rows[here], columns[here], table)
        score[here], met[here], lone[here] = part.score, part.met, part.lone
    return Judgment(score, met, lone)


class _WordPairs:
    """The log odds of every pair of words that some pair of names needs, each worked out once."""

    def __init__(self, one: Side, other: Side, rows: Ints, columns: Ints) -> None:
        self._one, self._other, self._rows, self._columns = one, other, rows, columns
        width = len(other.tokens.words)
        needed = []
        for at in range(0, len(rows), 1 << 17):
            part = slice(at, at + (1 << 17))
            words, others = one.words[rows[part]], other.words[columns[part]]
            keys = words[:, :, None] * width + others[:, None, :]
            needed.append(np.unique(keys[(words[:, :, None] >= 0) & (others[:, None, :] >= 0)]))
        self._width = width
        self._keys = np.unique(np.concatenate(needed)) if needed else np.zeros(0, dtype=np.intp)
        self._odds = evidence(one.tokens, other.tokens, *np.divmod(self._keys, max(width, 1)))

    def table(self, here: Ints, m: int, n: int) -> Floats:
        """Return ``[pair][slot of one][slot of other]``."""
        one, other = self._one, self._other
        rows, columns = self._rows[here], self._columns[here]
        keys = one.words[rows, :m, None] * self._width + other.words[columns, None, :n]
        odds = self._odds[np.searchsorted(self._keys, keys)]
        concepts, others = one.concepts[rows, :m, None], other.concepts[columns, None, :n]
        both = (concepts > 0) & (others > 0)
        odds = np.where(both, np.where(concepts == others, _EQUAL, np.minimum(odds, _APART)), odds)
        servant = one.servant[rows, :m, None] != other.servant[columns, None, :n]
        odds = np.where(servant, np.minimum(odds, _SERVANT), odds)
        initial, initials = one.initial[rows, :m, None], other.initial[columns, None, :n]
        return np.where(initial | initials, np.minimum(odds, _INITIAL), odds)


@cache
def _choices(m: int, n: int) -> Ints:
    """Return every way to give each of m slots another of n >= m: ``[choice][slot of m]``."""
    return np.array(list(permutations(range(n), m)), dtype=np.intp)


@cache
def _turns(m: int, n: int) -> Floats:
    """Return how many pairs of slots each choice turns round."""
    choices = _choices(m, n)
    found = np.zeros(len(choices), dtype=np.float32)
    for i in range(m):
        for j in range(i + 1, m):
            found += choices[:, i] > choices[:, j]
    return found


def _assign(one: Side, other: Side, rows: Ints, columns: Ints, table: Floats) -> Judgment:
    if table.shape[1] > table.shape[2]:
        return _assign(other, one, columns, rows, table.transpose(0, 2, 1))
    _, choice = assignment(table)
    m, n = table.shape[1:]
    picked = np.take_along_axis(table, _choices(m, n)[choice][:, :, None], axis=2)[:, :, 0]
    met = together(picked, _turns(m, n)[choice])
    free = np.ones((len(rows), n), dtype=np.bool_)
    np.put_along_axis(free, _choices(m, n)[choice], False, axis=1)
    lone, factor = _left_over(other, columns, free)
    return Judgment(met * factor, met, lone)


def assignment(table: Floats) -> tuple[Floats, Ints]:
    """Return, for each ``[slot of one][slot of other]``, the best sum and which choice gives it."""
    m, n = table.shape[1:]
    choices, turns = _choices(m, n), _turns(m, n)
    best = np.full(len(table), -np.inf, dtype=np.float32)
    choice = np.zeros(len(table), dtype=np.intp)
    for k, slots in enumerate(choices):
        total = table[:, np.arange(m), slots].sum(axis=1) + turns[k] * _TURNED
        better = total > best
        best[better], choice[better] = total[better], k
    return best, choice


def together(odds: Floats, turns: Floats) -> Floats:
    """Return the probability that all slots that met are the same."""
    gained = _JOINT if odds.shape[1] > 1 else 0.0
    each = 1.0 / (1.0 + np.exp(-odds - gained))
    product: Floats = each.prod(axis=1) * np.exp(turns * _TURNED)
    return product


def _left_over(
    other: Side, columns: Ints, free: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], Floats]:
    """Return whether a slot of weight is left over, and what the score is multiplied by."""
    n = free.shape[1]
    light, concept = other.light[columns, :n], other.concepts[columns, :n] > 0
    heavy = free & ~light
    met = n - free.sum(axis=1)
    # a family name alone is used for the person, a given name hardly
    alone = np.where(free[:, -1], _GIVEN_ALONE, _FAMILY_ALONE)
    partial = np.where(met > 1, _MORE, alone)
    factor = np.where((heavy & ~concept).any(axis=1), partial, 1.0)
    factor = factor * np.where((heavy & concept).any(axis=1), _CONCEPT, 1.0)
    factor = factor * np.where((free & light).any(axis=1), _LIGHT, 1.0)
    more = np.maximum(heavy.sum(axis=1) - 1, 0)
    left: NDArray[np.bool_] = np.asarray(heavy.any(axis=1))
    return left, (factor * 0.9**more).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which slots of two names met.

    Args:
        pairs: Slot of one, slot of the other, log odds that they are the same.
        score: Of the names, in [0, 1].
        met: Probability that all that met are the same.
    """

    pairs: tuple[tuple[int, int, float], ...]
    score: float
    met: float


def pairing(one: Side, other: Side) -> Pairing:
    """Return how the slots of the first names of both sides met."""
    turned = one.counts[0] > other.counts[0]
    short, long = (other, one) if turned else (one, other)
    first = np.zeros(1, dtype=np.intp)
    m, n = int(short.counts[0]), int(long.counts[0])
    table = _WordPairs(short, long, first, first).table(first, m, n)
    slots = _choices(m, n)[assignment(table)[1][0]]
    judged = _assign(short, long, first, first, table)
    pairs = [(i, int(j), float(table[0, i, j])) for i, j in enumerate(slots)]
    pairs = [(j, i, odds) for i, j, odds in pairs] if turned else pairs
    return Pairing(tuple(pairs), float(judged.score[0]), float(judged.met[0]))
