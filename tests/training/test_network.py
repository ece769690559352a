"""The fast network does the same sums as transformers' MarianMTModel."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional

from mtkit.errors import ModelError
from mtkit.training.batches import make_batch
from mtkit.training.bitext import Bitext
from mtkit.training.model_files import marian_config, read_shape, read_weights, write_model
from mtkit.training.network import Network, loss_and_gradient
from mtkit.training.packing import Batch
from mtkit.training.vocabulary import Vocabulary
from mtkit.training.warm import random_weights
from mtkit.training.weights import Shape, fused_views, views

pytestmark = pytest.mark.torch

SMOOTHING = 0.1
GUIDE = 0.3


@pytest.fixture
def bitext() -> Bitext:
    lengths = ([3, 7, 5], [4, 4, 9])
    random = np.random.default_rng(0)
    return Bitext(
        pieces=tuple(random.integers(4, 300, sum(n)).astype(np.int32) for n in lengths),
        offsets=tuple(np.concatenate([[0], np.cumsum(n)]) for n in lengths),
        links=tuple(random.integers(-1, 3, sum(n)).astype(np.int16) for n in lengths),
        weight=np.ones(3, np.float32),
    )


@pytest.fixture
def batch(bitext: Bitext, shape: Shape) -> Batch:
    return make_batch(bitext, np.array([0, 3, 4]), labels=(2, 3), pad=shape.pad)


def reference(
    folder: Path, batch: Batch, shape: Shape
) -> tuple[float, float, dict[str, torch.Tensor]]:
    """Loss, guided loss and gradient as transformers and torch compute them, on padded tensors."""
    from transformers import MarianMTModel

    model = MarianMTModel.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")
    model.eval()

    def padded(side: object, packed: torch.Tensor, fill: int) -> torch.Tensor:
        shifted = torch.nn.functional.pad(packed[: side.count] - fill, (0, side.rows - side.count))
        return side.pad(shifted[:, None]).squeeze(2)[: batch.link_sentence.max() + 1] + fill

    source = padded(batch.source, batch.source.ids, shape.pad)
    labels = padded(batch.target, batch.labels, -100)
    result = model(
        input_ids=source,
        attention_mask=(source != shape.pad).long(),
        decoder_input_ids=padded(batch.target, batch.target.ids, shape.pad),
        output_attentions=True,
    )
    loss = functional.cross_entropy(
        result.logits.flatten(0, 1), labels.flatten(), label_smoothing=SMOOTHING, reduction="sum"
    )
    head = result.cross_attentions[-1][:, 0]
    guide = -head[batch.link_sentence, batch.link_target, batch.link_source].log().sum()
    share = GUIDE * len(batch.labels) / len(batch.link_source)
    (loss + share * guide).backward()
    gradient = {name: p.grad for name, p in model.named_parameters() if p.grad is not None}
    return loss.item(), guide.item(), gradient


@pytest.mark.parametrize("activation", ["gelu", "swish"])
def test_loss_and_gradient_are_those_of_transformers(
    batch: Batch, shape: Shape, vocabulary: Vocabulary, tmp_path: Path, activation: str
) -> None:
    shape = Shape(**{**{n: getattr(shape, n) for n in shape.__slots__}, "activation": activation})
    flat = random_weights(shape, seed=3)
    bias = torch.linspace(-1, 1, shape.vocabulary)
    write_model(tmp_path / "m", shape, flat, vocabulary=vocabulary, output_bias=bias, half=False)
    loss, guide, wanted = reference(tmp_path / "m", batch, shape)

    network = Network(shape, flat, dropout=0.0, output_bias=bias)
    gradient = torch.full_like(flat, torch.nan)
    found = loss_and_gradient(
        network,
        batch,
        fused_views(shape, gradient),
        label_smoothing=SMOOTHING,
        guided={1: 1},
        guide_weight=GUIDE,
    )

    assert found.loss == pytest.approx(loss, rel=1e-5)
    assert found.guide == pytest.approx(guide, rel=1e-5)
    assert found.pieces == len(batch.labels)
    for name, view in views(shape, gradient).items():
        expected = wanted[name]
        if name == "model.shared.weight":
            expected[shape.pad] = 0  # the decoder starts from a zero embedding, and keeps it
        torch.testing.assert_close(view, expected, rtol=1e-3, atol=2e-5, msg=name)


@pytest.mark.parametrize("scaled", [True, False])
def test_a_model_of_opus_shape_is_read_as_transformers_wrote_it(
    batch: Batch, vocabulary: Vocabulary, tmp_path: Path, scaled: bool
) -> None:
    """As ``opus-mt-en-ar``: swish, scaled embeddings, an output bias, `</s>` wherever it is."""
    from transformers import MarianConfig, MarianMTModel

    size = len(vocabulary)
    config = MarianConfig(
        vocab_size=size, decoder_vocab_size=size, d_model=48, encoder_layers=3, decoder_layers=2,
        encoder_attention_heads=6, decoder_attention_heads=6, encoder_ffn_dim=96,
        decoder_ffn_dim=96, activation_function="swish", scale_embedding=scaled,
        static_position_embeddings=True, normalize_before=False, pad_token_id=size - 1,
        decoder_start_token_id=size - 1, eos_token_id=7, init_std=0.2,
    )  # fmt: skip
    torch.manual_seed(5)
    model = MarianMTModel(config)
    model.final_logits_bias.copy_(torch.linspace(-1, 1, size))
    with torch.no_grad():
        model.model.shared.weight[size - 1] = 0
    model.save_pretrained(tmp_path / "opus")
    shape = read_shape(tmp_path / "opus")
    assert (shape.encoder_layers, shape.decoder_layers, shape.scale_embedding) == (3, 2, scaled)
    flat, bias = read_weights(tmp_path / "opus", shape)
    assert bias is not None
    loss, guide, wanted = reference(tmp_path / "opus", batch, shape)

    gradient = torch.full_like(flat, torch.nan)
    found = loss_and_gradient(
        Network(shape, flat, dropout=0.0, output_bias=bias),
        batch,
        fused_views(shape, gradient),
        label_smoothing=SMOOTHING,
        guided={1: 1},
        guide_weight=GUIDE,
    )

    assert found.loss == pytest.approx(loss, rel=1e-5)
    assert found.guide == pytest.approx(guide, rel=1e-5)
    for name, view in views(shape, gradient).items():
        expected = wanted[name].clone()
        if name == "model.shared.weight":
            expected[shape.pad] = 0
        torch.testing.assert_close(view, expected, rtol=1e-3, atol=1e-4, msg=name)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("model_type", "bart", "a bart model, not Marian"),
        ("activation_function", "quick_gelu", "activation 'quick_gelu' is unknown"),
        ("normalize_before", True, "normalize_before is set in config.json"),
        ("normalize_embedding", True, "normalize_embedding is set"),
        ("static_position_embeddings", False, "its positions are learned"),
        ("share_encoder_decoder_embeddings", False, "separate vocabularies"),
        ("decoder_ffn_dim", 7, "encoder and decoder of different width"),
        ("pad_token_id", 0, "<pad> is not the last piece"),
        ("d_model", None, "lacks 'd_model'"),
    ],
)
def test_what_cannot_be_trained_is_one_clear_line(
    shape: Shape, tmp_path: Path, key: str, value: object, message: str
) -> None:
    config = marian_config(shape, half=False) | {key: value}
    if value is None:
        del config[key]
    (tmp_path / "config.json").write_text(json.dumps(config))
    with pytest.raises(ModelError, match=message) as caught:
        read_shape(tmp_path)
    assert "\n" not in str(caught.value)


def test_bfloat16_is_near(batch: Batch, shape: Shape) -> None:
    flat = random_weights(shape, seed=3)
    losses = []
    for dtype in (torch.float32, torch.bfloat16):
        network = Network(shape, flat.to(dtype), dropout=0.0)
        gradient = fused_views(shape, torch.zeros_like(flat))
        step = loss_and_gradient(
            network, batch, gradient, label_smoothing=0.1, guided={1: 1}, guide_weight=0.3
        )
        losses.append(step.loss / step.pieces)
    assert losses[1] == pytest.approx(losses[0], rel=0.01)


def test_weights_survive_files(shape: Shape, vocabulary: Vocabulary, tmp_path: Path) -> None:
    flat = random_weights(shape, seed=1)
    write_model(tmp_path / "m", shape, flat, vocabulary=vocabulary, half=False)
    assert read_shape(tmp_path / "m") == shape
    again, bias = read_weights(tmp_path / "m", shape)
    assert torch.equal(again, flat)
    assert bias is None
