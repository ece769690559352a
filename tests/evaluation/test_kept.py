"""Terms, markup and dates kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtkit.errors import ConfigError, FormatError
from mtkit.evaluation.metrics import METRICS, make_metric, usual_metrics
from mtkit.evaluation.metrics.dates import find_dates
from mtkit.evaluation.metrics.markup import well_nested
from mtkit.evaluation.metrics.terms import read_terms
from mtkit.evaluation.reference_set import ReferenceSet


def a_set(sources: list[str]) -> ReferenceSet:
    return ReferenceSet((("",) * len(sources),), tuple(sources), "en", "ar")


TERMS = "# source\ttarget\nceasefire\tوقف إطلاق النار|هدنة\nWHO\tمنظمة الصحة العالمية\n"


@pytest.mark.parametrize(
    ("source", "hypothesis", "kept", "expected"),
    [
        ("A ceasefire holds.", "صمد وقفُ إطلاقِ النار.", 1, 1),
        ("A Ceasefire holds.", "الالتزام بهدنة", 1, 1),
        ("A ceasefire holds.", "توقف القتال", 0, 1),
        ("The WHO said so.", "قالت منظمة الصحة العالمية ذلك", 1, 1),
        ("The WHO said so.", "قالت المنظمة ذلك", 0, 1),
        ("Those who said so.", "الذين قالوا ذلك", 0, 0),  # a term in capitals is no word
    ],
)
def test_terms_kept(tmp_path: Path, source: str, hypothesis: str, kept: int, expected: int) -> None:
    (tmp_path / "terms.tsv").write_text(TERMS, "utf-8")
    name, metric = make_metric(f"terms={tmp_path / 'terms.tsv'}", a_set([source]))
    assert name == "terms"
    assert metric.counts([hypothesis]).tolist() == [[kept, expected]]
    assert "list:terms.tsv|sha256:" in metric.signature


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ceasefire\n", r"t\.tsv:1: write SOURCE, tab, TARGET"),
        ("a\tb\n\t\tc\n", r"t\.tsv:2"),
        ("", "no terms"),
    ],
)
def test_bad_lists_are_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "t.tsv").write_text(text, "utf-8")
    with pytest.raises(FormatError, match=message):
        read_terms(tmp_path / "t.tsv")
    with pytest.raises(ConfigError, match="give --terms"):
        METRICS.get("terms")(a_set(["a"]))


@pytest.mark.parametrize(
    ("source", "hypothesis", "counts"),
    [
        ("<b>Putin</b> spoke", "تحدث <b>بوتين</b>", [1, 1, 0, 0, 0]),
        ("<b>Putin</b> spoke", "تحدث بوتين", [0, 1, 2, 0, 0]),
        ("Putin spoke", "<i>تحدث</i> بوتين", [0, 1, 0, 2, 0]),
        ("<b>a</b> <i>b</i>", "<b>ا <i>ب</b></i>", [0, 1, 0, 0, 1]),
        ("<b>a</b> <i>b</i>", "<i>ا</i> <b>ب</b>", [1, 1, 0, 0, 0]),
        ('<a href="x">a</a>', '<a href="y">ا</a>', [0, 1, 1, 1, 0]),
        ("one<br>two", "واحد<br>اثنان", [1, 1, 0, 0, 0]),
        ("3 < 4 and 5 > 2", "3 < 4 و 5 > 2", [0, 0, 0, 0, 0]),
    ],
)
def test_markup_kept(source: str, hypothesis: str, counts: list[int]) -> None:
    metric = METRICS.get("markup")(a_set([source]))
    assert metric.counts([hypothesis]).tolist() == [counts]


def test_markup_is_usual_where_there_is_some() -> None:
    assert "markup" in usual_metrics(a_set(["a <b>b</b>"]))
    assert "markup" not in usual_metrics(a_set(["a < b"]))
    assert well_nested("<a><b/></a>")
    assert not well_nested("</a>")


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("On 12 June 2019 he came", [{(6, 12)}]),
        ("June 12, 2019", [{(6, 12)}]),
        ("the Sept. 11 attacks", [{(9, 11)}]),
        ("في 12 من حزيران/يونيو 2019", [{(6, 12)}]),
        ("في 7 أكتوبر / تشرين الأول", [{(10, 7)}]),
        ("من تشرين الثاني إلى كانون الأول", [{(11, 0)}, {(12, 0)}]),
        ("بيونيو المقبل", [{(6, 0)}]),
        ("12/6/2019", [{(6, 12), (12, 6)}]),
        ("2019-06-25", [{(6, 25)}]),
        ("٢٥/٦/٢٠١٩", [{(6, 25)}]),
        ("He may march in august company. May he?", []),
        ("version 1.2.3456.7", []),
    ],
)
def test_dates_are_found(text: str, readings: list[set[tuple[int, int]]]) -> None:
    assert [set(date.readings) for date in find_dates(text)] == readings


@pytest.mark.parametrize(
    ("source", "hypothesis", "kept"),
    [
        ("He came on 12 June.", "جاء في 12 حزيران.", 1),
        ("He came on 12 June.", "جاء في 12/6.", 0),  # a fraction, or a date: nobody knows
        ("He came on 12 June.", "جاء في 12/6/2019.", 1),
        ("He came on 12 June.", "جاء في الثاني عشر من يونيو.", 1),
        ("He came on 12 June.", "جاء في 12 يوليو.", 0),
        ("He came on 12 June.", "جاء في 13 يونيو.", 0),
        ("Between June and August 2020", "بين حزيران وآب 2020", 2),
    ],
)
def test_dates_kept(source: str, hypothesis: str, kept: int) -> None:
    metric = METRICS.get("dates")(a_set([source]))
    assert metric.counts([hypothesis])[0, 0] == kept
