"""The model that training starts from: another model, a pretrained encoder, or random weights."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtkit.io import atomic_dir, atomic_file
from mtkit.training.model_files import read_shape, read_weights, write_model
from mtkit.training.recipe import Recipe
from mtkit.training.vocabulary import PAD, Vocabulary
from mtkit.training.weights import EMBEDDING, Shape, views

if TYPE_CHECKING:
    import torch

    Weights = tuple[Shape, torch.Tensor, torch.Tensor | None]


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
        ConfigError: The vocabulary does not fit the text, or not the encoder.
    """
    if recipe.model.start is not None:
        _go_on(recipe, recipe.model.start, folder)
        say(f"goes on from {recipe.model.start}")
        return
    from mtkit.training.warm import new_model

    new_model(recipe, folder, texts=texts, say=say)


def normalizer(recipe: Recipe) -> str:
    """Return how the model wants its text: as the recipe says, else as its start's manifest does.

    Raises:
        FormatError: The manifest is broken.
    """
    from mtkit.store import manifest_toml

    spec = recipe.model
    if spec.normalizer is not None or spec.start is None:
        return spec.normalizer or "none"
    if not (spec.start / manifest_toml.NAME).is_file():
        return "none"
    return manifest_toml.load(spec.start).normalizer


def open_vocabulary(recipe: Recipe, folder: Path) -> Vocabulary:
    """Return the vocabulary of a model folder, as a recipe reads it.

    Raises:
        ModelError: It does not serve the recipe's directions.
    """
    return Vocabulary(folder, recipe.languages, sides=recipe.sides, normalizer=normalizer(recipe))


def _go_on(recipe: Recipe, start: Path, folder: Path) -> None:
    vocabulary = open_vocabulary(recipe, start)
    shape = read_shape(start)
    flat, bias = read_weights(start, shape)
    if new := [tag for tag in recipe.tags if tag not in vocabulary.ids]:
        widened = folder.with_name("vocabulary")
        _add_pieces(vocabulary, widened, new)
        vocabulary = open_vocabulary(recipe, widened)
        shape, flat, bias = widen((shape, flat, bias), len(new), seed=recipe.seed)
    write_model(folder, shape, flat, vocabulary=vocabulary, output_bias=bias, half=False)


def _add_pieces(vocabulary: Vocabulary, folder: Path, pieces: Sequence[str]) -> None:
    """Write a vocabulary with more pieces, which come before ``<pad>``, the last one."""
    names = sorted(vocabulary.ids, key=vocabulary.ids.__getitem__)
    names[-1:] = [*pieces, PAD]
    with atomic_dir(folder) as new:
        vocabulary.copy_to(new)
        with atomic_file(new / "vocab.json") as file:
            table = {name: i for i, name in enumerate(names)}
            file.write(json.dumps(table, ensure_ascii=False, indent=1).encode())


def widen(weights: Weights, count: int, *, seed: int) -> Weights:
    """Return the weights with `count` more rows in the embedding, before that of ``<pad>``.

    A new row is the mean of all with a little noise: it says nothing yet, and no other row changes.
    """
    import torch

    shape, flat, bias = weights
    wider = dataclasses.replace(shape, vocabulary=shape.vocabulary + count)
    result = torch.empty(wider.count())
    old, new = views(shape, flat), views(wider, result)
    for name, view in new.items():
        if name != EMBEDDING:
            view.copy_(old[name])
    table = old[EMBEDDING]
    random = torch.Generator().manual_seed(seed)
    noise = torch.randn(count, shape.width, generator=random) * table.std() / 2
    new[EMBEDDING].copy_(torch.cat([table[:-1], table[:-1].mean(0) + noise, table[-1:]]))
    if bias is not None:
        bias = torch.cat([bias[:-1], bias.new_full((count,), float(bias.min())), bias[-1:]])
    return wider, result, bias
