"""Weights for CTranslate2."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from safetensors.numpy import load_file, save_file

from mtkit.engines.convert import converted, digest
from mtkit.errors import ConfigError, FormatError, ModelError
from mtkit.store.manifest import Model


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")
@pytest.mark.parametrize("quantization", ["float32", "float16", "int8", "int8_float16"])
def test_same_bytes_as_ctranslate2s_own_converter(
    tiny: Model, tmp_path: Path, quantization: str
) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    from ctranslate2.converters import TransformersConverter

    own = tmp_path / "own"
    TransformersConverter(str(tiny.path)).convert(str(own), quantization=quantization)
    assert files(converted(tiny, quantization)) == files(own)


def test_made_once_and_kept(tiny: Model) -> None:
    folder = converted(tiny, "int8")
    before = (folder / "model.bin").stat().st_mtime_ns
    assert converted(tiny, "int8") == folder
    assert (folder / "model.bin").stat().st_mtime_ns == before
    assert converted(tiny, "float32") != folder


def test_many_at_once(loose: Model, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MTKIT_CACHE", str(tmp_path / "cache"))
    with ThreadPoolExecutor(6) as pool:
        folders = set(pool.map(lambda _: converted(loose, "float32"), range(6)))
    (folder,) = folders
    assert list((tmp_path / "cache" / "ct2").glob("*/*")) == [folder]  # and nothing half-made


def test_ctranslate2_layout_is_used_in_place(tiny: Model) -> None:
    manifest = replace(tiny.manifest, layout="ctranslate2")
    assert converted(Model(manifest, tiny.path), "int8") == tiny.path


def test_digest_is_of_the_recorded_files_or_of_the_files(loose: Model) -> None:
    recorded = replace(loose.manifest, files={"model.safetensors": "00"})
    assert digest(Model(recorded, loose.path)) != digest(loose)
    before = digest(loose)
    (loose.path / "config.json").write_text("{}")
    assert digest(loose) != before


def change(model: Model, **values: object) -> None:
    path = model.path / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"model_type": "bart"}, "architecture 'bart' is unknown"),
        ({"share_encoder_decoder_embeddings": False}, "separate vocabularies"),
        ({"activation_function": "mish"}, "activation 'mish' is unknown"),
        ({"normalize_before": True}, "normalize_before is set"),
        ({"encoder_layers": 3}, "not a whole Marian model"),
    ],
)
def test_models_that_do_not_fit(loose: Model, values: dict[str, object], message: str) -> None:
    change(loose, **values)
    with pytest.raises(ModelError, match=message):
        converted(loose, "int8")


def test_padding_that_is_not_zero(loose: Model) -> None:
    weights = load_file(loose.path / "model.safetensors")
    weights["model.shared.weight"][-1] = 1
    save_file(weights, loose.path / "model.safetensors")
    with pytest.raises(ModelError, match="tiny: its padding is not zero"):
        converted(loose, "int8")


def test_a_vocabulary_of_another_model(loose: Model) -> None:
    pieces = json.loads((loose.path / "vocab.json").read_text("utf-8"))
    del pieces["<pad>"]
    (loose.path / "vocab.json").write_text(
        json.dumps({**pieces, "<x>": len(pieces), "<y>": 1 + len(pieces)})
    )
    with pytest.raises(ModelError, match="belong to different models"):
        converted(loose, "int8")


def test_weights_cut_short(loose: Model) -> None:
    path = loose.path / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(FormatError, match=r"model\.safetensors: not a safetensors file"):
        converted(loose, "int8")


@pytest.mark.torch
def test_old_weights_are_read_as_weights_only(loose: Model) -> None:
    torch = pytest.importorskip("torch")
    weights = load_file(loose.path / "model.safetensors")
    (loose.path / "model.safetensors").unlink()
    old = loose.path / "pytorch_model.bin"
    torch.save({name: torch.from_numpy(array) for name, array in weights.items()}, old)
    made = files(converted(loose, "float32"))
    old.unlink()
    save_file(weights, loose.path / "model.safetensors")
    assert files(converted(loose, "float32")) == made


def test_a_cache_that_cannot_be_written(
    loose: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("MTKIT_CACHE", str(tmp_path / "file"))
    with pytest.raises(ConfigError, match="set MTKIT_CACHE"):
        converted(loose, "int8")
