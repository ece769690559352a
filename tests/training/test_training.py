"""A tiny recipe on real text, end to end: it learns, survives a kill, and says what is wrong."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from mtkit.errors import ConfigError, CorpusError, ModelError
from mtkit.training import Recipe, train
from mtkit.training.model_files import read_shape, read_weights, write_model
from mtkit.training.plan import forecast
from mtkit.training.progress import plot, read_log
from mtkit.training.recipe import (
    CorpusSpec,
    Guide,
    ModelSpec,
    Stage,
    TrainingSpec,
    VocabularySpec,
)
from mtkit.training.vocabulary import Vocabulary

pytestmark = pytest.mark.torch

UPDATES = 60


@pytest.fixture
def recipe(corpus: Path) -> Recipe:
    return Recipe(
        id="tiny",
        languages=("en", "ar"),
        corpora=(CorpusSpec(id="phrases", path=corpus, format="tsv"),),
        vocabulary=VocabularySpec(kind="sentencepiece", size=400, word_list=0),
        model=ModelSpec(
            encoder="none", encoder_layers=1, decoder_layers=1, width=32, heads=4, feed_forward=64
        ),
        guide=Guide(early_updates=20),
        stages=(Stage(longest=12, updates=20),),
        training=TrainingSpec(
            updates=UPDATES,
            tokens=150,
            workers=1,
            local_steps=4,
            learning_rate=1e-2,
            encoder_learning_rate=1e-2,
            warmup=10,
            precision="float32",
            average_updates=8,
        ),
    )


def quiet(line: str) -> None:
    pass


def stop_after(rounds: int) -> object:
    """Return what `train` listens to: after so many rounds it is asked to stop."""
    left = [rounds]

    def stop() -> bool:
        left[0] -= 1
        return left[0] <= 0

    return stop


def losses(run: Path) -> dict[int, float]:
    return {record["update"]: record["loss"] for record in read_log(run, "updates")}


def weights(run: Path) -> torch.Tensor:
    from mtkit.training.checkpoint import read_worker

    return read_worker(run / "checkpoint", 0)["weights"]


def interrupted(recipe: Recipe, run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import contextmanager

    from mtkit.training import run as module

    @contextmanager
    def soon() -> object:
        yield stop_after(6)

    with monkeypatch.context() as patch:
        patch.setattr(module, "_stop_on_signal", soon)
        assert not train(recipe, run, say=quiet).finished


def test_it_learns_what_random_weights_cannot_know(recipe: Recipe, tmp_path: Path) -> None:
    dev = CorpusSpec(id="dev", path=tmp_path / "dev.tsv", format="tsv")
    dev.path.write_text("Keep it with you.\tاحتفظ به معك.\n", "utf-8")
    lines: list[str] = []
    outcome = train(replace(recipe, dev=(dev,)), tmp_path / "run", say=lines.append)

    assert outcome.finished
    assert outcome.position.update == UPDATES
    uniform = math.log(read_shape(tmp_path / "run" / "best").vocabulary)
    assert losses(tmp_path / "run")[UPDATES] < 0.9 * uniform
    assert any("chrF" in line for line in lines)
    assert read_log(tmp_path / "run", "dev")[-1]["update"] == UPDATES
    pytest.importorskip("matplotlib")
    plot(tmp_path / "run", tmp_path / "curve.svg")
    assert (tmp_path / "curve.svg").stat().st_size > 1000


def test_a_vocabulary_of_characters_learns_too(recipe: Recipe, tmp_path: Path) -> None:
    letters = VocabularySpec(kind="characters", size=60, word_list=0)
    names = replace(recipe, vocabulary=letters, guide=Guide(weight=0), stages=())
    train(names, tmp_path / "run", say=quiet)
    vocabulary = Vocabulary(tmp_path / "run" / "start", recipe.languages)
    assert len(vocabulary) == 60 + 5
    assert vocabulary.pieces("The Émir") == list("the▁emir")
    assert losses(tmp_path / "run")[UPDATES] < 0.9 * math.log(60 + 5)


@pytest.mark.parametrize("workers", [1, 2])
def test_stopped_and_resumed_is_the_same_run(
    recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    recipe = replace(recipe, training=replace(recipe.training, workers=workers))
    train(recipe, tmp_path / "whole", say=quiet)

    interrupted(recipe, tmp_path / "parts", monkeypatch)
    resumed = train(recipe, tmp_path / "parts", say=quiet)

    assert resumed.position.update == UPDATES
    # The order of float sums is nobody's promise: where a gradient is near nothing, Adam makes much
    # of its last bits.  So a weight in a thousand may differ by up to one update (0.01).
    difference = (weights(tmp_path / "parts") - weights(tmp_path / "whole")).abs()
    assert difference.max() < 0.01
    assert (difference > 1e-3).float().mean() < 1e-3
    assert len(losses(tmp_path / "parts")) > len(losses(tmp_path / "whole"))


def test_a_model_goes_on_with_its_own_vocabulary(
    recipe: Recipe, tmp_path: Path, vocabulary: Vocabulary, shape: object
) -> None:
    from mtkit.training.warm import random_weights

    flat = random_weights(shape, seed=2)  # type: ignore[arg-type]
    write_model(tmp_path / "old", shape, flat, vocabulary=vocabulary)  # type: ignore[arg-type]
    spec = replace(recipe.training, updates=4)
    start = ModelSpec(start=tmp_path / "old")
    train(replace(recipe, model=start, training=spec), tmp_path / "run", say=quiet)
    made = tmp_path / "run" / "start"
    assert (made / "vocab.json").read_bytes() == (vocabulary.folder / "vocab.json").read_bytes()
    assert torch.equal(read_weights(made, read_shape(made))[0], flat.half().float())


def test_a_loss_that_is_no_number_stops_the_run(
    recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(recipe, tmp_path / "run", monkeypatch)
    kept = weights(tmp_path / "run")
    hot = replace(recipe.training, learning_rate=1e30, encoder_learning_rate=1e30, clip=1e30)
    with pytest.raises(ModelError, match=r"not a number at update \d+ \(pass \d+, batch \d+\)"):
        train(replace(recipe, training=hot), tmp_path / "run", say=quiet)
    assert torch.equal(weights(tmp_path / "run"), kept)


def test_a_full_disk_is_one_line_and_keeps_the_last_checkpoint(
    recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = pytest.importorskip("resource")  # a limit on files stands for a full disk
    interrupted(recipe, tmp_path / "run", monkeypatch)
    kept = weights(tmp_path / "run")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
        with pytest.raises(ModelError, match=r"cannot be written .*; it needs \d+ MB") as caught:
            train(recipe, tmp_path / "run", say=quiet)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "\n" not in str(caught.value)
    assert torch.equal(weights(tmp_path / "run"), kept)


def test_a_held_out_sentence_slipped_in_is_caught(
    recipe: Recipe, tmp_path: Path, corpus: Path
) -> None:
    with corpus.open("a", encoding="utf-8") as file:
        file.write("THE EXAMINATION is tomorrow!\tالامتحان غدا\n")
    dev = CorpusSpec(id="exam", path=tmp_path / "dev.tsv", format="tsv")
    dev.path.write_text("The examination is tomorrow.\tالامتحان غداً.\n", "utf-8")
    found = forecast(replace(recipe, held_out=(dev,)))
    assert found.report.dropped["phrases"]["held out (exam)"] == 1
    assert found.held_out == {"exam": 1}


def test_dry_run_writes_nothing_and_says_how_long(recipe: Recipe, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    found = forecast(recipe)
    assert sorted(tmp_path.rglob("*")) == before
    assert found.speed > 0
    assert found.hours > 0
    assert any("hours" in line for line in found.lines())


def test_a_vocabulary_larger_than_the_text(recipe: Recipe, tmp_path: Path) -> None:
    huge = VocabularySpec(kind="sentencepiece", size=50_000, word_list=0)
    with pytest.raises(ConfigError, match="a vocabulary of 50000 is larger than the text allows"):
        train(replace(recipe, vocabulary=huge), tmp_path / "run", say=quiet)


def test_nothing_left_to_learn_from(recipe: Recipe, tmp_path: Path, corpus: Path) -> None:
    corpus.write_text("same\tsame\n")
    with pytest.raises(CorpusError, match=r"nothing is left to learn from.*identical sides 1"):
        train(recipe, tmp_path / "run", say=quiet)


def test_text_is_prepared_once(recipe: Recipe, tmp_path: Path) -> None:
    short = replace(recipe, training=replace(recipe.training, updates=4))
    train(short, tmp_path / "run", say=quiet)
    first = (tmp_path / "run" / "bitext.npz").stat().st_mtime_ns
    lines: list[str] = []
    train(replace(recipe, training=replace(short.training, updates=8)), tmp_path / "run",
          say=lines.append)  # fmt: skip
    assert (tmp_path / "run" / "bitext.npz").stat().st_mtime_ns == first
    summary = json.loads((tmp_path / "run" / "cleaning.json").read_text("utf-8"))
    assert summary["kept"] == {"phrases": summary["read"]["phrases"]}
