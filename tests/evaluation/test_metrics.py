"""Metrics: sacreBLEU's numbers and signatures to the last digit, and the laws of a metric."""

from __future__ import annotations

import ast
import re
import sys
import types
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics import BLEU, CHRF, TER

from mtkit.errors import ConfigError
from mtkit.evaluation import evaluate
from mtkit.evaluation.metrics import METRICS, usual_metrics
from mtkit.evaluation.metrics.normalizer import normalize
from mtkit.evaluation.reference_set import ReferenceSet

THEIRS = {
    "chrf": lambda: CHRF(),
    "chrf++": lambda: CHRF(word_order=2),
    "bleu": lambda: BLEU(),
    "bleu-intl": lambda: BLEU(tokenize="intl"),
    "ter": lambda: TER(),
}
OUTSIDE = {"spbleu", "terms", "meaning", "adequacy", "comet"}  # need files: see test_outside
BY_THEMSELVES = [name for name in METRICS if name not in OUTSIDE]
WORDS = ["قال", "الرئيس،", "the", "army", "entered", "حلب", ".", "12", "١٢", "؟", ""]
TEXT = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)


def judged(name: str, hypotheses: Sequence[str], references: ReferenceSet) -> float:
    metric = METRICS.get(name)(references)
    return float(metric.score(metric.counts(hypotheses).sum(axis=0)))


def a_set(*references: Sequence[str], sources: Sequence[str] | None = None) -> ReferenceSet:
    return ReferenceSet(
        tuple(tuple(side) for side in references),
        None if sources is None else tuple(sources),
        source_language="en",
        target_language="ar",
    )


@pytest.mark.parametrize("name", THEIRS)
@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=5))
def test_scores_are_sacrebleus(name: str, rows: list[tuple[str, str, str]]) -> None:
    hypotheses, one, two = map(list, zip(*rows, strict=True))
    theirs = THEIRS[name]().corpus_score(hypotheses, [one, two]).score
    assert judged(name, hypotheses, a_set(one, two)) == pytest.approx(theirs, abs=1e-9)


LONG = st.lists(st.sampled_from("abcdef"), max_size=70).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(hypothesis=LONG, reference=LONG)
def test_edits_are_sacrebleus_with_shifts_and_beyond_the_beam(
    hypothesis: str, reference: str
) -> None:
    theirs = TER(references=[[reference]])._extract_corpus_statistics([hypothesis], None)
    ours = METRICS.get("ter")(a_set([reference])).counts([hypothesis])
    assert ours.tolist() == theirs


@pytest.mark.parametrize("name", THEIRS)
def test_signatures_are_sacrebleus(name: str) -> None:
    scorer = THEIRS[name]()
    scorer.corpus_score(["a"], [["a"]])
    assert METRICS.get(name)(a_set(["a"])).signature == str(scorer.get_signature())


@pytest.mark.parametrize("name", BY_THEMSELVES)
def test_order_of_segments_does_not_matter(name: str) -> None:
    sources = ["He paid 12 dollars.", "The army entered Aleppo.", "No."]
    references = ["دفع ١٢ دولاراً.", "دخل الجيش حلب.", "لا."]
    hypotheses = ["دفع 12 دولارا.", "الجيش دخل حلب", ""]
    forward = judged(name, hypotheses, a_set(references, sources=sources))
    backward = judged(name, hypotheses[::-1], a_set(references[::-1], sources=sources[::-1]))
    assert forward == pytest.approx(backward)


@pytest.mark.parametrize("name", BY_THEMSELVES)
def test_many_sums_are_scored_as_one_by_one(name: str) -> None:
    references = a_set(["دخل الجيش 3 قرى.", "لا.", "نعم"], sources=["3 villages", "No.", "Yes"])
    metric = METRICS.get(name)(references)
    counts = metric.counts(["دخل الجيش 3 مدن.", "", "نعم"])
    sums = np.stack([counts[:1].sum(axis=0), counts[1:].sum(axis=0), counts.sum(axis=0)])
    assert metric.score(sums).tolist() == [pytest.approx(float(metric.score(s))) for s in sums]


@pytest.mark.parametrize(
    ("written", "scored"),
    [
        ("قَالَ الرَّئيسُ، إنّ ١٢٫٥٪ وصلوا ؟", "قال الرييس, ان 12.5% وصلوا?"),
        ("«الأمـــم المتحدة» – بيان…", '"الامم المتحده" - بيان...'),
        ("مستشفى\u200f (حلب )", "مستشفي (حلب)"),
        ("3 . 5  and .5", "3. 5 and .5"),
    ],
)
def test_normalizer(written: str, scored: str) -> None:
    assert normalize(written) == scored


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30) | TEXT)
def test_normalizer_is_idempotent(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


def test_normalized_metrics_name_their_normalizer() -> None:
    references = a_set(["قال الرئيس: «نعم»."])
    for name, tokenizer in (("chrf-norm", "nc:6"), ("bleu-norm", "tok:13a")):
        signature = METRICS.get(name)(references).signature
        assert "|norm:mtkit-ar.1|version:" in signature
        assert tokenizer in signature
        assert judged(name, ['قالَ الرئيس : "نعم" .'], references) == pytest.approx(100)


@pytest.mark.parametrize(
    ("hypotheses", "score", "lost", "added"),
    [
        (["دفع ١٢ دولاراً في 2019", "جاء ٣ رجال"], 100.0, 0, 0),
        (["دفع 21 دولاراً في 2019", "جاء ثلاثة رجال"], 200 / 3, 1, 1),
        (["دفع &#39;12&#39; في 2019", "جاء 3"], 100.0, 0, 0),
        (["", ""], 0.0, 3, 0),
    ],
    ids=["other digits", "changed", "character references", "empty"],
)
def test_numbers_kept(hypotheses: list[str], score: float, lost: int, added: int) -> None:
    sources = ["He paid 12 dollars in 2019", "3 men came"]
    metric = METRICS.get("numbers")(a_set(["", ""], sources=sources))
    sums = metric.counts(hypotheses).sum(axis=0)
    assert float(metric.score(sums)) == pytest.approx(score)
    assert metric.parts(sums) == {"expected": 3, "lost": lost, "added": added}


def test_numbers_are_looked_for_in_the_reference_where_there_is_no_source() -> None:
    metric = METRICS.get("numbers")(a_set(["دفع 12"]))
    assert "against:reference" in metric.signature
    assert judged("numbers", ["دفع 12"], a_set(["دفع 12"])) == 100


def test_flags_are_the_desks_checks_as_rates() -> None:
    sources = ["The army entered the city of Aleppo on Friday.", "He paid 12 dollars."]
    metric = METRICS.get("flags")(a_set(["", ""], sources=sources))
    sums = metric.counts([sources[0], "دفع 12 دولارا."]).sum(axis=0)
    assert float(metric.score(sums)) == 50
    assert metric.parts(sums)["copied"] == 50


def test_length_counts_neither_vowel_signs_nor_spaces() -> None:
    references = a_set(["قال نعم"], ["قَالَ"])
    assert judged("length", ["قال نعم ـــ"], references) == pytest.approx(100 * 6 / 4.5)


def test_usual_metrics_are_those_that_the_set_allows() -> None:
    assert usual_metrics(ReferenceSet((("a",),)))[0] == "chrf"
    assert "flags" not in usual_metrics(a_set(["a"]))
    assert {"bleu-norm", "flags"} <= set(usual_metrics(a_set(["a"], sources=["b"])))
    with pytest.raises(ConfigError, match="'flags' needs the source"):
        METRICS.get("flags")(a_set(["a"]))


def test_the_metric_in_the_documentation_works(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parents[2] / "docs" / "quality" / "evaluation.md").read_text("utf-8")
    module, line = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    made = types.ModuleType("mtkit.evaluation.metrics.questions")
    exec(compile(module, "evaluation.md", "exec"), made.__dict__)
    monkeypatch.setitem(sys.modules, made.__name__, made)
    entries = ast.literal_eval(f"{{{line.strip()}}}")
    monkeypatch.setattr(METRICS, "_entries", {**METRICS._entries, **entries})
    sources = ["Who came?", "Nobody."] * 6
    systems = {"good": ["من جاء؟", "لا أحد."] * 6, "bad": ["من جاء.", "لا أحد."] * 6}
    result = evaluate(systems, sources, sources, metrics=["questions"])
    assert result.score("bad", "questions").value == 50
    assert result.comparisons[0].significant
