"""Words of any bitext aligned by a translation model that reads both sides.

The model writes the given translation (forced decoding), and where it looks while it does so is the
alignment.  A model of both directions, or one for each, looks from both sides; the mean is better
than either (docs/quality/alignment.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import tee
from typing import TYPE_CHECKING, Protocol

from mtkit.align.attention import word_attention
from mtkit.align.combine import combine, link_words
from mtkit.align.lexicon import lexical_weights
from mtkit.text.surface import surface_links
from mtkit.text.words import words
from mtkit.types import Hypothesis, WordAlignment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


# A link that is less than this is more often wrong than right: chosen on the odd pairs of
# corpora/alignments, where 0.3 to 0.4 differ by half a point of error rate.  Markup, which would
# rather have a doubtful place for an element than none, takes more (`combine.LEAST_WEIGHT`).
LEAST_WEIGHT = 0.35


class Follower(Protocol):
    """An engine that can be made to write a given translation."""

    def follow(
        self, pairs: Iterable[tuple[str, str]], *, source: str, target: str
    ) -> Iterator[Hypothesis]:
        """Yield the translations with the attention that the model writes them with."""
        ...


def align_bitext(
    pairs: Iterable[tuple[str, str]],
    *,
    source_language: str,
    target_language: str,
    forward: Follower,
    backward: Follower | None = None,
) -> Iterator[WordAlignment]:
    """Yield the word alignment of each pair, in order.

    Args:
        pairs: (source text, target text), neither blank; read a few hundred ahead.
        source_language: BCP 47 code.
        target_language: BCP 47 code.
        forward: Translates source to target.
        backward: Translates target to source; None leaves that view out.
    """
    there, back, texts = tee(pairs, 3)
    ahead = forward.follow(there, source=source_language, target=target_language)
    turned = ((target, source) for source, target in back)
    behind: Iterator[Hypothesis | None] = (
        iter(backward.follow(turned, source=target_language, target=source_language))
        if backward
        else (None for _ in turned)
    )
    for (source, target), one, other in zip(texts, ahead, behind, strict=True):
        yield _aligned(source, target, one, other, (source_language, target_language))


def _aligned(
    source: str,
    target: str,
    forward: Hypothesis,
    backward: Hypothesis | None,
    languages: tuple[str, str],
) -> WordAlignment:
    sources = tuple(words(source, languages[0], clitics=True))
    targets = tuple(words(target, languages[1], clitics=True))
    if not sources or not targets:
        return WordAlignment(sources, targets)
    attention: NDArray[np.float64] = word_attention(forward, sources, targets)
    if backward is not None:
        attention = (attention + word_attention(backward, targets, sources).T) / 2
    lexical = lexical_weights(
        source,
        sources,
        target,
        targets,
        source_language=languages[0],
        target_language=languages[1],
    )
    weights = combine(attention, lexical, surface_links(source, sources, target, targets))
    return WordAlignment(sources, targets, link_words(weights, least=LEAST_WEIGHT))
