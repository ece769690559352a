"""``mtkit gazetteer``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtkit.cli.app import app, run
from mtkit.names.gazetteer import Gazetteer

pytestmark = pytest.mark.skipif(
    not any(group.name == "gazetteer" for group in app.registered_groups),
    reason="the group is not registered",
)


@pytest.fixture
def file(tmp_path: Path) -> str:
    source = tmp_path / "names.tsv"
    source.write_text("Kamal Jumblatt\tكمال جنبلاط\nDamascus|Dimashq\tدمشق\n", "utf-8")
    path = str(tmp_path / "names.sqlite")
    assert run(["gazetteer", "build", str(source), "--kind", "list", "--file", path]) == 0
    return path


def test_lookup(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gazetteer", "lookup", "Kamal Joumblat", "--file", file, "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["entry"]["canonical"] == {"en": "Kamal Jumblatt", "ar": "كمال جنبلاط"}


def test_show_and_edit(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (
        ["same", "Damascus", "Sham"],
        ["different", "Damascus", "Aleppo"],
        ["canonical", "Damascus", "ar", "دمشق الشام"],
        ["rename", "Damascus", "Damas"],
        ["type", "Damascus", "LOC"],
        ["split", "Damascus", "Dimashq"],
        ["merge", "Damascus", "Kamal Jumblatt"],
    ):
        assert run(["gazetteer", *command, "--file", file]) == 0, command
    capsys.readouterr()
    assert run(["gazetteer", "show", "Damascus", "--file", file]) == 0
    assert capsys.readouterr().out.startswith("#2 LOC Damas / دمشق الشام\n")


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "tsv", "tbx", "ttl"])
def test_export_import(file: str, tmp_path: Path, suffix: str) -> None:
    output = str(tmp_path / f"out.{suffix}")
    assert run(["gazetteer", "export", output, "--file", file]) == 0
    again = str(tmp_path / "again.sqlite")
    assert run(["gazetteer", "import", output, "--file", again]) == 0
    with Gazetteer(again) as gazetteer:
        assert len(gazetteer) == 2


def test_stats_and_review(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gazetteer", "stats", "--file", file, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["entries"] == 2
    assert run(["gazetteer", "review", "--file", file, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_build_from_bitext(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "news.tsv"
    source.write_text("The army entered Damascus on Friday.\tدخل الجيش دمشق يوم الجمعة.\n", "utf-8")
    file = str(tmp_path / "names.sqlite")
    for documents in (1, 0):
        assert run(["gazetteer", "build", str(source), "--file", file, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["documents"] == documents
    with Gazetteer(file) as gazetteer:
        assert gazetteer.entry("Damascus").canonical["ar"] == "دمشق"


@pytest.mark.model
def test_build_from_a_document_in_one_language(tmp_path: Path) -> None:
    source = tmp_path / "news.txt"
    source.write_text("The army entered Damascus on Friday. Damascus was quiet.\n", "utf-8")
    file = str(tmp_path / "names.sqlite")
    assert run(["gazetteer", "build", str(source), "--file", file]) == 0
    with Gazetteer(file) as gazetteer:
        assert gazetteer.entry("Damascus").canonical["ar"] == "دمشق"


def test_errors_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "none.sqlite")
    assert run(["gazetteer", "review", "--file", missing]) == 2
    error = capsys.readouterr().err
    assert error.startswith("mtkit: ")
    assert error.count("\n") == 1
    assert run(["gazetteer", "build", str(tmp_path / "none.txt"), "--file", missing]) == 2
    assert "no such file" in capsys.readouterr().err
