"""Weights, optimiser and network of one worker: one update at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from mtkit.errors import ModelError
from mtkit.training.model_files import read_shape, read_weights
from mtkit.training.network import Network, StepLoss, loss_and_gradient
from mtkit.training.packing import Batch
from mtkit.training.recipe import Recipe
from mtkit.training.schedule import guide_at
from mtkit.training.weights import fused_views


@dataclass(slots=True)
class Learner:
    """Weights, optimiser and network of one worker.

    Args:
        recipe: What to do.
        start: Model folder with shape and first weights.
        dtype: That the network computes in; the weights themselves are float32.
        rank: Of the worker, for its share of randomness.
    """

    recipe: Recipe
    start: Path
    dtype: torch.dtype
    rank: int
    weights: Tensor = field(init=False)
    network: Network = field(init=False)
    optimizer: torch.optim.AdamW = field(init=False)
    mean_weights: Tensor | None = field(init=False, default=None)
    output_bias: Tensor | None = field(init=False)
    _working: Tensor = field(init=False)
    _gradient: Tensor = field(init=False)
    _gradient_views: dict[str, Tensor] = field(init=False)

    def __post_init__(self) -> None:
        spec = self.recipe.training
        shape = read_shape(self.start)
        self.weights, self.output_bias = read_weights(self.start, shape)
        same = self.dtype == torch.float32
        self._working = self.weights if same else self.weights.to(self.dtype)
        self.network = Network(
            shape,
            self._working,
            dropout=spec.dropout,
            output_bias=self.output_bias,
            seed=self.recipe.seed * 1000 + self.rank,
        )
        self._gradient = torch.zeros_like(self.weights)
        self._gradient_views = fused_views(shape, self._gradient)
        cut = shape.encoder_count()
        groups = []
        for part, base in (
            (slice(0, cut), spec.encoder_learning_rate),
            (slice(cut, None), spec.learning_rate),
        ):
            parameter = torch.nn.Parameter(self.weights[part])
            parameter.grad = self._gradient[part]
            groups.append({"params": [parameter], "lr": base, "base": base})
        self.optimizer = torch.optim.AdamW(
            groups, betas=(0.9, 0.98), eps=1e-9, weight_decay=spec.weight_decay, fused=True
        )
        if self.rank == 0 and spec.average_updates:
            self.mean_weights = self.weights.clone()

    def update(self, batch: Batch, number: int, share: float) -> tuple[StepLoss, float]:
        """Learn from one batch.

        Args:
            batch: What from.
            number: Of the update, from 0.
            share: Of the highest learning rate.

        Returns:
            Loss, and the norm of the gradient of the mean loss before clipping; when that is not
            finite nothing was changed.
        """
        self.network.drop.begin(number)
        weight, heads = guide_at(number, self.recipe.guide, self.network.shape.decoder_layers)
        loss = loss_and_gradient(
            self.network,
            batch,
            self._gradient_views,
            label_smoothing=self.recipe.training.label_smoothing,
            guided=heads,
            guide_weight=weight,
        )
        norm = self._gradient.norm().item() / loss.pieces
        if not math.isfinite(norm) or not math.isfinite(loss.loss):
            return loss, math.nan
        self._gradient.mul_(min(1.0, self.recipe.training.clip / (norm + 1e-6)) / loss.pieces)
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * share
        self.optimizer.step()
        self.refresh()
        return loss, norm

    def refresh(self) -> None:
        """Bring the network's copy of the weights up to date."""
        if self._working is not self.weights:
            self._working.copy_(self.weights)

    def follow(self, updates: int, *, number: int) -> None:
        """Let the running mean follow the weights.

        In a young run the mean is over its last quarter: a short one would else end where it began.

        Args:
            updates: Since the last call.
            number: In all.
        """
        if self.mean_weights is not None:
            window = max(min(self.recipe.training.average_updates, number // 4), updates)
            self.mean_weights.lerp_(self.weights, updates / window)

    def best_guess(self) -> Tensor:
        """Return the weights to evaluate and keep."""
        return self.weights if self.mean_weights is None else self.mean_weights

    def tensors(self) -> dict[str, Tensor]:
        """Return all that a checkpoint needs."""
        found = {"weights": self.weights}
        if self.mean_weights is not None:
            found["mean"] = self.mean_weights
        for index, group in enumerate(self.optimizer.param_groups):
            state = self.optimizer.state[group["params"][0]]
            for name in ("exp_avg", "exp_avg_sq", "step"):
                found[f"{name}{index}"] = state[name]
        return found

    def restore(self, tensors: dict[str, Tensor]) -> None:
        """Take over what a checkpoint holds.

        Raises:
            ModelError: It belongs to a model of another shape.
        """
        if tensors["weights"].shape != self.weights.shape:
            raise ModelError("the checkpoint is of another model; use another run folder")
        self.weights.copy_(tensors["weights"])
        if self.mean_weights is not None:
            self.mean_weights.copy_(tensors.get("mean", self.weights))
        for index, group in enumerate(self.optimizer.param_groups):
            self.optimizer.state[group["params"][0]] = {
                name: tensors[f"{name}{index}"].clone()
                for name in ("exp_avg", "exp_avg_sq", "step")
            }
        self.refresh()
