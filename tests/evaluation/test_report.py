"""The report as a file: what is in it, that it is whole, and that nothing in it can run or load."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.cli.app import run
from mtkit.errors import FormatError
from mtkit.evaluation import Evaluation, ReferenceSet, Sampling, evaluate
from mtkit.evaluation.report import Extras, report_html, write_report
from mtkit.evaluation.report.links import aligned_tokens, cheap_links, tokens
from mtkit.evaluation.report.marks import utf16
from mtkit.io import sha256
from mtkit.types import Link, Mention, Span, WordAlignment

QUICK = Sampling(samples=50, trials=50)
SOURCES = ("The army entered Aleppo on Friday.", "He paid 12 dollars.", "Nobody came.")
REFERENCES = ("دخل الجيش حلب يوم الجمعة.", "دفع 12 دولارا.", "لم يأت أحد.")
HYPOTHESES = {
    "one": ("دخل الجيش حلب الجمعة.", "دفع 21 دولارا.", "لم يأت أحد."),
    "two": ("دخل جيش إلى حلب.", "", "لا أحد."),
}
SET = ReferenceSet(
    references=(REFERENCES,),
    sources=SOURCES,
    source_language="en",
    target_language="ar",
    labels={"doc": ("a", "a", "b")},
    name="small",
)


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="text/plain" id="data">([A-Za-z0-9+/=]+)</script>', page)
    assert found is not None
    data: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(found[1])))
    return data


@pytest.fixture(scope="module")
def result() -> Evaluation:
    return evaluate(HYPOTHESES, SET, sampling=QUICK)


@pytest.fixture(scope="module")
def page(result: Evaluation) -> str:
    return report_html(result, SET, HYPOTHESES)


def test_texts_and_scores_are_all_there(page: str, result: Evaluation) -> None:
    data = data_of(page)
    assert data["systems"] == ["one", "two"]
    assert data["texts"][0] == [
        SOURCES[0],
        REFERENCES[0],
        HYPOTHESES["one"][0],
        HYPOTHESES["two"][0],
    ]
    score = result.score("one", "chrf")
    expected = [score.value, score.interval.low, score.interval.high]
    assert data["scores"]["chrf"][0] == pytest.approx(expected, abs=1e-3)
    tenths = data["segmentScores"]["chrf"][1]
    assert tenths == [round(10 * value) for value in result.segment_scores["two", "chrf"]]
    assert data["ranks"]["chrf"] == [result.ranks("chrf")[name] for name in ("one", "two")]
    assert len(data["comparisons"]) == len(result.metrics)


def test_flags_and_labels(page: str) -> None:
    data = data_of(page)
    assert [code for code, _ in data["flags"][0]["1"]] == ["numbers"]
    assert [code for code, _ in data["flags"][1]["1"]] == ["empty"]
    assert {"kind": "doc", "values": ["a", "b"], "of": [0, 0, 1]} in data["labels"]


def test_letters_that_the_browser_cannot_fold(page: str) -> None:
    folds = data_of(page)["folds"]
    assert {sign: folds[sign] for sign in "ىةٱـ١،"} == {
        "ى": "ي",
        "ة": "ه",
        "ٱ": "ا",
        "ـ": "",
        "١": "1",
        "،": ",",
    }
    assert "أ" not in folds  # decomposes: the browser takes the hamza off by itself


def test_it_runs_its_own_script_only_and_loads_nothing(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    script = re.search(r"<script>(.*)</script>", page, re.DOTALL)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert policy is not None
    assert script is not None
    assert style is not None
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    for kind, content in {"script-src": script[1], "style-src": style[1]}.items():
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert rules[kind] == f"'sha256-{digest}'"
    assert rules["default-src"] == "'none'"
    assert "</" not in script[1]
    addresses = set(re.findall(r"https?://[^\s\"'`)]+", page))
    assert addresses == {"http://www.w3.org/2000/svg"}  # a namespace, which nobody fetches
    assert not re.search(r"@import|url\(|<link|<img|<iframe|\ssrc=", page)


def test_hostile_texts_stay_data() -> None:
    hostile = (
        "</script><script>alert(1)</script> <img src=x onerror=alert(1)> $style ${data} \u2028"
    )
    systems = {'<b onclick="x">&': [hostile], "two": ["plain"]}
    references = ReferenceSet(references=((hostile,),), name="<script>alert(2)</script>")
    page = report_html(evaluate(systems, references, sampling=QUICK), references, systems)
    assert page.count("<script") == 2  # data and script
    assert "onerror" not in page
    assert "<b onclick" not in page
    assert data_of(page)["texts"] == [[hostile, hostile, "plain"]]


def test_the_same_results_give_the_same_file(page: str, result: Evaluation) -> None:
    assert report_html(result, SET, HYPOTHESES) == page


def test_one_system_several_references_no_source() -> None:
    sides = (("the troops left",), ("the army left today",))
    references = ReferenceSet(references=sides)
    systems = {"system": ["the army left"]}
    data = data_of(report_html(evaluate(systems, references, sampling=QUICK), references, systems))
    assert data["texts"] == [["the troops left", "the army left today", "the army left"]]
    assert (data["hasSource"], data["references"], data["links"]) == (False, 2, None)
    assert data["target"] == {"code": "", "dir": "auto"}


def test_extras(result: Evaluation) -> None:
    name = Mention(Span(12, 15), "حلب")
    extras = Extras(
        command="mtkit evaluate",
        files={"a.ar": "00"},
        speeds={"two": 12.5},
        align=False,
        alignments={
            "one": [WordAlignment((Span(4, 8),), (Span(4, 9),), (Link(0, 0),)), None, None]
        },
        mentions={"one": [[name], [], []]},
    )
    data = data_of(report_html(result, SET, HYPOTHESES, extras=extras))
    assert (data["command"], data["files"]) == ("mtkit evaluate", {"a.ar": "00"})
    assert data["speeds"] == [None, 12.5]
    assert data["links"] == [["- 1 - -", "", ""], None]
    assert data["names"] == [{}, {}, {"0": [12, 15]}, {}]


def test_it_is_whole_or_not_there(tmp_path: Path, result: Evaluation, page: str) -> None:
    texts = {"references": SET, "hypotheses": HYPOTHESES}
    write_report(tmp_path / "report.html", result, **texts)  # type: ignore[arg-type]
    assert (tmp_path / "report.html").read_text("utf-8") == page
    with pytest.raises(FormatError, match="does not exist"):
        write_report(tmp_path / "none" / "report.html", result, **texts)  # type: ignore[arg-type]


def test_the_command_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    texts = {"ref.ar": REFERENCES, "src.en": SOURCES, "one.ar": HYPOTHESES["one"]}
    for name, lines in texts.items():
        (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
    usual = ["evaluate", "one.ar", "-r", "ref.ar", "-s", "src.en", "--samples", "20"]
    assert run([*usual, "--report", "report.html"]) == 0
    data = data_of((tmp_path / "report.html").read_text("utf-8"))
    assert data["systems"] == ["one"]
    assert data["files"] == {name: sha256(tmp_path / name) for name in texts}
    capsys.readouterr()
    assert run([*usual, "--report", "none/report.html"]) == 2
    assert "none does not exist" in capsys.readouterr().err


def test_notebook_table_has_no_script_and_escapes() -> None:
    systems = {"<script>": ["a text"], "two": ["a text"]}
    shown = evaluate(systems, ["a text"], sampling=QUICK)._repr_html_()
    assert "<script" not in shown
    assert "<td>&lt;script&gt;</td>" in shown
    assert "nrefs:1" in shown


# --- links ---------------------------------------------------------------------------------------


def test_words_that_go_together_are_linked() -> None:
    english = ["red house", "red tree", "old house", "old tree", "big house", "big tree"] * 3
    arabic = ["بيت أحمر", "شجرة أحمر", "بيت قديم", "شجرة قديم", "بيت كبير", "شجرة كبير"] * 3
    links = cheap_links(english, {"a": arabic}, source_language="en", target_language="ar")
    assert set(links["a"]) == {"1 0"}  # the noun comes first


@given(
    st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), min_size=1, max_size=5),
    st.sampled_from(["en", "ar", None]),
)
def test_links_are_in_range(pairs: list[tuple[str, str]], language: str | None) -> None:
    sources, texts = zip(*pairs, strict=True)
    found = cheap_links(sources, {"a": texts}, source_language="en", target_language=language)
    for source, text, line in zip(sources, texts, found["a"], strict=True):
        places = line.split(" ") if line else []
        assert len(places) == len(tokens(text))
        linked = {int(p) for place in places if place != "-" for p in place.split(",")}
        assert linked <= set(range(len(tokens(source))))


def test_an_alignment_of_clitics_becomes_one_of_written_words() -> None:
    source, target = "and the army left", "والجيش غادر"
    alignment = WordAlignment(
        (Span(0, 3), Span(4, 7), Span(8, 12), Span(13, 17)),
        (Span(0, 1), Span(1, 3), Span(3, 6), Span(7, 11)),
        (Link(0, 0), Link(1, 1), Link(2, 2), Link(3, 3)),
    )
    assert aligned_tokens(source, target, alignment) == "0,1,2 3"


@given(st.text(), st.integers(0, 30))
def test_offsets_count_as_the_browser_does(text: str, offset: int) -> None:
    expected = len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2
    if offset <= len(text):
        assert utf16(text, offset) == expected
