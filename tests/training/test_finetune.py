"""Fine-tuning is a recipe: what is held out, what is mixed in, what comes of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mtkit.errors import ConfigError, CorpusError, ModelError, UnknownEntryError
from mtkit.store import manifest_toml
from mtkit.store.manifest import Manifest, Model
from mtkit.store.shelf import Shelf
from mtkit.store.verification import verify
from mtkit.training import read_recipe, train
from mtkit.training.finetune import Request, write
from mtkit.training.model_files import write_model
from mtkit.training.prepare import read_clean
from mtkit.training.vocabulary import Vocabulary
from mtkit.training.warm import random_weights
from mtkit.training.weights import Shape

pytestmark = pytest.mark.torch


def quiet(line: str) -> None:
    pass


@pytest.fixture
def model(tmp_path: Path, vocabulary: Vocabulary, shape: Shape) -> Path:
    folder = tmp_path / "small"
    write_model(folder, shape, random_weights(shape, seed=2), vocabulary=vocabulary)
    manifest = Manifest(
        id="small", pairs=(("en", "ar"), ("ar", "en")), layout="transformers", license="CC-BY-4.0",
        labels={"ar": ">>ara<<", "en": ">>eng<<"}, normalizer="none",
    )  # fmt: skip
    manifest_toml.dump(manifest, folder)
    return folder


def request(model: Path, *texts: Path | str, **changes: object) -> Request:
    plain = Request(model=str(model), texts=tuple(map(str, texts)), id="tuned", updates=2)
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_tenth_is_held_out_and_reference_sets_are_watched(
    model: Path, corpus: Path, tmp_path: Path
) -> None:
    path = write(request(model, corpus), tmp_path / "run")
    recipe = read_recipe(path)
    assert recipe.model.start == model
    assert recipe.directions == ("en-ar", "ar-en")
    assert recipe.license == "CC-BY-4.0"
    lines = (tmp_path / "run" / "dev.jsonl").read_text("utf-8").splitlines()
    held = [json.loads(line) for line in lines]
    assert len(held) == 40
    assert "newsdesk/dev" in {spec.set for spec in recipe.held_out}
    pairs, report, _ = read_clean(recipe, say=quiet)
    assert not {row["en"] for row in held} & {pair.texts[0] for pair in pairs}
    assert report.dropped["text1"]["held out (dev)"] >= 40


def test_general_text_makes_its_share_and_is_held_out_too(
    model: Path, corpus: Path, tmp_path: Path
) -> None:
    asked = request(model, corpus, general=("newsdesk/dev",), general_share=0.25)
    recipe = read_recipe(write(asked, tmp_path / "run"))
    own, general = recipe.corpora
    assert general.set == "newsdesk/dev"
    assert general.weight * 1051 == pytest.approx(400 / 3, rel=1e-2)
    assert own.weight == 1
    assert [spec.id for spec in recipe.dev] == ["dev", "general"]
    assert "newsdesk/dev" not in {spec.set for spec in recipe.held_out}, "it is learned from"


def test_of_much_general_text_a_part_is_enough(model: Path, corpus: Path, tmp_path: Path) -> None:
    corpus.write_text("".join(corpus.read_text("utf-8").splitlines(keepends=True)[:20]), "utf-8")
    recipe = read_recipe(write(request(model, corpus, general=("newsdesk/dev",)), tmp_path / "run"))
    assert (recipe.corpora[1].limit, recipe.corpora[1].weight) == (200, 0.1)


def test_the_same_request_writes_the_same_recipe(model: Path, corpus: Path, tmp_path: Path) -> None:
    first = write(request(model, corpus), tmp_path / "run").read_bytes()
    assert write(request(model, corpus), tmp_path / "run").read_bytes() == first


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"model": "nobody"}, UnknownEntryError, "no model at hand 'nobody'"),
        ({"pair": ("en", "fr")}, ConfigError, "small does not serve en-fr, only en-ar, ar-en"),
        ({"general_share": 1.0}, ConfigError, r"share of general text is 1\.0"),
        ({"updates": 0}, ConfigError, "either hours or updates"),
        ({"texts": ("nowhere.tsv",)}, CorpusError, "corpus 'text1' is not there"),
        ({"dev": ("newsdesk/nothing",)}, UnknownEntryError, "no part of newsdesk 'nothing'"),
    ],
)
def test_mistakes_are_one_clear_line(
    model: Path, corpus: Path, tmp_path: Path, changes: dict[str, object],
    error: type[Exception], message: str,
) -> None:  # fmt: skip
    with pytest.raises(error, match=message) as caught:
        write(replace(request(model, corpus), **changes), tmp_path / "run")  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


def test_too_little_text(model: Path, tmp_path: Path) -> None:
    (tmp_path / "few.tsv").write_text("one\tواحد\n" * 3, "utf-8")
    with pytest.raises(CorpusError, match="3 pairs are too few to learn from"):
        write(request(model, tmp_path / "few.tsv"), tmp_path / "run")


def test_text_that_is_all_held_out(model: Path, tmp_path: Path) -> None:
    path = write(request(model, "newsdesk/dev-pairs", dev=("newsdesk/dev-documents",)), tmp_path)
    recipe = read_recipe(path)
    (spec,) = recipe.corpora
    copied = replace(recipe, held_out=(replace(spec, id="same"),))
    with pytest.raises(CorpusError, match=r"nothing is left .*text1: 0 of 422 .*held out \(same\)"):
        read_clean(copied, say=quiet)


def test_a_marian_release_cannot_be_trained(model: Path, corpus: Path, tmp_path: Path) -> None:
    path = model / "model.toml"
    path.write_text(path.read_text("utf-8").replace('"transformers"', '"marian"'), "utf-8")
    with pytest.raises(ModelError, match="stored as marian, which cannot be trained"):
        write(request(model, corpus), tmp_path / "run")


@pytest.mark.model
@pytest.mark.slow
def test_from_request_to_shelf(
    embedded: Model, newsdesk: list[tuple[str, str]], tmp_path: Path
) -> None:
    """The shipped model learns from 60 phrases; what comes out is whole, judged and described."""
    from mtkit.engines.install import remove, translator
    from mtkit.training.export import Finished, install
    from mtkit.training.judging import JudgedSet

    text = tmp_path / "own.tsv"
    text.write_text("".join(f"{en}\t{ar}\n" for en, ar in newsdesk[:60]), "utf-8")
    asked = request(embedded.path, text, id="tuned", updates=3, workers=1, dev=("newsdesk/dev",))
    recipe_file = write(asked, tmp_path / "run")
    recipe = read_recipe(recipe_file)
    recipe = replace(recipe, dev=(replace(recipe.dev[0], limit=4),))
    outcome = train(recipe, tmp_path / "run", say=quiet)
    assert outcome.position.update == 3

    sets = [JudgedSet("phrases", tuple(newsdesk[60:66]), seen=1)]
    finished = Finished(recipe, recipe_file, tmp_path / "run", sets=sets, compared=True)
    model, verdicts = install(finished, say=quiet)
    assert [v.result.systems for v in verdicts] == [("before", "tuned")] * 2
    assert model.id in {one.id for one in Shelf().list()}
    assert verify(model, translate=translator(model)).sound
    manifest = model.manifest
    assert manifest.extra["training"]["recipe_sha256"]  # type: ignore[index]
    assert manifest.extra["data"]["text1"]["pairs"] == 60  # type: ignore[index]
    assert {(score.corpus, score.metric) for score in manifest.scores} == {
        ("phrases", "chrF"),
        ("phrases", "BLEU"),
    }
    card = (model.path / "CARD.md").read_text("utf-8")
    for part in ("## Scores", "## Text", "## Learning curve", "## Translations", "## Recipe"):
        assert part in card
    assert "| text1 | 60 | 60 | 1 | not stated |" in card
    assert "newsdesk/dev (1,051)" in card, "the guard is named"
    assert "Of phrases, 1 of 6 pairs stand in the training text." in card
    assert recipe_file.read_text("utf-8").rstrip() in card
    remove("tuned")
