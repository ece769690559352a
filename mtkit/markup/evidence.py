"""What is known about a block and its translation before any tag is placed: words and links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mtkit.text.words import words
from mtkit.types import Block, Span, WordAlignment

Links = Mapping[int, float]
"""Source word → weight, for one target word."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of both texts and, for each target word, the source words it comes from.

    Args:
        source: Source words in order, without overlaps.
        target: Target words in order, without overlaps.
        links: One mapping for each target word.
        fixed: Target words that stay apart from their neighbours though nothing is between them:
            parts of a copied word that has markup inside.
    """

    source: tuple[Span, ...]
    target: tuple[Span, ...]
    links: tuple[Links, ...]
    fixed: frozenset[int] = frozenset()

    def back_links(self) -> Mapping[int, Sequence[int]]:
        """Return for each source word that has any the target words linked to it."""
        found: dict[int, list[int]] = {}
        for target, links in enumerate(self.links):
            for source in links:
                found.setdefault(source, []).append(target)
        return found

    def gain(self, target: int, inside: frozenset[int]) -> float:
        """Return a target word's link weight into a set of source words less its weight past it."""
        return sum(w if source in inside else -w for source, w in self.links[target].items())


def gather(block: Block, target_text: str, alignment: WordAlignment | None) -> Evidence:
    """Collect the words and links of `alignment`, and the words that it leaves out."""
    aligned = alignment or WordAlignment()
    source, source_index = _complete(aligned.source, block.text)
    target, target_index = _complete(aligned.target, target_text)
    if not target and target_text.strip():  # nothing but punctuation: it is all there is to mark
        target = [_trimmed(target_text)]
    links: list[dict[int, float]] = [{} for _ in target]
    for link in aligned.links:
        links[target_index[link.target]][source_index[link.source]] = link.weight
    return Evidence(tuple(source), tuple(target), tuple(links))


def _trimmed(text: str) -> Span:
    start = len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip()))


def _complete(known: Sequence[Span], text: str) -> tuple[list[Span], list[int]]:
    """Add the words of `text` that `known` misses; return also where the known ones now stand."""
    covered = bytearray(len(text))
    for span in known:
        covered[span.start : span.end] = b"\1" * len(span)
    missed = [word for word in words(text) if not any(covered[word.start : word.end])]
    merged = sorted([*known, *missed])
    place = {span: index for index, span in enumerate(merged)}
    return merged, [place[span] for span in known]


def split_copied_words(
    evidence: Evidence, block: Block, target_text: str, boundaries: Iterable[int]
) -> Evidence:
    """Cut words with markup inside (H<sub>2</sub>O) where the translation has the same word.

    Args:
        evidence: As gathered.
        block: The source.
        target_text: Its translation.
        boundaries: Offsets in the source text at which markup begins or ends.
    """
    inner = _inner_boundaries(evidence.source, boundaries)
    if not inner:
        return evidence
    twins = _twins(evidence, inner, block.text, target_text)
    source, source_parts = _cut(evidence.source, {s: inner[s] for s in twins})
    target, target_parts = _cut(evidence.target, {t: inner[s] for s, t in twins.items()})
    links: list[dict[int, float]] = [{} for _ in target]
    for t, found in enumerate(evidence.links):
        for s, weight in found.items():
            for part in target_parts[t]:
                links[part].update(dict.fromkeys(source_parts[s], weight))
    fixed: set[int] = set()
    for s, t in twins.items():
        fixed.update(target_parts[t])
        for one, other in zip(source_parts[s], target_parts[t], strict=True):
            links[other] = {one: 1.0}
    return Evidence(tuple(source), tuple(target), tuple(links), frozenset(fixed))


def _inner_boundaries(
    source: Sequence[Span], boundaries: Iterable[int]
) -> dict[int, tuple[int, ...]]:
    """Return, for each word with boundaries strictly inside, their offsets from its start."""
    sought = sorted(set(boundaries))
    return {
        index: offsets
        for index, word in enumerate(source)
        if (offsets := tuple(b - word.start for b in sought if word.start < b < word.end))
    }


def _twins(
    evidence: Evidence, wanted: Iterable[int], source_text: str, target_text: str
) -> dict[int, int]:
    """Match source words to equal target words: linked ones first, then in order, each once."""
    free = dict.fromkeys(range(len(evidence.target)))
    twins: dict[int, int] = {}
    for s in wanted:
        form = evidence.source[s].of(source_text)
        equal = [t for t in free if evidence.target[t].of(target_text) == form]
        if equal:
            twins[s] = max(equal, key=lambda t: evidence.links[t].get(s, 0.0))
            del free[twins[s]]
    return twins


def _cut(
    found: Sequence[Span], cuts: Mapping[int, tuple[int, ...]]
) -> tuple[list[Span], list[list[int]]]:
    """Cut words at offsets; return the parts, and for each old word the indices of its parts."""
    parts: list[Span] = []
    indices: list[list[int]] = []
    for index, word in enumerate(found):
        edges = [0, *cuts.get(index, ()), len(word)]
        first = len(parts)
        parts.extend(Span(word.start + a, word.start + b) for a, b in pairwise(edges))
        indices.append(list(range(first, len(parts))))
    return parts, indices
