"""`evaluate`: from texts to results, as data and as tables."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sacrebleu.metrics import BLEU

from mtkit.errors import ConfigError, FormatError, UnknownEntryError
from mtkit.evaluation import Evaluation, Sampling, evaluate
from mtkit.evaluation.corpora import find_corpus, load_part
from mtkit.evaluation.inputs import Inputs, evaluate_inputs
from mtkit.evaluation.requirements import below_floor, dropped
from mtkit.evaluation.tables import to_latex, to_markdown

QUICK = Sampling(samples=200, trials=500)


def spoil(texts: tuple[str, ...], every: int) -> list[str]:
    """Return the texts with each so manieth word replaced."""
    return [
        " ".join("شيء" if i % every == every - 1 else word for i, word in enumerate(text.split()))
        for text in texts
    ]


@pytest.fixture(scope="module")
def result() -> Evaluation:
    found = find_corpus("newsdesk/dev")
    assert found is not None
    whole = load_part(*found, source="en", target="ar")
    references = whole.references[0][:120]
    systems = {
        "good": spoil(references, 6),
        "same": spoil(references, 6),
        "bad": spoil(references, 3),
    }
    assert whole.sources is not None
    return evaluate(
        systems,
        references,
        whole.sources[:120],
        labels={"half": ["first"] * 60 + ["second"] * 60},
        sampling=QUICK,
    )


def test_languages_and_metrics_are_found_out(result: Evaluation) -> None:
    assert result.languages == ("en", "ar")
    assert [info.name for info in result.metrics][:2] == ["chrf", "chrf++"]
    assert {"bleu-norm", "names", "numbers", "flags"} <= {info.name for info in result.metrics}
    assert result.findings == ()


def test_every_score_lies_in_its_interval(result: Evaluation) -> None:
    assert len(result.scores) == 3 * len(result.metrics)
    for score in result.scores:
        assert score.interval.low <= score.value <= score.interval.high


def test_differences_are_real_where_they_are(result: Evaluation) -> None:
    pairs = {(p.system, p.other): p for p in result.comparisons if p.metric == "chrf"}
    assert pairs["good", "same"].p_corrected == 1
    assert not pairs["good", "same"].significant
    assert pairs["good", "bad"].significant
    assert pairs["good", "bad"].interval.low > 0
    assert result.ranks("chrf") == {"good": 1, "same": 1, "bad": 3}


def test_slices_are_scored_by_themselves(result: Evaluation) -> None:
    kinds = {score.kind for score in result.slices}
    assert kinds == {"length", "number", "name", "half"}
    halves = [s for s in result.slices if (s.kind, s.system, s.metric) == ("half", "bad", "chrf")]
    assert [(s.label, s.segments) for s in halves] == [("first", 60), ("second", 60)]


def test_segments_have_scores(result: Evaluation) -> None:
    segments = result.segment_scores["bad", "chrf"]
    assert segments.shape == (120,)
    assert 0 <= segments.min() < segments.max() <= 100


def test_the_same_seed_gives_the_same_numbers() -> None:
    texts = ["The army entered Aleppo.", "He left again.", "Nobody came."] * 4
    references = ["The army entered the city.", "He left.", "No one came."] * 4
    one, other = (evaluate(texts, references, sampling=QUICK) for _ in range(2))
    assert one.to_dict() == other.to_dict()


def test_several_references() -> None:
    texts, references = ["the army left"], [["the troops left"], ["the army left today"]]
    score = evaluate(texts, references, metrics=["bleu"]).score("system", "bleu").value
    assert score == BLEU().corpus_score(texts, references).score


def test_it_can_be_written_as_json(result: Evaluation) -> None:
    table = json.loads(json.dumps(result.to_dict()))
    assert table["metrics"][0]["signature"].startswith("nrefs:1|case:mixed|eff:yes")
    assert len(table["comparisons"]) == 3 * len(result.metrics)


def test_tables(result: Evaluation) -> None:
    markdown = to_markdown(result, details=True)
    assert markdown.count("| good |") == 1 + len({(s.kind, s.label) for s in result.slices})
    assert "| good − bad |" in markdown
    assert "norm:mtkit-ar.1" in markdown
    latex = to_latex(result)
    assert r"chrF2 $\uparrow$" in latex
    assert latex.count(r"\\") == 1 + len(result.systems)
    assert "<td>good</td>" in result._repr_html_()


def test_pandas(result: Evaluation) -> None:
    pytest.importorskip("pandas")
    frame = result.to_pandas()
    assert list(frame.index) == ["good", "same", "bad"]
    assert frame.loc["bad", "chrf_low"] <= frame.loc["bad", "chrf"]


def test_requirements(result: Evaluation) -> None:
    value = result.score("bad", "chrf").value
    assert below_floor(result, {"chrf": value}) == []
    assert len(below_floor(result, {"chrf": value + 0.1})) == 1
    assert len(below_floor(result, {"flags": -1})) == 3  # lower is better: a ceiling
    baseline = [(s.system, s.metric, s.value + 1) for s in result.scores if s.metric == "chrf"]
    assert dropped(result, baseline, most=1.001) == []
    assert len(dropped(result, baseline, most=0.5)) == 3
    with pytest.raises(ConfigError, match="no better and worse"):
        below_floor(result, {"length": 100})
    with pytest.raises(ConfigError, match="no system and metric in common"):
        dropped(result, [("other", "ter", 1.0)], most=1)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"hypotheses": {}}, ConfigError, "nothing to judge"),
        ({"references": []}, ConfigError, "list of texts"),
        ({"references": "text"}, ConfigError, "list of texts"),
        ({"references": ["a", "b"]}, FormatError, "1 lines, the references have 2"),
        ({"sources": ["a", "b"]}, FormatError, "the source has 2 lines and reference 1 has 1"),
        ({"metrics": ["rouge"]}, UnknownEntryError, "no metric 'rouge'"),
        ({"metrics": ["chrf", "chrf"]}, ConfigError, "'chrf' is asked for twice"),
        ({"metrics": ["chrf=x"]}, ConfigError, "'chrf' takes nothing after the ="),
        ({"metrics": []}, ConfigError, "no metric was named"),
        ({"metrics": ["flags"]}, ConfigError, "needs the source"),
        ({"target_language": "no language"}, ConfigError, "no language code"),
    ],
)
def test_bad_arguments(arguments: dict[str, object], error: type[Exception], message: str) -> None:
    usual: dict[str, object] = {"hypotheses": ["a"], "references": ["a"]}
    with pytest.raises(error, match=message):
        evaluate(**{**usual, **arguments})  # type: ignore[arg-type]


PUBLISHED = (
    "argos",
    "bergamot-base-memory",
    "bergamot-base",
    "google",
    "microsoft",
    "nllb",
    "opusmt",
)


@pytest.mark.shared
@pytest.mark.parametrize("pair", ["en-ar", "ar-en"])
def test_published_scores_are_reproduced(shared: Path, pair: str) -> None:
    folder = shared / "systems"
    rows = [line.split("|") for line in (folder / "PUBLISHED.md").read_text("utf-8").splitlines()]
    published = {row[2].strip(): float(row[3]) for row in rows if row[1:2] == [f" {pair} "]}
    assert published.keys() == set(PUBLISHED)
    target = pair.split("-")[1]
    places = [f"{name}={folder / pair}/flores-dev.{name}.{target}" for name in PUBLISHED]
    references = [str(folder / pair / f"flores-dev.{target}")]
    result = evaluate_inputs(
        Inputs(hypotheses=places, references=references),
        metrics=["bleu"],
        sampling=Sampling(samples=10, trials=10),
    )
    scores = {score.system: round(score.value, 1) for score in result.scores}
    assert scores == published


@pytest.mark.shared
def test_13a_and_normalized_bleu_disagree_about_the_best_arabic(shared: Path) -> None:
    folder = shared / "systems" / "en-ar"
    result = evaluate_inputs(
        Inputs(
            hypotheses=[str(folder / f"flores-dev.{name}.ar") for name in ("google", "microsoft")],
            references=[str(folder / "flores-dev.ar")],
        ),
        metrics=["bleu", "bleu-norm"],
    )
    assert [pair.significant for pair in result.comparisons] == [True, True]
    assert result.comparisons[0].difference > 0 > result.comparisons[1].difference


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(("pair", "system"), [("en-ar", "opusmt"), ("ar-en", "google")])
def test_scores_and_signatures_are_those_of_sacrebleus_command(
    shared: Path, pair: str, system: str
) -> None:
    target = pair.split("-")[1]
    reference = shared / "systems" / pair / f"flores-dev.{target}"
    hypothesis = reference.with_name(f"flores-dev.{system}.{target}")
    command = [sys.executable, "-m", "sacrebleu", str(reference), "-i", str(hypothesis)]
    options = ["-m", "chrf", "bleu", "ter", "-w", "12"]
    ran = subprocess.run([*command, *options], check=True, capture_output=True)
    theirs = [(row["score"], row["signature"]) for row in json.loads(ran.stdout)]
    ours = evaluate_inputs(
        Inputs(hypotheses=[str(hypothesis)], references=[str(reference)]),
        metrics=["bleu", "chrf", "ter"],
        sampling=Sampling(samples=1, trials=1),
    )
    assert [score.value for score in ours.scores] == pytest.approx([s for s, _ in theirs], abs=1e-9)
    assert [info.signature for info in ours.metrics] == [signature for _, signature in theirs]
