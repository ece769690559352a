"""Evidence for links, from attention and from the words' form, made into links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mtkit.types import Link

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Measured with benchmarks/markup.py: from 0.05 to 0.15 and from 0.5 to 0.7 nothing moves by more
# than two spans of a hundred.
DICTIONARY = 2.0  # weight of the dictionary; 1 places one span of a hundred less
LEAST_WEIGHT = 0.1
SHARE_OF_BEST = 0.7


def combine(
    attention: NDArray[np.float64], lexical: NDArray[np.float64], anchors: Sequence[Link]
) -> NDArray[np.float64]:
    """Return what attention, dictionary and form say together.

    Args:
        attention: Folded to words, shape (source words, target words).
        lexical: What the dictionary says, of the same shape.
        anchors: Links by form.
    """
    evidence = attention + DICTIONARY * lexical
    return both_ways(with_neighbours(with_surface(evidence, anchors)))


def with_surface(weights: NDArray[np.float64], anchors: Sequence[Link]) -> NDArray[np.float64]:
    """Return `weights` with every anchor raised to its similarity and its rivals lowered.

    Args:
        weights: Shape (source words, target words), in [0, 1].
        anchors: Links by form; of similarity w, they leave 1 - w of what else their words had.
    """
    combined = weights.copy()
    for link in anchors:
        rivals = 1 - link.weight
        combined[link.source, :] *= rivals
        combined[:, link.target] *= rivals
    for link in anchors:
        combined[link.source, link.target] = link.weight
    return combined


def both_ways(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the geometric mean of each weight's share in its source word and in its target word.

    Attention is a distribution over the source for each target word only, so a few source words
    (articles, the sentence's verb) draw a little from everywhere.  Their shares are small from the
    other side; taking both brings seven to ten spans of a hundred more to their place.

    Args:
        weights: Shape (source words, target words), at least 0.
    """
    import numpy as np

    least = 1e-9  # an empty row or column stays 0
    of_target = weights / np.maximum(weights.sum(axis=0, keepdims=True), least)
    of_source = weights / np.maximum(weights.sum(axis=1, keepdims=True), least)
    shares: NDArray[np.float64] = np.sqrt(of_target * of_source)
    return shares


def with_neighbours(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each weight times 1 + the weights of the words before both and of the words after.

    What stands side by side mostly stays so: the idea of the HMM aligner (Vogel, Ney & Tillmann,
    1996) without its training.  Brings two to three spans of a hundred more to their place.
    """
    near = weights * 0
    near[1:, 1:] += weights[:-1, :-1]
    near[:-1, :-1] += weights[1:, 1:]
    sharpened: NDArray[np.float64] = weights * (1 + near)
    return sharpened


def link_words(
    weights: NDArray[np.float64],
    *,
    least: float = LEAST_WEIGHT,
    share: float = SHARE_OF_BEST,
) -> tuple[Link, ...]:
    """Link every target word to the source words that it comes from.

    Args:
        weights: Shape (source words, target words), in [0, 1].
        least: Weight below which there is no link.
        share: Part of a target word's best weight that a further link must reach.

    Returns:
        Links, sorted; words may have none.
    """
    import numpy as np

    if not weights.size:
        return ()
    best = weights.max(axis=0, keepdims=True)
    kept = (weights >= least) & (weights >= share * best)
    return tuple(
        Link(int(source), int(target), min(1.0, float(weights[source, target])))
        for source, target in np.argwhere(kept)
    )
