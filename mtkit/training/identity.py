"""What a model in training is to the rest of mtkit: a manifest for its folder."""

from __future__ import annotations

from pathlib import Path

from mtkit.langs import standard
from mtkit.store.manifest import Manifest
from mtkit.training.recipe import Recipe
from mtkit.training.start import normalizer, open_vocabulary


def manifest_of(recipe: Recipe, folder: Path) -> Manifest:
    """Return what engines must know of a model that a recipe made.

    Args:
        recipe: Whose model it is.
        folder: In the layout of transformers.
    """
    vocabulary = open_vocabulary(recipe, folder)
    names = {number: name for name, number in vocabulary.ids.items()}
    languages = [standard(language) for language in recipe.languages]
    labels = {
        languages[1 - side]: names[label]
        for side, label in enumerate(vocabulary.labels)
        if label is not None
    }
    return Manifest(
        id=recipe.id,
        pairs=tuple((languages[side], languages[1 - side]) for side in recipe.sides),
        layout="transformers",
        license=recipe.license,
        labels=labels,
        normalizer="opus" if normalizer(recipe) == "opus" else "none",
        summary=recipe.summary,
    )
