"""A Marian model that begins as a pretrained encoder (or, for comparison, as random numbers).

What goes in unchanged: the first layers, whose shape is Marian's own (post-norm).  What needs care:

* The layer norm behind the embeddings is folded into the table, at the mean position.
* All embeddings share a large common direction, which would make every word look the same to the
  decoder.  It leaves the table and goes into the first layer's biases: exactly the same sums.
* Embeddings are scaled by `word_scale` so that words outweigh Marian's positions; the first layer
  is scaled back, which its layer norm makes exact.
* Learned positions become sinusoids: not the same sums, so `mtkit.training.distill` teaches the
  encoder to say with the new ones what it said with the old.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mtkit.errors import ConfigError
from mtkit.io import atomic_dir
from mtkit.training.characters import character_pieces, folds
from mtkit.training.encoder import Array, PretrainedEncoder, layer_norm, read_encoder
from mtkit.training.model_files import write_model
from mtkit.training.recipe import Recipe
from mtkit.training.vocabulary import Vocabulary, prune, train_pieces, write_vocabulary
from mtkit.training.weights import EMBEDDING, Shape, views

if TYPE_CHECKING:
    import torch

_USUAL_POSITIONS = slice(2, 40)  # that most pieces of a sentence stand at
_QUIET = 0.25  # weight of the last layer norm: first guesses should not be sure of themselves


def new_model(
    recipe: Recipe, folder: Path, *, texts: Iterable[tuple[str, float]], say: Callable[[str], None]
) -> None:
    """Write vocabulary and weights of a new model (see `mtkit.training.start.make_start`)."""
    spec, size = recipe.model, recipe.vocabulary.size
    seen = list(texts)
    characters = recipe.vocabulary.kind == "characters"
    with atomic_dir(folder.with_name("vocabulary")) as new:
        if spec.encoder == "none":
            encoder, ids = None, []
            if characters:
                pieces = character_pieces(seen, size=size)
            else:
                pieces = train_pieces(seen, size=size, path=new / "pieces.model")
        else:
            if recipe.vocabulary.kind != "encoder":
                raise ConfigError('a model that starts from an encoder needs kind = "encoder"')
            encoder = read_encoder(spec.encoder, layers=spec.encoder_layers)
            ids = prune(encoder, seen, size=size)
            pieces = [(encoder.pieces[i], float(encoder.scores[i])) for i in ids]
        write_vocabulary(
            pieces,
            new,
            languages=recipe.languages,
            tags=recipe.tags,
            folds=folds() if characters else (),
        )
    vocabulary = Vocabulary(folder.with_name("vocabulary"), recipe.languages)
    say(f"vocabulary of {len(pieces):,} pieces")
    if encoder is None:
        shape = Shape(
            len(vocabulary), spec.width, spec.heads, spec.feed_forward,
            spec.encoder_layers, spec.decoder_layers,
        )  # fmt: skip
        flat = random_weights(shape, seed=recipe.seed)
    else:
        shape, flat = warm_weights(
            encoder,
            ids,
            labels=len(recipe.languages) + len(recipe.tags),
            decoder_layers=spec.decoder_layers,
            word_scale=spec.word_scale,
            seed=recipe.seed,
        )
        from mtkit.training.distill import distill

        distill(
            encoder, ids, shape, flat,
            texts=[text for text, weight in seen if " " in text],
            vocabulary=vocabulary, tags=len(recipe.tags),
            minutes=spec.distill_minutes, seed=recipe.seed, say=say,
        )  # fmt: skip
    write_model(folder, shape, flat, vocabulary=vocabulary, half=False)


def random_weights(shape: Shape, *, seed: int) -> torch.Tensor:
    """Return new weights: Glorot for matrices, normal for the table, 1 and 0 for norms."""
    import torch

    random = torch.Generator().manual_seed(seed)
    flat = torch.zeros(shape.count())
    for name, view in views(shape, flat).items():
        if name == EMBEDDING:
            view.normal_(0, shape.width**-0.5, generator=random)
            view[shape.pad] = 0
        elif view.dim() == 2:
            torch.nn.init.xavier_uniform_(view, generator=random)
        elif name.endswith("norm.weight"):
            view.fill_(1)
    return flat


def warm_weights(
    encoder: PretrainedEncoder,
    ids: Sequence[int],
    *,
    labels: int,
    decoder_layers: int,
    word_scale: float,
    seed: int,
) -> tuple[Shape, torch.Tensor]:
    """Return shape and weights of a Marian model whose encoder and table come from `encoder`.

    Args:
        encoder: Its layers become the encoder's.
        ids: The pieces that the vocabulary keeps, in its order.
        labels: How many target labels and tags stand before them.
        decoder_layers: New, random.
        word_scale: Size of embeddings as the first layer reads them, against the encoder's own.
        seed: Of the decoder and of the labels' difference.
    """
    import torch

    width = encoder.words.shape[1]
    shape = Shape(
        vocabulary=3 + labels + len(ids),
        width=width,
        heads=encoder.heads,
        feed_forward=len(encoder.layers[0]["fc1.bias"]),
        encoder_layers=len(encoder.layers),
        decoder_layers=decoder_layers,
    )
    flat = random_weights(shape, seed=seed)
    own = views(shape, flat)
    table = folded_table(encoder, rows(encoder, ids, labels))
    spread = np.random.default_rng(seed).standard_normal((labels, width)) * table.std()
    table[2 : 2 + labels] += spread.astype(np.float32)
    common = table[2 + labels :].mean(0)
    own[EMBEDDING][:-1] = torch.from_numpy((table - common) * word_scale / math.sqrt(width))
    for number, layer in enumerate(encoder.layers):
        folded = fold_layer(layer, common=common, scale=word_scale) if number == 0 else layer
        for name, array in folded.items():
            own[f"model.encoder.layers.{number}.{name}"].copy_(torch.from_numpy(array))
    own[f"model.decoder.layers.{decoder_layers - 1}.final_layer_norm.weight"].fill_(_QUIET)
    return shape, flat


def rows(encoder: PretrainedEncoder, ids: Sequence[int], labels: int) -> NDArray[np.int64]:
    """Return the encoder's piece for every row but ``<pad>``; a label is its ``<s>``."""
    special = [encoder.id("</s>"), encoder.id("<unk>"), *[encoder.id("<s>")] * labels]
    return np.array([*special, *ids])


def folded_table(encoder: PretrainedEncoder, pieces: NDArray[np.int64]) -> Array:
    """Return embeddings with segment, mean position and layer norm worked in, (N, C)."""
    x = encoder.words[pieces] + encoder.segment + encoder.positions[_USUAL_POSITIONS].mean(0)
    return layer_norm(x, *encoder.norm, epsilon=encoder.epsilon)


def fold_layer(layer: Mapping[str, Array], *, common: Array, scale: float) -> dict[str, Array]:
    """Return a layer that does with ``scale * (x - common)`` what `layer` does with ``x``.

    Args:
        layer: Weights of a post-norm layer, by Marian's names.
        common: What is missing from the input, (C,).
        scale: What it is multiplied by.
    """
    folded = dict(layer)
    for name in ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"):
        weight = layer[f"{name}.weight"]
        folded[f"{name}.weight"] = weight / np.float32(scale)
        folded[f"{name}.bias"] = layer[f"{name}.bias"] + weight @ common
    # The residual adds the input itself: what is missing there comes in with the attention's
    # output, and the layer norm behind it does not see the common factor.
    out = "self_attn.out_proj"
    folded[f"{out}.weight"] = layer[f"{out}.weight"] * np.float32(scale)
    folded[f"{out}.bias"] = (layer[f"{out}.bias"] + common) * np.float32(scale)
    return folded
