from __future__ import annotations

import pytest

from mtkit.errors import ModelError
from mtkit.store import Golden, Manifest
from mtkit.store.catalog import find, hub_models, serving
from mtkit.store.golden import check, find_fault, record, sentences


@pytest.mark.parametrize(
    ("output", "target", "fault"),
    [
        ("بدأت الحرب في عام 2011.", "ar", None),
        ("بدأت الحرب في عام ٢٠١١.", "ar", None),
        ("La guerre a commencé en 2011.", "fr", None),
        ("أطلقت شركة BMW سيارتها في 2011.", "ar", None),
        ("", "ar", "nothing came out"),
        ("2011", "ar", "nothing came out"),
        ("The war began in 2011.", "ar", "not in Arabic script"),
        ("بدأت الحرب في عام 2011.", "en", "not in Latin script"),
        ("بدأت الحرب في عام 2012.", "ar", "the year is lost"),
        ("بدأت بدأت بدأت بدأت 2011", "ar", "it repeats itself"),
        ("بدأت الحرب في الحرب في الحرب في الحرب في 2011", "ar", "it repeats itself"),
        ("قالت قالت قالت إنها بدأت 2011", "ar", None),
    ],
)
def test_faults_of_a_translation(output, target, fault):
    assert find_fault("The war began in 2011.", output, target) == fault


def test_there_are_three_sentences_for_a_language_and_none_for_an_unknown_one():
    assert len(sentences("en")) == len(sentences("ar-SY")) == 3
    assert sentences("eo") == ()


def test_what_a_model_says_is_recorded_for_each_pair_that_can_be_tried():
    manifest = Manifest("m", (("en", "ar"), ("eo", "ar")), "transformers", "MIT")
    golden = record(
        manifest, lambda texts, source, target: [f"نص 2011 رقم {len(text)}" for text in texts]
    )
    assert [(one.source_language, one.source) for one in golden] == [
        ("en", sentence) for sentence in sentences("en")
    ]


def test_one_bad_sentence_of_three_is_a_weak_model_two_are_a_broken_one():
    manifest = Manifest("m", (("en", "ar"),), "transformers", "MIT")
    good = "وصل الوزير في عام 2011"
    assert record(manifest, lambda *_: [good, "loop", good])
    with pytest.raises(
        ModelError, match="m: does not translate en to ar: not in Arabic script: 'The"
    ):
        record(manifest, lambda *_: ["loop", "loop", good])


def test_a_word_that_falls_otherwise_is_no_other_model():
    golden = [Golden("ar", "en", "س", "The minister arrived in the capital this morning.")]
    assert check(golden, lambda *_: ["The minister arrived at the capital this morning."]) == []
    assert check(golden, lambda *_: ["Residents closed the school."])


def test_the_catalog_has_the_better_models_first_and_takes_any_repository():
    assert [model.id for model in serving("ar", "en")] == ["opus-mt-tc-big-ar-en", "opus-mt-ar-en"]
    assert all(find(model.id) == find(model.repository) == model for model in hub_models())
    assert find("somebody/my-model").id == "my-model"
