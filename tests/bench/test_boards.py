"""Leaderboards: shared ranks, broken rows, fronts, figures of others, and how they are written."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.bench.boards import boards, front
from mtkit.bench.cells import some_of
from mtkit.bench.markdown import DIFFERENT, to_markdown
from mtkit.bench.page import to_html
from mtkit.bench.plot import quality_step, speed_ticks
from mtkit.bench.published import published
from mtkit.errors import ConfigError
from mtkit.evaluation import ReferenceSet
from mtkit.evaluation.corpora import find_corpus, load_part
from mtkit.evaluation.gates import Gates
from mtkit.evaluation.results import Sampling

LIMIT = 60
QUICK = Sampling(samples=50, trials=300)


@pytest.fixture(scope="module")
def references() -> ReferenceSet:
    found = find_corpus("newsdesk/dev-pairs")
    assert found is not None
    return some_of(load_part(*found, source="en", target="ar"), LIMIT)


def without_every(step: int, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return texts that lack every so-many-th word."""
    return tuple(
        " ".join(word for place, word in enumerate(text.split(), 1) if place % step)
        for text in texts
    )


@pytest.fixture(scope="module")
def systems(references: ReferenceSet) -> dict[str, tuple[str, ...]]:
    good = without_every(5, references.references[0])
    other = (references.references[0][0], *good[1:])  # one segment is better
    return {
        "good": good,
        "as good": other,
        "bad": without_every(2, references.references[0]),
        "copy": references.sources or (),
    }


@pytest.fixture
def measured(make_record, references, systems):
    """Return the results of the systems, judged by the gates as the bench does it."""
    gates = Gates(references)
    chrf = {"good": 80.0, "as good": 80.5, "bad": 50.0, "copy": 0.1}
    speeds = {"good": 20.0, "as good": 10.0, "bad": 15.0, "copy": 1000.0}
    return [
        make_record(
            name,
            hypotheses=texts,
            references=references,
            limit=LIMIT,
            chrf=chrf[name],
            speed=speeds[name],
            findings=[finding.to_dict() for finding in gates.check(name, texts)],
        )
        for name, texts in systems.items()
    ]


@pytest.fixture
def stored(measured, systems):
    texts = zip(measured, systems.values(), strict=True)
    return {record.hypotheses: said for record, said in texts}


def test_what_no_test_tells_apart_shares_a_rank(measured, stored):
    (board,) = boards(measured, stored, sampling=QUICK)
    ranks = {row.record.cell.model: row.rank for row in board.rows}
    assert ranks == {"good": 1, "as good": 1, "bad": 3, "copy": None}
    assert [row.record.cell.model for row in board.rows] == ["as good", "good", "bad", "copy"]


def test_a_system_is_never_better_than_itself(make_record, references, systems):
    said = systems["good"]
    records = [
        make_record(name, hypotheses=said, references=references, limit=LIMIT)
        for name in ("one", "two", "three")
    ]
    (board,) = boards(records, {records[0].hypotheses: said}, sampling=QUICK)
    assert [row.rank for row in board.rows] == [1, 1, 1]


@pytest.mark.shared
def test_ranks_of_seven_known_systems(make_record, shared, monkeypatch):
    monkeypatch.setenv("MTKIT_CORPORA", str(shared / "reference"))
    found = find_corpus("flores-200/dev")
    assert found is not None
    flores = load_part(*found, source="en", target="ar")
    records, hypotheses = [], {}
    for path in sorted((shared / "systems" / "en-ar").glob("flores-dev.*.ar")):
        texts = path.read_text("utf-8").split("\n")[:-1]
        name = path.name.split(".")[1]
        records.append(make_record(name, hypotheses=texts, references=flores, set="flores-200/dev"))
        hypotheses[records[-1].hypotheses] = texts
    (board,) = boards(records, hypotheses, sampling=Sampling(samples=2, trials=2000))
    ranks = {row.record.cell.model: row.rank for row in board.rows}
    # chrF 62.94 and 62.91; 60.85 and 60.83; 53.45; 52.91; 43.79
    assert ranks["microsoft"] == ranks["google"] == 1
    assert ranks["bergamot-base"] == ranks["bergamot-base-memory"] == 3
    assert ranks["opusmt"] == 5
    assert ranks["argos"] == 7


def test_a_broken_row_is_shown_and_not_ranked_however_fast(measured, stored):
    (board,) = boards(measured, stored, sampling=QUICK)
    copy = board.rows[-1]
    assert copy.record.cell.model == "copy"
    assert (copy.rank, copy.front) == (None, False)
    assert any("(copied)" in flag for flag in copy.flags)
    text = to_markdown([board])
    assert "| broken | copy ctranslate2 int8 beam 4 |" in text
    assert "- **flagged** copy ctranslate2 int8 beam 4: " in text


def test_the_front_is_looked_for_on_each_machine(measured, stored, make_record, references):
    slow = make_record(
        "bad",
        machine="bbbb0000",
        hypotheses=without_every(2, references.references[0]),
        references=references,
        limit=LIMIT,
        speed=1.0,
    )
    (board,) = boards([*measured, slow], stored, sampling=QUICK)
    on_front = {(r.record.cell.model, r.record.machine.id) for r in board.rows if r.front}
    assert on_front == {("good", "aaaa0000"), ("as good", "aaaa0000"), ("bad", "bbbb0000")}
    assert [row.rank for row in board.rows if row.record.cell.model == "bad"] == [3, 3]
    assert "| rank | system | machine |" in to_markdown([board])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"set": "nosuch/dev"}, "nosuch/dev is not at hand here"),
        ({"references": None}, "is another text than the one that was translated"),
        ({"hypotheses": ["other"]}, "are not beside the results"),
    ],
)
def test_what_cannot_be_tested_is_not_ranked_and_that_is_said(
    make_record, references, systems, stored, change, why
):
    said = {"hypotheses": systems["good"], "references": references, "limit": LIMIT} | change
    (board,) = boards([make_record("good", **said)], stored, sampling=QUICK)
    assert board.rows[0].rank is None
    assert why in board.unranked
    assert f"- not ranked: {board.unranked}" in to_markdown([board])


def test_an_unknown_metric_is_one_line(measured, stored):
    with pytest.raises(ConfigError, match=r"no score 'comet' \(there are chrf, bleu\)"):
        boards(measured, stored, metric="comet")


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1))
def test_the_front_is_what_nothing_beats(points):
    chosen = front([(float(q), float(s)) for q, s in points])

    def beats(one, other):
        return one != other and one[0] >= other[0] and one[1] >= other[1]

    kept = [point for point, on in zip(points, chosen, strict=True) if on]
    assert kept
    for point, on in zip(points, chosen, strict=True):
        assert on == (not any(beats(other, point) for other in kept))


# --- figures of others ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("system", "direction", "kind", "metric", "value"),
    [
        ("Google", "en-ar", "published", "bleu", 33.7),
        ("Microsoft", "ar-en", "published", "comet", 0.8747),
        ("Bergamot base", "en-ar", "re-scored", "chrf", 61.1),
        ("OPUS-MT tc-big 2022-03-09", "ar-en", "published", "chrf", 67.2),
        ("NLLB, as Mozilla ran it", "en-ar", "published", "bleu", 21.5),
        ("Argos", "ar-en", "published", "bleu", 29.5),
    ],
)
def test_published_figures(system, direction, kind, metric, value):
    found = [
        figure.scores[metric]
        for figure in published()
        if (figure.system, figure.direction, figure.kind) == (system, direction, kind)
        and figure.set == "flores-200/devtest"
        and metric in figure.scores
    ]
    assert found == [value]


def test_every_figure_says_where_it_is_from():
    assert all(figure.source.url.startswith("https://") for figure in published())


def test_figures_on_another_set_stand_apart(make_record):
    on_dev = make_record(set="flores-200/dev", hypotheses=["x"])
    on_devtest = make_record(set="flores-200/devtest", hypotheses=["x"])
    part = make_record(set="flores-200/devtest", hypotheses=["x"], limit=10)
    for record, same in ((on_dev, False), (on_devtest, True), (part, False)):
        (board,) = boards([record], {})
        google = [f for f in board.same_set if f.system == "Google"]
        assert bool(google) is same
        text = to_markdown([board])
        above, _, below = text.partition(DIFFERENT)
        assert below  # there is always some other set
        assert ("| Google |" in above) is same
        assert ("| Google | flores-200/devtest |" in below) is not same
        assert "tico-19/test" in below


# --- how they are written --------------------------------------------------------------------


class _Page(HTMLParser):
    """Notes what is open, so that a page that nests wrongly is found."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: dict[str, list[dict[str, str | None]]] = {}

    def handle_starttag(self, tag, attrs):
        self.texts.setdefault(tag, []).append(dict(attrs))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def page(measured, stored) -> str:
    return to_html(boards(measured, stored, sampling=QUICK))


def test_the_page_needs_nothing_else_and_nests(page):
    parsed = _Page()
    parsed.feed(page)
    assert parsed.open == []
    assert not {"script", "link", "img", "iframe"} & parsed.texts.keys()
    assert "url(" not in page
    assert "@import" not in page
    assert "prefers-color-scheme: dark" in page


def test_arabic_says_that_it_is_and_runs_from_the_right(page, references):
    parsed = _Page()
    parsed.feed(page)
    assert {"lang": "ar", "dir": "rtl"} in parsed.texts["dd"]
    assert f'<dd lang="ar" dir="rtl">{references.references[0][0]}</dd>' in page
    assert parsed.texts["html"] == [{"lang": "en", "dir": "ltr"}]


def test_the_plot_has_a_point_for_each_sound_system(page):
    (svg,) = re.findall("<svg.*?</svg>", page, flags=re.S)
    root = ElementTree.fromstring(svg)
    titles = [title.text for title in root.iter("title")]
    assert titles == [
        "as good ctranslate2 int8 beam 4: 80.5 (79.5–81.5), 10.0 a second",
        "good ctranslate2 int8 beam 4: 80.0 (79.0–81.0), 20.0 a second",
        "bad ctranslate2 int8 beam 4: 50.0 (49.0–51.0), 15.0 a second",
    ]
    marks = [g.get("class") for g in root.iter("g")]
    assert marks == ["point on-front", "point on-front", "point"]


def test_names_cannot_break_the_page(make_record, references, systems):
    name = '<script>alert("|")</script>'
    said = systems["good"]
    record = make_record(name, hypotheses=said, references=references, limit=LIMIT)
    made = boards([record], {record.hypotheses: said}, sampling=QUICK)
    assert "<script" not in to_html(made)
    assert r"alert(\"\|\")".replace(r"\"", '"') in to_markdown(made)


def test_a_busy_machine_is_marked(make_record):
    (board,) = boards([make_record(hypotheses=["x"], others=1.5)], {})
    text = to_markdown([board])
    assert "| ~10 | ~200 | 267 |" in text  # medians of 2 s, and 1.5 s of a core
    assert "~: the machine was busy" in text


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(3, 60, [5, 10, 20, 50]), (0.4, 1.1, [0.5, 1]), (900, 5000, [1000, 2000, 5000])],
)
def test_ticks_of_speed(low, high, ticks):
    assert speed_ticks(low, high) == ticks


@pytest.mark.parametrize(("span", "step"), [(4, 1), (10, 2), (45, 10), (1, 0.2), (99, 20)])
def test_steps_of_quality(span, step):
    assert quality_step(span) == pytest.approx(step)
