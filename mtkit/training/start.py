"""The model that training starts from: another model, a pretrained encoder, or random weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from mtkit.training.model_files import read_shape, read_weights, write_model
from mtkit.training.recipe import Recipe
from mtkit.training.vocabulary import Vocabulary


def make_start(
    recipe: Recipe, folder: Path, *, texts: Iterable[tuple[str, float]], say: Callable[[str], None]
) -> None:
    """Write the model folder that training starts from.

    Args:
        recipe: What to make.
        folder: Replaced if it is there.
        texts: What the vocabulary is made for, and how much each counts.
        say: Takes lines for a reader.

    Raises:
        ModelError: The model or the encoder cannot be read.
        ConfigError: The vocabulary does not fit the text.
    """
    if recipe.model.start is not None:
        _copy(recipe.model.start, folder, recipe)
        say(f"goes on from {recipe.model.start}")
        return
    from mtkit.training.warm import new_model

    new_model(recipe, folder, texts=texts, say=say)


def _copy(source: Path, folder: Path, recipe: Recipe) -> None:
    vocabulary = Vocabulary(source, recipe.languages)
    shape = read_shape(source)
    flat, bias = read_weights(source, shape)
    write_model(folder, shape, flat, vocabulary=vocabulary, output_bias=bias, half=False)
