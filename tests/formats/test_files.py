import io
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.errors import ConfigError, FormatError, MtkitError, UnknownEntryError
from mtkit.formats import FORMATS, FormatOptions, open_source, write_to
from mtkit.formats.base import SUFFIXES
from mtkit.formats.detect import detect
from mtkit.types import Document

ARABIC = "قال الرئيس إن بلاده لن تقبل بهذا القرار، وطالب المجتمع الدولي بالتدخل. " * 4
FRENCH = "“Il était une fois, à la plage, où l’on voyait de très beaux bateaux français.”"


def up(text: str) -> str:
    return text.upper()


@pytest.mark.parametrize(
    ("name", "head", "format", "certain"),
    [
        *(
            pytest.param(f"a{suffix}", b"", name, True, id=suffix)
            for suffix, name in SUFFIXES.items()
        ),
        pytest.param("a/NEWS.HTML", b"", "html", True, id="upper case"),
        pytest.param("seed.txt", b"<p>One <i>two</i></p>", "html", False, id="tags in a .txt"),
        pytest.param("notes.txt", b"a < b and <me@example.org>", "text", True, id="no tags"),
        pytest.param("page", b"\n<!doctype html><p>x", "html", False, id="no suffix, tags"),
        pytest.param("feed.log", b'{"text": "x"}\n', "jsonl", False, id="records"),
        pytest.param("x.bin", b"PAR1\x15\x04", "parquet", False, id="Parquet"),
        pytest.param("x", b"\xef\xbb\xbfWEBVTT\n", "vtt", False, id="WebVTT"),
        pytest.param("x", b"1\r\n00:00:01,000 --> 00:00:02,000\r\nHi", "srt", False, id="SubRip"),
        pytest.param("x", "<p>x</p>".encode("utf-16"), "html", False, id="UTF-16"),
        pytest.param(None, b"Hello.", "text", False, id="stream"),
        pytest.param(None, b"<p>Hello.</p>", "html", False, id="stream with tags"),
    ],
)
def test_formats_are_found(name: str | None, head: bytes, format: str, certain: bool) -> None:
    detected = detect(name, head)
    assert (detected.format, detected.certain) == (format, certain)


def test_the_user_knows_best() -> None:
    assert detect("page.html", b"<p>", explicit="text").format == "text"


def test_an_unknown_suffix_lists_the_formats() -> None:
    with pytest.raises(FormatError, match=r"'\.docx' .*html, text, markdown, srt, vtt, jsonl"):
        detect("report.docx", b"PK\x03\x04")
    with pytest.raises(UnknownEntryError, match="no format 'pdf'"):
        detect("a.txt", b"", explicit="pdf")


def test_a_run_says_what_it_guessed(tmp_path: Path) -> None:
    path = tmp_path / "seed.txt"
    path.write_text("<p>One</p>")
    with open_source(path) as source:
        assert source.notices == ["read as html: there are tags in it"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(ARABIC.encode(), id="utf-8"),
        pytest.param(b"\xef\xbb\xbf" + ARABIC.encode(), id="utf-8 with mark"),
        pytest.param(b"\xff\xfe" + ARABIC.encode("utf-16-le"), id="utf-16-le"),
        pytest.param(b"\xfe\xff" + ARABIC.encode("utf-16-be"), id="utf-16-be"),
        pytest.param(b"\xff\xfe\0\0" + ARABIC.encode("utf-32-le"), id="utf-32-le"),
        pytest.param(ARABIC.encode("cp1256"), id="windows-1256"),
        pytest.param(FRENCH.encode("cp1252"), id="windows-1252"),
    ],
)
def test_the_encoding_stays(convert, data: bytes) -> None:
    assert convert(data, "a.txt") == data
    assert convert(data, "a.txt", lambda _: "abc").rstrip(b" \0").endswith((b"abc", b"c\0", b"\0c"))


@pytest.mark.parametrize(
    ("data", "notice"),
    [
        pytest.param(
            ARABIC.encode("cp1256"), "not UTF-8; read as cp1256, which it seems to be", id="Arabic"
        ),
        pytest.param(
            FRENCH.encode("cp1252"), "not UTF-8; read as cp1252, which it seems to be", id="French"
        ),
    ],
)
def test_a_run_says_what_encoding_it_found(tmp_path: Path, data: bytes, notice: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with open_source(path) as source:
        assert source.notices == [notice]
        assert (
            "".join(d.render() for d in source.documents).encode(notice.split("read as ")[1][:6])
            == data
        )


def test_utf_8_where_the_encoding_cannot_hold_the_translation(tmp_path: Path) -> None:
    path, out = tmp_path / "a.html", tmp_path / "b.html"
    path.write_bytes('<meta charset="windows-1252"><p>Café</p>'.encode("cp1252"))
    with open_source(path) as source:
        documents = (_with_text(document, "مقهى") for document in source.documents)
        write_to(out, source, documents)
        assert source.notices[-1] == "written as UTF-8, for cp1252 cannot hold the translation"
    assert out.read_text("utf-8") == '<meta charset="utf-8"><p>مقهى</p>'


def test_plain_ascii_is_in_the_encoding_that_it_declares(convert) -> None:
    page = b'<meta charset="windows-1256"><p>Hi</p>'
    assert convert(page, "a.html", lambda _: "نص") == page.replace(b"Hi", "نص".encode("cp1256"))


def test_an_encoding_cannot_declare_itself_in_another(convert) -> None:
    page = b'<meta charset="utf-16"><p>Hi</p>'
    assert convert(page, "a.html") == page


def test_utf_8_is_utf_8_whatever_it_declares(convert) -> None:
    page = '<meta charset="iso-8859-1"><p>Café</p>'.encode()
    assert convert(page, "a.html") == page
    assert "نص".encode() in convert(page, "a.html", lambda _: "نص")


@pytest.mark.parametrize(
    ("name", "data", "options", "message"),
    [
        pytest.param(
            "a.txt", b"", {}, "a.txt: is empty; there is nothing to translate", id="empty"
        ),
        pytest.param(
            "a.txt", b"a\nb\0c", {}, "a.txt:2: NUL characters: it is binary, not text", id="binary"
        ),
        pytest.param(
            "a.txt",
            "é".encode() * 30 + b"\n\xe9",
            {},
            "a.txt:2: byte 0xe9 is not UTF-8",
            id="damaged",
        ),
        pytest.param(
            "a.txt", b"\xe9", {"encoding": "utf-8"}, "a.txt:1: byte 0xe9 is not UTF-8", id="as told"
        ),
        pytest.param("a.xyz", b"words", {}, "no format has the suffix '.xyz'", id="suffix"),
    ],
)
def test_bad_input_is_one_clear_line(convert, name, data, options, message) -> None:
    with pytest.raises(FormatError) as error:
        convert(data, name, **options)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_options_that_make_no_sense(convert) -> None:
    with pytest.raises(ConfigError, match="no encoding 'klingon'"):
        convert(b"x", "a.txt", encoding="klingon")
    with pytest.raises(ConfigError, match="2 fields cannot all go into 'ar'"):
        FormatOptions(fields=("a", "b"), into="ar")
    with pytest.raises(ConfigError, match="one character"):
        FormatOptions(delimiter=";;")


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"none\.txt: cannot be read: No such file"):
        open_source(tmp_path / "none.txt")
    with pytest.raises(FormatError, match="cannot be read: Is a directory"):
        open_source(tmp_path)


def test_an_output_is_not_touched_when_the_run_fails(tmp_path: Path) -> None:
    path, out = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    path.write_text('{"text": "one"}\nbroken\n')
    out.write_text("precious")
    with open_source(path) as source, pytest.raises(MtkitError, match=r"a\.jsonl:2"):
        write_to(out, source, source.documents)
    assert out.read_text() == "precious"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.jsonl", "b.jsonl"]


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one")
    with (
        open_source(path) as source,
        pytest.raises(MtkitError, match="does not exist"),
    ):
        write_to(tmp_path / "no folder" / "b.txt", source, source.documents)


def test_a_file_can_be_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one\n")
    with open_source(path) as source:
        write_to(path, source, (_with_text(document, "two") for document in source.documents))
    assert path.read_text() == "two\n"


def test_standard_input_to_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"<p>one</p>\r\n")))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written))
    with open_source(None) as source:
        assert source.format == "html"
        write_to(None, source, source.documents)
    assert written.getvalue() == b"<p>one</p>\r\n"


def test_every_suffix_has_a_format() -> None:
    assert set(SUFFIXES.values()) == set(FORMATS)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@settings(deadline=None, max_examples=100)
@given(
    text=TEXTS,
    format=st.sampled_from(["html", "text", "markdown", "srt", "vtt"]),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_bytes_come_back_as_they_were(tmp_path_factory, text, format, codec) -> None:
    folder = tmp_path_factory.mktemp("files")
    path, out = folder / "in", folder / "out"
    path.write_bytes(text.encode(codec))
    with open_source(path, format=format, options=FormatOptions(encoding=codec)) as source:
        write_to(out, source, source.documents)
    assert out.read_bytes() == path.read_bytes()


def _with_text(document: Document, text: str) -> Document:
    from dataclasses import replace

    return replace(document, blocks=tuple(replace(block, text=text) for block in document.blocks))
