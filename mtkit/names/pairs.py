"""Names of a text and of its translation put together: one name, both spans.

Every source mention is held against every target mention, and against the target words that the
dictionary, the word alignment or the spelling point to where the target's tagger saw no name (and
the other way round).  A logistic model (`data/pairs.json`) turns what speaks for a pair
(`mtkit.names.pair_evidence`) into a probability; of all sets of pairs that do not overlap on
either side the likeliest is taken.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice

from mtkit.names.pair_evidence import (
    EVIDENCE,
    Associates,
    Both,
    Candidate,
    candidates,
    log_odds,
)
from mtkit.types import Mention, NamePair, WordAlignment

_LEAST = 0.3  # probability of a pair that is given; best F1 on held-out documents of train
_AT_ONCE = 64  # sentence pairs: more are hardly quicker

_STEPS = 5000
_STEP = 1e-6  # a pair that is just likely enough is still worth more than none


def pair_all(
    sentences: Iterable[Both],
    *,
    association: Associates | None = None,
    source_language: str = "en",
    target_language: str = "ar",
) -> Iterator[list[NamePair]]:
    """Pair the names of many sentences with those of their translations.

    Ten times as quick as `pair_names` of each; the pairs are the same.

    Args:
        sentences: Read some dozens ahead.
        association: Learned from the corpus; without it the table that ships is asked.
        source_language: BCP 47 code.
        target_language: BCP 47 code.

    Yields:
        For each sentence its pairs in order of the source, disjoint on either side, of probability
        0.3 and more.
    """
    rest = iter(sentences)
    while part := list(islice(rest, _AT_ONCE)):
        for found in candidates(
            part,
            association=association,
            source_language=source_language,
            target_language=target_language,
        ):
            yield _chosen(found)


def pair_names(
    source: str,
    target: str,
    source_mentions: Sequence[Mention],
    target_mentions: Sequence[Mention],
    *,
    alignment: WordAlignment | None = None,
    association: Associates | None = None,
    source_language: str = "en",
    target_language: str = "ar",
) -> list[NamePair]:
    """Pair the names of a sentence with those of its translation.

    Args:
        source: The sentence.
        target: Its translation.
        source_mentions: Of `source`.
        target_mentions: Of `target`; names that it misses are looked for.
        alignment: Of their words; without it dictionary and spelling align them.
        association: Learned from the corpus; without it the table that ships is asked.
        source_language: BCP 47 code.
        target_language: BCP 47 code.

    Returns:
        Pairs in order of the source, disjoint on either side, of probability 0.3 and more.
    """
    both = Both(source, target, source_mentions, target_mentions, alignment)
    return next(
        pair_all(
            [both],
            association=association,
            source_language=source_language,
            target_language=target_language,
        )
    )


def _chosen(found: Iterable[Candidate]) -> list[NamePair]:
    rated = [(candidate, probability(candidate.evidence)) for candidate in found]
    chosen = likeliest([(c, p) for c, p in rated if p >= _LEAST])
    return [
        NamePair(c.source, c.target, p, means(c.evidence))
        for c, p in sorted(chosen, key=lambda each: each[0].source.span.start)
    ]


def probability(evidence: Sequence[float]) -> float:
    """Return how likely two mentions with this evidence are one name, in [0, 1]."""
    bias, weights = _model()
    odds = bias + sum(weight * value for weight, value in zip(weights, evidence, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def means(evidence: Sequence[float]) -> str:
    """Return which kind of evidence is the strongest."""
    told = dict(zip(EVIDENCE, evidence, strict=True))
    return max(("similarity", "association", "alignment"), key=lambda name: told[name])


def likeliest(rated: Sequence[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """Return the set of pairs without overlaps whose log-odds have the greatest sum.

    A sentence has few names: the search tries each pair with and without, the surest first, and
    leaves a branch that cannot beat the best set any more; after `_STEPS` it keeps the best so far.
    """
    ordered = sorted(rated, key=lambda each: -each[1])
    gains = [log_odds(p) - log_odds(_LEAST) + _STEP for _, p in ordered]
    left = [sum(gains[at:]) for at in range(len(gains) + 1)]
    best: tuple[float, tuple[int, ...]] = (0.0, ())
    stack: list[tuple[int, float, tuple[int, ...]]] = [(0, 0.0, ())]
    for _ in range(_STEPS):
        if not stack:
            break
        at, gain, chosen = stack.pop()
        best = max(best, (gain, chosen), key=lambda each: each[0])
        if at == len(ordered) or gain + left[at] <= best[0]:
            continue
        stack.append((at + 1, gain, chosen))
        if not any(_clash(ordered[at][0], ordered[other][0]) for other in chosen):
            stack.append((at + 1, gain + gains[at], (*chosen, at)))
    return [ordered[at] for at in best[1]]


def _clash(one: Candidate, other: Candidate) -> bool:
    return one.source.span.overlaps(other.source.span) or one.target.span.overlaps(
        other.target.span
    )


@cache
def _model() -> tuple[float, tuple[float, ...]]:
    record = json.loads((files("mtkit.names") / "data" / "pairs.json").read_text("utf-8"))
    return record["bias"], tuple(record["weights"][name] for name in EVIDENCE)
