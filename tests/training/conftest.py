from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from mtkit.training.vocabulary import Vocabulary, train_pieces, write_vocabulary
from mtkit.training.weights import Shape

if find_spec("torch") is None:  # the base install: what needs no torch is tested
    collect_ignore = [
        "test_batches.py",
        "test_network.py",
        "test_start.py",
        "test_training.py",
        "test_warm.py",
    ]

NEWSDESK = Path(__file__).parents[2] / "corpora" / "newsdesk"


@pytest.fixture(scope="session")
def newsdesk() -> list[tuple[str, str]]:
    """The first few hundred short pairs of the shipped corpus."""
    lines = (NEWSDESK / "train_phrases.tsv").read_text("utf-8").splitlines()[:400]
    return [(en, ar) for en, ar in (line.split("\t") for line in lines)]


@pytest.fixture
def corpus(tmp_path: Path, newsdesk: list[tuple[str, str]]) -> Path:
    path = tmp_path / "phrases.tsv"
    path.write_text("".join(f"{en}\t{ar}\n" for en, ar in newsdesk), "utf-8")
    return path


@pytest.fixture(scope="session")
def vocabulary(
    tmp_path_factory: pytest.TempPathFactory, newsdesk: list[tuple[str, str]]
) -> Vocabulary:
    folder = tmp_path_factory.mktemp("vocabulary")
    texts = [(text, 1.0) for pair in newsdesk for text in pair]
    pieces = train_pieces(texts, size=400, path=folder / "pieces.model")
    write_vocabulary(pieces, folder, languages=("en", "ar"))
    return Vocabulary(folder, ("en", "ar"))


@pytest.fixture
def shape(vocabulary: Vocabulary) -> Shape:
    return Shape(
        vocabulary=len(vocabulary),
        width=32,
        heads=4,
        feed_forward=48,
        encoder_layers=2,
        decoder_layers=2,
    )
