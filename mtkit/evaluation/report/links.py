"""Words of source and hypotheses linked cheaply, for a reader who points at one.

The translations of all systems together are the bitext: IBM model 1 (Brown et al. 1993) both ways
over it and the shipped dictionary, then competition and the support of neighbours
(`mtkit.align.combine`).  That is a tenth of what a statistical aligner takes
(docs/quality/evaluation.md has the figures); it is good enough to look at, and evidence for nothing
else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mtkit.align.combine import DICTIONARY, SHARE_OF_BEST, both_ways, with_neighbours
from mtkit.align.forms import known_forms
from mtkit.align.lexicon import shipped_lexicon
from mtkit.langs import base
from mtkit.text.words import words
from mtkit.types import Span, WordAlignment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ids = NDArray[np.int64]
    Weights = NDArray[np.float64]

_TOKEN = re.compile(r"[^ \t\n\r\f\v\u00a0\u2007\u202f\u3000]+")
"""A written word with the punctuation on it; the page's script cuts with the same expression."""

_ROUNDS = 5
_MOST_CELLS = 8_000_000  # pairs of words that are learned from: 250 MB
_UNSEEN = 1e-6  # probability of a pair of words that was not among them
_STRAY = 3.0  # how strongly a link away from the diagonal is doubted
_LEAST = 0.1  # weight below which a link is chance
_SHARE_OF_SOURCE = 0.4  # part of a source word's best weight that a further link must reach


def tokens(text: str) -> list[Span]:
    """Return the written words of `text`, punctuation included."""
    return [Span(*match.span()) for match in _TOKEN.finditer(text)]


def aligned_tokens(source: str, target: str, alignment: WordAlignment | None) -> str:
    """Return an alignment as the page reads it.

    Returns:
        For every written word of `target`, in order and with spaces between, the places of the
        written words of `source` it is linked to, with commas; ``-`` for none.
    """
    if alignment is None:
        return ""
    of_source = _owners(tokens(source), alignment.source)
    of_target = _owners(tokens(target), alignment.target)
    pairs = {(of_source[link.source], of_target[link.target]) for link in alignment.links}
    return _written(len(tokens(target)), sorted(pairs))


def cheap_links(
    sources: Sequence[str],
    hypotheses: Mapping[str, Sequence[str]],
    *,
    source_language: str | None,
    target_language: str | None,
) -> dict[str, list[str]]:
    """Align all systems' hypotheses with the sources.

    Returns:
        System → an alignment of each segment, written as `aligned_tokens` does.
    """
    source_side = _Side(source_language or "und")
    target_side = _Side(target_language or "und")
    source_rows = [source_side.read(text) for text in sources]
    rows = {name: [target_side.read(text) for text in texts] for name, texts in hypotheses.items()}
    learned = _Model.learn(
        [
            (source_rows[segment].units, side[segment].units)
            for segment in range(len(sources))
            for side in rows.values()
        ],
        equal=target_side.equal_ids(source_side),
        sizes=(len(source_side), len(target_side)),
    )
    model = learned.with_dictionary(_known_pairs(source_side, target_side))
    return {
        name: [
            _written(other.tokens, _links(model, one, other))
            for one, other in zip(source_rows, side, strict=True)
        ]
        for name, side in rows.items()
    }


# --- texts as numbers ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """A text: the ids of its units, the written word each is part of, and how many words."""

    units: Ids
    owners: Ids
    tokens: int


class _Side:
    """Reads texts of one language; each written word is cut into units once."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.ids: dict[str, int] = {}
        self._units: dict[str, list[int]] = {}

    def read(self, text: str) -> _Row:
        import numpy as np

        found = [span.of(text) for span in tokens(text)]
        units = [self._cut(token) for token in found]
        owners = [place for place, part in enumerate(units) for _ in part]
        flat = [unit for part in units for unit in part]
        return _Row(np.array(flat, np.int64), np.array(owners, np.int64), len(found))

    def _cut(self, token: str) -> list[int]:
        known = self._units.get(token)
        if known is None:
            forms = known_forms(token, words(token, self.language, clitics=True))
            known = [self.ids.setdefault(form, len(self.ids)) for form in forms]
            self._units[token] = known
        return known

    def __len__(self) -> int:
        return len(self.ids)

    def equal_ids(self, other: _Side) -> Ids:
        """Return, for every unit of this side, the id of the same unit of `other`; -1 for none."""
        import numpy as np

        return np.array([other.ids.get(form, -1) for form in self.ids], np.int64)


def _known_pairs(source: _Side, target: _Side) -> dict[tuple[int, int], float]:
    """Return what the shipped dictionary says of the units of two sides."""
    lexicon = shipped_lexicon(base(source.language), base(target.language))
    return {
        (source.ids[one], target.ids[other]): weight
        for one in lexicon.keys() & source.ids.keys()
        for other, weight in lexicon[one].items()
        if other in target.ids
    }


# --- the model -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Model:
    """How strongly units go together.

    Args:
        keys: Pairs of units seen together, as source x `targets` + target, ascending.
        strengths: Of each: sqrt(p(target | source) x p(source | target)), and the dictionary's.
        targets: How many target units there are.
        equal: For every target unit the source unit of the same form, or -1.
    """

    keys: Ids
    strengths: Weights
    targets: int
    equal: Ids

    @classmethod
    def learn(
        cls, pairs: Sequence[tuple[Ids, Ids]], *, equal: Ids, sizes: tuple[int, int]
    ) -> _Model:
        """Run expectation maximization over the cells (source unit, target unit) of all pairs.

        Args:
            pairs: Units of a source and of a hypothesis, the hypotheses of a segment in a row.
            equal: For every target unit the source unit of the same form, or -1.
            sizes: How many source and target units there are.
        """
        import numpy as np

        pairs = _sample(pairs)
        cells = [np.add.outer(s * sizes[1], t).ravel() for s, t in pairs]
        keys, cell = np.unique(np.concatenate([*cells, np.empty(0, np.int64)]), return_inverse=True)
        places = _places(pairs)
        forward = _probabilities(cell, places[1], given=keys // max(1, sizes[1]))
        backward = _probabilities(cell, places[0], given=keys % max(1, sizes[1]))
        return cls(keys, np.sqrt(forward * backward), sizes[1], equal)

    def with_dictionary(self, known: Mapping[tuple[int, int], float]) -> _Model:
        """Return the model with the weights of `known` pairs added, as `combine` weighs them."""
        import numpy as np

        if not known or not len(self.keys):
            return self
        wanted = np.array([one * self.targets + other for one, other in known], np.int64)
        places = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        seen = self.keys[places] == wanted
        strengths = self.strengths.copy()
        strengths[places[seen]] += DICTIONARY * np.array(list(known.values()))[seen]
        return replace(self, strengths=strengths)

    def weights(self, source: Ids, target: Ids) -> Weights:
        """Return ``[source units, target units]``: strengths; 1 for units that are the same."""
        import numpy as np

        wanted = np.add.outer(source * self.targets, target)
        found = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        strengths = np.where(self.keys[found] == wanted, self.strengths[found], _UNSEEN)
        return np.where(source[:, None] == self.equal[target][None, :], 1.0, strengths)


def _sample(pairs: Sequence[tuple[Ids, Ids]]) -> list[tuple[Ids, Ids]]:
    """Return every n-th pair, so many that the cells fit into memory; of each segment if it can."""
    cells = sum(len(source) * len(target) for source, target in pairs)
    return list(pairs[:: cells // _MOST_CELLS + 1])


def _places(pairs: Sequence[tuple[Ids, Ids]]) -> tuple[Ids, Ids]:
    """Return for every cell the number of its source place and of its target place in the text."""
    import numpy as np

    sources, targets, before = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [0, 0]
    for source, target in pairs:
        sources.append(np.repeat(np.arange(len(source)) + before[0], len(target)))
        targets.append(np.tile(np.arange(len(target)) + before[1], len(source)))
        before = [before[0] + len(source), before[1] + len(target)]
    return np.concatenate(sources), np.concatenate(targets)


def _probabilities(cell: Ids, place: Ids, *, given: Ids) -> Weights:
    """Return p(unit | unit given) of every key, after some rounds.

    Args:
        cell: The key of each cell.
        place: The place in the text that the cells of one sum compete for.
        given: Unit on the other side, of each key.
    """
    import numpy as np

    probabilities = np.ones(len(given))
    for _ in range(_ROUNDS):
        shares = probabilities[cell]
        shares /= np.bincount(place, shares)[place]
        counts = np.bincount(cell, shares, minlength=len(given))
        probabilities = counts / np.bincount(given, counts)[given]
    return probabilities


def _links(model: _Model, source: _Row, target: _Row) -> list[tuple[int, int]]:
    """Return the links of two texts, between written words."""
    import numpy as np

    if not len(source.units) or not len(target.units):
        return []
    weights = model.weights(source.units, target.units)
    across = np.arange(len(source.units))[:, None] / len(source.units)
    down = np.arange(len(target.units))[None, :] / len(target.units)
    near = weights * np.exp(-_STRAY * np.abs(across - down))
    shares = both_ways(with_neighbours(both_ways(near)))
    # the strongest of its units speaks for a written word: *the* beside a noun says nothing
    strongest = np.zeros((source.tokens, target.tokens))
    np.maximum.at(strongest, (source.owners[:, None], target.owners[None, :]), shares)
    best_of_target = strongest.max(axis=0, keepdims=True)
    best_of_source = strongest.max(axis=1, keepdims=True)
    kept = (strongest >= np.maximum(_LEAST, SHARE_OF_BEST * best_of_target)) & (
        strongest >= _SHARE_OF_SOURCE * best_of_source
    )
    return [(int(one), int(other)) for one, other in np.argwhere(kept)]


# --- written form --------------------------------------------------------------------------------


def _owners(owners: Sequence[Span], parts: Sequence[Span]) -> list[int]:
    """Return for each of `parts` the place of the owner it begins in."""
    found, place = [], 0
    for part in parts:
        while place + 1 < len(owners) and owners[place + 1].start <= part.start:
            place += 1
        found.append(place)
    return found


def _written(count: int, pairs: Sequence[tuple[int, int]]) -> str:
    """Write links (source word, target word) by target word."""
    sources: list[list[str]] = [[] for _ in range(count)]
    for source, target in pairs:
        sources[target].append(str(source))
    return " ".join(",".join(places) or "-" for places in sources)
