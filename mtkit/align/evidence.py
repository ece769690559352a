"""What sentences of two languages share: translated words, dictionary words, numbers, names."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mtkit import langs
from mtkit.align.forms import known_forms
from mtkit.align.lexicon import Lexicon, shipped_lexicon
from mtkit.text.surface import skeleton
from mtkit.text.words import words
from mtkit.types import Span

_STEM = 4  # letters of a word that its inflected forms mostly share
_STEM_WEIGHT = 0.5
_SKELETON = 3  # consonants from which a name is told in the other script
_RARE = 3  # sentences that a word may be in to mark a place in the document

Vector = Mapping[str, float]


@dataclass(slots=True)
class Evidence:
    """Agreement of any run of source sentences with any run of target sentences.

    Args:
        source: A vector of features for each source sentence, in words of the target language.
        target: A vector of features for each target sentence.
        anchors: Pairs (source, target) that certainly belong together, increasing on both sides.
    """

    source: Sequence[Vector]
    target: Sequence[Vector]
    anchors: Sequence[tuple[int, int]]
    _dots: dict[tuple[int, int], float] = field(default_factory=dict)
    _norms: tuple[dict[Span, float], dict[Span, float]] = field(default_factory=lambda: ({}, {}))

    def agreement(self, source: Span, target: Span) -> float:
        """Return the cosine of the runs' summed vectors, in [0, 1]; 0 for an empty run."""
        dot = sum(
            self._dot(i, j)
            for i in range(source.start, source.end)
            for j in range(target.start, target.end)
        )
        norm = self._norm(0, source) * self._norm(1, target)
        return min(1.0, dot / norm) if norm else 0.0

    def _dot(self, i: int, j: int) -> float:
        if (i, j) not in self._dots:
            one, other = self.source[i], self.target[j]
            if len(other) < len(one):
                one, other = other, one
            self._dots[i, j] = sum(value * other.get(key, 0.0) for key, value in one.items())
        return self._dots[i, j]

    def _norm(self, side: int, run: Span) -> float:
        if run not in self._norms[side]:
            vectors = (self.source, self.target)[side][run.start : run.end]
            total: dict[str, float] = defaultdict(float)
            for vector in vectors:
                _add(total, vector)
            self._norms[side][run] = math.sqrt(sum(value * value for value in total.values()))
        return self._norms[side][run]


def shared_evidence(
    source: Sequence[str],
    target: Sequence[str],
    *,
    source_language: str,
    target_language: str,
    translated: Sequence[str] | None,
) -> Evidence:
    """Make comparable vectors of all sentences.

    Words count by how rare they are among the target sentences, so that names and numbers decide.

    Args:
        source: Sentences of the source text.
        target: Sentences of the target text.
        source_language: BCP 47 code.
        target_language: BCP 47 code.
        translated: Machine translations of `source`; None goes by dictionary and form alone.
    """
    lexicon = shipped_lexicon(langs.base(source_language), langs.base(target_language))
    theirs = [_features(text, target_language) for text in target]
    ours = []
    for index, text in enumerate(source):
        vector = _features(text, source_language, lexicon=lexicon)
        if translated is not None:
            _add(vector, _features(translated[index], target_language))
        ours.append(vector)
    found_in = Counter(key for vector in theirs for key in vector)
    rarity = {key: math.log((len(target) + 1) / count) for key, count in found_in.items()}
    ours_weighted, theirs_weighted = (_weighted(side, rarity) for side in (ours, theirs))
    return Evidence(ours_weighted, theirs_weighted, _anchors(ours_weighted, theirs_weighted))


def _features(text: str, language: str, *, lexicon: Lexicon | None = None) -> dict[str, float]:
    """Return what a sentence is compared by: words, stems, skeletons of names.

    Args:
        text: A sentence.
        language: BCP 47 code.
        lexicon: Adds the translations of its words, by their weight.
    """
    features: dict[str, float] = defaultdict(float)
    found = words(text, language, clitics=True)
    for word, form in zip(found, known_forms(text, found), strict=True):
        translations = lexicon.get(form, {}) if lexicon else {}
        for known, weight in ((form, 1.0), *translations.items()):
            features[known] += weight
            if len(known) > _STEM:
                features[f"{known[:_STEM]}…"] += _STEM_WEIGHT * weight
        bones = skeleton(word.of(text))
        if len(bones) >= _SKELETON:
            features[f"~{bones}"] += 1.0
    return features


def _add(total: dict[str, float], vector: Vector) -> None:
    for key, value in vector.items():
        total[key] += value


def _weighted(vectors: Sequence[Mapping[str, float]], rarity: Mapping[str, float]) -> list[Vector]:
    # what the other side never says tells nothing about where a sentence belongs
    return [
        {key: math.sqrt(count) * rarity[key] for key, count in vector.items() if key in rarity}
        for vector in vectors
    ]


def _anchors(source: Sequence[Vector], target: Sequence[Vector]) -> list[tuple[int, int]]:
    """Return pairs that share most rare words both ways, the longest rising chain of them."""
    votes = _votes(source, target)
    best_source: dict[int, tuple[float, int]] = {}
    best_target: dict[int, tuple[float, int]] = {}
    for (i, j), vote in votes.items():
        best_source[i] = max(best_source.get(i, (0.0, 0)), (vote, j))
        best_target[j] = max(best_target.get(j, (0.0, 0)), (vote, i))
    mutual = sorted((i, j) for i, (_, j) in best_source.items() if best_target[j][1] == i)
    return _longest_rising(mutual)


def _votes(source: Sequence[Vector], target: Sequence[Vector]) -> dict[tuple[int, int], float]:
    places: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, vectors in enumerate((source, target)):
        for index, vector in enumerate(vectors):
            for key in vector:
                places[key][side].append(index)
    votes: dict[tuple[int, int], float] = defaultdict(float)
    for key, (ours, theirs) in places.items():
        if 0 < len(ours) <= _RARE and 0 < len(theirs) <= _RARE:
            for i in ours:
                for j in theirs:
                    votes[i, j] += source[i][key] * target[j][key]
    return votes


def _longest_rising(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest chain that rises strictly on both sides (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for index, (_, j) in enumerate(points):
        place = bisect_left(tails, j)
        before.append(ends[place - 1] if place else None)
        tails[place : place + 1] = [j]
        ends[place : place + 1] = [index]
    chain: list[tuple[int, int]] = []
    at = ends[-1] if ends else None
    while at is not None:
        chain.append(points[at])
        at = before[at]
    return chain[::-1]
