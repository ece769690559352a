"""Reading segments: every kind of file, and what is odd about one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtkit.errors import FormatError
from mtkit.evaluation.lines import Role, read_lines

WMT = """<?xml version="1.0"?>
<dataset id="t"><doc origlang="en" id="d1">
<src lang="en"><p><seg id="1">One.</seg><seg id="2">Two.</seg></p></src>
<ref lang="ar" translator="A"><p><seg id="1">واحد.</seg><seg id="2">اثنان.</seg></p></ref>
<hyp system="mt" language="ar"><p><seg id="1">واحد</seg><seg id="2">اثنين</seg></p></hyp>
</doc></dataset>"""

TMX = """<tmx version="1.4"><header/><body>
<tu><tuv xml:lang="en-GB"><seg>One.</seg></tuv><tuv xml:lang="ar"><seg>واحد.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Left alone.</seg></tuv></tu>
<tu><tuv xml:lang="ar"><seg>اثنان</seg></tuv><tuv xml:lang="en"><seg>Two <b/>.</seg></tuv></tu>
</body></tmx>"""

FILES = {
    "memory.tmx": TMX,
    "plain.txt": "one\ntwo\n",
    "unended.txt": "one\ntwo",
    "named.en": "one\ntwo\n",
    "fields.jsonl": '{"src": "one", "a": {"b": "x"}}\n{"src": "two", "a": {"b": "y"}}\n',
    "table.tsv": "id\tsource\n1\tone\n2\ttwo\n",
    "table.csv": 'id,source\n1,one\n2,"two"\n',
    "bare.tsv": "one\teins\ntwo\tzwei\n",
    "old.sgm": '<doc docid="d">\n<seg id="1">one</seg>\n<seg id="2"> two  </seg>\n</doc>\n',
    "wmt.xml": WMT,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("place", "role", "expected"),
    [
        ("plain.txt", "source", ("one", "two")),
        ("unended.txt", "source", ("one", "two")),
        ("named.en", "source", ("one", "two")),
        ("fields.jsonl", "source", ("one", "two")),
        ("fields.jsonl#a.b", "source", ("x", "y")),
        ("table.tsv", "source", ("one", "two")),
        ("table.tsv#id", "source", ("1", "2")),
        ("table.csv", "source", ("one", "two")),
        ("bare.tsv#2", "source", ("eins", "zwei")),
        ("old.sgm", "reference", ("one", "two")),
        ("wmt.xml", "source", ("One.", "Two.")),
        ("wmt.xml#ref:A", "reference", ("واحد.", "اثنان.")),
        ("wmt.xml", "hypothesis", ("واحد", "اثنين")),
        ("memory.tmx#ar", "reference", ("واحد.", "اثنان")),
        ("memory.tmx#en", "source", ("One.", "Two .")),
    ],
)
def test_every_kind_of_file(
    folder: Path, place: str, role: Role, expected: tuple[str, ...]
) -> None:
    lines = read_lines(str(folder / place), role=role)
    assert lines.texts == expected
    assert lines.findings == ()


@pytest.mark.tables
def test_parquet(tmp_path: Path) -> None:
    pyarrow, parquet = map(pytest.importorskip, ("pyarrow", "pyarrow.parquet"))
    table = pyarrow.table({"source": ["one", "two"], "n": [1, 2]})
    parquet.write_table(table, tmp_path / "t.parquet")
    assert read_lines(tmp_path / "t.parquet", role="source").texts == ("one", "two")
    with pytest.raises(FormatError, match="no text in column 'n'"):
        read_lines(f"{tmp_path / 't.parquet'}#n", role="source")


@pytest.mark.parametrize("separator", ["\u2028", "\x0b", "\x85", "\x1c"])
def test_only_a_line_feed_ends_a_line(tmp_path: Path, separator: str) -> None:
    (tmp_path / "t.txt").write_text(f"one{separator}half\ntwo\n", "utf-8")
    assert len(read_lines(tmp_path / "t.txt", role="source")) == 2


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"\xef\xbb\xbfone\ntwo\n", ["bom"]),
        (b"one\r\ntwo\r\n", ["crlf"]),
        (b"\xef\xbb\xbfone\r\ntwo\n", ["bom", "crlf"]),
    ],
)
def test_odd_bytes_are_taken_off_and_said(tmp_path: Path, data: bytes, codes: list[str]) -> None:
    (tmp_path / "t.txt").write_bytes(data)
    lines = read_lines(tmp_path / "t.txt", role="source")
    assert lines.texts == ("one", "two")
    assert [finding.code for finding in lines.findings] == codes


@pytest.mark.parametrize(
    ("name", "data", "place", "message"),
    [
        ("t.txt", b"one\n\xff\n", "t.txt", r"t\.txt:2: it is not UTF-8"),
        ("t.txt", "one\n".encode("utf-16"), "t.txt", "it is UTF-16"),
        ("t.txt", b"", "t.txt", "it holds no segments"),
        ("t.txt", b"one\n", "t.txt#field", "plain text has no field"),
        ("t.jsonl", b'{"src": "a"}\n{"x": 1}\n', "t.jsonl#src", r":2: no text in field 'src'"),
        ("t.jsonl", b'{"src": "a"}\n[1]\n', "t.jsonl#src", r":2: not a JSON object"),
        ("t.jsonl", b'{"x": "a"}\n', "t.jsonl", r"say which field .* \(fields: x\)"),
        ("t.tsv", b"a\tb\nc\n", "t.tsv#2", r":2: 1 columns; 2 are needed"),
        ("t.tsv", b"a\tb\n", "t.tsv#c", r":1: no column 'c' in the header \(a, b\)"),
        ("t.xml", b"<dataset><doc>", "t.xml", "not well-formed XML"),
        ("t.tmx", TMX.encode(), "t.tmx", r"say which language: t\.tmx#LANGUAGE \(it has ar, en\)"),
        ("t.tmx", TMX.encode(), "t.tmx#fr", r"say which language"),
        ("t.tmx", TMX[:-20].encode(), "t.tmx#ar", "not well-formed XML"),
        ("t.txt", b"one\n", "other.txt", "there is no such file"),
    ],
)
def test_bad_files_are_named(
    tmp_path: Path, name: str, data: bytes, place: str, message: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FormatError, match=message):
        read_lines(str(tmp_path / place), role="source")


def test_a_name_with_a_number_sign_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "run#3.txt").write_text("one\n")
    (tmp_path / "run#3.jsonl").write_text(json.dumps({"mt": "one"}))
    assert read_lines(tmp_path / "run#3.txt", role="hypothesis").texts == ("one",)
    assert read_lines(f"{tmp_path / 'run#3.jsonl'}#mt", role="hypothesis").texts == ("one",)
