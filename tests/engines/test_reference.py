"""The slow engine, and that the fast one computes the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mtkit.engines import DecodeOptions, Engine, load
from mtkit.errors import ConfigError, ModelError
from mtkit.store.manifest import Model

pytestmark = pytest.mark.torch
pytest.importorskip("torch")
pytest.importorskip("transformers")

TEXTS = ["dead in Latakia", " ", "The UK war monitor claimed that dozens were killed.", "130"]


@pytest.fixture(scope="module")
def slow(tiny: Model) -> Engine:
    return load(tiny, engine="transformers", device="cpu")


@pytest.fixture(scope="module")
def fast(tiny: Model) -> Engine:
    return load(tiny, device="cpu", compute_type="float32")


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(DecodeOptions(beam_size=1, max_length=15), id="greedy"),
        pytest.param(DecodeOptions(max_length=15, num_hypotheses=4), id="beam"),
        pytest.param(DecodeOptions(max_length=15, length_penalty=0.3), id="length penalty"),
        pytest.param(
            DecodeOptions(beam_size=1, max_length=15, no_repeat_ngram_size=2), id="no repeat"
        ),
    ],
)
def test_same_hypotheses_scores_and_attention(
    slow: Engine, fast: Engine, options: DecodeOptions
) -> None:
    options = replace(options, alignment=True)
    one, other = (
        engine.translate(TEXTS, source="en", target="ar", options=options)
        for engine in (slow, fast)
    )
    for mine, theirs in zip(one, other, strict=True):
        assert len(mine) == len(theirs)
        for a, b in zip(mine, theirs, strict=True):
            assert (a.text, a.pieces, a.source_pieces) == (b.text, b.pieces, b.source_pieces)
            assert np.allclose(a.attention, b.attention, atol=1e-4)
            if not options.no_repeat_ngram_size:  # there CTranslate2 counts what it forbids
                assert a.score == pytest.approx(b.score, abs=1e-3)


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("beam_size", [1, 4])
def test_same_translations_with_real_weights(
    embedded: Model, sentences: list[str], beam_size: int
) -> None:
    options = DecodeOptions(beam_size=beam_size, max_length=40)
    texts = sentences[:40]
    one, other = (
        engine.translate(texts, source="en", target="ar", options=options)
        for engine in (
            load(embedded, engine="transformers", device="cpu", intra_threads=1),
            load(embedded, device="cpu", compute_type="float32"),
        )
    )
    same = sum(a[0].text == b[0].text for a, b in zip(one, other, strict=True))
    assert same >= 0.98 * len(texts)


def test_sampling_follows_its_seed(slow: Engine) -> None:
    options = DecodeOptions(max_length=12, sampling_topk=50, seed=3, num_hypotheses=2)
    first = slow.translate(TEXTS, source="en", target="ar", options=options)
    assert slow.translate(TEXTS, source="en", target="ar", options=options) == first
    assert len({hypothesis.text for hypothesis in first[0]}) == 2


def test_what_it_cannot_do(tiny: Model) -> None:
    with pytest.raises(ConfigError, match="computes in float32"):
        load(tiny, engine="transformers", compute_type="int8")
    with pytest.raises(ConfigError, match="one batch at a time"):
        load(tiny, engine="transformers", inter_threads=2)
    inside = Model(replace(tiny.manifest, layout="ctranslate2"), tiny.path)
    with pytest.raises(ModelError, match="use engine 'ctranslate2'"):
        load(inside, engine="transformers")
