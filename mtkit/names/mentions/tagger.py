"""A conditional random field over words (Lafferty, McCallum & Pereira, 2001) for each language.

Labels are B-PER, I-PER … O; `mtkit.names.mentions.learn` trains the models that ship.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, NamedTuple, cast

from mtkit.names.mentions.features import features, look_through
from mtkit.names.mentions.tokens import Token, arabic_tokens, english_tokens
from mtkit.names.mentions.wordlist import word_list
from mtkit.types import NameType, Span


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


def tokenize(text: str, language: str) -> list[Token]:
    """Return the tokens of a sentence as the tagger of ``"en"`` or ``"ar"`` reads them."""
    if language == "en":
        return english_tokens(text)
    known = word_list("ar")
    return arabic_tokens(text, is_name=known.is_name, is_word=known.codes.__contains__)


def tag(sentences: Sequence[str], language: str, *, model: Any = None) -> list[list[Tagged]]:
    """Find the names in the sentences of one document.

    Args:
        sentences: In order; what is seen in one helps in the others.
        language: ``"en"`` or ``"ar"``.
        model: From `load_model`; the one that ships if left out.

    Returns:
        For each sentence its names in text order, without overlaps.
    """
    model = model or _shipped_model(language)
    tokenized = [tokenize(sentence, language) for sentence in sentences]
    seen = look_through(tokenized, language)
    found: list[list[Tagged]] = []
    for tokens in tokenized:
        if not tokens:
            found.append([])
            continue
        model.set(features(tokens, seen, language))
        labels = model.tag()
        found.append(
            [
                Tagged(
                    Span(tokens[start].start, tokens[end - 1].end),
                    kind,
                    min(model.marginal(labels[at], at) for at in range(start, end)),
                )
                for start, end, kind in label_runs(labels)
            ]
        )
    return found


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


def load_model(path: Path) -> Any:
    """Return a tagger's model from its file."""
    import pycrfsuite

    model = pycrfsuite.Tagger()
    model.open(str(path))  # reads it whole; from memory it would not keep the bytes alive
    return model


@cache
def _shipped_model(language: str) -> Any:
    with as_file(files("mtkit.names") / "data" / f"tagger.{language}.crfsuite") as path:
        return load_model(path)
