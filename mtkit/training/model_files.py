"""Marian models as folders of files: config, weights, vocabulary; in and out of the flat vector."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit.errors import MissingExtraError, ModelError
from mtkit.io import atomic_dir, atomic_file
from mtkit.training.vocabulary import Vocabulary
from mtkit.training.weights import ACTIVATIONS, EMBEDDING, TIED, Shape, flatten, save_tensors, views

if TYPE_CHECKING:
    import torch


def read_shape(folder: Path) -> Shape:
    """Return the dimensions of a Marian model folder.

    Raises:
        ModelError: Not a Marian model, or one of a build that is not trained here.
    """
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise ModelError(f"{folder}: no readable config.json; name a Marian model") from error
    if config.get("model_type") != "marian":
        raise ModelError(f"{folder}: a {config.get('model_type')} model, not Marian")
    try:
        if problem := _untrainable(config):
            raise ModelError(f"{folder}: {problem}")
        return Shape(
            vocabulary=config["vocab_size"],
            width=config["d_model"],
            heads=config["encoder_attention_heads"],
            feed_forward=config["encoder_ffn_dim"],
            encoder_layers=config["encoder_layers"],
            decoder_layers=config["decoder_layers"],
            activation=config["activation_function"],
            scale_embedding=config.get("scale_embedding", False),
        )
    except KeyError as error:
        raise ModelError(
            f"{folder}: its config.json lacks {error}; fetch the model again"
        ) from error


def _untrainable(config: Mapping[str, Any]) -> str | None:
    """Return why a Marian of this build cannot be trained here, or None."""
    heads = config["encoder_attention_heads"], config["decoder_attention_heads"]
    widths = config["encoder_ffn_dim"], config["decoder_ffn_dim"]
    if len(set(heads)) > 1 or len(set(widths)) > 1:
        return "encoder and decoder of different width cannot be trained yet"
    if config["pad_token_id"] != config["vocab_size"] - 1:
        return "<pad> is not the last piece, as it is in Marian models"
    if config["activation_function"] not in ACTIVATIONS:
        known = ", ".join(ACTIVATIONS)
        return f"activation {config['activation_function']!r} is unknown (known: {known})"
    for name in ("normalize_before", "normalize_embedding"):
        if config.get(name):
            return f"{name} is set in config.json; no Marian model that is trained here has that"
    if not config.get("static_position_embeddings", True):
        return "its positions are learned; Marian's are sinusoids"
    joint = config.get("share_encoder_decoder_embeddings", True)
    if not joint or config.get("decoder_vocab_size") not in (None, config["vocab_size"]):
        return "source and target have separate vocabularies; only a joint one can be trained"
    return None


def read_weights(folder: Path, shape: Shape) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Return the weights as a flat float32 vector, and the output bias where it is not zero.

    Raises:
        ModelError: No safetensors file, or weights that do not fit the config.
        MissingExtraError: torch is not installed.
    """
    try:
        from safetensors.torch import load_file
    except ImportError as error:
        raise MissingExtraError("training", "train") from error
    path = folder / "model.safetensors"
    if not path.is_file():
        raise ModelError(f"{path}: not there; training starts from safetensors weights")
    state = load_file(path)
    tables = [state[name] for name in (EMBEDDING, *TIED) if name in state]
    if any(not table.equal(tables[0]) for table in tables):
        raise ModelError(
            f"{path}: its output layer is not its embedding; only a tied one is trained"
        )
    if tables:
        state[EMBEDDING] = tables[0]
    bias = state.get("final_logits_bias")
    if bias is not None:
        bias = bias.float().view(-1)
    flat = flatten(shape, state)
    return flat, bias if bias is not None and bool(bias.any()) else None


def write_model(
    folder: Path,
    shape: Shape,
    flat: torch.Tensor,
    *,
    vocabulary: Vocabulary,
    output_bias: torch.Tensor | None = None,
    half: bool = True,
) -> None:
    """Write a Marian model that transformers and CTranslate2 read, whole or not at all.

    Args:
        folder: Replaced if it is there.
        shape: Dimensions.
        flat: The weights.
        vocabulary: Its files are copied.
        output_bias: Constant of the output layer.
        half: As float16, else float32.

    Raises:
        ModelError: There is no room for it.
    """
    import torch

    dtype = torch.float16 if half else torch.float32
    state = {name: view.to(dtype).contiguous() for name, view in views(shape, flat).items()}
    bias = torch.zeros(shape.vocabulary) if output_bias is None else output_bias
    state["final_logits_bias"] = bias.to(dtype).view(1, -1)
    with atomic_dir(folder) as new:
        save_tensors(state, new / "model.safetensors")
        with atomic_file(new / "config.json") as file:
            config = marian_config(shape, half=half, end=vocabulary.end)
            file.write(json.dumps(config, indent=1).encode())
        vocabulary.copy_to(new)


def marian_config(shape: Shape, *, half: bool, end: int = 0) -> dict[str, Any]:
    """Return the ``config.json`` of a Marian model whose ``</s>`` has the id `end`."""
    pad = shape.pad
    sides = {
        f"{side}_{name}": value
        for side, layers in (("encoder", shape.encoder_layers), ("decoder", shape.decoder_layers))
        for name, value in (
            ("layers", layers),
            ("attention_heads", shape.heads),
            ("ffn_dim", shape.feed_forward),
            ("layerdrop", 0.0),
        )
    }
    return {
        "architectures": ["MarianMTModel"],
        "model_type": "marian",
        "is_encoder_decoder": True,
        "vocab_size": shape.vocabulary,
        "decoder_vocab_size": shape.vocabulary,
        "d_model": shape.width,
        **sides,
        "activation_function": shape.activation,
        "scale_embedding": shape.scale_embedding,
        "max_position_embeddings": 512,
        "share_encoder_decoder_embeddings": True,
        "tie_word_embeddings": True,
        "normalize_embedding": False,
        "add_bias_logits": False,
        "static_position_embeddings": True,
        "dropout": 0.1,
        "attention_dropout": 0.0,
        "activation_dropout": 0.0,
        "init_std": 0.02,
        "eos_token_id": end,
        "forced_eos_token_id": end,
        "pad_token_id": pad,
        "decoder_start_token_id": pad,
        "bad_words_ids": [[pad]],
        "max_length": 512,
        "num_beams": 4,
        "dtype": "float16" if half else "float32",
    }
