"""The house's rules: who imports whom, what costs no import, what is public."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

import mtkit

ROOT = Path(__file__).resolve().parent.parent


def test_nobody_reaches_upstairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(cache_dir=None) == EXIT_STATUS_SUCCESS


@pytest.mark.parametrize("module", ["mtkit", "mtkit.cli.app", "mtkit.formats", "mtkit.segment"])
def test_import_is_light(module: str) -> None:
    heavy = "torch transformers ctranslate2 sentencepiece datasets pyarrow huggingface_hub numpy"
    code = f"import sys, {module}; print(*[m for m in {heavy.split()!r} if m in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert result.stdout.split() == []


def test_public_names_exist_and_are_sorted() -> None:
    assert mtkit.__all__ == sorted(mtkit.__all__)
    assert dir(mtkit) == mtkit.__all__
    for name in mtkit.__all__:
        assert getattr(mtkit, name) is not None
