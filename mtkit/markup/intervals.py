"""Which atoms of the translation go inside which element.

Every element gets one run of atoms inside its parent's.  By alignment, that is the run with the
most link weight for it less the weight for other things (a maximum-sum subarray): a stray link far
away costs more in foreign words than it brings, and words without links are taken in between
others.  Atoms that belong to a sibling are barred, so the runs of siblings cannot cross.  What
alignment does not place is placed by its words' form, then in proportion.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtkit.markup.atoms import Atom
from mtkit.markup.evidence import Evidence
from mtkit.markup.tree import TagTree
from mtkit.text.surface import surface_links
from mtkit.types import Rung

_WINDOW = 60  # atoms around the proportional position in which a name is looked for
_UNALIGNED = -0.02  # taken in between aligned words, not at an edge

Placed = dict[int, tuple[range, Rung]]
"""Tag → its run of atoms, never empty, and how it was found."""


class Placer:
    """One block's tree of elements over the atoms of its translation.

    Args:
        tree: The elements that hold source words.
        evidence: Words and links.
        atoms: In text order; without any, nothing is placed.
        source_text: Owner of `evidence.source`.
        target_text: Owner of the atoms.
    """

    def __init__(
        self,
        tree: TagTree,
        evidence: Evidence,
        atoms: Sequence[Atom],
        *,
        source_text: str,
        target_text: str,
    ) -> None:
        self._tree, self._evidence, self._atoms = tree, evidence, atoms
        self._source_text, self._target_text = source_text, target_text
        self._past = [-sum(evidence.links[atom.main].values()) for atom in atoms]
        self._gains = self._find_gains()

    def place(self) -> Placed:
        """Return the run of every element that holds a source word."""
        placed: Placed = {}
        if not self._atoms:
            return placed
        self._place_children(None, self._tree.all_words, range(len(self._atoms)), placed)
        return placed

    def _place_children(
        self, parent: int | None, words: frozenset[int], within: range, placed: Placed
    ) -> None:
        children = [tag for tag in self._tree.children(parent) if self._tree.words[tag]]
        owners = self._owners(children)
        waiting: list[int] = []
        taken: list[range] = []
        for tag in children:
            own = [atom for atom, owner in owners.items() if owner == tag and atom in within]
            if not own:
                waiting.append(tag)
                continue
            only = self._tree.words[tag] == words and len(children) == 1
            run = within if only else self._best_run(tag, range(min(own), max(own) + 1), owners)
            placed[tag] = run, "alignment"
            taken.append(run)
        for tag in waiting:
            placed[tag] = self._without_alignment(tag, words, within, taken)
            taken.append(placed[tag][0])
        for tag in children:
            self._place_children(tag, self._tree.words[tag], placed[tag][0], placed)

    def _find_gains(self) -> list[dict[int, float]]:
        """Return for each element what it gains by the atoms that are linked to its words."""
        atom_of = {atom.main: index for index, atom in enumerate(self._atoms)}
        back = self._evidence.back_links()
        return [
            {
                atom_of[word]: self._evidence.gain(word, inside)
                for source in inside
                for word in back.get(source, ())
                if word in atom_of
            }
            for inside in self._tree.words
        ]

    def _owners(self, siblings: Sequence[int]) -> dict[int, int]:
        """Return for each atom the element that gains most by it; of equals the first."""
        owners: dict[int, int] = {}
        for tag in siblings:
            for atom, gain in self._gains[tag].items():
                if gain > max(0.0, self._gains[owners[atom]][atom] if atom in owners else 0.0):
                    owners[atom] = tag
        return owners

    def _best_run(self, tag: int, hull: range, owners: dict[int, int]) -> range:
        """Return the shortest, then first, run of most gain without atoms of others (Kadane)."""
        best, best_sum = hull, 0.0
        start, running = hull.start, 0.0
        for atom in hull:
            if running <= 0:
                start, running = atom, 0.0
            if owners.get(atom, tag) != tag:
                running = float("-inf")
                continue
            running += self._gains[tag].get(atom, self._past[atom]) or _UNALIGNED
            if running > best_sum:
                best, best_sum = range(start, atom + 1), running
        return best

    def _without_alignment(
        self, tag: int, words: frozenset[int], within: range, taken: Sequence[range]
    ) -> tuple[range, Rung]:
        free = list(_free_runs(within, taken))
        if not free:  # more elements than words: share one, the later element inside
            run = self._by_position(tag, words, within, [within])
            return range(run.start, run.start + 1), "position"
        by_position = self._by_position(tag, words, within, free)
        near = range(by_position.start - _WINDOW, by_position.stop + _WINDOW)
        by_form = self._by_form(tag, [_overlap(run, near) for run in free])
        return (by_form, "name") if by_form else (by_position, "position")

    def _by_form(self, tag: int, free: Sequence[range]) -> range | None:
        """Find the run that looks like the element's words: names, numbers, copied words."""
        source = [self._evidence.source[word] for word in sorted(self._tree.words[tag])]
        matches: list[range] = []
        for run in free:
            target = [self._evidence.target[self._atoms[atom].main] for atom in run]
            links = surface_links(self._source_text, source, self._target_text, target)
            if links:
                found = [run.start + link.target for link in links]
                matches.append(range(min(found), max(found) + 1))
        near = [run for run in matches if len(run) <= 2 * len(source)]
        return max(near, key=len, default=None)

    def _by_position(
        self, tag: int, words: frozenset[int], within: range, free: Sequence[range]
    ) -> range:
        """Take the share of the parent's atoms that the element has of the parent's words."""
        inside = self._tree.words[tag]
        first, scale = min(words), len(within) / (max(words) + 1 - min(words))
        start = within.start + round((min(inside) - first) * scale)
        start = min(start, within.stop - 1)
        stop = max(start + 1, within.start + round((max(inside) + 1 - first) * scale))
        run = max(free, key=lambda run: _nearness(run, start, stop))
        start = min(max(start, run.start), run.stop - 1)
        return range(start, max(start + 1, min(stop, run.stop)))


def _free_runs(within: range, taken: Sequence[range]) -> Iterator[range]:
    start = within.start
    for run in sorted(taken, key=lambda run: run.start):
        if start < run.start:
            yield range(start, run.start)
        start = max(start, run.stop)
    if start < within.stop:
        yield range(start, within.stop)


def _overlap(one: range, other: range) -> range:
    return range(max(one.start, other.start), min(one.stop, other.stop))


def _nearness(run: range, start: int, stop: int) -> tuple[int, int]:
    """Order runs by how much of [start, stop) they hold, then by how near they are to it."""
    overlap = min(run.stop, stop) - max(run.start, start)
    return max(overlap, 0), min(overlap, 0)
