"""A Marian model small enough to be made anew: real in every part, but it has learnt nothing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import sentencepiece
from safetensors.numpy import save_file

from mtkit.paths import shipped
from mtkit.store.manifest import Manifest, Model

WIDTH, INNER, LAYERS = 32, 64, 2
LABELS = {"ar": ">>ara<<", "en": ">>eng<<"}
LINEARS = {"q_proj": (WIDTH, WIDTH), "k_proj": (WIDTH, WIDTH), "v_proj": (WIDTH, WIDTH)}
LINEARS |= {"out_proj": (WIDTH, WIDTH)}


def tiny_weights(size: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(5)
    shapes = {"model.shared.weight": (size, WIDTH)}
    for side, attentions in (
        ("encoder", ["self_attn"]),
        ("decoder", ["self_attn", "encoder_attn"]),
    ):
        for number in range(LAYERS):
            layer = f"model.{side}.layers.{number}"
            shapes |= {f"{layer}.fc1.weight": (INNER, WIDTH), f"{layer}.fc2.weight": (WIDTH, INNER)}
            shapes |= {f"{layer}.{a}.{n}.weight": s for a in attentions for n, s in LINEARS.items()}
    weights = {name: random.normal(0, 0.3, shape) for name, shape in shapes.items()}
    weights |= {
        name.replace("weight", "bias"): random.normal(0, 0.1, shape[0])
        for name, shape in shapes.items()
        if "layers" in name
    }
    for name in [name for name in weights if name.endswith(("out_proj.weight", "fc2.weight"))]:
        norm = name.replace(".out_proj", "_layer_norm").replace("fc2", "final_layer_norm")
        weights[norm] = random.normal(1, 0.1, WIDTH)
        weights[norm.replace("weight", "bias")] = random.normal(0, 0.1, WIDTH)
    weights["model.shared.weight"][-1] = 0  # padding: decoding starts from nothing
    weights["final_logits_bias"] = random.normal(0, 0.1, (1, size))
    return {name: array.astype(np.float32) for name, array in weights.items()}


def tiny_config(size: int) -> dict[str, object]:
    counts = {"layers": LAYERS, "attention_heads": 4, "ffn_dim": INNER}
    sides = {f"{s}_{n}": value for s in ("encoder", "decoder") for n, value in counts.items()}
    return sides | {
        "architectures": ["MarianMTModel"],
        "model_type": "marian",
        "activation_function": "swish",
        "d_model": WIDTH,
        "dtype": "float32",
        "vocab_size": size,
        "decoder_vocab_size": size,
        "max_position_embeddings": 512,
        "scale_embedding": True,
        "share_encoder_decoder_embeddings": True,
        "tie_word_embeddings": True,
        "eos_token_id": 0,
        "pad_token_id": size - 1,
        "decoder_start_token_id": size - 1,
    }


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Model:
    folder = tmp_path_factory.mktemp("tiny")
    article = next(iter(sorted(shipped("seeds").glob("*.txt")))).read_text("utf-8")
    arabic = (
        "وقال المرصد السوري لحقوق الإنسان إن مئات المدنيين قتلوا في اللاذقية وطرطوس، الله أكبر."
    )
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([*article.split(". "), *[arabic] * 4]),
        model_prefix=str(folder / "source"),
        vocab_size=320,
        character_coverage=1.0,
        minloglevel=2,
    )
    (folder / "source.model").rename(folder / "source.spm")
    (folder / "source.vocab").unlink()
    (folder / "target.spm").write_bytes((folder / "source.spm").read_bytes())
    processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    learnt = [processor.id_to_piece(i) for i in range(3, processor.vocab_size())]
    pieces = ["</s>", "<unk>", *LABELS.values(), *learnt, "<pad>"]
    numbers = {piece: number for number, piece in enumerate(pieces)}
    (folder / "vocab.json").write_text(json.dumps(numbers, ensure_ascii=False), "utf-8")
    (folder / "config.json").write_text(json.dumps(tiny_config(len(pieces))))
    save_file(tiny_weights(len(pieces)), folder / "model.safetensors", metadata={"format": "pt"})
    return Model(tiny_manifest(), folder)


def tiny_manifest(**changes: object) -> Manifest:
    facts: dict[str, object] = {
        "id": "tiny",
        "pairs": (("en", "ar"), ("ar", "en")),
        "layout": "transformers",
        "license": "CC0-1.0",
        "labels": LABELS,
        "normalizer": "none",
    }
    return Manifest(**(facts | changes))  # type: ignore[arg-type]


@pytest.fixture
def loose(tiny: Model, tmp_path: Path) -> Model:
    """A copy of the tiny model, to be broken."""
    for path in tiny.path.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return Model(tiny.manifest, tmp_path)


@pytest.fixture(scope="session")
def sentences() -> list[str]:
    """English sentences of many lengths."""
    path = shipped("corpora") / "newsdesk" / "dev.jsonl"
    return [json.loads(line)["en"] for line in path.read_text("utf-8").splitlines()[:60]]
