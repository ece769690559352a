"""``mtkit memory``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtkit.cli.app import run
from mtkit.engines.base import DecodeOptions
from mtkit.memory import TranslationMemory, key
from mtkit.types import Translation


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    path = tmp_path / "memory.sqlite"
    with TranslationMemory(path) as store:
        entry = key("Yes.", fingerprint="f", pair=("en", "ar"), options=DecodeOptions())
        store.put_many({entry: Translation("Yes.", "نعم.", -0.5)})
    return path


def test_stats(memory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["memory", "stats", "--file", str(memory), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["translations"] == 1


@pytest.mark.parametrize("suffix", ["jsonl", "tmx"])
def test_export(memory: Path, suffix: str) -> None:
    output = memory.with_suffix(f".{suffix}")
    assert run(["memory", "export", str(output), "--file", str(memory)]) == 0
    assert "نعم." in output.read_text("utf-8")


def test_clear(memory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["memory", "clear", "--file", str(memory), "--yes"]) == 0
    assert capsys.readouterr().out.startswith("1 translations")
    with TranslationMemory(memory) as store:
        assert list(store.records()) == []
