"""Subword attention folded to words."""

from __future__ import annotations

import numpy as np
import pytest

from mtkit.align.attention import fold, word_attention
from mtkit.align.combine import both_ways, link_words, with_neighbours, with_surface
from mtkit.align.pharaoh import format_links
from mtkit.text.words import words
from mtkit.types import Hypothesis, Link, Piece, Span


def pieces(text: str, written: str) -> tuple[Piece, ...]:
    """Find the pieces of `written`, in order; what is not in `text` has an empty span."""
    found, at = [], 0
    for piece in written.split():
        start = text.find(piece, at)
        if start < 0:
            found.append(Piece(piece, Span(at, at)))
        else:
            at = start + len(piece)
            found.append(Piece(piece, Span(start, at)))
    return tuple(found)


SOURCE, TARGET = "and the army spoke", "والجيش تكلم"


def hypothesis(attention: list[list[float]]) -> Hypothesis:
    return Hypothesis(
        TARGET,
        -0.1,
        pieces(SOURCE, ">>ara<< and the army spoke </s>"),
        pieces(TARGET, "والج يش تكلم"),
        np.array(attention, dtype=np.float32),
    )


def test_pieces_become_words() -> None:
    attention = [
        [0.1, 0.4, 0.1, 0.3, 0.0, 0.1],  # والج: a piece over و, ال and the first letter of جيش
        [0.0, 0.0, 0.1, 0.9, 0.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 0.9, 0.1],
    ]
    source = words(SOURCE, "en", clitics=True)
    target = words(TARGET, "ar", clitics=True)
    weights = word_attention(hypothesis(attention), source, target)
    assert [word.of(TARGET) for word in target] == ["و", "ال", "جيش", "تكلم"]
    assert weights.shape == (4, 4)
    np.testing.assert_allclose(weights[:, 0], [0.4, 0.1, 0.3, 0.0], atol=1e-6)
    np.testing.assert_allclose(weights[:, 3], [0.0, 0.0, 0.0, 0.9], atol=1e-6)
    # of three letters, one is in the first piece and two in the second
    assert weights[2, 2] == pytest.approx((1 * 0.3 + 2 * 0.9) / 3, abs=1e-6)
    assert (weights.sum(axis=0) <= 1 + 1e-6).all()


def test_fold_links_words() -> None:
    attention = [
        [0.0, 0.9, 0.1, 0.0, 0.0, 0.0],
        [0.0, 0.0, 0.1, 0.9, 0.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 0.9, 0.1],
    ]
    alignment = fold(hypothesis(attention), SOURCE, source_language="en", target_language="ar")
    links = format_links(alignment.links, weights=False).split()
    assert {"0-0", "2-2", "3-3"} <= set(links)


@pytest.mark.parametrize(
    ("source", "target"), [("", ""), ("", "نعم"), ("Yes", ""), ("…", "…")], ids=repr
)
def test_nothing_to_align(source: str, target: str) -> None:
    alignment = fold(Hypothesis(target), source, source_language="en", target_language="ar")
    assert alignment.links == ()


def test_without_attention_dictionary_and_form_decide() -> None:
    alignment = fold(
        Hypothesis("130 في طرطوس"), "In Tartous 130", source_language="en", target_language="ar"
    )
    assert format_links(alignment.links, weights=False) == "0-1 1-2 2-0"


def test_pairs_without_a_dictionary_have_form() -> None:
    alignment = fold(Hypothesis("130 X"), "Y 130", source_language="de", target_language="fr")
    assert format_links(alignment.links, weights=False) == "1-0"


def test_anchor_lowers_its_rivals() -> None:
    weights = with_surface(np.full((2, 2), 0.5), [Link(0, 1, 0.9)])
    np.testing.assert_allclose(weights, [[0.05, 0.9], [0.5, 0.05]])


def test_a_word_that_draws_from_everywhere_loses() -> None:
    weights = np.array([[0.5, 0.5, 0.5], [0.4, 0.0, 0.0], [0.0, 0.4, 0.0]])
    assert weights[:, :2].argmax(axis=0).tolist() == [0, 0]
    assert both_ways(weights).argmax(axis=0).tolist() == [1, 2, 0]


def test_neighbours_support_each_other() -> None:
    weights = np.array([[0.5, 0.4], [0.4, 0.5]])
    np.testing.assert_allclose(with_neighbours(weights), [[0.75, 0.4], [0.4, 0.75]])


def test_weak_links_are_left_out() -> None:
    assert link_words(np.array([[0.05, 0.6], [0.04, 0.5]])) == (Link(0, 1, 0.6), Link(1, 1, 0.5))
