"""Marian's forward pass and its gradient on packed sentences: the sums of `MarianMTModel`, faster.

Sentences lie end to end without padding, so every matrix product works on real words only; they are
padded for attention alone.  The output layer, a third of the work, gives its loss and its gradient
in one go and never holds a float32 copy of the logits.  Embedding rows get their gradient by index.
Together with a bfloat16 working copy where the processor has it, that is what makes an evening of
two cores enough.  A test compares every number with the transformers implementation.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from mtkit.training.dropout import Dropout
from mtkit.training.packing import Batch, Packed
from mtkit.training.weights import EMBEDDING, Shape, fused_views

_ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "gelu": functional.gelu,
    "relu": functional.relu,
    "swish": functional.silu,
    "silu": functional.silu,
}


@dataclass(frozen=True, slots=True)
class StepLoss:
    """Sums over one batch.

    Args:
        loss: Label-smoothed cross-entropy, nats, summed over target pieces.
        guide: Negative log attention on the aligned source piece, summed over guided links.
        pieces: Target pieces, end of sentence counted.
        links: Guided links (pieces times guided heads).
    """

    loss: float
    guide: float
    pieces: int
    links: int


class Network:
    """A Marian model as a function of one flat vector of weights.

    Args:
        shape: Dimensions.
        flat: The weights, in the dtype that is computed in; changing it in place changes the model.
        dropout: Probability for residual branches and embeddings, in [0, 1).
        output_bias: Constant added to the logits, (V,); None is zero.
        seed: Of the dropout.
    """

    def __init__(
        self,
        shape: Shape,
        flat: Tensor,
        *,
        dropout: float,
        output_bias: Tensor | None = None,
        seed: int = 0,
    ) -> None:
        self.shape = shape
        self.heads = shape.heads
        self.drop = Dropout(dropout, flat.dtype, seed=seed)
        self.scale = math.sqrt(shape.width) if shape.scale_embedding else 1.0
        self.activation = _ACTIVATIONS[shape.activation]
        self.embedding = fused_views(shape, flat)[EMBEDDING]
        self.weights = {
            name: view.requires_grad_()
            for name, view in fused_views(shape, flat.detach()).items()
            if name != EMBEDDING
        }
        self.positions = sinusoids(512, shape.width).to(flat.dtype)
        self.output_bias = None if output_bias is None else output_bias.to(flat.dtype)

    def encode(self, source: Packed, embedded: Tensor) -> Tensor:
        """Return the encoder's states, packed (R, C), for embedded source pieces (R, C)."""
        return self.encoder_layers(source, self.drop(embedded + self.positions[source.positions]))

    def encoder_layers(self, source: Packed, x: Tensor) -> Tensor:
        """Return the states (R, C) of the encoder's layers for what the first of them reads."""
        for layer in range(self.shape.encoder_layers):
            prefix = f"model.encoder.layers.{layer}."
            x = self._add(x, self._self_attention(prefix, x, source, causal=False), prefix, "self")
            x = self._feed_forward(prefix, x)
        return x

    def decode(
        self, batch: Batch, embedded: Tensor, memory: Tensor, guided: dict[int, int]
    ) -> tuple[Tensor, list[Tensor]]:
        """Return the decoder's states (R, C) and the log attention of the guided heads.

        Args:
            batch: Both sides, packed.
            embedded: Embedded target pieces, shifted by one, (R, C).
            memory: The encoder's states, packed.
            guided: Layer → number of heads, from head 0, whose attention is wanted.

        Returns:
            States, and for each guided layer log attention of shape (B, heads, T, S).
        """
        target, source = batch.target, batch.source
        x = self.drop(embedded + self.positions[target.positions])
        attention = []
        for layer in range(self.shape.decoder_layers):
            prefix = f"model.decoder.layers.{layer}."
            x = self._add(x, self._self_attention(prefix, x, target, causal=True), prefix, "self")
            block = prefix + "encoder_attn"
            q = _split(target.pad(self._linear(f"{block}.q_proj", x)), 1, self.heads)[0]
            k, v = _split(source.pad(self._linear(f"{block}.kv", memory)), 2, self.heads)
            if layer in guided:
                attention.append(_log_attention(q, k, source, guided[layer]))
            mixed = _attend(q, k, v, source.key_mask(q))
            y = self._linear(f"{block}.out_proj", target.unpad(_join(mixed)))
            x = self._add(x, y, prefix, "encoder")
            x = self._feed_forward(prefix, x)
        return x, attention

    def embed(self, ids: Tensor) -> Tensor:
        """Return the embeddings (R, C) as a leaf whose gradient the caller puts back by index."""
        return (self.embedding[ids] * self.scale).detach().requires_grad_()

    def _linear(self, name: str, x: Tensor) -> Tensor:
        return functional.linear(x, self.weights[name + ".weight"], self.weights[name + ".bias"])

    def _self_attention(self, prefix: str, x: Tensor, side: Packed, *, causal: bool) -> Tensor:
        q, k, v = _split(side.pad(self._linear(prefix + "self_attn.qkv", x)), 3, self.heads)
        # Padding stands at the end, so a causal mask already keeps it from every real piece.
        mask = side.causal_mask(q) if causal else side.key_mask(q)
        mixed = _attend(q, k, v, mask)
        return self._linear(prefix + "self_attn.out_proj", side.unpad(_join(mixed)))

    def _feed_forward(self, prefix: str, x: Tensor) -> Tensor:
        y = self._linear(prefix + "fc2", self.activation(self._linear(prefix + "fc1", x)))
        return self._norm(prefix + "final_layer_norm", x + self.drop(y))

    def _add(self, x: Tensor, y: Tensor, prefix: str, which: str) -> Tensor:
        return self._norm(f"{prefix}{which}_attn_layer_norm", x + self.drop(y))

    def _norm(self, name: str, x: Tensor) -> Tensor:
        weight, bias = self.weights[name + ".weight"], self.weights[name + ".bias"]
        return functional.layer_norm(x, (self.shape.width,), weight, bias)


def loss_and_gradient(
    network: Network,
    batch: Batch,
    gradient: dict[str, Tensor],
    *,
    label_smoothing: float,
    guided: dict[int, int],
    guide_weight: float,
) -> StepLoss:
    """Compute the loss of a batch and write its gradient, summed over pieces, into `gradient`.

    Args:
        network: The model; its dropout is applied.
        batch: Packed sentences.
        gradient: `fused_views` of a float32 vector; overwritten.
        label_smoothing: Share of the probability spread over the whole vocabulary, in [0, 1).
        guided: Layer → number of guided heads.
        guide_weight: Weight of the guided loss, per link, against one piece's cross-entropy.
    """
    source, target = network.embed(batch.source.ids), network.embed(batch.target.ids)
    memory = network.encode(batch.source, source)
    states, attention = network.decode(batch, target, memory, guided)
    pieces = len(batch.labels)
    loss, d_states, d_embedding = _output_loss(
        states.detach(), network.embedding, network.output_bias, batch.labels, label_smoothing
    )
    guide, links = _guided_loss(attention, batch)
    roots: list[Tensor] = [states]
    seeds: list[Tensor] = [d_states]
    if links and guide_weight:
        roots.append(guide)
        seeds.append(torch.full_like(guide, guide_weight * pieces / links))
    torch.autograd.backward(roots, seeds)
    gradient[EMBEDDING].copy_(d_embedding)
    leaves = [(batch.source.ids, source), (batch.target.ids, target)]
    collect_gradient(network, gradient, leaves)
    return StepLoss(loss, guide.item(), pieces, links)


def collect_gradient(
    network: Network, gradient: dict[str, Tensor], leaves: list[tuple[Tensor, Tensor]]
) -> None:
    """Move the gradient from the network's weights into `gradient`; embeddings are added by index.

    Args:
        network: After a backward pass.
        gradient: `fused_views` of a float32 vector; all but the embedding is overwritten.
        leaves: Piece ids and what `Network.embed` made of them.
    """
    found = {name: w.grad for name, w in network.weights.items() if w.grad is not None}
    torch._foreach_copy_([gradient[name] for name in found], list(found.values()))
    for name in found:
        network.weights[name].grad = None
    table = gradient[EMBEDDING]
    for ids, embedded in leaves:
        if embedded.grad is not None:
            table.index_add_(0, ids, embedded.grad.float(), alpha=network.scale)
    table[network.shape.pad] = 0  # CTranslate2 starts the decoder from a zero embedding


def _output_loss(
    states: Tensor, table: Tensor, bias: Tensor | None, labels: Tensor, smoothing: float
) -> tuple[float, Tensor, Tensor]:
    """Return smoothed cross-entropy (sum), and its gradient by states (R, C) and table (V, C).

    Only the first rows have labels (N,); the rest of the states is filler.

    The softmax is turned into the gradient in place; the mean logit that label smoothing needs is
    the state times the mean row of the table.
    """
    vocabulary = len(table)
    count = len(labels)
    logits = functional.linear(states, table, bias)
    at = labels.unsqueeze(1)
    wanted = logits[:count].gather(1, at).float()
    mean = (states @ (table.new_ones(1, vocabulary) @ table).t()).float().squeeze(1) / vocabulary
    if bias is not None:
        mean += bias.float().mean()
    probability = torch.softmax(logits, dim=1)
    nll = -probability[:count].gather(1, at).float().clamp_min(1e-30).log()
    total = wanted + nll  # log of the sum of exponentials
    loss = (1 - smoothing) * nll.sum() + smoothing * (total.squeeze(1) - mean[:count]).sum()
    probability.sub_(smoothing / vocabulary)
    probability[torch.arange(count), labels] -= 1 - smoothing
    probability[count:] = 0
    return loss.item(), probability @ table, probability.t() @ states


def _guided_loss(attention: list[Tensor], batch: Batch) -> tuple[Tensor, int]:
    """Return the negative log attention on aligned source pieces, summed, and their number."""
    total = torch.zeros(())
    links = 0
    for log_attention in attention:
        picked = log_attention[batch.link_sentence, :, batch.link_target, batch.link_source]
        total = total - picked.clamp_min(-13.8).sum()
        links += picked.numel()
    return total, links


def _attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    # Written out: with heads of 32 and sentences of 30 pieces it takes a fifth of the time of
    # torch's fused attention on a processor, whose bfloat16 gradient is slow.
    scores = (q / math.sqrt(q.shape[-1])) @ k.transpose(2, 3)
    return torch.softmax(scores + mask, dim=-1) @ v


def _log_attention(q: Tensor, k: Tensor, source: Packed, heads: int) -> Tensor:
    q, k = q[:, :heads].float(), k[:, :heads].float()
    scores = q @ k.transpose(2, 3) / math.sqrt(q.shape[-1])
    return torch.log_softmax(scores + source.key_mask(q), dim=-1)


def _split(x: Tensor, parts: int, heads: int) -> list[Tensor]:
    """Turn (B, L, parts * C) into `parts` tensors of shape (B, heads, L, C / heads)."""
    b, length, width = x.shape
    split = x.view(b, length, parts, heads, width // (parts * heads))
    return list(split.permute(2, 0, 3, 1, 4).unbind(0))


def _join(x: Tensor) -> Tensor:
    """Turn (B, heads, L, D) into (B, L, heads * D)."""
    return x.transpose(1, 2).flatten(2)


def sinusoids(length: int, width: int) -> Tensor:
    """Return Marian's position table (length, width): sines in the first half, then cosines."""
    rate = 10000 ** (-torch.arange(0, width, 2, dtype=torch.float64) / width)
    angle = torch.arange(length, dtype=torch.float64)[:, None] * rate
    return torch.cat([angle.sin(), angle.cos()], dim=1).float()
