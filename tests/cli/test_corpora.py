"""``mtkit corpora``: listing, adding, verifying, exporting; statuses and one line for bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mtkit.bitext import read_bitext, write_bitext
from mtkit.cli.app import run

Run = Callable[..., tuple[int, str, str]]

PAIRS = [("The army left.", "غادر الجيش."), ("Nobody came.", "لم يأت أحد.")]


@pytest.fixture
def mtkit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Run:
    """Return `mtkit corpora` as a function to (status, stdout, stderr)."""
    monkeypatch.setenv("MTKIT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MTKIT_CORPORA", raising=False)

    def call(*arguments: object) -> tuple[int, str, str]:
        status = run(["corpora", *map(str, arguments)])
        return status, *capsys.readouterr()

    return call


def write_set(folder: Path, kind: str) -> Path:
    """Write the pairs as one of the things that can be added."""
    path = folder / f"mine.{kind}"
    if kind == "lines":
        path = folder / "mine"
        path.mkdir()
        for place, language in enumerate(("en", "ar")):
            texts = "".join(f"{pair[place]}\n" for pair in PAIRS)
            (path / f"{language}.txt").write_text(texts, "utf-8")
    elif kind == "parquet":
        import pyarrow
        import pyarrow.parquet

        path = folder / "mine"
        path.mkdir()
        for number, (en, ar) in enumerate(PAIRS):
            table = pyarrow.table({"en": [en], "ar": [ar]})
            pyarrow.parquet.write_table(table, path / f"{number}.parquet")
    else:
        write_bitext(path, PAIRS, ("en", "ar"))
    return path


def test_list_says_what_is_at_hand_and_how_to_get_the_rest(mtkit: Run) -> None:
    status, out, _ = mtkit("list")
    assert status == 0
    assert "newsdesk/dev\ten-ar, ar-en\t1,051\tnews\tCC-BY-4.0\tyes" in out
    assert "ntrex-128/test\ten-ar, ar-en\t1,997" in out
    assert "mtkit corpora pull ntrex-128" in out
    rows = {f"{r['id']}/{r['part']}": r for r in json.loads(mtkit("list", "--json")[1])}
    assert rows["newsdesk/dev-documents"]["at_hand"]
    assert not rows["flores-200/dev"]["at_hand"]


def test_info(mtkit: Run) -> None:
    _, out, _ = mtkit("info", "flores-200")
    assert "NLLB Team et al. 2022" in out
    assert "b8b0b76783024b85" in out
    assert "On Monday, scientists from the Stanford" in out
    assert json.loads(mtkit("info", "newsdesk", "--json")[1])["license"] == "CC-BY-4.0"


@pytest.mark.parametrize(
    "kind",
    ["lines", "tsv", "jsonl", "tmx", pytest.param("parquet", marks=pytest.mark.tables)],
)
def test_what_is_added_is_read_the_same_wherever_it_came_from(
    mtkit: Run, tmp_path: Path, kind: str
) -> None:
    assert mtkit("add", write_set(tmp_path, kind), "--domain", "news")[0] == 0
    assert mtkit("verify", "mine")[0] == 0
    assert mtkit("export", "mine", "-o", tmp_path / "out.jsonl")[0] == 0
    assert list(read_bitext(tmp_path / "out.jsonl", ("en", "ar"))) == PAIRS
    assert mtkit("remove", "mine")[0] == 0
    assert "mine/all" not in mtkit("list")[1]


@pytest.mark.parametrize("to", ["tsv", "jsonl", "tmx"])
def test_exports_say_the_same(mtkit: Run, tmp_path: Path, to: str) -> None:
    mtkit("add", write_set(tmp_path, "lines"))
    assert mtkit("export", "mine", "-o", tmp_path / f"out.{to}")[0] == 0
    assert list(read_bitext(tmp_path / f"out.{to}", ("en", "ar"))) == PAIRS
    status, _, err = mtkit("export", "mine", "-o", tmp_path / "lines", "--pair", "ar-en")
    assert (status, err) == (0, f"mine/all: 2 segments in {tmp_path / 'lines'}\n")
    assert (tmp_path / "lines" / "ar.txt").read_text("utf-8") == f"{PAIRS[0][1]}\n{PAIRS[1][1]}\n"


def test_columns_and_labels(mtkit: Run, tmp_path: Path) -> None:
    record = {"src": "one", "tgt": "واحد", "doc": "d7"}
    path = tmp_path / "odd name.jsonl"
    path.write_text(json.dumps(record) + "\n", "utf-8")
    columns = ("--column", "en=src", "--column", "ar=tgt", "--id", "odd")
    assert mtkit("add", path, *columns)[0] == 0
    mtkit("export", "odd", "-o", tmp_path / "out.jsonl")
    written = json.loads((tmp_path / "out.jsonl").read_text("utf-8"))
    assert written == {"en": "one", "ar": "واحد", "doc": "d7"}


def test_labels_go_out_and_come_in_again(
    mtkit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mtkit("export", "newsdesk/dev-documents", "-o", tmp_path / "own" / "documents")
    mtkit("add", tmp_path / "own" / "documents", "--id", "added")
    monkeypatch.setenv("MTKIT_CORPORA", str(tmp_path / "own"))
    for name in ("newsdesk/dev-documents", "documents", "added"):
        assert mtkit("export", name, "--pair", "en-ar", "-o", tmp_path / "out.jsonl")[0] == 0
        records = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
        assert len(records) == 629
        assert json.loads(records[-1]).keys() == {"en", "ar", "doc"}
        assert len({json.loads(record)["doc"] for record in records}) == 61


def test_a_changed_file_is_found(mtkit: Run, tmp_path: Path) -> None:
    mtkit("add", write_set(tmp_path, "tsv"))
    file = tmp_path / "home" / "corpora" / "mine" / "mine.tsv"
    file.write_text(file.read_text("utf-8").replace("army", "navy"), "utf-8")
    status, out, _ = mtkit("verify", "mine")
    assert status == 1
    assert "mine/all: NOT SOUND" in out
    assert "SHA-256" in out
    (verdict,) = json.loads(mtkit("verify", "mine", "--json")[1])
    assert not verdict["sound"]


def test_doubles_and_contradictions_are_remarked(mtkit: Run, tmp_path: Path) -> None:
    path = tmp_path / "twice.tsv"
    other = "هذا شيء آخر تماما لا علاقة له"
    long = "The minister arrived in Damascus on Friday"
    rows = [*PAIRS, PAIRS[0], (long, "وصل الوزير إلى دمشق يوم الجمعة"), (long, other)]
    write_bitext(path, rows, ("en", "ar"))
    mtkit("add", path)
    status, out, _ = mtkit("verify", "twice")
    assert status == 0
    assert "1 pairs are there twice: line 3" in out
    assert "lines 4 and 5 have the same source and nothing in common" in out


def test_what_ships_is_sound(mtkit: Run) -> None:
    status, out, _ = mtkit("verify", "newsdesk/dev")
    assert (status, out) == (0, "newsdesk/dev: sound (1,051 segments)\n")


@pytest.mark.shared
def test_flores_in_a_folder_of_ones_own(
    mtkit: Run, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MTKIT_CORPORA", str(shared / "reference"))
    assert "flores-200/dev\ten-ar, ar-en\t997\twiki\tCC-BY-SA-4.0\tyes" in mtkit("list")[1]
    status, out, _ = mtkit("verify", "flores-200/dev")
    assert status == 0
    assert (
        "lines 66 and 166, 67 and 131 have the same reference" in out
    )  # though not the same source


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["info", "nosuch"], "no reference set 'nosuch' (known: flores-200, "),
        (["verify", "ntrex-128"], "get it with: mtkit corpora pull ntrex-128"),
        (["verify", "newsdesk/nosuch"], "no part of newsdesk 'nosuch'"),
        (["pull", "nosuch"], "no reference set to pull 'nosuch'"),
        (["remove", "newsdesk"], "newsdesk was not pulled or added"),
        (["remove", "../newsdesk"], "no corpus at hand"),
        (["remove", "nosuch"], "no corpus at hand 'nosuch'"),
        (["export", "newsdesk/dev", "-o", "x.docx"], "exported are folders, .tsv, .jsonl and .tmx"),
        (["export", "newsdesk/dev", "-o", "x", "--to", "xml"], "one of lines, tsv, jsonl, tmx"),
        (["add", "empty"], "holds neither en.txt, ar.txt nor files of one kind of table"),
        (["add", "few"], "few/all: 1 lines of 'ar', its manifest says 2"),
        (["add", "few", "--id", "newsdesk"], "there is a corpus 'newsdesk' already"),
        (["add", "few", "--id", "a/b"], "'a/b' cannot be an id"),
        (["add", "few", "--pair", "enar"], "write it like en-ar"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(
    mtkit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("few").mkdir()
    Path("few/en.txt").write_text("one\ntwo\n", "utf-8")
    Path("few/ar.txt").write_text("واحد\n", "utf-8")
    status, out, err = mtkit(*arguments)
    assert (status, out) == (2, "")
    assert message in err
    corpora = tmp_path / "home" / "corpora"
    assert not corpora.exists() or list(corpora.iterdir()) == []
    assert not Path("x").exists()
