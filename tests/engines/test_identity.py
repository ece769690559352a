"""The engine that changes nothing."""

from __future__ import annotations

import numpy as np

from mtkit.engines import DecodeOptions, load
from mtkit.store.manifest import Model


def test_says_what_it_was_told(tiny: Model) -> None:
    engine = load(tiny, engine="identity")
    texts = ["dead in  Latakia ", "", "واللاذقية"]
    results = engine.translate(
        texts, source="en", target="ar", options=DecodeOptions(alignment=True)
    )
    assert [hypotheses[0].text for hypotheses in results] == texts
    best = results[0][0]
    assert [piece.span.of(best.text) for piece in best.pieces] == ["dead", "in", "Latakia"]
    assert best.attention is not None
    assert np.array_equal(best.attention, np.eye(3))
    assert engine.pairs() == tiny.manifest.pairs
    assert engine.count_pieces(texts[0]) == 3
    assert engine.unknown("✪") == frozenset()
