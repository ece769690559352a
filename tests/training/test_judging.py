"""What a finished model is judged on: sets at hand that it did not learn from, each text once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtkit.training.judging import judged_sets, sets_at_hand
from mtkit.training.recipe import CorpusSpec, Recipe, TrainingSpec

LANGUAGES = ("en", "ar")
NEWSDESK = Path(__file__).parents[2] / "corpora" / "newsdesk"


def names(*learned: CorpusSpec) -> set[str]:
    return {spec.set for spec in sets_at_hand(LANGUAGES, but=learned)}


def test_whole_sets_stand_for_their_parts_and_training_text_for_nothing() -> None:
    found = names()
    assert "newsdesk/dev" in found
    assert not found & {"newsdesk/train", "newsdesk/dev-pairs", "newsdesk/dev-documents"}


def test_a_set_that_is_learned_from_is_none_to_judge_by() -> None:
    learned = CorpusSpec(id="mine", path=NEWSDESK / "dev_pairs.tsv")
    found = names(learned)
    assert "newsdesk/dev-documents" in found
    assert not found & {"newsdesk/dev", "newsdesk/dev-pairs"}


def test_other_languages_have_none() -> None:
    assert sets_at_hand(("en", "fy")) == []


def test_dev_sets_are_judged_whole_and_what_was_seen_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtkit.store.corpora.places.shipped", lambda kind: tmp_path / "none")
    rows = [{"en": f"Sentence {i}.", "ar": f"جملة {i}."} for i in range(5)]
    path = tmp_path / "dev.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    recipe = Recipe(
        id="r",
        languages=LANGUAGES,
        corpora=(CorpusSpec(id="c", path=tmp_path / "c.tsv"),),
        training=TrainingSpec(updates=1),
        dev=(CorpusSpec(id="dev", path=path, limit=2),),
        held_out=(CorpusSpec(id="again", path=path),),
    )
    (only,) = judged_sets(recipe, [("SENTENCE 3", "غير ذلك"), ("other", "جملة ٤")])
    assert (only.name, len(only.pairs)) == ("dev", 5)
    assert only.seen == 1, "case and punctuation do not count, digits do"
