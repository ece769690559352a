"""``mtkit evaluate``: forms of output, exit statuses, one line for bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mtkit.cli.app import run

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def mtkit(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return `mtkit evaluate` as a function to (status, stdout, stderr)."""

    def call(*arguments: object) -> tuple[int, str, str]:
        quick = ("--samples", "50", "--trials", "50")
        status = run(["evaluate", *quick, *map(str, arguments)])
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    texts = {
        "ref.en": "The army entered Aleppo on Friday.\nHe paid 12 dollars.\nNobody came.\n",
        "src.ar": "دخل الجيش حلب يوم الجمعة.\nدفع 12 دولارا.\nلم يأت أحد.\n",
        "set.one.en": "The army entered Aleppo Friday.\nHe paid 12 dollars.\nNo one came.\n",
        "set.two.en": "An army is in Aleppo.\nHe has paid 21 dollars.\nNobody arrived.\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


SYSTEMS = ("set.one.en", "set.two.en", "-r", "ref.en", "-s", "src.ar")


def test_table(mtkit: Run, files: Path) -> None:
    status, out, err = mtkit(*SYSTEMS)
    assert (status, err) == (0, "")
    assert out.startswith("ref.en: 3 segments, 1 reference, ar-en")
    assert out.index("one ") < out.index("two ")  # named by what tells their files apart
    assert "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2" in out


def test_json(mtkit: Run, files: Path) -> None:
    status, out, _ = mtkit(*SYSTEMS, "--json", "--metrics", "chrf, ter")
    table = json.loads(out)
    assert status == 0
    assert table["systems"] == ["one", "two"]
    assert [(row["system"], row["metric"]) for row in table["scores"]] == [
        ("one", "chrf"),
        ("two", "chrf"),
        ("one", "ter"),
        ("two", "ter"),
    ]


@pytest.mark.parametrize(
    ("option", "expected"), [("--markdown", "| one | 1 |"), ("--latex", r"\begin{tabular}{lrrr")]
)
def test_for_papers(mtkit: Run, files: Path, option: str, expected: str) -> None:
    status, out, _ = mtkit(*SYSTEMS, option, "--details", "-o", "out.txt")
    assert (status, out) == (0, "")
    assert expected in (files / "out.txt").read_text("utf-8")


def test_checks_decide_the_status(mtkit: Run, files: Path) -> None:
    assert mtkit(*SYSTEMS, "--fail-under", "chrf=20")[0] == 0
    status, _, err = mtkit(*SYSTEMS, "--fail-under", "chrf=99")
    assert status == 1
    assert "failed: two: chrf is" in err


def test_baseline(mtkit: Run, files: Path) -> None:
    mtkit("set.one.en", "-r", "ref.en", "--json", "-o", "base.json")
    assert mtkit("set.one.en", "-r", "ref.en", "--baseline", "base.json")[0] == 0
    status, _, err = mtkit("set.two.en", "-r", "ref.en", "--baseline", "base.json")
    assert status == 1
    assert "it may be worse by 0.5" in err


def test_findings_are_said_and_strict_makes_them_fail(mtkit: Run, files: Path) -> None:
    (files / "win.en").write_bytes(b"\xef\xbb\xbf" + b"Nobody came.\r\n" * 3)
    status, _, err = mtkit("win.en", "-r", "ref.en")
    assert status == 0
    assert "win: win.en begins with a byte order mark (bom)" in err
    assert "Windows line ends (3 lines) (crlf)" in err
    assert "error: win: 3 segments" in err
    assert mtkit("win.en", "-r", "ref.en", "--strict")[0] == 1


def test_a_reference_set_by_name(mtkit: Run, files: Path) -> None:
    (files / "few.ar").write_text("نعم\n", "utf-8")
    status, _, err = mtkit("few.ar", "-r", "newsdesk", "--pair", "en-ar")
    assert status == 2
    assert "1 lines, the references have 1051" in err


@pytest.mark.model
def test_a_model_is_a_system(mtkit: Run, files: Path, embedded: object) -> None:
    status, out, _ = mtkit("-r", "ref.en", "-s", "src.ar", "--model", "newsdesk-small", "--json")
    assert status == 0
    assert json.loads(out)["systems"] == ["newsdesk-small"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.en", "-r", "ref.en"], "missing.en: there is no such file"),
        (["set.one.en"], "give --reference"),
        (["set.one.en", "-r", "nosuch"], "no file or reference set 'nosuch' (known: newsdesk"),
        (["set.one.en", "-r", "newsdesk"], "newsdesk: say --pair"),
        (["-r", "ref.en"], "nothing to judge"),
        (["set.one.en", "set.one.en", "-r", "ref.en"], "two systems have one name"),
        (["set.one.en", "-r", "ref.en", "--metrics", "x"], "no metric 'x' (known: adequacy, bleu"),
        (["set.one.en", "-r", "ref.en", "--fail-under", "chrf"], "write it like chrf=50"),
        (["set.one.en", "-r", "ref.en", "--fail-under", "ter=9"], "'ter' was not evaluated"),
        (["set.one.en", "-r", "ref.en", "--baseline", "ref.en"], "not the output of: mtkit"),
        (["set.one.en", "-r", "ref.en", "--pair", "en"], "write it like en-ar"),
        (["set.one.en", "-r", "ref.en", "--json", "--latex"], "choose one of"),
    ],
)
def test_bad_input_is_one_line_and_status_two(
    mtkit: Run, files: Path, arguments: list[str], message: str
) -> None:
    status, out, err = mtkit(*arguments, "-o", "out.txt")
    assert (status, out) == (2, "")
    assert message in err
    assert not (files / "out.txt").exists()


def test_terms_memories_and_names(mtkit: Run, files: Path) -> None:
    (files / "terms.tsv").write_text("الجيش\tarmy|troops\nالجمعة\tFriday\n", "utf-8")
    units = "".join(
        f'<tu><tuv xml:lang="ar"><seg>{ar}</seg></tuv><tuv xml:lang="en"><seg>{en}</seg></tuv></tu>'
        for ar, en in zip(
            (files / "src.ar").read_text("utf-8").splitlines(),
            (files / "ref.en").read_text("utf-8").splitlines(),
            strict=True,
        )
    )
    (files / "m.tmx").write_text(f'<tmx version="1.4"><body>{units}</body></tmx>', "utf-8")
    sides = ("-r", "m.tmx#en", "-s", "m.tmx#ar", "--terms", "terms.tsv", "--json")
    status, out, _ = mtkit("set.one.en", "set.two.en", *sides)
    scores = {(row["system"], row["metric"]): row for row in json.loads(out)["scores"]}
    assert status == 0
    assert scores["one", "terms"]["parts"] == {"expected": 2, "lost": 0}
    assert scores["two", "terms"]["value"] == 50
    assert scores["two", "names"]["parts"]["exact"] == 1
    assert mtkit("set.one.en", *sides[:4], "--terms", "none.tsv")[0] == 2


def test_the_report_marks_names(mtkit: Run, files: Path) -> None:
    import base64
    import gzip
    import re

    mtkit(*SYSTEMS, "--report", "report.html")
    page = (files / "report.html").read_text("utf-8")
    packed = max(re.findall(r"[A-Za-z0-9+/=]{200,}", page), key=len)
    names = json.loads(gzip.decompress(base64.b64decode(packed)))["names"]
    assert names[1]["0"] == [17, 23]  # Aleppo, in the reference
