"""Which names stand for each other because they keep turning up together.

*Damascus* and دمشق, *Egypt* and مصر, *United Nations* and الأمم المتحدة are translated, not
transliterated: only a corpus tells.  Counts are fractional, as expectation-maximization gives them:
a name's count in a sentence pair is shared among the names of the other side by what the counts so
far say (Brown et al., 1993, model 1; seen from both sides at once).
"""

from __future__ import annotations

import gzip
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from mtkit import langs
from mtkit.text.arabic import normalize

_DISCOUNT = 0.5  # seen together once may be chance
_UNSEEN = 0.02  # share of a pair that was never counted


@lru_cache(maxsize=1 << 16)
def association_key(form: str) -> str:
    """Return a form as the table knows it: small letters, Arabic spelling variants as one."""
    return " ".join(normalize(form).casefold().replace("-", " ").split())


class Association:
    """Counts of names and of pairs of names; grows pair by pair, in any order.

    The same sentence pairs give nearly the same scores in any order, and exactly the same in the
    same order.
    """

    def __init__(self) -> None:
        self.source: Counter[str] = Counter()
        self.target: Counter[str] = Counter()
        self.both: dict[tuple[str, str], float] = {}

    def add(
        self, source: Sequence[str], target: Sequence[str], *, model: Association | None = None
    ) -> None:
        """Count the names of one sentence pair.

        Args:
            source: Forms on the source side.
            target: Forms on the target side.
            model: Whose scores share the counts out; the table itself if left out.
        """
        sources = list(dict.fromkeys(map(association_key, source)))
        targets = list(dict.fromkeys(map(association_key, target)))
        self.source.update(sources)
        self.target.update(targets)
        judge = model or self
        weights = {(s, t): _UNSEEN + judge.keyed(s, t) for s in sources for t in targets}
        of_source, of_target = Counter[str](), Counter[str]()
        for (s, t), weight in weights.items():
            of_source[s] += weight  # type: ignore[assignment]
            of_target[t] += weight  # type: ignore[assignment]
        for (s, t), weight in weights.items():
            share = math.sqrt(weight / of_source[s] * weight / of_target[t])
            self.both[s, t] = self.both.get((s, t), 0.0) + share

    def score(self, source: str, target: str) -> float:
        """Return how closely two forms go together, in [0, 1); 0 if they never met."""
        return self.keyed(association_key(source), association_key(target))

    def keyed(self, source: str, target: str) -> float:
        """Return `score` of two keys (`association_key`)."""
        both = self.both.get((source, target), 0.0) - _DISCOUNT
        if both <= 0:
            return 0.0
        return min(1.0, both / math.sqrt(self.source[source] * self.target[target]))


def learn_association(
    pairs: Iterable[tuple[Sequence[str], Sequence[str]]], *, rounds: int = 2
) -> Association:
    """Learn from the names of sentence pairs.

    Args:
        pairs: For each sentence pair the forms on either side; kept in memory if `rounds` > 1.
        rounds: How often they are gone through; after the first, the scores of the round before
            share the counts out.  One round needs no memory for the pairs.
    """
    learned = Association()
    if rounds == 1:
        for source, target in pairs:
            learned.add(source, target)
        return learned
    kept = list(pairs)
    for number in range(rounds):
        before, learned = learned, Association()
        for source, target in kept:
            learned.add(source, target, model=before if number else None)
    return learned


def format_association(association: Association, *, origin: str, least: float = 0.2) -> bytes:
    """Write the table as it ships: ``source<tab>target<tab>score``, compressed."""
    rows = [f"# Source, target, score; learned by mtkit.names.association from {origin}.\n"]
    rows += [
        f"{source}\t{target}\t{score:.2f}\n"
        for source, target in sorted(association.both)
        if (score := association.keyed(source, target)) >= least
    ]
    return gzip.compress("".join(rows).encode("utf-8"), mtime=0)


@cache
def shipped_scores() -> dict[tuple[str, str], float]:
    """Return (English key, Arabic key) → score, learned from the names marked in newsdesk."""
    packed = (files("mtkit.names") / "data" / "association.en-ar.tsv.gz").read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(packed).decode("utf-8").splitlines()[1:])
    return {(source, target): float(score) for source, target, score in rows}


class ShippedAssociation:
    """The table that ships, whichever way round it is asked; empty for other languages.

    Args:
        source: BCP 47 code.
        target: BCP 47 code.
    """

    def __init__(self, source: str, target: str) -> None:
        languages = langs.base(source), langs.base(target)
        self._table = shipped_scores() if set(languages) == {"en", "ar"} else {}
        self._turned = languages[0] == "ar"

    def score(self, source: str, target: str) -> float:
        """Return how closely two forms go together, in [0, 1); 0 if they never met."""
        key = association_key(source), association_key(target)
        return self._table.get(key[::-1] if self._turned else key, 0.0)
