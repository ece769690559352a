"""Where a name of one text may stand in the other: its words followed, or looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from mtkit import langs
from mtkit.align.combine import both_ways, link_words, with_neighbours
from mtkit.align.lexicon import shipped_lexicon
from mtkit.names.mentions.tagger import shipped_tagger, tokenize
from mtkit.text.arabic import normalize
from mtkit.text.surface import surface_similarity
from mtkit.types import Mention, Span, WordAlignment

PROJECTED = 0.3
"""Score of a mention that no tagger saw."""

_GAP = 2
"""Words without a link that may stand within a name: a clitic and its article."""

_LONGEST = 6  # words of a name that is searched for
_ALIKE = 0.5  # surface similarity of words that may be the same name
_STEM = 4  # letters that inflected forms of a word mostly share
_OF_STEM = 0.7
_CLITICS = frozenset("وفبلك")
_DEFINED = re.compile(r"(?:[وف]?[بك]?ال|[وف]?لل)(?=\w{3})")  # the article and what may be before it
_ARTICLES = frozenset({"ال", "لل"})

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
    if before and before.end == words[at].start and before.of(text) in _ARTICLES:
        return before.start
    return words[at].start


class Places:
    """The places of a text where a name may stand: runs of up to six words without a sign between.

    Args:
        text: A sentence.
        language: BCP 47 code of it.
        other: BCP 47 code of the names that are looked for.

    Attributes:
        words: Spans of the words of the text, signs too, in order.
        written: The words.
    """

    def __init__(self, text: str, language: str, other: str) -> None:
        self._languages = langs.base(other), langs.base(language)
        code = self._languages[1]
        tokens = tokenize(text, shipped_tagger(code).words) if code in {"en", "ar"} else []
        self.words = [Span(token.start, token.end) for token in tokens]
        self.written = [span.of(text) for span in self.words]
        self._weighs = [_weighs(word) for word in self.written]
        self._breaks = [not token.form[0].isalnum() for token in tokens]

    def aligned(self, source: Places) -> WordAlignment:
        """Return which words of `source`, the text in the other language, stand for which here."""
        import numpy as np

        if not self.words or not source.words:
            return WordAlignment(tuple(source.words), tuple(self.words))
        weights = np.zeros((len(source.words), len(self.words)))
        for row, part in enumerate(source.written):
            if _weighs(part):
                weights[row] = [_stands_for(part, word, self._languages) for word in self.written]
        links = link_words(both_ways(with_neighbours(weights)))
        return WordAlignment(tuple(source.words), tuple(self.words), links)

    def explained(self, name: str) -> list[tuple[Span, float]]:
        """Return the places that begin and end with what a word of `name` may stand for.

        One end is enough for a place of as many words as the name has.

        Returns:
            With each the share of words, on both sides, that stand for one on the other side, in
            [0, 1] (`share` of that place).
        """
        table = self._table(name)
        hits = [any(row[at] for row in table) for at in range(len(self.written))]
        return [
            (Span(start, span.end), _share(table, self._weighs, first, last))
            for first, last, span in self._runs
            if hits[first] + hits[last] > (last - first + 1 != len(table))
            for start in self._starts(first)
        ]

    def _starts(self, first: int) -> Iterator[int]:
        """Yield where a name may begin: an Arabic clitic may be a letter of the name, or not."""
        span, word = self.words[first], self.written[first]
        yield span.start
        for cut in range(1, _clitics(word) + 1):
            yield span.start + cut
        if first and self.words[first - 1].end == span.start and len(self.written[first - 1]) == 1:
            yield span.start - 1

    def share(self, name: str, place: Span) -> float:
        """Return the share of the words of `name` and of a place that stand for each other."""
        inside = [at for at, span in enumerate(self.words) if place.overlaps(span)]
        if not inside:
            return 0.0
        return _share(self._table(name), self._weighs, inside[0], inside[-1])

    def everywhere(self) -> list[Span]:
        """Return every place, without those that begin with a small letter."""
        return [span for first, _, span in self._runs if not self.written[first][0].islower()]

    def _table(self, name: str) -> list[list[float]]:
        """Return ``[word of name][word of text]``; words that weigh nothing are left out."""
        parts = [part for part in name.replace("-", " ").split() if _weighs(part)]
        return [
            [_stands_for(part, word, self._languages) for word in self.written] for part in parts
        ]

    @cached_property
    def _runs(self) -> list[tuple[int, int, Span]]:
        runs = []
        for first, start in enumerate(self.words):
            for last in range(first, min(first + _LONGEST, len(self.words))):
                if self._breaks[last]:
                    break
                runs.append((first, last, Span(start.start, self.words[last].end)))
        return runs


def _share(
    table: Sequence[Sequence[float]], weighs: Sequence[bool], first: int, last: int
) -> float:
    columns = [at for at in range(first, last + 1) if weighs[at]]
    if not table or not columns:
        return 0.0
    met = sum(max(row[at] for at in columns) for row in table)
    met += sum(max(row[at] for row in table) for at in columns)
    return met / (len(table) + len(columns))


def _weighs(word: str) -> bool:
    """Tell whether a word counts in a name: not *of* and *the*, clitics, في and من."""
    return len(word) > 2 and not (len(word) == 3 and word.islower())


@lru_cache(maxsize=1 << 17)
def _stands_for(part: str, word: str, languages: tuple[str, str]) -> float:
    """Return how surely a word of a name is this word in the other language, in [0, 1]."""
    alike = max(surface_similarity(_bare(part), _bare(word)), surface_similarity(part, word))
    if alike >= _ALIKE:
        return alike
    form = _known(word)
    meant = shipped_lexicon(*languages).get(_known(part), {})
    if form in meant:
        return 1.0
    stems = (other[:_STEM] for other in meant if len(other) > _STEM)
    return _OF_STEM if len(form) > _STEM and form[:_STEM] in stems else 0.0


def _known(word: str) -> str:
    """Return a word as the dictionary knows it: the Arabic article is a word of its own there."""
    return _bare(normalize(word).casefold())


def _bare(word: str) -> str:
    start = _DEFINED.match(word)
    return word[start.end() :] if start else word


def _clitics(word: str) -> int:
    """Return how many letters before a word may be clitics."""
    start = _DEFINED.match(word)
    if start:
        return start.end() - 2
    return int(word[0] in _CLITICS and len(word) > _STEM)
