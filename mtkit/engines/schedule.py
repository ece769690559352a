"""Batches: texts of like length together, several in flight, results in the order of the texts.

A text must get the same translation in any company, and numbers do not see to that by themselves.
Padding changes the order in which attention adds up its floats where it crosses the width of a
vector (at 16 with AVX-512) or a limit at which the matrix library takes another kernel (at 101 for
heads of 32 in oneDNN); int8 then rounds otherwise, and sometimes a beam falls otherwise.  Measured
with CTranslate2 4.8.5 in int8, scores compared bit by bit: batches of one length never differ from
single texts, nor do batches of one octave (16-31, 32-63) below 64 pieces.  So those are the batches
that are made; one limit of length then holds for the whole batch.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol, TypeVar

from mtkit.engines.base import DecodeOptions
from mtkit.engines.pieces import LONGEST

S = TypeVar("S")
T = TypeVar("T", covariant=True)
R = TypeVar("R")

_ALONE = 64  # pieces from which on only equal lengths are put together
_POLL = (0.001, 0.016)
"""Seconds between two looks: first short, for a single text; then longer, for looking costs time
that decoding could use, and a batch waits behind every one that is being decoded."""


class Job(Protocol[T]):
    """A batch that is being worked on."""

    def done(self) -> bool:
        """Tell whether `result` would return at once."""
        ...

    def result(self) -> Sequence[T]:
        """Return one result for each item of the batch, in its order."""
        ...


def length_limit(length: int, options: DecodeOptions) -> int:
    """Return the most pieces, end of sentence included, that a translation may have.

    Args:
        length: Pieces of the source; the limit is that of the longest text of its company.
        options: May set it.
    """
    return min(options.max_length or 2 * _longest_companion(length) + 20, LONGEST)


def plan(lengths: Sequence[int], *, budget: int) -> list[list[int]]:
    """Return batches of indices into `lengths`.

    Every index stands in one batch.  A batch holds lengths that may be in company, sorted, and at
    most `budget` pieces, padding counted, unless it is a single item.  Batches are ordered by their
    first item, so that items that came sorted leave early.
    """
    batches: list[list[int]] = []
    room = 0
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        length = lengths[index]
        if length <= room and (len(batches[-1]) + 1) * length <= budget:
            batches[-1].append(index)
        else:
            batches.append([index])
            room = _longest_companion(length)
    return sorted(batches, key=min)


def _longest_companion(length: int) -> int:
    """Return the longest length that may stand in one batch with `length`."""
    return length if length >= _ALONE else (1 << length.bit_length()) - 1


def schedule(
    items: Iterable[S],
    *,
    start: Callable[[Sequence[S]], Job[R]],
    length: Callable[[S], int],
    budget: int,
    window: int,
    in_flight: int,
) -> Iterator[R]:
    """Yield a result for each item, in order, while later ones are being read and worked on.

    Args:
        items: Read lazily, at most `window` ahead of the batches.
        start: Begins work on a batch and returns at once.
        length: Pieces of an item.
        budget: Pieces of a batch (see `plan`).
        window: Items that are sorted into batches together.
        in_flight: Batches begun and not finished; no more are begun, for what has been begun cannot
            be taken back.
    """
    running: list[tuple[Sequence[int], Job[R]]] = []
    results: dict[int, R] = {}
    following = 0
    for indices, batch in _batches(items, length=length, budget=budget, window=window):
        while len(running) >= in_flight:
            running = _collect(running, results)
        running.append((indices, start(batch)))
        while following in results:
            yield results.pop(following)
            following += 1
    while running:
        running = _collect(running, results)
        while following in results:
            yield results.pop(following)
            following += 1


def _batches(
    items: Iterable[S], *, length: Callable[[S], int], budget: int, window: int
) -> Iterator[tuple[list[int], list[S]]]:
    reader = iter(items)
    base = 0
    while chunk := list(islice(reader, window)):
        for batch in plan([length(item) for item in chunk], budget=budget):
            yield [base + index for index in batch], [chunk[index] for index in batch]
        base += len(chunk)


def _collect(
    running: list[tuple[Sequence[int], Job[R]]], results: dict[int, R]
) -> list[tuple[Sequence[int], Job[R]]]:
    """Wait for at least one batch, put what is done into `results` and return what is not."""
    pause, longest = _POLL
    while not any(job.done() for _, job in running):
        time.sleep(pause)
        pause = min(2 * pause, longest)
    waiting = []
    for indices, job in running:
        if job.done():
            results.update(zip(indices, job.result(), strict=True))
        else:
            waiting.append((indices, job))
    return waiting
