"""Two engines in a row."""

from __future__ import annotations

import numpy as np
import pytest

from mtkit.engines import load
from mtkit.engines.base import DecodeOptions
from mtkit.engines.identity import IdentityEngine
from mtkit.store.manifest import Model
from mtkit.translation.pivot import PivotEngine, compose
from mtkit.types import Hypothesis, Piece, Span


def test_pairs_meet_in_the_middle() -> None:
    first = IdentityEngine([("ar", "en"), ("fa", "tr")])
    second = IdentityEngine([("en", "fr"), ("en", "ar"), ("de", "fr")])
    assert PivotEngine(first, second, "en").pairs() == (("ar", "fr"),)


def test_attention_goes_through_pieces_cut_differently() -> None:
    start = Hypothesis(
        "ab cd",
        pieces=(Piece("ab", Span(0, 2)), Piece("cd", Span(3, 5))),
        attention=np.array([[1, 0, 0], [0, 0.5, 0.5]], np.float32),
    )
    end = Hypothesis(
        "x",
        source_pieces=(
            Piece(">>x<<", Span(0, 0)),
            Piece("a", Span(0, 1)),
            Piece("b cd", Span(1, 5)),
        ),
        pieces=(Piece("x", Span(0, 1)), Piece("y", Span(1, 1))),
        attention=np.array([[0, 1, 0], [0, 0, 1]], np.float32),
    )
    chained = compose(start, end)
    assert chained.shape == (2, 3)
    assert chained[0].tolist() == [1, 0, 0]
    np.testing.assert_allclose(chained[1], [0.25, 0.25, 0.25])


@pytest.mark.model
def test_english_through_arabic_to_english(embedded: Model) -> None:
    engine = load(embedded)
    pivot = PivotEngine(engine, engine, "ar")
    options = DecodeOptions(beam_size=1, alignment=True)
    texts = ["The army entered Aleppo on Friday.", "It rained."]
    done = pivot.translate(texts, source="en", target="en", options=options)
    middle = engine.translate(texts, source="en", target="ar", options=options)
    again = engine.translate(
        [hypotheses[0].text for hypotheses in middle], source="ar", target="en", options=options
    )
    assert [hypotheses[0].text for hypotheses in done] == [h[0].text for h in again]
    attention = done[0][0].attention
    assert attention is not None
    assert attention.shape == (len(done[0][0].pieces), len(done[0][0].source_pieces))
