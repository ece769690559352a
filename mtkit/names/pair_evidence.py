"""What speaks for two mentions of a sentence pair being one name: see `EVIDENCE`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mtkit.names.alike import alike
from mtkit.names.association import ShippedAssociation
from mtkit.names.projection import Places, moved, project
from mtkit.types import Mention, Span, WordAlignment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EVIDENCE = (
    "similarity",
    "association",
    "words",  # share of both mentions' words that the dictionary or their letters explain
    "alignment",  # share of both mentions' words that are linked to the other
    "purity",  # share of their links that stay between them
    "strength",  # the greatest of similarity, association and 0.9 words
    "odds",  # its log odds
    "source_lead",  # strength less that of the best rival for the source mention, elsewhere
    "target_lead",  # the same for the target mention
    "type",
    "place",  # distance of their places in the sentences, as shares of the length
    "source_tagged",  # log odds of the tagger's score; 0 for a mention that it did not find
    "target_tagged",
    "source_missed",  # whether the tagger did not find it
    "target_missed",
    "source_crossed",  # whether another mention of the tagger's overlaps with it
    "target_crossed",
    "length",  # difference in words
)
"""What speaks for a pair; the order of the weights in ``data/pairs.json``."""

_FOUND = 0.7
"""Strength of a mention on the other side from which on nothing else is looked for."""

_FAINT = 0.05  # evidence below which a pair is not looked at
_ALIKE = 0.3  # strength of a place that is looked for
_WORDS = 0.9  # what the share of words counts beside similarity and association
_BEST = 3  # such places that are looked at closer


class Associates(Protocol):
    """Knows how closely two names go together."""

    def score(self, source: str, target: str) -> float:
        """Return it in [0, 1]."""
        ...


class Candidate(NamedTuple):
    """Two mentions and what speaks for them, in the order of `EVIDENCE`."""

    source: Mention
    target: Mention
    evidence: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Both:
    """A sentence and its translation, with the mentions that the taggers found in them.

    Args:
        source: The sentence.
        target: Its translation.
        source_mentions: Of `source`.
        target_mentions: Of `target`.
        alignment: Of their words; without it dictionary and spelling align them.
    """

    source: str
    target: str
    source_mentions: Sequence[Mention]
    target_mentions: Sequence[Mention]
    alignment: WordAlignment | None = None


def candidates(
    sentences: Sequence[Both],
    *,
    association: Associates | None,
    source_language: str,
    target_language: str,
) -> list[list[Candidate]]:
    """Return every pair of each sentence that is worth a thought, with its evidence.

    Similarities are asked for in three calls for all sentences together: between the mentions,
    then with the places where one may have been missed, then for what these places bring.
    """
    scores = association or ShippedAssociation(source_language, target_language)
    tables = [_Table(each, scores, (source_language, target_language)) for each in sentences]
    known = alike(pair for table in tables for pair in table.cells())
    for table in tables:
        table.look_around(known)
    known |= alike(pair for table in tables for pair in table.places())
    for table in tables:
        table.take_places(known)
    known |= alike(pair for table in tables for pair in table.cells())
    return [table.candidates(known) for table in tables]


class _Table:
    """The mentions of one sentence pair, found and guessed, held against each other."""

    def __init__(self, both: Both, scores: Associates, languages: tuple[str, str]) -> None:
        self._both, self._scores, self._languages = both, scores, languages
        self._sources, self._targets = list(both.source_mentions), list(both.target_mentions)
        self._searches: list[_Search] = []

    def cells(self) -> Iterable[tuple[str, str]]:
        """Yield every pair of forms."""
        return ((one.form, other.form) for one in self._sources for other in self._targets)

    def look_around(self, known: Mapping[tuple[str, str], float]) -> None:
        """Add what the alignment points to, and search for mentions that nothing is like."""
        both = self._both
        there = [
            one
            for one in both.source_mentions
            if all(self._strength(one, other, known) < _FOUND for other in both.target_mentions)
        ]
        back = [
            other
            for other in both.target_mentions
            if all(self._strength(one, other, known) < _FOUND for one in both.source_mentions)
        ]
        if not there and not back:
            return
        weights = self._weights
        words, others = weights.alignment.source, weights.alignment.target
        _add(self._targets, project(there, both.target, weights.forward, words, others))
        _add(self._sources, project(back, both.source, weights.backward, others, words))
        if there:
            self._searches += self._search(there, is_source=True)
        if back:
            self._searches += self._search(back, is_source=False)

    def _search(self, mentions: Sequence[Mention], *, is_source: bool) -> list[_Search]:
        text = self._both.target if is_source else self._both.source
        places = self._places if is_source else self._places_back
        found = []
        for mention in mentions:
            spans = {span: _WORDS * share for span, share in places.explained(mention.form)}
            for span in places.everywhere():
                form = span.of(text)
                tied = self._scores.score(*self._sided(mention.form, form, is_source=is_source))
                if tied >= _ALIKE:
                    spans[span] = max(tied, spans.get(span, 0.0))
            found.append(_Search(mention, is_source, text, spans))
        return found

    @staticmethod
    def _sided(form: str, other: str, *, is_source: bool) -> tuple[str, str]:
        return (form, other) if is_source else (other, form)

    def places(self) -> Iterable[tuple[str, str]]:
        """Yield every pair of a mention and a place where it may have been missed."""
        return (
            self._sided(search.mention.form, span.of(search.text), is_source=search.is_source)
            for search in self._searches
            for span in search.spans
        )

    def take_places(self, known: Mapping[tuple[str, str], float]) -> None:
        """Add the places that are most like the mentions that were searched for."""
        for search in self._searches:
            form, text = search.mention.form, search.text
            rated = {
                span: max(tied, known[self._sided(form, span.of(text), is_source=search.is_source)])
                for span, tied in search.spans.items()
            }
            best = sorted(rated, key=lambda span: (-rated[span], span))[:_BEST]
            found = [moved(search.mention, span, text) for span in best if rated[span] >= _ALIKE]
            _add(self._targets if search.is_source else self._sources, found)

    def _strength(
        self, one: Mention, other: Mention, known: Mapping[tuple[str, str], float]
    ) -> float:
        tied = self._scores.score(one.form, other.form)
        return max(tied, known[one.form, other.form])

    def candidates(self, known: Mapping[tuple[str, str], float]) -> list[Candidate]:
        """Return the pairs that are worth a thought."""
        import numpy as np

        both, sources, targets = self._both, self._sources, self._targets
        if not sources or not targets:
            return []
        similar = np.array([[known[one.form, other.form] for other in targets] for one in sources])
        tied = np.array(
            [[self._scores.score(one.form, other.form) for other in targets] for one in sources]
        )
        words = np.array(
            [[self._places.share(one.form, other.span) for other in targets] for one in sources]
        )
        strength = np.maximum(np.maximum(similar, tied), _WORDS * words)
        leads = _leads(strength, targets), _leads(strength.T, sources).T
        crossed = (
            _crossed(sources, both.source_mentions),
            _crossed(targets, both.target_mentions),
        )
        seen = len(both.source_mentions), len(both.target_mentions)
        found = []
        for (row, column), strong in np.ndenumerate(strength):
            if row >= seen[0] and column >= seen[1]:
                continue  # neither tagger saw a name
            one, other = sources[row], targets[column]
            linked, purity = self._weights.between(one.span, other.span)
            if max(strong, linked) <= _FAINT:
                continue
            evidence = (
                similar[row, column],
                tied[row, column],
                words[row, column],
                linked,
                purity,
                strong,
                log_odds(strong, least=0.01),
                leads[0][row, column],
                leads[1][row, column],
                _type_agreement(one, other),
                abs(one.span.start / len(both.source) - other.span.start / len(both.target)),
                log_odds(one.score) if row < seen[0] else 0.0,
                log_odds(other.score) if column < seen[1] else 0.0,
                row >= seen[0],
                column >= seen[1],
                crossed[0][row],
                crossed[1][column],
                abs(len(one.form.split()) - len(other.form.split())),
            )
            found.append(Candidate(one, other, tuple(map(float, evidence))))
        return found

    @cached_property
    def _places(self) -> Places:
        return Places(self._both.target, self._languages[1], self._languages[0])

    @cached_property
    def _places_back(self) -> Places:
        return Places(self._both.source, *self._languages)

    @cached_property
    def _weights(self) -> _Weights:
        return _Weights(self._both.alignment or self._places.aligned(self._places_back))


class _Search(NamedTuple):
    """A mention without a counterpart, and where it may be in the other text.

    Args:
        mention: Of the text that it was found in.
        is_source: Whether that is the source.
        text: The other text.
        spans: Place → what association and words say of it.
    """

    mention: Mention
    is_source: bool
    text: str
    spans: dict[Span, float]


def _add(mentions: list[Mention], guessed: Iterable[Mention]) -> None:
    known = {mention.span for mention in mentions}
    for mention in guessed:
        if mention.span not in known:
            known.add(mention.span)
            mentions.append(mention)


def _leads(strength: NDArray[np.float64], mentions: Sequence[Mention]) -> NDArray[np.float64]:
    """Return each cell less the greatest of its row whose mention does not overlap (else 0)."""
    import numpy as np

    apart = np.array(
        [[not one.span.overlaps(other.span) for other in mentions] for one in mentions]
    )
    rivals = np.where(apart[None, :, :], strength[:, None, :], 0.0).max(axis=2)
    lead: NDArray[np.float64] = strength - rivals
    return lead


def _crossed(mentions: Sequence[Mention], tagged: Sequence[Mention]) -> list[bool]:
    spans = [mention.span for mention in tagged]
    return [
        any(span.overlaps(mention.span) for span in spans if span != mention.span)
        for mention in mentions
    ]


def _type_agreement(one: Mention, other: Mention) -> float:
    if one.type is None or other.type is None:
        return 0.0
    return 1.0 if one.type == other.type else -1.0


def log_odds(probability: float, *, least: float = 0.001) -> float:
    """Return the logarithm of the odds of a probability that is held away from 0 and 1."""
    kept = min(1 - least, max(least, probability))
    return math.log(kept / (1 - kept))


class _Weights:
    """Link weights of an alignment, by word."""

    def __init__(self, alignment: WordAlignment) -> None:
        self.alignment = alignment
        self.forward: dict[int, dict[int, float]] = {}
        self.backward: dict[int, dict[int, float]] = {}
        for link in alignment.links:
            self.forward.setdefault(link.source, {})[link.target] = link.weight
            self.backward.setdefault(link.target, {})[link.source] = link.weight

    def between(self, source: Span, target: Span) -> tuple[float, float]:
        """Return what part of the two spans' words is linked to the other, and of their links."""
        rows = [i for i, word in enumerate(self.alignment.source) if source.contains(word)]
        columns = {j for j, word in enumerate(self.alignment.target) if target.contains(word)}
        inside = outside = 0.0
        met, hit = 0, set[int]()
        for row in rows:
            links = self.forward.get(row, {})
            here = {j: weight for j, weight in links.items() if j in columns}
            inside += sum(here.values())
            outside += sum(links.values()) - sum(here.values())
            met += bool(here)
            hit |= here.keys()
        for column in columns:
            outside += sum(w for i, w in self.backward.get(column, {}).items() if i not in rows)
        covered = (met + len(hit)) / max(1, len(rows) + len(columns))
        return covered, inside / (inside + outside) if inside else 0.0
