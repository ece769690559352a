"""``mtkit align``, run as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtkit.cli.app import run

ENGLISH = "<h1>Army enters Aleppo</h1><p>The army entered <b>Aleppo</b>. Three people died.</p>"
ARABIC = "الجيش يدخل حلب\nدخل الجيش حلب. وقتل ثلاثة أشخاص.\n"
PAIRS = "The army entered Aleppo.\tدخل الجيش حلب.\nThree people were killed.\tوقتل ثلاثة أشخاص.\n"


@pytest.fixture
def article(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "a.html").write_text(ENGLISH, "utf-8")
    (tmp_path / "b.txt").write_text(ARABIC, "utf-8")
    return str(tmp_path / "a.html"), str(tmp_path / "b.txt")


def test_sentences_of_two_formats(
    article: tuple[str, str], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["align", "sentences", *article]) == 0
    out, err = capsysbinary.readouterr()
    assert out.decode().splitlines() == [
        "Army enters Aleppo\tالجيش يدخل حلب",
        "The army entered Aleppo.\tدخل الجيش حلب.",
        "Three people died.\tوقتل ثلاثة أشخاص.",
    ]
    assert err.decode().startswith("3 pairs (0 of 1-2 or 2-1 sentences)")


def test_sentences_to_tmx(article: tuple[str, str], tmp_path: Path) -> None:
    from mtkit.bitext import read_bitext

    path = tmp_path / "out.tmx"
    assert run(["align", "sentences", *article, "-o", str(path)]) == 0
    assert len(list(read_bitext(path, ("ar", "en")))) == 3


@pytest.mark.model
def test_words_through_the_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pairs.tsv").write_text(PAIRS, "utf-8")
    assert run(["align", "words", str(tmp_path / "pairs.tsv"), "--words"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert {"army=جيش", "entered=دخل", "Aleppo=حلب"} <= set(first.split())
    assert {"Three=ثلاثة", "killed=قتل"} <= set(second.split())
    out = tmp_path / "links.txt"
    assert run(["align", "words", str(tmp_path / "pairs.tsv"), "-o", str(out), "--no-weights"]) == 0
    assert all("-" in link and ":" not in link for link in out.read_text().split())


@pytest.mark.torch
def test_words_from_the_bitext(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("thot")
    for name, side in (("en", 0), ("ar", 1)):
        lines = (row.split("\t")[side] for row in PAIRS.splitlines() * 5)
        (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
    paths = [str(tmp_path / "en"), str(tmp_path / "ar")]
    assert run(["align", "words", *paths, "--method", "fast_align"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 10


@pytest.mark.parametrize(
    ("lines", "problem"),
    [("one\n", "not line-aligned"), ("one\n \n", "line 2: an empty side")],
)
def test_bad_input_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: str, problem: str
) -> None:
    (tmp_path / "en").write_text("a\nb\n", "utf-8")
    (tmp_path / "ar").write_text(lines, "utf-8")
    assert run(["align", "words", str(tmp_path / "en"), str(tmp_path / "ar")]) == 2
    err = capsys.readouterr().err
    assert problem in err
    assert len(err.splitlines()) == 1
