"""Names kept: exact, spelled otherwise, missing; whose names are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtkit.errors import ConfigError
from mtkit.evaluation import evaluate
from mtkit.evaluation.corpora import find_corpus, load_part
from mtkit.evaluation.expected_names import expected_names, names_by_side
from mtkit.evaluation.metrics import METRICS, make_metric
from mtkit.evaluation.metrics.name_search import named_text, tokens
from mtkit.evaluation.reference_set import ReferenceSet


def kept(name: str, hypothesis: str, *, argument: str = "") -> str:
    """Return what becomes of one marked name."""
    language = "en" if name.isascii() else "ar"
    references = ReferenceSet((("",),), target_language=language, names=((name,),))
    metric = METRICS.get("names")(references, *([argument] if argument else []))
    parts = metric.parts(metric.counts([hypothesis])[0])
    assert parts["expected"] == 1
    return next(kind for kind in ("exact", "variant", "missing") if parts[kind])


@pytest.mark.parametrize(
    ("name", "hypothesis", "kind"),
    [
        ("Aleppo", "The army entered Aleppo.", "exact"),
        ("Syria", "Syria's army", "exact"),
        ("بشار الأسد", "التقى بشار الاسد الوزير", "exact"),
        ("بشار الأسد", "وبشار الأسد", "exact"),
        ("البصرة", "وصل بالبصرة أمس", "exact"),
        ("الأمم المتحدة", "وللأمم المتحدة دور", "exact"),
        ("Alex Ovechkin", "It was Alex Oveschkin one day.", "variant"),
        ("Trafalgar Square", "near Travalgar Square along", "variant"),
        ("Jonny Reid", "Johnny Reed, a driver", "variant"),
        ("جون هاورد", "قال جون هاوارد إن", "variant"),
        ("الجارديان", "صحيفة الغارديان البريطانية", "variant"),
        ("United Nations", "a report of the UN", "variant"),
        ("Aleppo", "The army entered Damascus.", "missing"),
        ("York University", "the city of York", "missing"),
        ("Aleppo", "", "missing"),
        ("Iran", "the army of Iraq", "missing"),
        ("قطر", "وصل القطار", "missing"),
    ],
)
def test_one_name(name: str, hypothesis: str, kind: str) -> None:
    assert kept(name, hypothesis) == kind


def test_a_gazetteer_knows_other_forms(tmp_path: Path) -> None:
    from mtkit.names.gazetteer import Gazetteer
    from mtkit.names.gazetteer.lists import read_list

    assert kept("Burma", "the army of Myanmar") == "missing"
    path = tmp_path / "names.sqlite"
    with Gazetteer(path, create=True) as gazetteer:
        listed = tmp_path / "list.tsv"
        listed.write_text("Burma\tبورما\nMyanmar\tميانمار\n", "utf-8")
        gazetteer.add_list(read_list(listed, languages=("en", "ar"), type="LOC"))
        gazetteer.merge("Burma", "Myanmar")
    assert kept("Burma", "the army of Myanmar", argument=str(path)) == "variant"


def test_the_score_is_the_share_kept() -> None:
    references = ReferenceSet(
        (("", "", ""),), target_language="en", names=(("Aleppo", "Jonny Reid"), ("Homs",), ())
    )
    metric = METRICS.get("names")(references)
    counts = metric.counts(["Aleppo and Johnny Reed", "Hama", "none"])
    assert counts.tolist() == [[1, 1, 2], [0, 0, 1], [0, 0, 0]]
    assert float(metric.score(counts.sum(axis=0))) == pytest.approx(200 / 3)
    assert float(metric.score(counts[2])) == 100
    assert metric.parts(counts.sum(axis=0))["missing"] == 1


def test_marked_names_of_a_set_are_looked_for() -> None:
    found = find_corpus("newsdesk/dev")
    assert found is not None
    whole = load_part(*found, source="en", target="ar")
    names = expected_names(whole)
    assert names[0] == ("البصرة",)
    assert whole.names is not None
    assert whole.names[-1] is None  # single sentences have none marked
    metric = METRICS.get("names")(whole)
    assert "names:marked+reference" in metric.signature
    counts = metric.counts(whole.references[0]).sum(axis=0)
    assert counts[0] / counts[2] > 0.99  # a reference keeps its own names


def test_names_of_the_reference_are_found_where_none_are_marked() -> None:
    reference = ("Bashar al-Assad met the foreign minister in Damascus on Friday.",)
    references = ReferenceSet((reference,), target_language="en")
    assert expected_names(references) == (("Bashar al-Assad", "Damascus"),)
    with pytest.raises(ConfigError, match="English and Arabic; this target is fr"):
        METRICS.get("names")(ReferenceSet((("oui",),), target_language="fr"))


def test_names_are_sliced_and_compared_like_any_metric() -> None:
    references = ["The army entered Aleppo on Friday.", "He left again."] * 10
    systems = {"good": references, "bad": [t.replace("Aleppo", "the city") for t in references]}
    result = evaluate(systems, references, metrics=["names"], target_language="en")
    assert result.comparisons[0].significant
    assert {s.label for s in result.slices if s.kind == "name"} == {"with a name", "without"}


def test_every_side_has_its_names() -> None:
    references = ReferenceSet((("The army entered Aleppo.",),), ("دخل الجيش حلب.",), "ar", "en")
    sides = names_by_side(references, {"mt": ["The army is in Damascus."]})
    assert {side: [m.form for m in rows[0]] for side, rows in sides.items()} == {
        "source": ["حلب"],
        "reference 1": ["Aleppo"],
        "mt": ["Damascus"],
    }


def test_only_runs_that_resemble_the_name_are_compared() -> None:
    words = named_text("The Greek lawyers Sakis Kitchagioglu and George were in Athens")
    found = words.candidates(tokens("Sakis Kechagioglou"))
    assert found == {"Sakis Kitchagioglu", "Sakis Kitchagioglu and"}


def test_a_missing_gazetteer_is_said() -> None:
    references = ReferenceSet((("Aleppo",),), target_language="en", names=(("Aleppo",),))
    with pytest.raises(ConfigError):
        make_metric("names=nowhere.sqlite", references)
