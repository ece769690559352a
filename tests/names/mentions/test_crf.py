"""Applying a conditional random field: crfsuite, which trains it, is the golden."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mtkit.names.mentions.crf import Crf, format_crf, parse_crf

LENGTHS = [5, 1, 9, 3]

pycrfsuite = pytest.importorskip("pycrfsuite")


def sentence(length: int, seed: int) -> list[list[str]]:
    chance = random.Random(seed)
    return [[f"w={chance.randrange(12)}", f"s={chance.randrange(3)}", "b"] for _ in range(length)]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Crf]:
    path: Path = tmp_path_factory.mktemp("crf") / "model"
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False, params={"max_iterations": 30})
    chance = random.Random(1)
    for seed in range(60):
        rows = sentence(8, seed)
        trainer.append(rows, [chance.choice("OOB") if "s=1" in row else "O" for row in rows])
    trainer.train(str(path))
    golden = pycrfsuite.Tagger()
    golden.open(str(path))
    learned = golden.info()
    return golden, parse_crf(format_crf(learned.state_features, learned.transitions))


def test_labels_and_probabilities(both: tuple[Any, Crf]) -> None:
    golden, model = both
    sentences = [sentence(length, 100 + length) for length in LENGTHS]
    states = model.totals([row for rows in sentences for row in rows])
    labels, chances = model.decode(states, LENGTHS)
    for rows, ours, sure in zip(sentences, labels, chances, strict=True):
        assert ours == golden.tag(rows)
        theirs = [golden.marginal(label, at) for at, label in enumerate(ours)]
        np.testing.assert_allclose(sure, theirs, atol=2e-3)  # weights are kept in 16 bits


def test_company_changes_nothing(both: tuple[Any, Crf]) -> None:
    _, model = both
    sentences = [sentence(1 + at % 7, at) for at in range(150)]  # more than are decoded at once
    states = model.totals([row for rows in sentences for row in rows])
    together, _ = model.decode(states, list(map(len, sentences)))
    alone = [model.decode(model.totals(rows), [len(rows)])[0][0] for rows in sentences]
    assert together == alone


def test_a_feature_without_weight_counts_nothing(both: tuple[Any, Crf]) -> None:
    _, model = both
    assert not model.total(["never seen"]).any()
    np.testing.assert_allclose(model.totals([["b"], ["b", "new"], []])[0], model.total(["b"]))
    np.testing.assert_allclose(model.totals([["b"], ["b", "new"], []])[2], 0)


def test_the_file_is_the_same_each_time() -> None:
    states = {("b", "O"): 0.5, ("a", "B"): -1.25}
    assert format_crf(states, {("O", "B"): 1.0}) == format_crf(
        dict(reversed(states.items())), {("O", "B"): 1.0}
    )
    model = parse_crf(format_crf(states, {("O", "B"): 1.0}))
    assert model.labels == ("B", "O")
    assert model.total(["a", "b"]).tolist() == [-1.25, 0.5]
    assert model.transitions.tolist() == [[0, 0], [1, 0]]
