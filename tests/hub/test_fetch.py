"""Downloads against a hub on loopback: whole, broken, lied to, refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mtkit.errors import ChecksumError, FormatError, ModelError, NetworkError
from mtkit.store.hub import fetch

pytestmark = pytest.mark.hub

REPOSITORY = "somebody/opus-mt-en-ar"
WEIGHTS = b"weights " * 50_000
MARIAN = {"model_type": "marian", "vocab_size": 8, "decoder_vocab_size": 8}


def files(**config: Any) -> dict[str, bytes]:
    return {
        "config.json": json.dumps(MARIAN | config).encode(),
        "vocab.json": b'{"</s>": 0, "<unk>": 1, ">>ara<<": 2}',
        "source.spm": b"pieces",
        "target.spm": b"pieces",
        "README.md": b"# A card",
        "model.safetensors": WEIGHTS,
    }


@pytest.fixture
def served(hub):
    hub.repositories[REPOSITORY] = files() | {
        "pytorch_model.bin": b"pickled",
        "tf_model.h5": b"TensorFlow's",
        "onnx/model.onnx": b"ONNX's",
    }
    return hub


def test_only_the_files_of_the_model_are_fetched(served):
    fetched = fetch(REPOSITORY)
    assert {path.name for path in fetched.folder.iterdir()} - {".lock"} == set(files())
    assert fetched.selection.weights == "model.safetensors"
    assert (fetched.folder / "model.safetensors").read_bytes() == WEIGHTS


def test_the_commit_is_resolved_and_pinned(served):
    fetched = fetch(REPOSITORY, revision="main")
    assert fetched.commit == served.commit(REPOSITORY)
    downloads = [request for request in served.requests if "resolve" in request]
    assert downloads
    assert all(f"/resolve/{fetched.commit}/" in request for request in downloads)


def test_progress_ends_at_the_size_of_each_file(served):
    seen: dict[str, tuple[int, int]] = {}
    fetch(REPOSITORY, on_progress=lambda file, here, total: seen.update({file: (here, total)}))
    assert seen["model.safetensors"] == (len(WEIGHTS), len(WEIGHTS))
    assert all(here == total for here, total in seen.values())


def test_a_broken_download_goes_on_where_it_stopped(served):
    served.cut["model.safetensors"] = 150_000
    with pytest.raises(NetworkError, match="pull again: what has arrived is kept"):
        fetch(REPOSITORY)
    served.cut.clear()
    served.requests.clear()
    fetched = fetch(REPOSITORY)
    assert (fetched.folder / "model.safetensors").read_bytes() == WEIGHTS
    (request,) = [request for request in served.requests if "GET /cdn" in request]
    assert request.endswith("bytes=150000-")
    assert not any("config.json" in request for request in served.requests)


def test_a_connection_that_breaks_once_is_taken_up_again(served):
    def mend(file: str, here: int, total: int) -> None:
        if here >= 100_000:
            served.cut.clear()

    served.cut["model.safetensors"] = 200_000
    fetched = fetch(REPOSITORY, on_progress=mend)
    assert (fetched.folder / "model.safetensors").read_bytes() == WEIGHTS


@pytest.mark.parametrize("name", ["model.safetensors", "vocab.json"])
def test_a_file_that_is_not_what_the_hub_says_is_thrown_away(served, name):
    length = len(served.hash(name, b""))
    served.claimed[name] = "0" * length
    with pytest.raises(ChecksumError, match=f"{REPOSITORY}/{name}"):
        fetch(REPOSITORY)
    served.claimed.clear()
    assert (fetch(REPOSITORY).folder / name).read_bytes() == files()[name]


@pytest.mark.parametrize(
    "missing", ["vocab.json", "source.spm", "config.json", "model.safetensors"]
)
def test_a_missing_file_is_named_before_anything_is_fetched(hub, missing):
    hub.repositories[REPOSITORY] = {k: v for k, v in files().items() if k != missing}
    with pytest.raises(ModelError, match=missing):
        fetch(REPOSITORY)
    assert not any("resolve" in request for request in hub.requests)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        pytest.param({"model_type": "t5"}, "architecture 't5' is unknown", id="architecture"),
        pytest.param({"model_type": None}, "architecture None is unknown", id="no architecture"),
        pytest.param({"decoder_vocab_size": 9}, "separate vocabularies", id="two sizes"),
        pytest.param(
            {"share_encoder_decoder_embeddings": False}, "separate vocabularies", id="two tables"
        ),
    ],
)
def test_what_cannot_run_is_refused_before_the_weights_are_fetched(hub, config, message):
    hub.repositories[REPOSITORY] = files(**config)
    with pytest.raises(ModelError, match=message):
        fetch(REPOSITORY)
    assert not any("cdn" in request for request in hub.requests)


def test_a_description_that_is_no_json_is_refused(hub):
    hub.repositories[REPOSITORY] = files() | {"config.json": b"<html>"}
    with pytest.raises(FormatError, match=r"config\.json: not JSON"):
        fetch(REPOSITORY)


def test_a_file_without_a_hash_is_not_trusted(served):
    served.claimed["model.safetensors"] = "W/something-else"
    with pytest.raises(NetworkError, match="comes without a hash"):
        fetch(REPOSITORY)


def test_an_unknown_repository_and_revision_are_told_apart(served):
    with pytest.raises(NetworkError, match="nobody/nothing: no such repository at http"):
        fetch("nobody/nothing")
    with pytest.raises(NetworkError, match="no revision 'v9'"):
        fetch(REPOSITORY, revision="v9")


def test_no_network_is_one_line_that_says_what_to_do(hub, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # the discard port: nobody listens
    with pytest.raises(NetworkError, match=r"cannot reach http://127\.0\.0\.1:9") as caught:
        fetch(REPOSITORY)
    assert "\n" not in str(caught.value)


def test_offline_mode_is_obeyed(served, monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(NetworkError, match="HF_HUB_OFFLINE is set"):
        fetch(REPOSITORY)
    assert served.requests == []


def test_names_with_folders_are_never_taken(hub, tmp_path: Path):
    hub.repositories[REPOSITORY] = files() | {"../vocab.json": b"{}", "a/source.spm": b"x"}
    fetched = fetch(REPOSITORY)
    assert set(fetched.selection.names) == set(files())
