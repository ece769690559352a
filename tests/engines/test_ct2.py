"""The fast engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice, pairwise
from typing import Any

import numpy as np
import pytest

from mtkit.engines import DecodeOptions, Engine, ct2, load
from mtkit.engines.convert import converted
from mtkit.engines.golden import check_golden
from mtkit.errors import ConfigError, ModelError, UnknownEntryError
from mtkit.store.manifest import Golden, Model
from mtkit.types import Hypothesis

TEXTS = ["dead in Latakia", "clashes", "The UK war monitor claimed that dozens were killed.", "130"]
SHORT = DecodeOptions(max_length=12)


@pytest.fixture(scope="module")
def engine(tiny: Model) -> Engine:
    return load(tiny, device="cpu", compute_type="float32", inter_threads=2, intra_threads=1)


def run(engine: Engine, texts: list[str], options: DecodeOptions) -> list[list[Hypothesis]]:
    return engine.translate(texts, source="en", target="ar", options=options)


def test_order_and_shapes(engine: Engine) -> None:
    options = replace(SHORT, alignment=True, num_hypotheses=3)
    results = run(engine, TEXTS, options)
    assert [len(hypotheses) for hypotheses in results] == [3] * len(TEXTS)
    for text, hypotheses in zip(TEXTS, results, strict=True):
        scores = [hypothesis.score for hypothesis in hypotheses]
        assert scores == sorted(scores, reverse=True)
        for hypothesis in hypotheses:
            source = hypothesis.source_pieces
            assert [source[0].piece, source[-1].piece] == [">>ara<<", "</s>"]
            assert source[-2].span.end == len(text)
            assert hypothesis.attention.dtype == np.float32
            assert hypothesis.attention.shape == (len(hypothesis.pieces), len(source))
            assert np.allclose(hypothesis.attention.sum(axis=1), 1, atol=1e-3)


def test_attention_is_not_made_unasked(engine: Engine) -> None:
    assert run(engine, TEXTS, SHORT)[0][0].attention is None


@pytest.mark.parametrize("beam_size", [1, 4])
def test_company_changes_nothing(engine: Engine, sentences: list[str], beam_size: int) -> None:
    options = replace(SHORT, beam_size=beam_size, alignment=True)
    together = run(engine, sentences, options)
    for sentence, [result] in zip(sentences, together, strict=True):
        [alone] = run(engine, [sentence], options)[0]
        assert result.text == alone.text
        assert result.score == pytest.approx(alone.score, abs=1e-5)
        assert np.allclose(result.attention, alone.attention, atol=1e-4)


@pytest.mark.model
@pytest.mark.parametrize("beam_size", [1, 4])
def test_company_changes_not_a_bit_in_int8(
    embedded: Model, sentences: list[str], beam_size: int
) -> None:
    engine = load(embedded, device="cpu", compute_type="int8")
    options = DecodeOptions(beam_size=beam_size, max_length=20)
    long = [" ".join(sentences[i : i + 3]) for i in range(0, 24, 3)]
    texts = [*sentences[:20], *long]
    assert {engine.count_pieces(text) // 16 for text in texts} >= {0, 1, 2, 4, 5}
    assert run(engine, texts, options) == [run(engine, [text], options)[0] for text in texts]


@pytest.mark.parametrize("text", ["", "  ", "\u200b"])
def test_blank_text_stays_blank(engine: Engine, text: str) -> None:
    hypothesis = run(engine, ["dead", text], replace(SHORT, alignment=True))[1][0]
    assert (hypothesis.text, hypothesis.score) == ("", 0.0)
    assert hypothesis.attention.shape == (0, len(hypothesis.source_pieces))


def test_score_is_the_mean_whatever_the_penalty(engine: Engine) -> None:
    for penalty in (0.0, 0.5, 2.0):
        options = replace(SHORT, beam_size=1, length_penalty=penalty)
        for one, other in zip(
            run(engine, TEXTS, options),
            run(engine, TEXTS, replace(SHORT, beam_size=1)),
            strict=True,
        ):
            assert one[0].text == other[0].text
            assert one[0].score == pytest.approx(other[0].score, rel=1e-5)


def test_no_repeat(engine: Engine) -> None:
    options = DecodeOptions(max_length=40, no_repeat_ngram_size=2)
    for hypotheses in run(engine, TEXTS, options):
        pieces = [piece.piece for piece in hypotheses[0].pieces]
        pairs = list(pairwise(pieces))
        assert len(pairs) == len(set(pairs))


def test_repetition_penalty(engine: Engine) -> None:
    plain = run(engine, TEXTS, DecodeOptions(max_length=40))
    varied = run(engine, TEXTS, DecodeOptions(max_length=40, repetition_penalty=5.0))
    kinds = [[len({p.piece for p in h[0].pieces}) for h in each] for each in (varied, plain)]
    assert sum(kinds[0]) > sum(kinds[1])


def test_sampling_follows_its_seed(engine: Engine) -> None:
    options = replace(SHORT, sampling_topk=50, seed=3, num_hypotheses=2)
    first = run(engine, TEXTS, options)
    assert run(engine, TEXTS, options) == first
    assert run(engine, TEXTS, replace(options, seed=4)) != first
    assert first[0][0] != first[0][1]


def test_stream_reads_ahead_only_so_far(engine: Engine) -> None:
    def endless() -> Iterator[str]:
        for number in count():
            read.append(number)
            yield f"{number} people"

    read: list[int] = []
    stream = engine.stream(endless(), source="en", target="ar", options=SHORT)
    first = list(islice(stream, 5))
    assert len(read) < 1000
    same = run(engine, [f"{number} people" for number in range(5)], SHORT)
    assert [hypotheses[0].text for hypotheses in first] == [h[0].text for h in same]


def test_refusals_come_before_the_work(engine: Engine) -> None:
    with pytest.raises(ModelError, match="does not translate en-fr"):
        engine.stream(iter(TEXTS), source="en", target="fr", options=SHORT)
    with pytest.raises(ModelError, match="at most 512"):
        run(engine, ["a " * 600], SHORT)


def test_the_longest_text_and_translation_pass(engine: Engine) -> None:
    hypothesis = run(engine, ["a " * 510], DecodeOptions(beam_size=1))[0][0]
    assert len(hypothesis.pieces) <= 512


def test_an_end_of_sentence_that_the_model_adds_itself(engine: Engine, loose: Model) -> None:
    for path in converted(loose, "float32").iterdir():
        (loose.path / path.name).write_bytes(path.read_bytes())
    config = json.loads((loose.path / "config.json").read_text())
    (loose.path / "config.json").write_text(json.dumps(config | {"add_source_eos": True}))
    inside = Model(replace(loose.manifest, layout="ctranslate2"), loose.path)
    other = load(inside, device="cpu", compute_type="float32")
    options = replace(SHORT, alignment=True)
    for mine, theirs in zip(run(engine, TEXTS, options), run(other, TEXTS, options), strict=True):
        assert theirs[0].text == mine[0].text
        assert theirs[0].source_pieces == mine[0].source_pieces[:-1]
        assert theirs[0].attention.shape == (len(mine[0].pieces), len(mine[0].source_pieces) - 1)


def test_fingerprint_tells_what_decides_the_output(engine: Engine, loose: Model) -> None:
    assert load(loose, device="cpu", compute_type="float32").fingerprint == engine.fingerprint
    assert load(loose, device="cpu", compute_type="int8").fingerprint != engine.fingerprint
    (loose.path / "vocab.json").write_bytes((loose.path / "vocab.json").read_bytes() + b" ")
    assert load(loose, device="cpu", compute_type="float32").fingerprint != engine.fingerprint


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"engine": "moses"}, UnknownEntryError, "no engine 'moses'"),
        ({"device": "tpu"}, ConfigError, "device is 'tpu'"),
        ({"device": "cpu", "compute_type": "int4"}, ConfigError, "'int4' does not run on this cpu"),
        ({"inter_threads": 0}, ConfigError, "0 threads"),
    ],
)
def test_what_cannot_be_had(
    tiny: Model, options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        load(tiny, **options)


@pytest.mark.parametrize(
    ("cores", "inter", "intra", "expected"),
    [
        (1, None, None, (1, 1)),
        (2, None, None, (2, 1)),
        (32, None, None, (8, 4)),
        (8, 2, None, (2, 4)),
        (8, None, 4, (2, 4)),
        (2, None, 8, (1, 8)),
        (2, 5, None, (5, 1)),
    ],
)
def test_threads(
    monkeypatch: pytest.MonkeyPatch,
    cores: int,
    inter: int | None,
    intra: int | None,
    expected: tuple[int, int],
) -> None:
    monkeypatch.setattr(ct2, "_cores", lambda: cores)
    assert ct2.threads(inter, intra) == expected


def test_a_broken_model(loose: Model) -> None:
    for name in ("model.bin", "shared_vocabulary.json"):
        (loose.path / name).write_text("[]")
    with pytest.raises(ModelError, match="CTranslate2 cannot load it"):
        load(Model(replace(loose.manifest, layout="ctranslate2"), loose.path), device="cpu")


def test_golden_sentences(engine: Engine, tiny: Model) -> None:
    said = run(engine, TEXTS, DecodeOptions())
    golden = [
        Golden("en", "ar", text, hypotheses[0].text)
        for text, hypotheses in zip(TEXTS, said, strict=True)
    ]
    assert check_golden(engine, replace(tiny.manifest, golden=tuple(golden))) == []
    golden[2] = replace(golden[2], target="something else entirely, and long enough to count")
    assert len(check_golden(engine, replace(tiny.manifest, golden=(golden[2],)))) == 1
