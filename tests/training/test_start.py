"""Going on from a model: its vocabulary as it is, tags beside it, OPUS models in their way."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from mtkit.errors import ModelError
from mtkit.store import manifest_toml
from mtkit.store.manifest import Manifest
from mtkit.training import Recipe, train
from mtkit.training.bitext import Bitext
from mtkit.training.checkpoint import read_worker
from mtkit.training.identity import manifest_of
from mtkit.training.model_files import read_shape, read_weights, write_model
from mtkit.training.recipe import CorpusSpec, Guide, ModelSpec, TrainingSpec
from mtkit.training.start import make_start, open_vocabulary, widen
from mtkit.training.vocabulary import Vocabulary, train_pieces, write_sentencepiece
from mtkit.training.warm import random_weights
from mtkit.training.weights import EMBEDDING, Shape, views

pytestmark = pytest.mark.torch

LANGUAGES = ("en", "ar")


def quiet(line: str) -> None:
    pass


@pytest.fixture
def labelled(tmp_path: Path, vocabulary: Vocabulary, shape: Shape) -> Path:
    folder = tmp_path / "labelled"
    write_model(folder, shape, random_weights(shape, seed=2), vocabulary=vocabulary, half=False)
    return folder


@pytest.fixture
def opus(tmp_path: Path, newsdesk: list[tuple[str, str]]) -> Path:
    """A model as OPUS-MT's ``ar-en``: own pieces for each side, no label, `</s>` not the first."""
    folder = tmp_path / "opus"
    folder.mkdir()
    names: list[str] = []
    for side, name in ((1, "source"), (0, "target")):
        texts = [(pair[side], 1.0) for pair in newsdesk]
        pieces = train_pieces(texts, size=200, path=folder / f"{name}.model")
        (folder / f"{name}.model").unlink()
        (folder / f"{name}.vocab").unlink()
        write_sentencepiece(pieces, folder / f"{name}.spm")
        names += [piece for piece, _ in pieces if piece not in names]
    table = {name: i for i, name in enumerate([*names, "<unk>", "</s>", "<pad>"])}
    (folder / "vocab.json").write_text(json.dumps(table), "utf-8")
    shape = Shape(len(table), 32, 4, 48, 1, 1, activation="swish")
    vocabulary = Vocabulary(folder, LANGUAGES, sides=(1,))
    write_model(
        tmp_path / "made", shape, random_weights(shape, seed=1), vocabulary=vocabulary, half=False
    )
    manifest = Manifest(id="opus", pairs=(("ar", "en"),), layout="transformers", license="CC-BY")
    manifest_toml.dump(manifest, tmp_path / "made")
    return tmp_path / "made"


def recipe_of(start: Path, corpus: Path, **changes: object) -> Recipe:
    recipe = Recipe(
        id="tiny",
        languages=LANGUAGES,
        corpora=(CorpusSpec(id="phrases", path=corpus),),
        model=ModelSpec(start=start),
        guide=Guide(weight=0),
        training=TrainingSpec(updates=3, tokens=120, workers=1, warmup=1, precision="float32"),
    )
    return replace(recipe, **changes)  # type: ignore[arg-type]


def test_an_opus_model_is_trained_with_its_own_pieces(
    opus: Path, corpus: Path, tmp_path: Path
) -> None:
    dev = CorpusSpec(id="dev", path=tmp_path / "dev.tsv")
    (tmp_path / "dev.tsv").write_text("Keep it with you.\tاحتفظ به معك.\n", "utf-8")
    recipe = recipe_of(opus, corpus, directions=("ar-en",), dev=(dev,))
    outcome = train(recipe, tmp_path / "run", say=quiet)
    assert outcome.position.update == 3
    best = tmp_path / "run" / "best"
    for name in ("source.spm", "target.spm", "vocab.json"):
        assert (best / name).read_bytes() == (opus / name).read_bytes()
    config = json.loads((best / "config.json").read_text("utf-8"))
    vocabulary = open_vocabulary(recipe, best)
    assert config["eos_token_id"] == vocabulary.end == len(vocabulary) - 2
    manifest = manifest_of(recipe, best)
    assert (manifest.pairs, manifest.labels, manifest.normalizer) == ((("ar", "en"),), {}, "opus")
    bitext = Bitext.load(tmp_path / "run" / "bitext.npz")
    assert (bitext.pieces[0] != vocabulary.unknown).mean() > 0.99, "target pieces for English"
    assert (bitext.pieces[1] != vocabulary.unknown).mean() > 0.99, "source pieces for Arabic"


def test_the_mean_of_a_short_run_is_not_where_it_began(
    labelled: Path, corpus: Path, tmp_path: Path, shape: Shape
) -> None:
    dev = CorpusSpec(id="dev", path=tmp_path / "dev.tsv")
    (tmp_path / "dev.tsv").write_text("Keep it with you.\tاحتفظ به معك.\n", "utf-8")
    recipe = recipe_of(labelled, corpus, dev=(dev,))
    spec = replace(recipe.training, updates=32, local_steps=4, average_updates=1000)
    train(replace(recipe, training=spec), tmp_path / "run", say=quiet)
    before = read_weights(labelled, shape)[0]
    mean = read_weights(tmp_path / "run" / "newest", shape)[0]
    last = read_worker(tmp_path / "run" / "checkpoint", 0)["weights"]
    assert (mean - before).norm() > 0.5 * (last - before).norm()


def test_pieces_for_one_side_cannot_read_both(opus: Path, corpus: Path) -> None:
    with pytest.raises(
        ModelError, match="two different sets of pieces cannot serve both"
    ) as caught:
        open_vocabulary(recipe_of(opus, corpus), opus)
    assert "\n" not in str(caught.value)


def test_a_label_that_is_missing(labelled: Path) -> None:
    with pytest.raises(ModelError, match=r"has no label >>fra<< \(it has >>ara<<, >>eng<<\)"):
        Vocabulary(labelled, ("ar", "fr"))
    assert Vocabulary(labelled, ("ar", "fr"), sides=(1,)).labels == (None, 2 + 1)


def test_opus_models_read_plain_punctuation(labelled: Path) -> None:
    opus = Vocabulary(labelled, LANGUAGES, normalizer="opus")
    plain = Vocabulary(labelled, LANGUAGES)
    assert opus.encode(["“the city”"]) == plain.encode(['"the city"'])


def test_a_tag_joins_the_vocabulary_and_changes_nothing_else(
    labelled: Path, corpus: Path, tmp_path: Path, shape: Shape
) -> None:
    synthetic = tmp_path / "bt.tsv"
    synthetic.write_text("a made sentence\tجملة مكتوبة\n", "utf-8")
    spec = CorpusSpec(id="bt", path=synthetic, tag="<bt>", directions=("en-ar",))
    recipe = recipe_of(labelled, corpus)
    recipe = replace(recipe, corpora=(*recipe.corpora, spec))
    train(recipe, tmp_path / "run", say=quiet)

    start = tmp_path / "run" / "start"
    vocabulary = open_vocabulary(recipe, start)
    tag = vocabulary.ids["<bt>"]
    assert (tag, vocabulary.ids["<pad>"]) == (shape.pad, shape.pad + 1)
    old = views(shape, read_weights(labelled, shape)[0])[EMBEDDING]
    wider = read_shape(start)
    new = views(wider, read_weights(start, wider)[0])[EMBEDDING]
    assert torch.equal(new[: shape.pad], old[:-1])
    assert not new[-1].any()
    bitext = Bitext.load(tmp_path / "run" / "bitext.npz")
    assert bitext.tags is not None
    assert bitext.sides is not None
    assert (bitext.tags[-1], bitext.sides[-1]) == (tag, 1)
    assert set(bitext.tags[:-1].tolist()) == {-1}


def test_a_wider_model_says_the_same(shape: Shape) -> None:
    flat = random_weights(shape, seed=4)
    bias = torch.linspace(-1, 1, shape.vocabulary)
    wider, more, longer = widen((shape, flat, bias), 2, seed=1)
    old, new = views(shape, flat), views(wider, more)
    assert all(torch.equal(old[name], new[name]) for name in old if name != EMBEDDING)
    assert longer is not None
    assert torch.equal(longer[[*range(shape.pad), wider.pad]], bias)
    assert float(longer[shape.pad]) == float(bias.min()), "nobody writes a tag"


def test_a_new_model_has_its_tags_behind_the_labels(corpus: Path, tmp_path: Path) -> None:
    recipe = recipe_of(
        tmp_path, corpus,
        model=ModelSpec(encoder="none", encoder_layers=1, decoder_layers=1, width=32, heads=4),
    )  # fmt: skip
    tagged = replace(recipe.corpora[0], tag="<bt>")
    small = replace(recipe.vocabulary, kind="sentencepiece", size=300)
    recipe = replace(recipe, corpora=(tagged,), vocabulary=small)
    texts = [
        (text, 1.0) for line in corpus.read_text("utf-8").splitlines() for text in line.split("\t")
    ]
    make_start(recipe, tmp_path / "start", texts=texts, say=quiet)
    ids = json.loads((tmp_path / "start" / "vocab.json").read_text("utf-8"))
    assert [name for name, i in ids.items() if i < 5] == [
        "</s>", "<unk>", ">>eng<<", ">>ara<<", "<bt>"
    ]  # fmt: skip
    assert read_shape(tmp_path / "start").vocabulary == len(ids)
