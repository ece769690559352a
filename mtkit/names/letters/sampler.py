"""Pairs of words to learn from: spellings of one name, and names that only look alike.

What is learned is decided by what is put against what. A third of the other names have the same
consonants (vowels decide), a third are what the network itself finds near at that time, the rest
are an edit or anything away.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

from mtkit.names.letters.corpus import Corpus, held_out
from mtkit.names.letters.lexicon import stem
from mtkit.text.surface import skeleton


class Example(NamedTuple):
    """Two words; `kind` counts the Arabic ones."""

    one: str
    other: str
    same: bool
    kind: int


Near = Callable[[Sequence[str], Sequence[str]], list[list[int]]]
"""Words, pool → for each word the places in the pool of some that are near to it."""

_ALIKE = 0.05  # part of what two spellings stand for, from which they are no example of two names
_MAIN = 0.3  # part of what a spelling stands for, from which it is a spelling of that


class Sampler:
    """Draws examples of a corpus.

    Args:
        corpus: Words in both scripts.
        seed: Of all draws.
        trained: True for the words to train on, False for those held out.
    """

    def __init__(self, corpus: Corpus, *, seed: int, trained: bool = True) -> None:
        self._random = random.Random(seed)
        self._forms = corpus.forms
        self._means = corpus.of_latin()
        self._main = {latin: found.most_common(1)[0][0] for latin, found in self._means.items()}
        self._latin = sorted(
            latin for latin, arabic in self._main.items() if held_out(arabic) != trained
        )
        allowed = set(self._latin)
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for latin, found in self._means.items():
            for arabic, times in found.items():
                often = times >= _MAIN * found.total()
                if latin in allowed and often and held_out(arabic) != trained:
                    spellings[arabic][latin] += times
        self._groups = {
            arabic: (
                list(found),
                list(accumulate(min(times, 20) ** 0.5 for times in found.values())),
            )
            for arabic, found in sorted(spellings.items())
        }
        every = list(self._groups)
        common = [a for a in every if sum(corpus.names.get(a, {}).values()) > 1]
        places = [a for a in every if a in corpus.places]
        self._pools = [common, places, every]
        self._several = [
            [arabic for arabic in pool if len(self._groups[arabic][0]) > 1] or every
            for pool in self._pools
        ]
        self._by_skeleton: dict[str, list[str]] = defaultdict(list)
        for latin in self._latin:
            self._by_skeleton[_skeleton(latin)].append(latin)
        self._around: dict[str, list[str]] = defaultdict(list)
        for key in self._by_skeleton:
            for shorter in _shorter(key):
                self._around[shorter].append(key)
        self._queue: list[Example] = []

    def batch(self, size: int, *, near: Near | None = None) -> list[Example]:
        """Draw examples, some two fifths of which are the same.

        Args:
            size: Examples.
            near: Finds words that a network takes for near; None for a random start.
        """
        drawn = [self._one(near) for _ in range(size)]
        turned = [self._random.random() < 0.5 for _ in drawn]
        return [
            Example(e.other, e.one, e.same, e.kind) if turn else e
            for e, turn in zip(drawn, turned, strict=True)
        ]

    def _one(self, near: Near | None) -> Example:
        draw = self._random.random()
        if draw < 0.18:
            arabic = self._arabic(self._several)
            return Example(self._spelling(arabic), self._spelling(arabic), True, 0)
        if draw < 0.40:
            arabic = self._arabic(self._pools)
            return Example(self._written(arabic), self._spelling(arabic), True, 1)
        if draw < 0.70 and near:
            return self._mined(near)
        latin = self._random.choice(self._latin)
        other = self._look_alike(latin)
        if other is None or self._alike(latin, other):
            return self._one(near)
        if draw < 0.84:
            return Example(latin, other, False, 0)
        return Example(self._written(self._main[latin]), other, False, 1)

    def _arabic(self, pools: list[list[str]]) -> str:
        (pool,) = self._random.choices(pools, weights=(4, 2, 4))
        return self._random.choice(pool or pools[-1])

    def _spelling(self, arabic: str) -> str:
        found, weights = self._groups[arabic]
        return self._random.choices(found, cum_weights=weights)[0]

    def _written(self, arabic: str) -> str:
        return self._random.choice(self._forms[arabic])

    def _look_alike(self, latin: str) -> str | None:
        draw, key = self._random.random(), _skeleton(latin)
        if draw < 0.6:
            return self._random.choice(self._by_skeleton[key])
        if draw < 0.85:
            keys = self._around[self._random.choice(_shorter(key))]
            return self._random.choice(self._by_skeleton[self._random.choice(keys)])
        return self._random.choice(self._latin)

    def _mined(self, near: Near) -> Example:
        while not self._queue:
            pool = self._random.sample(self._latin, min(6000, len(self._latin)))
            anchors = self._random.sample(self._latin, min(300, len(self._latin)))
            arabic = [self._written(self._main[latin]) for latin in anchors]
            for words, kind in ((anchors, 0), (arabic, 1)):
                for latin, word, found in zip(anchors, words, near(words, pool), strict=True):
                    others = (pool[at] for at in found if not self._alike(latin, pool[at]))
                    self._queue += [Example(word, other, False, kind) for other in others]
            self._random.shuffle(self._queue)
        return self._queue.pop()

    def _alike(self, one: str, other: str) -> bool:
        """Tell whether two spellings may stand for one word."""
        a, b = self._means[one], self._means[other]
        shared = sum(min(a[key] / a.total(), b[key] / b.total()) for key in a if key in b)
        return one == other or shared >= _ALIKE or stem(one) == stem(other)


def _skeleton(latin: str) -> str:
    return skeleton(re.sub("['+]", "", latin).capitalize())


def _shorter(key: str) -> list[str]:
    """Return the key and what is left of it without one consonant."""
    return [key, *(key[:at] + key[at + 1 :] for at in range(len(key)))]
