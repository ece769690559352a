"""The commands: thin, and honest about what they wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from mtkit.cli import train as commands
from mtkit.store.manifest import Model
from mtkit.training import read_recipe

app = typer.Typer()
app.command("train")(commands.train)
app.command("finetune")(commands.finetune)
app.command("synthesize")(commands.synthesize)


@pytest.mark.parametrize("command", ["train", "finetune", "synthesize"])
def test_every_command_has_help(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.output


@pytest.mark.model
def test_finetune_writes_a_recipe_and_prints_its_path(
    embedded: Model, corpus: Path, tmp_path: Path
) -> None:
    arguments = ["finetune", str(embedded.path), str(corpus), "-o", "ours", "--hours", "2",
                 "--pair", "en-ar", "--run", str(tmp_path / "run"), "--recipe-only"]  # fmt: skip
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert result.stdout.strip() == str(tmp_path / "run" / "recipe.toml")
    recipe = read_recipe(tmp_path / "run" / "recipe.toml")
    assert (recipe.id, recipe.directions, recipe.training.hours) == ("ours", ("en-ar",), 2)


@pytest.mark.model
def test_synthesize_writes_pairs_and_prints_the_table(embedded: Model, tmp_path: Path) -> None:
    text = tmp_path / "ar.txt"
    text.write_text("وصل الوزير إلى دمشق يوم الجمعة. 123\n", "utf-8")
    output = tmp_path / "bt.jsonl"
    arguments = ["synthesize", str(text), "--from", "ar", "--to", "en", "-o", str(output),
                 "--model", str(embedded.path)]  # fmt: skip
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert 'directions = ["en-ar"]\ntag = "<bt>"' in result.stdout
    assert "of 1 sentences" in result.stderr
    assert output.exists()
