"""One command from recipe to model: prepare, train, keep the best."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from mtkit.errors import MissingExtraError
from mtkit.training.data import Pair, at_hand, read_corpus
from mtkit.training.precision import choose_dtype
from mtkit.training.prepare import prepare
from mtkit.training.recipe import Recipe

if TYPE_CHECKING:
    import torch

    from mtkit.training.trainer import Outcome
    from mtkit.training.workers import Team


def train(recipe: Recipe, run: Path, *, say: Callable[[str], None]) -> Outcome:
    """Make the model of a recipe, or go on where an earlier call stopped.

    The model with the highest mean dev chrF lies in ``run/best``, the newest evaluated one in
    ``run/newest``, the log in ``run/log.jsonl``.  Ctrl-C and SIGTERM end the current round of
    updates, write a checkpoint and return.

    Args:
        recipe: What to make.
        run: Folder for everything that is made; a second call with the same folder goes on.
        say: Takes lines for a reader.

    Raises:
        MtkitError: A corpus, a model or the recipe is wrong, or the loss is no longer a number.
    """
    try:
        import torch  # noqa: F401
    except ImportError as error:
        raise MissingExtraError("training", "train") from error
    from mtkit.training.workers import run_together

    prepare(recipe, run, say=say)
    workers = recipe.training.workers or os.cpu_count() or 1
    dtype = choose_dtype(recipe.training.precision)
    say(f"{workers} workers, {str(dtype).removeprefix('torch.')}")
    with _stop_on_signal() as stopped:
        work = _Work(say, stopped)
        outcome: Outcome = run_together(work, workers, recipe, run, _dev(recipe), dtype)
    return outcome


class _Work:
    """`Worker.train` with what stays in worker 0: a spawned process gets neither."""

    def __init__(self, say: Callable[[str], None] | None, stop: Callable[[], bool] | None) -> None:
        self.say, self.stop = say, stop

    def __reduce__(self) -> tuple[type[_Work], tuple[None, None]]:
        return _Work, (None, None)

    def __call__(
        self, team: Team, recipe: Recipe, run: Path, dev: list[Pair], dtype: torch.dtype
    ) -> Outcome:
        from mtkit.training.trainer import Worker

        return Worker(team, recipe, run, dev, dtype, self.say, self.stop).train()


def _dev(recipe: Recipe) -> list[Pair]:
    specs = [spec for spec in recipe.dev if at_hand(spec)]
    return list(chain.from_iterable(read_corpus(spec, recipe.languages) for spec in specs))


@contextmanager
def _stop_on_signal() -> Iterator[Callable[[], bool]]:
    """Give a function that tells whether Ctrl-C or SIGTERM came; a second Ctrl-C interrupts."""
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        if came and number == signal.SIGINT:
            raise KeyboardInterrupt
        came.append(number)

    try:
        before = {s: signal.signal(s, note) for s in (signal.SIGINT, signal.SIGTERM)}
    except ValueError:  # not the main thread: signals are somebody else's
        yield lambda: False
        return
    try:
        yield lambda: bool(came)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
