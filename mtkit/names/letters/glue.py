"""Names in which one writer joins what another parts: Kafr Shams and Kafarshams."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mtkit.names.letters.assembly import Judgment, Side, judge, side
from mtkit.names.letters.profile import Profile, Slot

Ints = NDArray[np.intp]


def joined(profile: Profile) -> list[Profile]:
    """Return the name with each two neighboring slots in one, in order."""
    slots = profile.slots
    return [
        replace(profile, slots=(*slots[:at], _one(first, second), *slots[at + 2 :]))
        for at, (first, second) in enumerate(pairwise(slots))
    ]


def judge_joined(one: Side, other: Side, rows: Ints, columns: Ints) -> Judgment:
    """Compare pairs, of which the first name has more slots, with two of its slots in one.

    Returns:
        For each pair the best judgment over all ways to join.
    """
    used, where = np.unique(rows, return_inverse=True)
    ways = [joined(one.profiles[row]) for row in used]
    starts = np.cumsum([0, *map(len, ways)])
    counts = np.array([len(way) for way in ways], dtype=np.intp)[where]
    pair = np.repeat(np.arange(len(rows)), counts)
    way = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
    joint = side([profile for profiles in ways for profile in profiles])
    found = judge(joint, other, starts[where[pair]] + way, columns[pair])
    # the last of each pair's judgments by score is its best
    order = np.lexsort((found.score, pair))
    best = order[np.cumsum(counts) - 1]
    return Judgment(found.score[best], found.met[best], found.lone[best])


def _one(first: Slot, second: Slot) -> Slot:
    return Slot(f"{first.form} {second.form}", first.letters + second.letters)
