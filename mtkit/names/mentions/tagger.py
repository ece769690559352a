"""Names found by a conditional random field over words, one for each language.

Labels are B-PER, I-PER … O; `mtkit.names.mentions.learn` trains the models that ship.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, NamedTuple, cast

from mtkit.names.mentions.crf import Crf, parse_crf
from mtkit.names.mentions.features import (
    EDGE,
    OFFSETS,
    Seen,
    WordFeatures,
    look_through,
    place_features,
    word_features,
)
from mtkit.names.mentions.tokens import Token, arabic_tokens, english_tokens
from mtkit.names.mentions.wordlist import WordList, read_word_list
from mtkit.types import NameType, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST_WORDS = 1 << 16  # whose sums are kept


class Tagged(NamedTuple):
    """A name that the tagger found.

    Args:
        span: Of the sentence.
        type: The likeliest.
        score: Probability of the least sure of its words' labels, in [0, 1].
    """

    span: Span
    type: NameType
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Tagger:
    """A model and the word list that it was trained with; `load_tagger` reads both."""

    words: WordList
    model: Crf
    _sums: dict[str, tuple[WordFeatures, NDArray[np.float32]]] = field(default_factory=dict)

    def tag(self, sentences: Sequence[str]) -> list[list[Tagged]]:
        """Find the names in the sentences of one document (see `tag`)."""
        tokenized = [tokenize(sentence, self.words) for sentence in sentences]
        seen = look_through(tokenized, self.words.language)
        filled = [tokens for tokens in tokenized if tokens]
        if not filled:
            return [[] for _ in sentences]
        labels, chances = self.model.decode(self._states(filled, seen), list(map(len, filled)))
        found = map(_names, filled, labels, chances)
        return [next(found) if tokens else [] for tokens in tokenized]

    def _states(self, sentences: Sequence[Sequence[Token]], seen: Seen) -> NDArray[np.float32]:
        """Return ``[token][label]`` of all sentences one behind the other."""
        import numpy as np

        if len(self._sums) > _MOST_WORDS:
            self._sums.clear()
        number: dict[str, int] = {}
        sums = [self._sum(None)]
        where: list[int] = []
        rows: list[list[str]] = []
        for tokens in sentences:
            types = []
            for token in tokens:
                features, summed = self._sum(token.form)
                at = number.setdefault(token.form, len(sums))
                if at == len(sums):
                    sums.append((features, summed))
                where.append(at)
                types.append(features)
            where += [0, 0]  # the edge, which the next sentence sees too
            rows += place_features(tokens, types, seen, self.words)
        spread = np.stack([summed for _, summed in sums])
        padded = np.array([0, 0, *where])
        inside = np.flatnonzero(padded)
        states = self.model.totals(rows) + spread[padded[inside], 0]
        for column, offset in enumerate(OFFSETS, 1):
            states += spread[padded[inside + offset], column]
        return cast("NDArray[np.float32]", states)

    def _sum(self, form: str | None) -> tuple[WordFeatures, NDArray[np.float32]]:
        """Return a word's features and their summed weights: ``[0: own, then OFFSETS][label]``.

        A token *sees* a word at an offset; None is the edge of a sentence.
        """
        import numpy as np

        key = form or ""
        if key not in self._sums:
            features = EDGE if form is None else word_features(form, self.words)
            parts = [features.own, *(features.seen_from(offset) for offset in OFFSETS)]
            self._sums[key] = features, np.stack([self.model.total(part) for part in parts])
        return self._sums[key]


def tag(
    sentences: Sequence[str], language: str, *, tagger: Tagger | None = None
) -> list[list[Tagged]]:
    """Find the names in the sentences of one document.

    Args:
        sentences: In order; what is seen in one helps in the others.
        language: ``"en"`` or ``"ar"``.
        tagger: Of that language; the one that ships if left out.

    Returns:
        For each sentence its names in text order, without overlaps.
    """
    return (tagger or shipped_tagger(language)).tag(sentences)


def tokenize(text: str, words: WordList) -> list[Token]:
    """Return the tokens of a sentence as the tagger with this word list reads them."""
    if words.language == "en":
        return english_tokens(text)
    return arabic_tokens(text, is_name=words.is_name, is_word=words.is_word)


def _names(
    tokens: Sequence[Token], labels: Sequence[str], chances: NDArray[np.float32]
) -> list[Tagged]:
    return [
        Tagged(
            Span(tokens[start].start, tokens[end - 1].end),
            kind,
            float(min(chances[start:end])),
        )
        for start, end, kind in label_runs(labels)
    ]


def labels_of(tokens: Sequence[Token], names: Iterable[tuple[Span, NameType]]) -> list[str]:
    """Return the label of each token; a name that ends inside a token has none."""
    starts = {token.start: at for at, token in enumerate(tokens)}
    ends = {token.end: at for at, token in enumerate(tokens)}
    labels = ["O"] * len(tokens)
    for span, kind in names:
        first, last = starts.get(span.start), ends.get(span.end)
        if first is not None and last is not None:
            labels[first] = f"B-{kind}"
            labels[first + 1 : last + 1] = [f"I-{kind}"] * (last - first)
    return labels


def label_runs(labels: Sequence[str]) -> Iterator[tuple[int, int, NameType]]:
    """Yield the names of a row of labels as (first token, token after the last, type)."""
    start, kind = None, ""
    for at, label in enumerate([*labels, "O"]):
        if start is not None and label != f"I-{kind}":
            yield start, at, cast(NameType, kind)
            start = None
        if label != "O" and start is None:
            start, kind = at, label[2:]


def load_tagger(folder: Traversable, language: str) -> Tagger:
    """Read the tagger of ``"en"`` or ``"ar"`` in a folder: model and word list."""
    model = parse_crf((folder / f"tagger.{language}.npz").read_bytes())
    return Tagger(read_word_list(folder, language), model)


@cache
def shipped_tagger(language: str) -> Tagger:
    """Return the tagger that ships for ``"en"`` or ``"ar"``."""
    return load_tagger(files("mtkit.names") / "data", language)
