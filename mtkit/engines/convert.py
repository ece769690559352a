"""Weights as CTranslate2 reads them, made once and kept in the cache.

CTranslate2's own converter for Transformers models loads PyTorch and Transformers to read what is a
table of arrays.  Here the arrays go straight from safetensors into its specification, so that the
base install needs neither, and a model that was pulled runs at once.
"""

from __future__ import annotations

import hashlib
import json
import math
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit.engines.pieces import LONGEST, read_json, read_vocabulary
from mtkit.errors import ConfigError, FormatError, ModelError
from mtkit.io import atomic_dir, sha256
from mtkit.paths import cache_dir
from mtkit.store import layouts
from mtkit.store.manifest import Model
from mtkit.store.weights import PICKLED, SAFE, make_safe

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Weights = Mapping[str, NDArray[np.float32]]

CONVERTER_VERSION = 1
"""Raised whenever the same weights would be written otherwise."""

_ACTIVATIONS = {"gelu": "GELU", "relu": "RELU", "silu": "SWISH", "swish": "SWISH"}
_PROJECTIONS = {"q": "q_proj", "k": "k_proj", "v": "v_proj", "o": "out_proj"}
_TABLES = ("model.shared.weight", "lm_head.weight", "model.encoder.embed_tokens.weight")


def converted(model: Model, quantization: str) -> Path:
    """Return the folder that holds `model` for CTranslate2, converting it if need be.

    A model in CTranslate2's layout is used where it lies.  Several processes may ask at once.

    Args:
        model: In any layout.
        quantization: How weights are stored: ``"int8"``, ``"float16"``, ``"float32"`` …

    Raises:
        ModelError: Another architecture than Marian, separate vocabularies, broken weights.
        MissingExtraError: The weights are a pickle, and PyTorch is not installed.
        ConfigError: The cache cannot be written to.
    """
    if model.manifest.layout == "ctranslate2":
        return model.path
    folder = _place(model) / f"{quantization}-{CONVERTER_VERSION}"
    if (folder / "model.bin").exists():
        return folder
    spec = _marian_spec(model) if model.manifest.layout == "marian" else _transformers_spec(model)
    spec.validate()
    spec.optimize(quantization=quantization)
    try:
        with atomic_dir(folder) as work:
            spec.save(str(work))
            if folder.exists():
                raise FileExistsError(folder)  # another process was faster; its bytes are the same
    except OSError as error:
        if not (folder / "model.bin").exists():
            raise ConfigError(
                f"{folder}: cannot keep the converted model ({error.strerror}); "
                "set MTKIT_CACHE to a folder that can be written to"
            ) from error
    return folder


def forget(model: Model) -> None:
    """Remove all that was converted from `model`; a model in CTranslate2's layout has nothing."""
    if model.manifest.layout != "ctranslate2":
        shutil.rmtree(_place(model), ignore_errors=True)


def _place(model: Model) -> Path:
    return cache_dir() / "ct2" / digest(model)[:32]


def digest(model: Model) -> str:
    """Return a hash of all files of the model, from its manifest where that records them."""
    files = dict(model.manifest.files)
    if not files:
        names = [path.name for path in model.path.iterdir()]
        chosen = layouts.select(names, where=str(model.path)).names
        files = {name: sha256(model.path / name) for name in chosen}
    return hashlib.sha256(json.dumps(sorted(files.items())).encode()).hexdigest()


def _marian_spec(model: Model) -> Any:
    from ctranslate2.converters import OpusMTConverter

    try:
        converter = OpusMTConverter(str(model.path))
        return converter._load()  # its public method would write the folder, and not atomically
    except (ValueError, KeyError, OSError) as error:
        reason = " ".join(str(error).split())
        raise ModelError(f"{model.id}: CTranslate2 cannot convert it: {reason}") from None


def _transformers_spec(model: Model) -> Any:
    """Fill CTranslate2's specification as its `MarianMTLoader` does, without PyTorch."""
    names = [path.name for path in model.path.iterdir()]
    selection = layouts.select(names, where=str(model.path))
    layouts.check_runnable(model.path, selection, where=model.id)
    config = read_json(model.path / "config.json")
    weights = _read_weights(model.path)
    try:
        spec = _fill(config, weights, where=model.id)
    except KeyError as error:
        raise ModelError(
            f"{model.id}: no {error} in its configuration or weights: not a whole Marian model"
        ) from None
    vocabulary = list(read_vocabulary(model.path))
    if vocabulary[-1] == "<pad>":
        vocabulary.pop()
    size = len(spec.encoder.embeddings[0].weight)
    if len(vocabulary) != size:
        raise ModelError(
            f"{model.id}: vocab.json has {len(vocabulary)} pieces, the weights have {size}; "
            "they belong to different models"
        )
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    # Decoding starts from a zero embedding; the token is only a name for it.
    spec.config.decoder_start_token = spec.config.eos_token
    return spec


def _read_weights(folder: Path) -> Weights:
    import numpy as np
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    if not (folder / SAFE).exists():
        with tempfile.TemporaryDirectory(prefix="mtkit-") as work:
            shutil.copyfile(folder / PICKLED, Path(work) / PICKLED)
            make_safe(Path(work))
            return _read_weights(Path(work))
    try:
        arrays = load_file(folder / SAFE)
    except (SafetensorError, OSError) as error:
        raise FormatError(f"not a safetensors file: {error}", folder / SAFE) from None
    return {name: array.astype(np.float32, copy=False) for name, array in arrays.items()}


def _fill(config: Mapping[str, Any], weights: Weights, *, where: str) -> Any:
    from ctranslate2.specs import TransformerSpec, common_spec

    activation = config["activation_function"]
    if activation not in _ACTIVATIONS:
        known = ", ".join(_ACTIVATIONS)
        raise ModelError(f"{where}: activation {activation!r} is unknown; known: {known}")
    for option in ("normalize_before", "normalize_embedding"):
        if config.get(option):
            raise ModelError(f"{where}: {option} is set in config.json; no Marian model has that")
    spec = TransformerSpec.from_config(
        (config["encoder_layers"], config["decoder_layers"]),
        config["encoder_attention_heads"],
        pre_norm=False,
        activation=getattr(common_spec.Activation, _ACTIVATIONS[activation]),
    )
    table = weights[next((name for name in _TABLES if name in weights), _TABLES[0])]
    padding = config["pad_token_id"] == len(table) - 1  # Transformers' own, unknown to Marian
    if padding and table[-1].any():
        raise ModelError(f"{where}: its padding is not zero, as Marian needs it to start decoding")
    rows = slice(0, len(table) - padding)
    table = table[rows]
    scale = math.sqrt(config["d_model"]) if config.get("scale_embedding") else 1.0
    positions = _positions(config["d_model"])
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = scale
        side.position_encodings.encodings = positions
    spec.encoder.embeddings[0].weight = table
    spec.decoder.embeddings.weight = table
    spec.decoder.start_from_zero_embedding = True
    spec.decoder.projection.weight = weights.get("lm_head.weight", table)[rows]
    bias = weights.get("final_logits_bias")
    if bias is not None and bias.any():
        spec.decoder.projection.bias = bias.squeeze()[rows]
    for name, side in (("encoder", spec.encoder), ("decoder", spec.decoder)):
        for number, layer in enumerate(side.layer):
            _fill_layer(layer, weights, f"model.{name}.layers.{number}")
    return spec


def _fill_layer(layer: Any, weights: Weights, name: str) -> None:
    _fill_attention(layer.self_attention, weights, f"{name}.self_attn", ("qkv", "o"))
    if hasattr(layer, "attention"):
        _fill_attention(layer.attention, weights, f"{name}.encoder_attn", ("q", "kv", "o"))
    for linear, source in ((layer.ffn.linear_0, "fc1"), (layer.ffn.linear_1, "fc2")):
        linear.weight = weights[f"{name}.{source}.weight"]
        linear.bias = weights[f"{name}.{source}.bias"]
    _fill_norm(layer.ffn.layer_norm, weights, f"{name}.final_layer_norm")


def _fill_attention(attention: Any, weights: Weights, name: str, matrices: Sequence[str]) -> None:
    """Set the matrices, each made of the projections that its letters name, and the norm."""
    import numpy as np

    for linear, letters in zip(attention.linear, matrices, strict=True):
        for kind in ("weight", "bias"):
            parts = [weights[f"{name}.{_PROJECTIONS[letter]}.{kind}"] for letter in letters]
            setattr(linear, kind, np.concatenate(parts))
    _fill_norm(attention.layer_norm, weights, f"{name}_layer_norm")


def _fill_norm(norm: Any, weights: Weights, name: str) -> None:
    norm.gamma = weights[f"{name}.weight"]
    norm.beta = weights[f"{name}.bias"]


def _positions(width: int) -> NDArray[np.float32]:
    """Return sinusoidal positions, shape (LONGEST, width): sines, then cosines, as Marian has them.

    Vaswani et al. 2017, section 3.5; they interleave the two.
    """
    import numpy as np

    rates = np.power(10000.0, -2 * np.arange(width // 2) / width)
    angles = np.arange(LONGEST)[:, None] * rates
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1).astype(np.float32)
