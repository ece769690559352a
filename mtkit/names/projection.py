"""Where a name of one text should stand in the other: its words followed through the alignment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mtkit.names.mentions.tagger import shipped_tagger, tokenize
from mtkit.types import Mention, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SCORE = 0.3
"""Of a projected mention, as a tagger's score: no tagger saw a name there."""

_GAP = 2
"""Words without a link that may stand within a name: a clitic and its article."""

_LONGEST = 6  # words of a name that is searched for
_BEST = 3  # places that are looked at closer
_ALIKE = 0.3


def project(
    mentions: Sequence[Mention],
    text: str,
    links: Mapping[int, Mapping[int, float]],
    words: Sequence[Span],
    others: Sequence[Span],
) -> list[Mention]:
    """Return the mentions that those of the other text point to.

    Args:
        mentions: Of the text with `words`.
        text: The text with `others`.
        links: Word → other word → weight.
        words: Words of the text with the mentions.
        others: Words of `text`, clitics and the Arabic article cut off.

    Returns:
        The span of the heaviest run of linked words for each mention that has one, with its
        article; types are the mentions' own.
    """
    found = []
    for mention in mentions:
        weight: dict[int, float] = {}
        for at, word in enumerate(words):
            if mention.span.contains(word):
                for other, value in links.get(at, {}).items():
                    weight[other] = weight.get(other, 0.0) + value
        run = _heaviest_run(weight)
        if run:
            start = _with_article(text, others, run[0])
            span = Span(start, others[run[-1]].end)
            found.append(replace(mention, span=span, form=span.of(text), score=_SCORE, full=None))
    return found


def _heaviest_run(weight: Mapping[int, float]) -> list[int]:
    runs: list[list[int]] = []
    for at in sorted(weight):
        if runs and at - runs[-1][-1] <= _GAP + 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return max(runs, key=lambda run: sum(weight[at] for at in run), default=[])


def _with_article(text: str, words: Sequence[Span], at: int) -> int:
    """Return where word `at` begins with the article that is written onto it."""
    before = words[at - 1] if at else None
    if before and before.end == words[at].start and before.of(text) in {"ال", "لل"}:
        return before.start
    return words[at].start


def windows(text: str, language: str) -> list[Span]:
    """Return every run of up to six words of `text` without a sign between: where a name may be."""
    tokens = tokenize(text, shipped_tagger(language).words)
    found: list[Span] = []
    for first, token in enumerate(tokens):
        for last in tokens[first : first + _LONGEST]:
            if not last.form[0].isalnum():
                break
            found.append(Span(token.start, last.end))
    return found


def search(
    mentions: Sequence[Mention], text: str, places: Sequence[Span], likeness: NDArray[np.floating]
) -> list[Mention]:
    """Return mentions in `text` at the places that are most like each of `mentions`.

    Args:
        mentions: Of the other text.
        text: Where they are looked for.
        places: Spans of it (`windows`).
        likeness: ``[mention][place]``, in [0, 1].
    """
    found = []
    for mention, row in zip(mentions, likeness, strict=True):
        for at in sorted(range(len(places)), key=lambda at: -row[at])[:_BEST]:
            if row[at] >= _ALIKE:
                form = places[at].of(text)
                found.append(replace(mention, span=places[at], form=form, score=_SCORE, full=None))
    return found
