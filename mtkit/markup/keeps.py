"""Text that must not be translated, put back into the translation as it was written."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.markup.atoms import Atom, find_atoms
from mtkit.markup.evidence import Evidence, Links
from mtkit.markup.gaps import Gaps
from mtkit.markup.intervals import Placer
from mtkit.markup.tree import grow
from mtkit.text.arabic import TATWEEL, is_letter
from mtkit.types import Block, Keep, Placement, Rung, Span, Tag


@dataclass(frozen=True, slots=True)
class Restored:
    """A translation in which every kept text stands as it was written.

    Args:
        text: The translation.
        keeps: The kept texts, with spans in `text`, in the order of the source.
        placements: How each found its place.
        evidence: Words and links, with each kept text one word.
    """

    text: str
    keeps: tuple[Keep, ...]
    placements: tuple[Placement, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Edit:
    """Replace `span` of the translation by `before` + the kept text + `after`."""

    span: Span
    keep: Keep
    rung: Rung
    before: str = ""
    after: str = ""


def restore(block: Block, target_text: str, evidence: Evidence) -> Restored:
    """Give every kept text of `block` its place in the translation.

    Where the engine copied it, it stays; else it takes the place of the words that were made of
    it; else it goes into the gap where it stood.
    """
    kept = [keep for keep in block.keeps if keep.span]
    edits: list[_Edit] = []
    for keep in kept:
        copy = _find_copy(keep.span, block.text, target_text, evidence, [e.span for e in edits])
        if copy:
            edits.append(_Edit(copy, keep, "name"))
    copied = {edit.keep.id for edit in edits}
    missing = [keep for keep in kept if keep.id not in copied]
    if missing:
        edits += _find_places(missing, block, target_text, evidence, [e.span for e in edits])
    return _apply(edits, kept, block, target_text, evidence)


def _find_copy(
    kept: Span, source_text: str, target_text: str, evidence: Evidence, taken: Sequence[Span]
) -> Span | None:
    """Find the kept text standing by itself in the translation, outside of what is taken.

    Of several copies the one with the most link weight to the kept words, then the first.
    """
    text = kept.of(source_text)
    if not text.strip():
        return None
    copies = [
        span
        for match in re.finditer(f"(?={re.escape(text)})", target_text)  # copies may overlap
        if _stands_alone(span := Span(match.start(), match.start() + len(text)), target_text)
        and not any(span.overlaps(other) for other in taken)
    ]
    if len(copies) < 2:
        return copies[0] if copies else None
    inside = frozenset(i for i, word in enumerate(evidence.source) if word.overlaps(kept))

    def weight(copy: Span) -> float:
        return sum(
            evidence.gain(index, inside)
            for index, word in enumerate(evidence.target)
            if word.overlaps(copy)
        )

    return max(copies, key=weight)


def _stands_alone(span: Span, text: str) -> bool:
    """Tell whether no letter of the same script runs on beyond the span."""
    return not any(
        1 <= at < len(text)
        and text[at - 1].isalnum()
        and text[at].isalnum()
        and is_letter(text[at - 1]) == is_letter(text[at])
        for at in (span.start, span.end)
    )


def _find_places(
    missing: Sequence[Keep],
    block: Block,
    target_text: str,
    evidence: Evidence,
    copies: Sequence[Span],
) -> list[_Edit]:
    """Place kept texts like elements; what alignment does not place goes into a gap."""
    tree = grow(
        [Tag(keep.span, keep.id, keep.name) for keep in missing], evidence.source, block.text
    )
    atoms = [
        atom
        for atom in find_atoms(evidence, target_text, tree)
        if not any(atom.span.overlaps(span) for span in copies)
    ]
    texts = {"source_text": block.text, "target_text": target_text}
    runs = Placer(tree, evidence, atoms, **texts).place()
    edits: dict[int, _Edit] = {}
    for index, (run, rung) in runs.items():
        if rung != "position" and _unbroken(atoms, run, copies):
            inside = tree.words[index]
            edits[index] = _replace(missing[index], rung, atoms, run, evidence, inside, target_text)
    taken = [*copies, *(edit.span for edit in edits.values())]
    gaps = Gaps(evidence, atoms, **texts)
    for index, keep in enumerate(missing):
        if index not in edits:
            gap, rung = gaps.find(keep.span.start, name=keep.name, within=range(len(atoms)))
            at = gaps.offset(gap, keep.span.start)
            edits[index] = _insert(keep, rung, at, target_text, taken)
    return list(edits.values())


def _unbroken(atoms: Sequence[Atom], run: range, taken: Sequence[Span]) -> bool:
    whole = Span(atoms[run.start].span.start, atoms[run.stop - 1].span.end)
    return not any(whole.overlaps(span) for span in taken)


def _replace(
    keep: Keep,
    rung: Rung,
    atoms: Sequence[Atom],
    run: range,
    evidence: Evidence,
    inside: frozenset[int],
    target_text: str,
) -> _Edit:
    """Put the kept text in the place of its words, behind a clitic that means something else."""
    words = list(itertools.chain.from_iterable(atoms[atom].words for atom in run))
    first = words[0]
    own = next((word for word in words if inside & evidence.links[word].keys()), first)
    if own not in atoms[run.start].words:
        own = first
    span = Span(evidence.target[own].start, atoms[run.stop - 1].span.end)
    glued = own != first and is_letter(target_text[span.start - 1])
    return _Edit(span, keep, rung, before=TATWEEL if glued else "")


def _insert(keep: Keep, rung: Rung, at: int, target_text: str, taken: Sequence[Span]) -> _Edit:
    inside = next((span for span in taken if span.start < at < span.end), None)
    at = inside.end if inside else at
    before = " " if at and not target_text[at - 1].isspace() else ""
    after = " " if at < len(target_text) and target_text[at].isalnum() else ""
    return _Edit(Span(at, at), keep, rung, before, after)


def _apply(
    edits: Sequence[_Edit],
    kept: Sequence[Keep],
    block: Block,
    target_text: str,
    evidence: Evidence,
) -> Restored:
    order = {keep.id: index for index, keep in enumerate(kept)}
    ordered = sorted(edits, key=lambda edit: (edit.span, order[edit.keep.id]))
    parts: list[str] = []
    length = at = 0
    placed: dict[int, Span] = {}
    moves: list[tuple[Span, int]] = []  # part of the old text that stays → its offset in the new
    for edit in ordered:
        moves.append((Span(at, edit.span.start), length))
        text = edit.keep.span.of(block.text)
        parts += [target_text[at : edit.span.start], edit.before, text, edit.after]
        start = length + edit.span.start - at + len(edit.before)
        placed[edit.keep.id] = Span(start, start + len(text))
        length = start + len(text) + len(edit.after)
        at = edit.span.end
    moves.append((Span(at, len(target_text)), length))
    parts.append(target_text[at:])
    rungs = {edit.keep.id: edit.rung for edit in edits}
    return Restored(
        "".join(parts),
        tuple(Keep(placed[keep.id], keep.id, keep.name) for keep in kept),
        tuple(Placement(keep.id, keep.name, rungs[keep.id]) for keep in kept),
        _move(evidence, moves, [(keep.span, placed[keep.id]) for keep in kept]),
    )


def _move(
    evidence: Evidence, moves: Sequence[tuple[Span, int]], kept: Sequence[tuple[Span, Span]]
) -> Evidence:
    """Return the words at their new offsets, each kept text one word linked to its source words."""
    found: list[tuple[Span, Links, bool]] = []
    for index, (word, links) in enumerate(zip(evidence.target, evidence.links, strict=True)):
        for old, new in moves:
            if old.contains(word):
                moved = word.shift(new - old.start)
                found.append((moved, links, index in evidence.fixed))
                break
    for source, target in kept:
        inside = [i for i, word in enumerate(evidence.source) if word.overlaps(source)]
        found.append((target, dict.fromkeys(inside, 1.0), True))
    found.sort(key=lambda item: item[0])
    return Evidence(
        evidence.source,
        tuple(word for word, _, _ in found),
        tuple(links for _, links, _ in found),
        frozenset(index for index, (_, _, fixed) in enumerate(found) if fixed),
    )
