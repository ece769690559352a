"""Word alignment learned from a bitext, without a neural model (extra ``align``).

`sil-thot` has the models; here they are trained both ways and made one by `symmetrize`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from mtkit.align.forms import known_forms
from mtkit.align.symmetrize import Heuristic, Point, symmetrize
from mtkit.errors import CorpusError, MissingExtraError, UnknownEntryError
from mtkit.text.words import words
from mtkit.types import Link, WordAlignment

Tokens = Sequence[str]
Method = Literal["hmm", "fast_align", "eflomal"]

_MODELS = {
    "hmm": "HmmAlignmentModel",  # Vogel, Ney & Tillmann, 1996
    "fast_align": "FastAlignModel",  # Dyer, Chahuneau & Smith, 2013
    "eflomal": "EflomalAlignmentModel",  # Östling & Tiedemann, 2016
}


class TokenAligner:
    """A pair of one-way models trained on token sequences: words, or subwords for a model's guide.

    Args:
        bitext: Pairs of token sequences, read once; empty sides are left out.
        method: Which model; eflomal is the best and the quickest to train (docs/quality/markup.md).
        iterations: Rounds of training in each direction.

    Raises:
        MissingExtraError: `sil-thot` is not installed.
        UnknownEntryError: No such method.
        CorpusError: The bitext has no pair with tokens on both sides.
    """

    def __init__(
        self,
        bitext: Iterable[tuple[Tokens, Tokens]],
        *,
        method: Method = "eflomal",
        iterations: int = 5,
    ) -> None:
        if method not in _MODELS:
            raise UnknownEntryError("alignment method", method, _MODELS)
        pairs = [(list(source), list(target)) for source, target in bitext if source and target]
        if not pairs:
            raise CorpusError("the bitext is empty: there is nothing to learn an alignment from")
        self._forward = train_one_way(pairs, method=method, iterations=iterations)
        turned = [(t, s) for s, t in pairs]
        self._backward = train_one_way(turned, method=method, iterations=iterations)

    def links(
        self, source: Tokens, target: Tokens, *, heuristic: Heuristic = "grow-diag-final-and"
    ) -> tuple[Link, ...]:
        """Align one pair of token sequences; links have weight 1."""
        if not source or not target:
            return ()
        forward = _best(self._forward, source, target)
        backward = {(s, t) for t, s in _best(self._backward, target, source)}
        points = symmetrize(forward, backward, heuristic=heuristic)
        return tuple(Link(s, t) for s, t in sorted(points))


class WordAligner:
    """`TokenAligner` for running text of two languages, with clitics split.

    Args:
        bitext: Pairs (source text, target text).
        source_language: BCP 47 code.
        target_language: BCP 47 code.
        method: Which model.
        iterations: Rounds of training in each direction.
    """

    def __init__(
        self,
        bitext: Iterable[tuple[str, str]],
        *,
        source_language: str,
        target_language: str,
        method: Method = "eflomal",
        iterations: int = 5,
    ) -> None:
        self._languages = source_language, target_language
        pairs = (
            (_tokens(source, source_language), _tokens(target, target_language))
            for source, target in bitext
        )
        self._aligner = TokenAligner(pairs, method=method, iterations=iterations)

    def align(
        self, source: str, target: str, *, heuristic: Heuristic = "grow-diag-final-and"
    ) -> WordAlignment:
        """Align the words of two texts that mean the same."""
        source_language, target_language = self._languages
        links = self._aligner.links(
            _tokens(source, source_language), _tokens(target, target_language), heuristic=heuristic
        )
        return WordAlignment(
            tuple(words(source, source_language, clitics=True)),
            tuple(words(target, target_language, clitics=True)),
            links,
        )


def _tokens(text: str, language: str) -> list[str]:
    return known_forms(text, words(text, language, clitics=True))


def train_one_way(
    pairs: Sequence[tuple[Tokens, Tokens]], *, method: Method, iterations: int
) -> Any:
    """Return a `thot` model that was trained on pairs of token lists, source to target.

    Raises:
        MissingExtraError: `sil-thot` is not installed.
    """
    try:
        import thot.alignment
    except ModuleNotFoundError as error:
        raise MissingExtraError("statistical word alignment", "align") from error
    model = getattr(thot.alignment, _MODELS[method])()
    for source, target in pairs:
        model.add_sentence_pair(source, target, 1)
    model.start_training()
    for _ in range(iterations):
        model.train()
    model.end_training()
    return model


def _best(model: Any, source: Tokens, target: Tokens) -> set[Point]:
    _, matrix = model.get_best_alignment(list(source), list(target))
    return {(s, t) for s in range(len(source)) for t in range(len(target)) if matrix[s, t]}
