"""Atoms: the parts of a translation that markup may be put around.

An atom is a written word: Arabic *and*, *the*, *for* stay with the word that they are written on,
so a link around القدس in والقدس goes around all of it.  Only where two elements need the same
written word is it split at the clitic, so that neither is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mtkit.markup.evidence import Evidence
from mtkit.markup.tree import TagTree
from mtkit.types import Span

_APOSTROPHES = frozenset("'’ʼ")


@dataclass(frozen=True, slots=True)
class Atom:
    """A run of target words written as one.

    Args:
        span: In the target text.
        words: Indices of its words in `Evidence.target`.
        main: The longest of them, whose links decide where the atom belongs.
    """

    span: Span
    words: range
    main: int


def find_atoms(evidence: Evidence, text: str, tree: TagTree) -> list[Atom]:
    """Group the target words into atoms, splitting where two elements need the same one."""
    groups = _written_words(evidence, text)
    group_of = {word: group for group in groups for word in group}
    back = evidence.back_links()
    cuts: set[int] = set()
    for tag, inside in enumerate(tree.words):
        reached = sorted({word for source in inside for word in back.get(source, ())})
        gains = {word: gain for word in reached if (gain := evidence.gain(word, inside)) > 0}
        if not gains or any(word == _longest(evidence, group_of[word]) for word in gains):
            continue  # it has a written word of its own, or none at all
        wanted = max(gains, key=lambda word: gains[word])
        owner = _longest(evidence, group_of[wanted])
        if any(
            evidence.gain(owner, other_words) > 0 and not tree.related(tag, other)
            for other, other_words in enumerate(tree.words)
        ):
            cuts |= {wanted, wanted + 1}
    return [_atom(evidence, part) for group in groups for part in _split(group, cuts)]


def _written_words(evidence: Evidence, text: str) -> list[range]:
    groups: list[range] = []
    for index, word in enumerate(evidence.target):
        joined = (
            groups
            and evidence.target[index - 1].end == word.start
            and text[word.start] not in _APOSTROPHES
            and not {index - 1, index} <= evidence.fixed
        )
        if joined:
            groups[-1] = range(groups[-1].start, index + 1)
        else:
            groups.append(range(index, index + 1))
    return groups


def _split(group: range, cuts: set[int]) -> list[range]:
    inner = [cut for cut in group[1:] if cut in cuts]
    edges = [group.start, *inner, group.stop]
    return [range(a, b) for a, b in pairwise(edges)]


def _atom(evidence: Evidence, group: Sequence[int]) -> Atom:
    first, last = evidence.target[group[0]], evidence.target[group[-1]]
    indices = range(group[0], group[-1] + 1)
    return Atom(Span(first.start, last.end), indices, _longest(evidence, indices))


def _longest(evidence: Evidence, group: Sequence[int]) -> int:
    return max(group, key=lambda word: len(evidence.target[word]))
