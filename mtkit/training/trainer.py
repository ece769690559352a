"""The training loop.

Updates are grouped in rounds of `local_steps`.  At the end of a round the workers' weights are
averaged, and only there things happen: a line of progress, an evaluation, a checkpoint, the end.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from mtkit.errors import ModelError
from mtkit.training import checkpoint
from mtkit.training.batches import Plan, make_batch, plan_pass
from mtkit.training.bitext import Bitext
from mtkit.training.checkpoint import Position
from mtkit.training.data import Pair
from mtkit.training.learner import Learner
from mtkit.training.model_files import write_model
from mtkit.training.packing import Batch
from mtkit.training.progress import Progress, Tally
from mtkit.training.recipe import Recipe
from mtkit.training.schedule import longest_at, rate
from mtkit.training.start import open_vocabulary
from mtkit.training.validation import evaluate, mean
from mtkit.training.workers import Team

_LINE_EVERY = 100  # updates
_GO, _STOP, _SAVE, _EVALUATE = 0, 1, 2, 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call of training ended.

    Args:
        finished: The run is over; else it was asked to stop and can be resumed.
        position: Where it stands.
    """

    finished: bool
    position: Position


class Worker:
    """One of the processes that train a model.

    Args:
        team: All of them.
        recipe: What to do.
        run: Folder that `prepare` filled.
        dev: Pairs to evaluate on.
        dtype: To compute in.
        say: Takes lines for a reader; only worker 0 calls it.
        stop: Asked by worker 0 after every round.
    """

    def __init__(
        self,
        team: Team,
        recipe: Recipe,
        run: Path,
        dev: list[Pair],
        dtype: torch.dtype,
        say: Callable[[str], None] | None,
        stop: Callable[[], bool] | None,
    ) -> None:
        self.team, self.recipe, self.run, self.dev = team, recipe, run, dev
        self.spec = recipe.training
        self.stop = stop or (lambda: False)
        self.progress = Progress(run, say or (lambda line: None))
        self.bitext = Bitext.load(run / "bitext.npz")
        self.vocabulary = open_vocabulary(recipe, run / "start")
        self.learner = Learner(recipe, run / "start", dtype, team.rank)
        self.position = checkpoint.read_position(run / "checkpoint") or Position()
        if self.position.update:
            self.learner.restore(checkpoint.read_worker(run / "checkpoint", team.rank))
        self.tally = Tally()
        self.broken: tuple[int, int, int] | None = None
        self.clock = time.monotonic() - self.position.seconds
        self.saved = self.evaluated = time.monotonic()
        self.fraction = 0.0

    def train(self) -> Outcome:
        """Train until the run is over or asked to stop.

        A model that goes on from another is evaluated before its first update: what it starts from
        may be the best.

        Raises:
            ModelError: The loss is no longer a number; the last checkpoint stays.
        """
        if self.dev and self.recipe.model.start is not None and not self.position.update:
            self._evaluate()
        self.fraction = self._told_fraction()
        for batch in self._batches():
            if self._is_over():
                break
            self._update(batch)
            if self.position.update % self.spec.local_steps == 0:
                action = self._end_of_round()
                if action & _STOP:
                    return Outcome(self.fraction >= 1, self.position)
        if self.tally.updates:  # the last round was shorter than the others
            self._end_of_round()
        return Outcome(True, self.position)

    def _is_over(self) -> bool:
        if self.spec.updates:
            return self.position.update >= self.spec.updates
        return self.fraction >= 1

    def _batches(self) -> Iterator[Batch]:
        """Yield this worker's batches without end, pass by pass, from where the run stands."""
        position = self.position
        while True:
            position.longest = longest_at(position.update, self.recipe.stages, self.spec.longest)
            plan = self._plan()
            steps = len(plan) // self.team.size
            if not steps:
                raise ModelError(
                    f"no pair of at most {position.longest} pieces makes a batch; "
                    "raise the stage's or the training's longest"
                )
            while position.step < steps:
                yield self._batch(plan[position.step * self.team.size + self.team.rank])
                now = longest_at(position.update, self.recipe.stages, self.spec.longest)
                if now != position.longest:
                    break
            position.number += 1
            position.step = 0

    def _plan(self) -> Plan:
        return plan_pass(
            self.bitext,
            self.recipe.sides,
            number=self.position.number,
            seed=self.recipe.seed,
            pieces=self.spec.tokens,
            longest=self.position.longest,
            workers=self.team.size,
        )

    def _batch(self, examples: NDArray[np.int64]) -> Batch:
        return make_batch(
            self.bitext,
            examples,
            labels=self.vocabulary.labels,
            pad=self.learner.network.shape.pad,
            end=self.vocabulary.end,
            unknown=self.vocabulary.unknown,
            hidden=self.spec.word_dropout,
            seed=(self.recipe.seed, self.team.rank, self.position.update),
        )

    def _update(self, batch: Batch) -> None:
        position = self.position
        if self.spec.updates:
            self.fraction = position.update / self.spec.updates
        share = self._rate()
        loss, norm = self.learner.update(batch, position.update, share)
        if math.isnan(norm):
            self.broken = self.broken or (position.update, position.number, position.step)
        position.update += 1
        position.step += 1
        tally = self.tally
        tally.loss += loss.loss
        tally.guide += loss.guide
        tally.pieces += loss.pieces
        tally.links += loss.links
        tally.norm += norm
        tally.updates += 1

    def _rate(self) -> float:
        return rate(
            self.position.update + 1,
            self.fraction,
            warmup=self.spec.warmup,
            final=self.spec.final_rate,
        )

    def _end_of_round(self) -> int:
        """Average, and do what is due; return what was done."""
        worst = self.team.sum([0.0 if self.broken is None else 1.0])
        if worst[0]:
            self._give_up()
        self.team.average(self.learner.weights)
        self.learner.refresh()
        self.learner.follow(self.spec.local_steps, number=self.position.update)
        self.position.seconds = time.monotonic() - self.clock
        self.fraction = self._told_fraction()
        action = int(self.team.tell([float(self._due())])[0])
        if action or self.position.update % _LINE_EVERY < self.spec.local_steps:
            self._count()
        if action & _EVALUATE:
            self._evaluate()
            if self._is_worn_out():
                action |= _STOP
        if action & _SAVE or action & _STOP:
            self._save()
        return action

    def _count(self) -> None:
        """Gather the sums of all workers and report them."""
        t = self.tally
        loss, guide, pieces, links = self.team.sum([t.loss, t.guide, t.pieces, t.links])
        self.position.pieces += int(pieces)
        whole = Tally(loss, guide, int(pieces), int(links), t.norm, t.updates)
        self.tally = Tally()
        if self.team.rank == 0:
            self.progress.updates(self.position, whole, fraction=self.fraction, rate=self._rate())

    def _told_fraction(self) -> float:
        if self.spec.updates:
            return self.position.update / self.spec.updates
        return self.team.tell([self.position.seconds / 3600 / self.spec.hours])[0]

    def _due(self) -> int:
        """Return what is to be done now; only worker 0's answer counts."""
        now, spec = time.monotonic(), self.spec
        over = self.fraction >= 1
        action = _STOP if over or self.stop() else _GO
        if now - self.saved > 60 * spec.checkpoint_minutes:
            action |= _SAVE
        if spec.evaluate_updates:
            due = self.position.update % spec.evaluate_updates < spec.local_steps
        else:
            due = now - self.evaluated > 60 * spec.evaluate_minutes
        if self.dev and (due or over):
            action |= _EVALUATE | _SAVE
        return action

    def _evaluate(self) -> None:
        """Score the dev sets; keep the model where it is the best so far."""
        if self.team.rank == 0:
            self._write("newest")
            scores = evaluate(
                self.run / "newest", self.dev, recipe=self.recipe, threads=self.team.size
            )
            value = mean(scores)
            position = self.position
            if value > position.best:
                position.best, position.best_update, position.worse = value, position.update, 0
                self._write("best")
            else:
                position.worse += 1
            self.progress.evaluation(position, scores, value)
        self.team.wait()
        self.evaluated = time.monotonic()

    def _is_worn_out(self) -> bool:
        worse = self.team.tell([float(self.position.worse)])[0]
        return bool(self.spec.patience and worse >= self.spec.patience)

    def _write(self, name: str) -> None:
        write_model(
            self.run / name,
            self.learner.network.shape,
            self.learner.best_guess(),
            vocabulary=self.vocabulary,
            output_bias=self.learner.output_bias,
        )

    def _save(self) -> None:
        folder = self.run / "checkpoint"
        checkpoint.write_worker(folder, self.team.rank, self.learner.tensors())
        self.team.wait()
        if self.team.rank == 0:
            self.position.seconds = time.monotonic() - self.clock
            checkpoint.finish(folder, self.position)
        self.team.wait()
        self.saved = time.monotonic()

    def _give_up(self) -> None:
        where = ""
        if self.broken is not None:
            update, number, step = self.broken
            where = f" at update {update} (pass {number}, batch {step})"
        kept = checkpoint.read_position(self.run / "checkpoint")
        last = (
            f"the checkpoint of update {kept.update} is kept" if kept else "nothing was saved yet"
        )
        raise ModelError(f"the loss is not a number{where}; {last}; try a lower learning rate")
