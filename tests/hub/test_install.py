"""From hub, folder or zip onto the shelf: the model that ships with mtkit, in others' clothes."""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from mtkit.engines import install
from mtkit.engines.convert import converted
from mtkit.errors import FormatError, MissingExtraError, ModelError, NetworkError, UnknownEntryError
from mtkit.io import sha256
from mtkit.paths import data_dir, shipped
from mtkit.store import Shelf, manifest_toml, verify

pytestmark = [pytest.mark.hub, pytest.mark.model]

REPOSITORY = "Helsinki-NLP/opus-mt-tc-big-en-ar"
CARD = """---
language:
- ar
- en
tags:
- translation
license: cc-by-4.0
model-index:
- name: opus-mt-tc-big-en-ar
  results:
  - task:
      name: Translation eng-ara
      type: translation
      args: eng-ara
    dataset:
      name: tatoeba-test-v2020-07-28
      type: tatoeba_mt
      args: eng-ara
    metrics:
    - name: BLEU
      type: bleu
      value: 20.0
---
# opus-mt-tc-big-en-ar

* source language(s): eng
* target language(s): ara
"""
MODEL = next(path.parent for path in sorted(shipped("models").glob("*/model.toml")))
NAMES = (
    "config.json",
    "generation_config.json",
    "model.safetensors",
    "source.spm",
    "target.spm",
    "vocab.json",
)


@pytest.fixture(scope="module")
def opus_files() -> dict[str, bytes]:
    return {name: (MODEL / name).read_bytes() for name in NAMES} | {"README.md": CARD.encode()}


@pytest.fixture
def opus(hub, opus_files):
    hub.repositories[REPOSITORY] = opus_files
    return hub


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The same files on disk, without manifest."""
    made = tmp_path / "opus-mt-en-ar"
    made.mkdir()
    for name in NAMES:
        os.link(MODEL / name, made / name) if _same_disk(made) else shutil.copy(MODEL / name, made)
    return made


def _same_disk(path: Path) -> bool:
    return path.stat().st_dev == MODEL.stat().st_dev


def to_marian(folder: Path, release: Path) -> Path:
    """Write the model in `folder` as the OPUS-MT project publishes its own."""
    weights = load_file(folder / "model.safetensors")
    options = {
        "type": "transformer",
        "enc-depth": 6,
        "dec-depth": 2,
        "transformer-heads": 12,
        "transformer-ffn-activation": "gelu",
        "transformer-preprocess": "",
        "transformer-postprocess": "dan",
        "transformer-postprocess-emb": "d",
        "transformer-decoder-autoreg": "self-attention",
        "transformer-no-projection": False,
        "transformer-guided-alignment-layer": "last",
    }
    arrays = {
        "special:model.yml": np.frombuffer(json.dumps(options).encode() + b"\0", np.int8),
        "Wemb": weights["model.shared.weight"][:-1],  # Marian has no padding
        "decoder_ff_logit_out_b": weights["final_logits_bias"][:, :-1],
    }
    for name, array in weights.items():
        if ".layers." in name:
            arrays[marian_name(name)] = array.T if array.ndim == 2 else array[None]
    release.mkdir()
    np.savez(release / "opus.npz", **arrays)
    (release / "decoder.yml").write_text("models: [opus.npz]\nvocabs: [o.vocab.yml, o.vocab.yml]\n")
    vocabulary = json.loads((folder / "vocab.json").read_text())
    del vocabulary["<pad>"]
    lines = [f"{json.dumps(piece, ensure_ascii=False)}: {i}\n" for piece, i in vocabulary.items()]
    (release / "o.vocab.yml").write_text("".join(lines))
    (release / "LICENSE").write_text("Attribution 4.0 International\n")
    (release / "README.md").write_text(CARD.partition("# opus")[2])
    for name in ("source.spm", "target.spm"):
        shutil.copy(folder / name, release)
    return release


def marian_name(name: str) -> str:
    """Return Marian's name of a weight of Transformers (``encoder_l1_self_Wq``)."""
    _, side, _, number, rest = name.split(".", 4)
    part = rest.replace("self_attn", "self").replace("encoder_attn", "context")
    part = re.sub(r"final_layer_norm", "ffn_ffn_ln", part)
    part = re.sub(r"_layer_norm", "_Wo_ln", part).replace("ln.weight", "ln_scale")
    part = part.replace("ln.bias", "ln_bias")
    part = re.sub(r"\.(q|k|v|o)\w*\.weight", r"_W\1", part)
    part = re.sub(r"\.(q|k|v|o)\w*\.bias", r"_b\1", part)
    part = re.sub(r"fc(\d)\.weight", r"ffn_W\1", part)
    part = re.sub(r"fc(\d)\.bias", r"ffn_b\1", part)
    return f"{side}_l{int(number) + 1}_{part}"


def _on_the_shelf() -> list[str]:
    models = data_dir() / "models"
    return sorted(path.name for path in models.iterdir()) if models.exists() else []


def test_a_pulled_model_is_described_tried_and_whole(opus):
    model = install.pull("opus-mt-tc-big-en-ar")
    manifest = model.manifest
    assert manifest == Shelf().get("opus-mt-tc-big-en-ar").manifest
    assert manifest.pairs == (("en", "ar"),)
    assert manifest.labels == {"ar": ">>ara<<"}
    assert manifest.license == "cc-by-4.0"
    assert (manifest.source, manifest.revision) == (REPOSITORY, opus.commit(REPOSITORY))
    assert set(manifest.files) == set(NAMES)
    assert (model.path / "CARD.md").read_text() == CARD
    assert model.origin == "pulled"
    assert len(manifest.golden) == 3
    assert verify(model, translate=install.translator(model)).sound
    assert _on_the_shelf() == [model.id]
    assert any(score.corpus == "flores200-devtest" for score in manifest.scores)
    assert Shelf().choose("en", "ar").model.id == model.id
    assert Shelf().choose("ar", "en").model.id != model.id


def test_a_repository_beyond_the_catalog_is_read_from_its_card(opus, opus_files):
    opus.repositories["somebody/anything"] = opus_files
    manifest = install.pull("somebody/anything").manifest
    assert manifest.pairs == (("en", "ar"),)
    assert [(score.metric, score.value) for score in manifest.scores] == [("BLEU", 20.0)]


def test_a_broken_pull_leaves_the_shelf_as_it_was_and_goes_on_later(opus):
    opus.cut["model.safetensors"] = 30_000_000
    with pytest.raises(NetworkError):
        install.pull("opus-mt-tc-big-en-ar")
    assert _on_the_shelf() == []
    opus.cut.clear()
    opus.requests.clear()
    assert install.pull("opus-mt-tc-big-en-ar").id == "opus-mt-tc-big-en-ar"
    (request,) = [request for request in opus.requests if request.startswith("GET /cdn")]
    start = int(request.split("bytes=")[1].rstrip("-"))
    assert start == 30_000_000


def test_an_unknown_short_name_lists_the_known_ones(hub):
    with pytest.raises(UnknownEntryError, match="opus-mt-tc-big-en-ar"):
        install.pull("opus")
    assert hub.requests == []


class Malicious:
    """Makes a folder when it is unpickled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (str(self.folder),)


@pytest.mark.torch
def test_a_pickle_that_runs_code_is_refused(opus, opus_files, tmp_path):
    import torch

    owned = tmp_path / "owned"
    torch.save({"model.shared.weight": Malicious(owned)}, tmp_path / "saved")
    opus.repositories[REPOSITORY] = {
        name: content for name, content in opus_files.items() if name != "model.safetensors"
    } | {"pytorch_model.bin": (tmp_path / "saved").read_bytes()}
    with pytest.raises(ModelError, match=r"pytorch_model\.bin: refused"):
        install.pull("opus-mt-tc-big-en-ar")
    assert not owned.exists()
    assert _on_the_shelf() == []


def test_without_pytorch_a_pickle_is_not_even_fetched(opus, opus_files, monkeypatch):
    opus.repositories[REPOSITORY] = {
        name: content for name, content in opus_files.items() if name != "model.safetensors"
    } | {"pytorch_model.bin": b"large"}
    monkeypatch.setattr("mtkit.store.weights.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"mtkit\[transformers\]"):
        install.pull("opus-mt-tc-big-en-ar")
    assert not any("cdn" in request for request in opus.requests)


@pytest.mark.torch
def test_an_old_pickle_of_weights_becomes_safetensors(hub, folder):
    import torch

    weights = {
        name: torch.from_numpy(array)
        for name, array in load_file(folder / "model.safetensors").items()
    }
    tied = {"model.encoder.embed_tokens.weight": weights["model.shared.weight"]}
    torch.save(tied | weights, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    model = install.add(folder)
    assert "pytorch_model.bin" not in model.manifest.files
    kept = load_file(model.path / "model.safetensors")
    assert kept.keys() == weights.keys()
    assert model.manifest.parameters == Shelf().get(MODEL).manifest.parameters


def test_a_folder_is_copied_under_its_name(hub, folder):
    model = install.add(folder)
    assert (model.id, model.origin) == ("opus-mt-en-ar", "added")
    assert model.manifest.pairs == (("en", "ar"),)
    assert model.manifest.files == {name: sha256(folder / name) for name in NAMES}
    assert all((model.path / name).stat().st_nlink == 1 for name in NAMES)


def test_a_zip_with_a_manifest_keeps_it_but_for_the_id(hub, tmp_path):
    archive = tmp_path / "release.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for path in MODEL.iterdir():
            made.write(path, f"release/{path.name}")
    model = install.add(archive, id="mine")
    assert model.id == "mine"
    assert model.manifest.pairs == manifest_toml.load(MODEL).pairs


def test_an_original_marian_release_is_taken(hub, folder, tmp_path):
    release = to_marian(folder, tmp_path / "opus-2020-01-01")
    archive = shutil.make_archive(str(tmp_path / "opus-2020-01-01"), "zip", release)
    manifest = install.add(Path(archive)).manifest
    assert (manifest.id, manifest.layout) == ("opus-2020-01-01", "marian")
    assert manifest.pairs == (("en", "ar"),)
    assert manifest.license == "Attribution 4.0 International"
    assert "2011" in manifest.golden[-1].target


def test_a_model_converted_elsewhere_is_taken(hub, folder, tmp_path):
    made = converted(Shelf().get(MODEL), "int8")
    release = shutil.copytree(made, tmp_path / "opus-mt-en-ar-ct2-int8")
    for name in ("source.spm", "target.spm"):
        shutil.copy(folder / name, release)
    model = install.add(release)
    assert model.manifest.layout == "ctranslate2"
    assert model.manifest.labels == {"ar": ">>ara<<"}
    assert verify(model, translate=install.translator(model)).sound


def test_languages_that_nobody_states_are_asked_for(hub, folder):
    folder = folder.rename(folder.with_name("mystery"))
    with pytest.raises(ModelError, match="--pair en-ar"):
        install.add(folder)
    assert install.add(folder, pairs=[("eng", "ara")]).manifest.pairs == (("en", "ar"),)


def test_a_model_that_talks_nonsense_does_not_reach_the_shelf(hub, folder):
    weights = load_file(folder / "model.safetensors")
    rows = weights["model.shared.weight"]
    words = rows[-2::-1]  # in another order, but for the padding
    weights["model.shared.weight"] = np.concatenate([words, rows[-1:]])
    (folder / "model.safetensors").unlink()
    save_file(weights, folder / "model.safetensors")
    with pytest.raises(ModelError, match="does not translate en to ar"):
        install.add(folder)
    assert _on_the_shelf() == []


def test_only_what_was_installed_is_removed(hub, folder):
    model = install.add(folder)
    other = converted(model, "float32")
    assert other.is_dir()
    install.remove("opus-mt-en-ar")
    assert _on_the_shelf() == []
    assert not other.parent.exists()
    with pytest.raises(ModelError, match="was not pulled or added"):
        install.remove(MODEL.name)
    with pytest.raises(UnknownEntryError):
        install.remove("opus-mt-en-ar")


def test_a_damaged_copy_with_a_manifest_is_refused(hub, tmp_path):
    damaged = shutil.copytree(MODEL, tmp_path / "damaged")
    with (damaged / "vocab.json").open("a") as file:
        file.write(" ")
    with pytest.raises(ModelError, match=r"vocab\.json: SHA-256"):
        install.add(damaged)


def test_something_that_is_no_archive_is_refused(hub, tmp_path):
    (tmp_path / "model.zip").write_text("not a zip")
    with pytest.raises(FormatError, match="not a sound zip"):
        install.add(tmp_path / "model.zip")
