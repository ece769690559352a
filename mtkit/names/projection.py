"""Where a name of one text may stand in the other: its words followed, or looked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mtkit import langs
from mtkit.align.lexicon import shipped_lexicon
from mtkit.names.mentions.tagger import shipped_tagger, tokenize
from mtkit.text.arabic import normalize
from mtkit.text.surface import surface_similarity
from mtkit.types import Mention, Span

PROJECTED = 0.3
"""Score of a mention that no tagger saw."""

_GAP = 2
"""Words without a link that may stand within a name: a clitic and its article."""

_LONGEST = 6  # words of a name that is searched for
_TOUCHED = 0.5  # surface similarity of a word that may be part of a name

Links = Mapping[int, Mapping[int, float]]
"""Word → word of the other text → weight."""


def project(
    mentions: Sequence[Mention],
    text: str,
    links: Links,
    words: Sequence[Span],
    others: Sequence[Span],
) -> list[Mention]:
    """Return the mentions that those of the other text point to.

    Args:
        mentions: Of the text with `words`.
        text: The text with `others`.
        links: From `words` to `others`.
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
            found.append(moved(mention, Span(start, others[run[-1]].end), text))
    return found


def moved(mention: Mention, span: Span, text: str) -> Mention:
    """Return the mention that should stand in `text` for one of the other text."""
    return replace(mention, span=span, form=span.of(text), score=PROJECTED, full=None)


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


class Places:
    """The places of a text where a name may stand: runs of up to six words without a sign between.

    Args:
        text: A sentence.
        language: BCP 47 code of it.
        other: BCP 47 code of the names that are looked for.
    """

    def __init__(self, text: str, language: str, other: str) -> None:
        code = langs.base(language)
        tokens = tokenize(text, shipped_tagger(code).words) if code in {"en", "ar"} else []
        self._text = text
        self._spans = [Span(token.start, token.end) for token in tokens]
        self._words = [span.of(text) for span in self._spans]
        self._forms = [normalize(word).casefold() for word in self._words]
        self._lexicon = shipped_lexicon(langs.base(other), code)
        self._signs = [not token.form[0].isalnum() for token in tokens]
        self._small = [code == "en" and word[:1].islower() for word in self._words]

    def touched(self, name: str) -> Iterator[Span]:
        """Yield the places that begin and end with a word that a word of `name` may stand for."""
        parts = name.replace("-", " ").split()
        meant = {
            form
            for part in parts
            for form in self._lexicon.get(normalize(part).casefold(), {})
        }
        hits = [
            form in meant or any(surface_similarity(part, word) >= _TOUCHED for part in parts)
            for form, word in zip(self._forms, self._words, strict=True)
        ]
        return (span for first, last, span in self._runs() if hits[first] and hits[last])

    def all(self) -> Iterator[Span]:
        """Yield every place."""
        return (span for _, _, span in self._runs())

    def _runs(self) -> Iterator[tuple[int, int, Span]]:
        for first, start in enumerate(self._spans):
            if self._small[first]:
                continue
            for last in range(first, min(first + _LONGEST, len(self._spans))):
                if self._signs[last]:
                    break
                yield first, last, Span(start.start, self._spans[last].end)
