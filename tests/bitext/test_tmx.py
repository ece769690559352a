"""TMX: what other tools write is read, what is written is read back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.bitext.tmx import read_tmx, write_tmx
from mtkit.errors import FormatError

UNITS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="EN-GB" datatype="html"/><body>
<tu><note>one</note>
  <tuv xml:lang="EN-GB">
    <seg>The <bpt i="1">&lt;b&gt;</bpt>army<ept i="1">&lt;/b&gt;</ept> left.</seg></tuv>
  <tuv xml:lang="AR-SY"><seg>غادر <hi type="b">الجيش</hi>.</seg></tuv>
  <tuv xml:lang="fr"><seg>L'armée est partie.</seg></tuv></tu>
<tu><tuv lang="ar"><seg>وصل
  الوفد.</seg></tuv><tuv lang="en"><seg>The delegation arrived.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Alone.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg></seg></tuv><tuv xml:lang="ar"><seg>فراغ</seg></tuv></tu>
</body></tmx>
"""


def _write(folder: Path, text: str) -> Path:
    path = folder / "memory.tmx"
    path.write_text(text, "utf-8")
    return path


def test_reads_units_with_both_languages(tmp_path: Path) -> None:
    path = _write(tmp_path, UNITS)
    assert list(read_tmx(path, "en", "ar")) == [
        ("The army left.", "غادر الجيش."),
        ("The delegation arrived.", "وصل الوفد."),
    ]
    assert list(read_tmx(path, "fr", "ar-EG")) == [("L'armée est partie.", "غادر الجيش.")]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (UNITS.replace("</body></tmx>", ""), "not well-formed"),
        ("no xml", "not well-formed"),
        (UNITS, "no unit has both de and ar"),
    ],
)
def test_bad_files_are_one_clear_error(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(FormatError, match=problem):
        list(read_tmx(_write(tmp_path, text), "de", "ar"))


_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).map(
    lambda text: " ".join(text.replace("\ufffe", "").replace("\uffff", "").split())
)


@given(st.lists(st.tuples(_TEXT.filter(bool), _TEXT.filter(bool)), min_size=1, max_size=5))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    file = io.BytesIO()
    assert write_tmx(file, pairs, source="en", target="ar") == len(pairs)
    path = tmp_path_factory.getbasetemp() / "round.tmx"
    path.write_bytes(file.getvalue())
    assert list(read_tmx(path, "en", "ar")) == pairs


def test_control_characters_are_left_out() -> None:
    file = io.BytesIO()
    write_tmx(file, [("a\x00\x1bb", '<&>"')], source="en", target="ar")
    assert b"<seg>ab</seg>" in file.getvalue()
    assert b"&lt;&amp;&gt;" in file.getvalue()
