"""From text to a model: recipe, data, vocabulary, warm start, training."""

from __future__ import annotations

from mtkit.training.recipe import Recipe
from mtkit.training.recipe_toml import read_recipe
from mtkit.training.run import train

__all__ = ["Recipe", "read_recipe", "train"]
