"""``mtkit models pull``, and that no other command asks the hub anything."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from mtkit.cli.models import app
from mtkit.errors import NetworkError
from mtkit.paths import shipped

pytestmark = [pytest.mark.hub, pytest.mark.model]

MODEL = next(path.parent for path in sorted(shipped("models").glob("*/model.toml")))
REPOSITORY = "Helsinki-NLP/opus-mt-en-ar"


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")  # put back after the test; commands set it

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def test_only_pull_asks_the_hub(hub, run):
    hub.repositories[REPOSITORY] = {
        path.name: path.read_bytes() for path in MODEL.iterdir() if path.suffix != ".toml"
    }
    run("pull", "opus-mt-en-ar")
    assert hub.requests
    hub.requests.clear()
    assert json.loads(run("list", "--json"))[0]["id"] == "opus-mt-en-ar"
    (verdict,) = json.loads(run("verify", "opus-mt-en-ar", "--json"))
    assert verdict["sound"]
    assert hub.commit(REPOSITORY) in run("info", "opus-mt-en-ar")
    run("convert", "opus-mt-en-ar", "--compute-type", "int8")
    run("remove", "opus-mt-en-ar")
    assert "opus-mt-en-ar" not in run("list")
    assert hub.requests == []


def test_a_pull_without_network_says_so(hub, run, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(NetworkError, match="check the connection and pull again"):
        run("pull", "opus-mt-en-ar")
