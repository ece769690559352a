"""All weights of a Marian model in one flat vector, with named views into it.

One vector makes an update three passes over memory instead of a hundred and fifty small calls,
makes averaging between workers one message, and keeps a float32 master beside a bfloat16 working
copy at the price of one cast.  The order puts side by side what is multiplied together: the query,
key and value matrices of a layer are one view of shape (3C, C).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

from mtkit.errors import ModelError

if TYPE_CHECKING:
    import torch

EMBEDDING = "model.shared.weight"
ACTIVATIONS = ("gelu", "relu", "swish", "silu")
TIED = ("model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight", "lm_head.weight")
"""Other names under which a file may hold the embedding."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Dimensions of a Marian model and the settings that change what it computes.

    Args:
        vocabulary: V, labels, `</s>`, `<unk>` and `<pad>` counted.
        width: C, a multiple of `heads`.
        heads: Attention heads, the same number everywhere.
        feed_forward: Width inside the feed-forward blocks.
        encoder_layers: At least 1.
        decoder_layers: At least 1.
        activation: One of `ACTIVATIONS`.
        scale_embedding: Whether embeddings are multiplied by the square root of C.
    """

    vocabulary: int
    width: int
    heads: int
    feed_forward: int
    encoder_layers: int
    decoder_layers: int
    activation: str = "gelu"
    scale_embedding: bool = True

    @property
    def pad(self) -> int:
        """Id of ``<pad>``, the last one; the decoder starts from it."""
        return self.vocabulary - 1

    def parameters(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield name and shape of every weight, in the order of the flat vector."""
        c, f = self.width, self.feed_forward
        yield EMBEDDING, (self.vocabulary, c)
        for layer in range(self.encoder_layers):
            prefix = f"model.encoder.layers.{layer}."
            yield from _attention(prefix + "self_attn", c)
            yield from _norm(prefix + "self_attn_layer_norm", c)
            yield from _feed_forward(prefix, c, f)
        for layer in range(self.decoder_layers):
            prefix = f"model.decoder.layers.{layer}."
            yield from _attention(prefix + "self_attn", c)
            yield from _norm(prefix + "self_attn_layer_norm", c)
            yield from _attention(prefix + "encoder_attn", c)
            yield from _norm(prefix + "encoder_attn_layer_norm", c)
            yield from _feed_forward(prefix, c, f)

    def count(self) -> int:
        """Return the number of weights."""
        return sum(prod(shape) for _, shape in self.parameters())

    def encoder_count(self) -> int:
        """Return how many weights, from the start of the vector, are embedding and encoder."""
        return sum(
            prod(shape) for name, shape in self.parameters() if not name.startswith("model.decoder")
        )


def _attention(prefix: str, c: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    for projection in ("q_proj", "k_proj", "v_proj"):
        yield f"{prefix}.{projection}.weight", (c, c)
    for projection in ("q_proj", "k_proj", "v_proj"):
        yield f"{prefix}.{projection}.bias", (c,)
    yield f"{prefix}.out_proj.weight", (c, c)
    yield f"{prefix}.out_proj.bias", (c,)


def _norm(prefix: str, c: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield f"{prefix}.weight", (c,)
    yield f"{prefix}.bias", (c,)


def _feed_forward(prefix: str, c: int, f: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield prefix + "fc1.weight", (f, c)
    yield prefix + "fc1.bias", (f,)
    yield prefix + "fc2.weight", (c, f)
    yield prefix + "fc2.bias", (c,)
    yield from _norm(prefix + "final_layer_norm", c)


def flatten(shape: Shape, state: Mapping[str, torch.Tensor]) -> torch.Tensor:
    """Return the weights of a Marian state dict as one float32 vector.

    Raises:
        ModelError: A weight is missing, or has another shape than `shape` says.
    """
    import torch

    flat = torch.empty(shape.count())
    for name, view in views(shape, flat).items():
        if name not in state:
            raise ModelError(f"no weight {name}; the model is not a Marian of the stated shape")
        if state[name].shape != view.shape:
            raise ModelError(
                f"weight {name} has shape {tuple(state[name].shape)}, expected {tuple(view.shape)}"
            )
        view.copy_(state[name])
    return flat


def save_tensors(tensors: Mapping[str, torch.Tensor], path: Path) -> None:
    """Write a safetensors file.

    Raises:
        ModelError: It cannot be written.
    """
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    try:
        save_file(dict(tensors), path, metadata={"format": "pt"})
    except (SafetensorError, OSError) as error:
        path.unlink(missing_ok=True)
        size = sum(tensor.numel() * tensor.element_size() for tensor in tensors.values())
        reason = " ".join(str(error).split())
        raise ModelError(
            f"{path}: cannot be written ({reason}); it needs {size / 1e6:,.0f} MB of free disk"
        ) from error


def views(shape: Shape, flat: torch.Tensor) -> dict[str, torch.Tensor]:
    """Return every weight as a view into the flat vector."""
    found, start = {}, 0
    for name, size in shape.parameters():
        end = start + prod(size)
        found[name] = flat[start:end].view(size)
        start = end
    return found


def fused_views(shape: Shape, flat: torch.Tensor) -> dict[str, torch.Tensor]:
    """Return the views that the network computes with: ``qkv`` in one piece where it can be.

    Self-attention has ``….self_attn.qkv.weight`` (3C, C); attention to the source has
    ``….encoder_attn.q_proj`` and ``….encoder_attn.kv`` (2C, C); the rest keep their names.
    """
    c = shape.width
    found: dict[str, torch.Tensor] = {}
    start = 0
    for name, size in shape.parameters():
        end = start + prod(size)
        stem, _, kind = name.rpartition(".")
        block, _, part = stem.rpartition(".")
        rows = (c,) if kind == "bias" else (c, c)
        width = prod(rows)
        if block.endswith("self_attn") and part == "q_proj":
            found[f"{block}.qkv.{kind}"] = flat[start : start + 3 * width].view(3 * c, *rows[1:])
        elif block.endswith("encoder_attn") and part == "k_proj":
            found[f"{block}.kv.{kind}"] = flat[start : start + 2 * width].view(2 * c, *rows[1:])
        elif part not in ("k_proj", "v_proj"):
            found[name] = flat[start:end].view(size)
        start = end
    return found
