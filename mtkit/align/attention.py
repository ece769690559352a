"""Attention over subwords folded to an alignment of words: the one place where that is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mtkit.align.combine import combine, link_words
from mtkit.align.lexicon import lexical_weights
from mtkit.text.surface import surface_links
from mtkit.text.words import words
from mtkit.types import Hypothesis, Piece, Span, WordAlignment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def fold(
    hypothesis: Hypothesis, source: str, *, source_language: str, target_language: str
) -> WordAlignment:
    """Align the words of `source` and of its translation by the attention that wrote it.

    A small dictionary, equal words, numbers and names that look alike in both scripts count as
    evidence beside the attention; without attention they are all there is.

    Args:
        hypothesis: With pieces whose spans lie in `source` and in `hypothesis.text`.
        source: The text that was translated.
        source_language: Decides the clitics that are words of their own, like `target_language`.
        target_language: Language of the hypothesis.
    """
    sources = tuple(words(source, source_language, clitics=True))
    targets = tuple(words(hypothesis.text, target_language, clitics=True))
    if not sources or not targets:
        return WordAlignment(sources, targets)
    languages = {"source_language": source_language, "target_language": target_language}
    weights = combine(
        word_attention(hypothesis, sources, targets),
        lexical_weights(source, sources, hypothesis.text, targets, **languages),
        surface_links(source, sources, hypothesis.text, targets),
    )
    return WordAlignment(sources, targets, link_words(weights))


def word_attention(
    hypothesis: Hypothesis, source: Sequence[Span], target: Sequence[Span]
) -> NDArray[np.float64]:
    """Sum the attention of pieces to words.

    A piece that covers several words (a clitic and its stem) is shared out by the characters it has
    in each; a row is the mean over the pieces of the target word, by characters.  Columns that
    stand for no word (labels, ``</s>``, punctuation) are dropped, so what a row lacks to 1 is what
    the model spent on them.

    Returns:
        Shape (source words, target words), rows of one target word sum to at most 1; zeros when the
        hypothesis has no attention.
    """
    import numpy as np

    if hypothesis.attention is None:
        return np.zeros((len(source), len(target)))
    by_source = _shares(hypothesis.source_pieces, source)
    by_target = _shares(hypothesis.pieces, target)
    characters = by_target * np.array([[len(piece.span)] for piece in hypothesis.pieces])
    per_word = characters / np.maximum(characters.sum(axis=0), 1e-9)
    folded: NDArray[np.float64] = by_source.T @ hypothesis.attention.T.astype(np.float64) @ per_word
    return folded


def _shares(pieces: Sequence[Piece], found: Sequence[Span]) -> NDArray[np.float64]:
    """Return how much of each piece is in each word: shape (pieces, words), rows sum to 0 or 1."""
    import numpy as np

    shares = np.zeros((len(pieces), len(found)))
    first = 0
    for row, piece in enumerate(pieces):
        start, end = piece.span.start, piece.span.end
        if start == end:
            continue
        while first < len(found) and found[first].end <= start:
            first += 1
        word = first
        while word < len(found) and found[word].start < end:
            shares[row, word] = min(end, found[word].end) - max(start, found[word].start)
            word += 1
    totals = shares.sum(axis=1, keepdims=True)
    np.divide(shares, totals, out=shares, where=totals > 0)
    return shares
