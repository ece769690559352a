from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mtkit.cli.models import app
from mtkit.errors import ConfigError
from mtkit.paths import shipped

MODEL = next(path.parent for path in sorted(shipped("models").glob("*/model.toml")))


@pytest.fixture(autouse=True)
def own_shelf(monkeypatch, tmp_path):
    monkeypatch.setenv("MTKIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MTKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("MTKIT_MODELS", raising=False)
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")  # put back after the test; commands set it


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def test_the_model_that_ships_is_listed():
    header, line, *_ = run("list").stdout.splitlines()
    assert header.split("\t")[0] == "model"
    assert line.startswith(f"{MODEL.name}\ten-ar, ar-en\t")
    facts = json.loads(run("list", "--json").stdout)[0]
    assert (facts["id"], facts["origin"]) == (MODEL.name, "shipped")


def test_info_shows_license_scores_and_golden_sentences():
    shown = run("info", MODEL.name).stdout
    facts = json.loads(run("info", MODEL.name, "--json").stdout)
    assert facts["license"] in shown
    assert facts["golden"]
    assert all(golden["target"] in shown for golden in facts["golden"])


@pytest.mark.model
def test_the_model_that_ships_is_sound():
    result = run("verify")
    assert result.stdout.startswith(f"{MODEL.name}: sound (")
    assert result.exit_code == 0


def test_a_damaged_model_is_a_failed_check(tmp_path):
    damaged = shutil.copytree(MODEL, tmp_path / "models" / "damaged")
    (damaged / "vocab.json").write_text("{}")
    result = run("verify", str(damaged), "--json")
    assert result.exit_code == 1
    (verdict,) = json.loads(result.stdout)
    assert not verdict["sound"]
    assert "vocab.json: SHA-256" in verdict["problems"][0]


def test_a_pair_that_is_none_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="--pair enar: write it like en-ar"):
        run("add", str(tmp_path), "--pair", "enar")


@pytest.mark.parametrize(
    "command", [["--help"], ["list"], ["info", MODEL.name]], ids=lambda x: x[0]
)
def test_looking_imports_nothing_heavy(command):
    code = (
        "import sys; from mtkit.cli.models import app; app(standalone_mode=False); "
        "heavy = {'ctranslate2', 'huggingface_hub', 'transformers', 'torch', 'numpy'}; "
        "sys.exit(f'imported: {heavy & sys.modules.keys()}' if heavy & sys.modules.keys() else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_shipped_model_has_a_card_with_its_license_and_files_of_their_size():
    for folder in shipped("models").iterdir():
        if (folder / "model.toml").exists():
            facts = json.loads(run("info", str(folder), "--json").stdout)
            card = (folder / "CARD.md").read_text("utf-8")
            assert facts["license"] in card
            assert facts["size"] == sum(
                Path(folder, name).stat().st_size for name in facts["files"]
            )
