"""``mtkit translate`` as a user meets it."""

from __future__ import annotations

import contextlib
import io
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtkit.cli.app import run
from mtkit.store.manifest import Model

SHORT = ["--beam-size", "1", "--no-memory"]


@pytest.fixture
def standard_input(monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    stream = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
    return stream


@pytest.fixture
def stack() -> Iterator[contextlib.ExitStack]:
    with contextlib.ExitStack() as entered:
        yield entered


def test_identity_copies_any_file_byte_for_byte(tmp_path: Path, seed: Path) -> None:
    files = {
        "page.html": b"\xef\xbb\xbf<!DOCTYPE html>\r\n<p title='a \"b\"'>A &amp; b<br/>c <i>d</p>",
        "root.html": b"<html><head><title>A b</title></head><body><p>C d.</body></html>",
        "note.md": b"# Head\n\n* one *two*\n* [three](http://x.org 'four')\n",
        "feed.jsonl": b'{"text": "A \\u00e9 b.", "n": 1}\n{"n":2,"text":"C d."}',
        "rows.csv": b'id,text\r\n1,"A, ""b"""\r\n2,C d\r\n',
        "cues.srt": b"1\n00:00:01,000 --> 00:00:02,000\n<i>A b</i>\nc d.\n",
        "seed.txt": seed.read_bytes(),
    }
    for name, content in files.items():
        source, output = tmp_path / name, tmp_path / f"out-{name}"
        source.write_bytes(content)
        status = run(["translate", str(source), "-o", str(output), "--engine", "identity", "-q"])
        assert (status, output.read_bytes()) == (0, content), name


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.html"], "missing.html: cannot be read"),
        (["empty.html"], "is empty"),
        (["noise.xyz"], "no format has the suffix '.xyz'"),
        (["nul.txt"], "nul.txt"),
        (["*.nothing"], "no file matches '*.nothing'"),
        (["page.html", "note.md"], "--out-dir"),
        (["page.html", "--to", "xx-nonsense-tag"], "is no language code"),
        (["page.html", "--to", "en"], "nothing to translate"),
        (["page.html", "--from", "fr"], "mtkit models pull"),
        (["page.html", "--model", "nobody"], "no model at hand 'nobody'"),
        (["page.html", "--beam-size", "0"], "beam size is 0"),
        (["page.html", "--engine", "steam"], "no engine 'steam'"),
        (["page.html", "--format", "docx"], "no format 'docx'"),
        (["page.html", "-o", "nowhere/out.html"], "does not exist"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_bad_input_is_one_line_and_status_2(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.html").write_text("<p>The army left the city.</p>", "utf-8")
    Path("note.md").write_text("The army left the city.", "utf-8")
    Path("empty.html").touch()
    Path("noise.xyz").write_bytes(b"some words")
    Path("nul.txt").write_bytes(b"a\0b")
    before = sorted(Path().iterdir())
    source = [] if "--from" in arguments else ["--from", "en"]
    assert run(["translate", *arguments, *source, "-q"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("mtkit: ")
    assert said in lines[0]
    assert sorted(Path().iterdir()) == before


def test_unknown_option_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["translate", "--nonsense"]) == 2
    assert "--nonsense" in capsys.readouterr().err


def test_failure_leaves_the_old_output(tmp_path: Path) -> None:
    source, output = tmp_path / "feed.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"text": "One."}\n{"text": broken}\n', "utf-8")
    output.write_text("precious", "utf-8")
    assert run(["translate", str(source), "-o", str(output), "--engine", "identity", "-q"]) == 2
    assert output.read_text("utf-8") == "precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feed.jsonl", "out.jsonl"]


def _on_a_full_disk(*arguments: str, room: int) -> subprocess.CompletedProcess[str]:
    """Run the command where no file can grow beyond `room` bytes."""
    code = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room})); "
    code += "import sys; from mtkit.cli import main; sys.exit(main())"
    command = [sys.executable, "-B", "-c", code, "translate", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("kind", ["translation", "report"])
def test_full_disk_is_one_line_and_leaves_the_old_output(tmp_path: Path, kind: str) -> None:
    source, output, report = (tmp_path / name for name in ("long.txt", "out.txt", "report.json"))
    source.write_text("The army left the city on Friday.\n" * 1000, "utf-8")
    output.write_text("precious", "utf-8")
    report.write_text("precious", "utf-8")
    arguments = [str(source), "-o", str(output), "--engine", "identity"]
    arguments += ["--report", str(report)] if kind == "report" else []
    # the report is larger than the translation, which has room here
    done = _on_a_full_disk(*arguments, "-q", room=40_000 if kind == "report" else 10_000)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("mtkit: ")
    assert "File too large" in line
    assert ("out.txt: cannot" if kind == "translation" else "report or alignments cannot") in line
    assert (output.read_text("utf-8"), report.read_text("utf-8")) == ("precious", "precious")
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"long.txt", "out.txt", "report.json"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_a_full_device_is_one_line(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("The army left.\n", "utf-8")
    done = _on_a_full_disk(str(source), "-o", "/dev/full", "--engine", "identity", "-q", room=9999)
    assert done.returncode == 2
    assert done.stderr == "mtkit: /dev/full: cannot be written: No space left on device\n"


@pytest.mark.model
def test_a_region_is_written_and_served_by_its_language(tmp_path: Path, embedded: Model) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body><p>The army left the city.</p></body></html>", "utf-8")
    assert run(["translate", str(page), "--to", "ar-SY", "--out-dir", str(tmp_path), *SHORT]) == 0
    text = (tmp_path / "page.ar-SY.html").read_text("utf-8")
    assert 'lang="ar-SY"' in text
    assert 'dir="rtl"' in text
    plain = tmp_path / "plain.html"
    assert run(["translate", str(page), "--to", "ar", "-o", str(plain), *SHORT]) == 0
    assert text.replace("ar-SY", "ar") == plain.read_text("utf-8")


@pytest.mark.model
def test_from_standard_input_to_standard_output(
    standard_input: io.BytesIO, capfdbinary: pytest.CaptureFixture[bytes], embedded: Model
) -> None:
    standard_input.write(b"The army left the city.\nIt rained.\n")
    standard_input.seek(0)
    assert run(["translate", "--to", "ar", *SHORT]) == 0
    captured = capfdbinary.readouterr()
    assert captured.out.decode("utf-8").count("\n") == 2
    assert embedded.id in captured.err.decode("utf-8")


@pytest.mark.model
def test_many_files_report_and_alignments(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], embedded: Model
) -> None:
    for name in ("a", "b"):
        page = f"<p>The <b>army</b> left {name}. It rained.</p>"
        (tmp_path / f"{name}.html").write_text(page, "utf-8")
    out, report, align = tmp_path / "out", tmp_path / "report.json", tmp_path / "align.txt"
    arguments = ["--out-dir", str(out), "--report", str(report), "--align", str(align), "--json"]
    assert run(["translate", str(tmp_path / "*.html"), "--to", "ar", *arguments, *SHORT]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["a.ar.html", "b.ar.html"]
    assert (out / "a.ar.html").read_text("utf-8").count("<b>") == 1
    told = json.loads(report.read_text("utf-8"))
    assert [len(document["blocks"][0]["segments"]) for document in told["documents"]] == [2, 2]
    assert told["summary"]["segments"] == 4
    assert len(align.read_text("utf-8").splitlines()) == 4
    summary = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert summary["segments"] == 4


@pytest.mark.model
def test_wrong_language_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], embedded: Model
) -> None:
    page = tmp_path / "page.txt"
    page.write_text("قال الوزير إن المحادثات انتهت.\n", "utf-8")
    assert run(["translate", str(page), "--from", "en", "--to", "ar", *SHORT]) == 0
    assert "reads like 'ar'" in capsys.readouterr().err


@pytest.mark.model
def test_ctrl_c_stops_at_once_and_leaves_no_output(
    tmp_path: Path, embedded: Model, stack: contextlib.ExitStack
) -> None:
    source, output = tmp_path / "long.txt", tmp_path / "out.txt"
    source.write_text("".join(f"The army left city {n} on Friday.\n" for n in range(3000)), "utf-8")
    memory = tmp_path / "memory.sqlite"
    command = [sys.executable, "-m", "mtkit", "translate", str(source), "-o", str(output)]
    command += ["--to", "ar", "--memory", str(memory), "--beam-size", "1"]
    process = stack.enter_context(subprocess.Popen(command, stderr=subprocess.PIPE, text=True))
    remembered = 0
    while remembered < 64:
        assert process.poll() is None, process.stderr and process.stderr.read()
        time.sleep(0.2)
        with (
            contextlib.suppress(sqlite3.Error),
            contextlib.closing(sqlite3.connect(memory)) as look,
        ):
            (remembered,) = look.execute("select count(*) from translation").fetchone()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 130
    assert process.stderr is not None
    assert process.stderr.read().splitlines()[-1] == "mtkit: stopped"
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == []


def test_help_is_quick_and_names_every_command() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "mtkit", "--help"], capture_output=True, text=True, check=True
    )
    for command in ("translate", "demo", "train", "models", "memory"):
        assert command in result.stdout


@pytest.mark.model
def test_names_come_back_from_a_report_as_they_were(
    tmp_path: Path, embedded: Model, capfd: pytest.CaptureFixture[str]
) -> None:
    source, there, report = tmp_path / "a.txt", tmp_path / "a.ar.txt", tmp_path / "report.json"
    source.write_text("Ibrahim Huweija lives in Tartous.\n", "utf-8")
    arguments = [*SHORT, "--from", "en", "--to", "ar", "--report", str(report)]
    assert run(["translate", str(source), "-o", str(there), *arguments]) == 0
    assert "names kept 2 of 2" in capfd.readouterr().err
    names = json.loads(report.read_text("utf-8"))["documents"][0]["names"]
    assert [name["source"] for name in names] == ["Ibrahim Huweija", "Tartous"]
    assert all(form in there.read_text("utf-8") for name in names for form in name["targets"])
    back = ["--from", "ar", "--to", "en", "--names-from", str(report)]
    assert run(["translate", str(there), *SHORT, *back]) == 0
    returned = capfd.readouterr().out
    assert "Ibrahim Huweija" in returned
    assert "Tartous" in returned


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-names", "--names", "x.sqlite"],
        ["--names", "missing.sqlite"],
        ["--names-from", "missing.json"],
    ],
)
def test_names_that_cannot_be_used_are_one_line(
    arguments: list[str], embedded: Model, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["translate", "--text", "Hello.", "--from", "en", *SHORT, *arguments]) == 2
    assert len(capfd.readouterr().err.strip().splitlines()) == 1
