"""Where a name of one text should stand in the other: its words followed through the alignment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mtkit.types import Mention, Span

_SCORE = 0.3
"""Of a projected mention, as a tagger's score: no tagger saw a name there."""

_GAP = 2
"""Words without a link that may stand within a name: a clitic and its article."""


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
        The span of the heaviest run of linked words for each mention that has one, with its article;
        types are the mentions' own.
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
