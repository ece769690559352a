"""One set of pairs in every form that is read, and every form that is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtkit.bitext import guess_format, read_bitext, write_bitext
from mtkit.errors import CorpusError, FormatError

PAIRS = [("The talks ended.", "انتهت المحادثات."), ("Aleppo, 2025", "حلب، 2025")]
LANGUAGES = ("en", "ar")


@pytest.mark.parametrize("name", ["a.tsv", "a.jsonl", "a.tmx"])
def test_written_and_read_back(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert write_bitext(path, PAIRS, LANGUAGES) == 2
    assert list(read_bitext(path, LANGUAGES)) == PAIRS


@pytest.mark.tables
def test_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet

    path = tmp_path / "a.parquet"
    table = pa.table({"id": [1, 2], "en": [p[0] for p in PAIRS], "ar": [p[1] for p in PAIRS]})
    pyarrow.parquet.write_table(table, path)
    assert list(read_bitext(path, LANGUAGES)) == PAIRS
    with pytest.raises(FormatError, match="no columns 'en' and 'fr'; it has id, en, ar"):
        list(read_bitext(path, ("en", "fr")))


def test_line_aligned_folder_and_stem(tmp_path: Path) -> None:
    for side, language in enumerate(LANGUAGES):
        text = "".join(f"{pair[side]}\n" for pair in PAIRS)
        (tmp_path / f"{language}.txt").write_text(text, "utf-8")
        (tmp_path / f"news.{language}").write_text(text, "utf-8")
    assert list(read_bitext(tmp_path, LANGUAGES)) == PAIRS
    assert list(read_bitext(tmp_path / "news", LANGUAGES, columns=LANGUAGES)) == PAIRS
    (tmp_path / "ar.txt").write_text("وحيد\n", "utf-8")
    with pytest.raises(CorpusError, match=r"ar.txt: ends at line 1 while en.txt goes on"):
        list(read_bitext(tmp_path, LANGUAGES))


def test_columns_and_fields_by_name(tmp_path: Path) -> None:
    table = tmp_path / "t.tsv"
    table.write_text("".join(f"{n}\t{b}\t{a}\n" for n, (a, b) in enumerate(PAIRS)), "utf-8")
    assert list(read_bitext(table, LANGUAGES, columns=("2", "1"))) == PAIRS
    records = tmp_path / "r.jsonl"
    lines = (json.dumps({"src": a, "tgt": b}) for a, b in PAIRS)
    records.write_text("\n".join(lines), "utf-8")
    assert list(read_bitext(records, LANGUAGES, columns=("src", "tgt"))) == PAIRS


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.tsv", "alone\n", r"a.tsv:1: 1 columns"),
        ("a.tsv", "a\tb\nc\t \n", r"a.tsv:2: an empty side"),
        ("a.jsonl", "{}\n", r"a.jsonl:1: no fields 'en' and 'ar'"),
        ("a.jsonl", "{\n", r"a.jsonl:1: not a JSON record"),
    ],
)
def test_bad_lines_are_named(tmp_path: Path, name: str, text: str, problem: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(FormatError, match=problem):
        list(read_bitext(path, LANGUAGES))


def test_only_some_formats_are_written(tmp_path: Path) -> None:
    assert guess_format(tmp_path / "a") == "lines"
    with pytest.raises(FormatError, match="written are"):
        write_bitext(tmp_path / "a.parquet", PAIRS, LANGUAGES)
    assert not list(tmp_path.iterdir())
