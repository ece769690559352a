"""Markup of a block carried over to its translation.

    project(block, "قال الجيش", alignment).block

Every tag and keep of the source is in the result exactly once, contiguous and legally nested; the
text is the translation, with kept texts as they were written.  Each element takes the run of words
that its own words became (`intervals`), whole written words (`atoms`), with the punctuation that it
had inside (`edges`); what has no words goes where its neighbours went (`gaps`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mtkit.markup.atoms import find_atoms
from mtkit.markup.edges import extend, same_class
from mtkit.markup.evidence import gather, split_copied_words
from mtkit.markup.gaps import BREAKS, Gaps
from mtkit.markup.intervals import Placer
from mtkit.markup.keeps import Restored, restore
from mtkit.markup.tree import grow
from mtkit.types import Block, Keep, Placement, Rung, Span, Tag, WordAlignment


@dataclass(frozen=True, slots=True)
class Projected:
    """A translated block and how its markup was placed.

    Args:
        block: The translation with markup; ids, names and kind are the source's.
        placements: One for each tag, then each keep, in the order of the source block.
    """

    block: Block
    placements: tuple[Placement, ...] = ()


def project(block: Block, target_text: str, alignment: WordAlignment | None) -> Projected:
    """Put the markup of `block` around the right words of its translation.

    Only a translation without any text leaves tags with empty spans.

    Args:
        block: The source.
        target_text: Its whole translation.
        alignment: Between `block.text` and `target_text`; None where there is none, which leaves
            the words' form and the proportional position.
    """
    if not block.tags and not block.keeps:
        return Projected(replace(block, text=target_text))
    if target_text == block.text:  # copied: everything has its place already
        return Projected(block, tuple(Placement(e.id, e.name, "name") for e in _elements(block)))
    evidence = gather(block, target_text, alignment)
    evidence = split_copied_words(evidence, block, target_text, _boundaries(block))
    restored = restore(block, target_text, evidence)
    return _Projection(block, restored).run()


def _elements(block: Block) -> tuple[Tag | Keep, ...]:
    return (*block.tags, *block.keeps)


def _boundaries(block: Block) -> Iterable[int]:
    for element in _elements(block):
        yield element.span.start
        yield element.span.end


class _Projection:
    """The spans of one translation, as they are found: tags, blank tags, points."""

    def __init__(self, block: Block, restored: Restored) -> None:
        self._block, self._restored = block, restored
        self._text, evidence = restored.text, restored.evidence
        self._kept = [keep.span for keep in restored.keeps]
        self._tree = grow(block.tags, evidence.source, block.text)
        self._atoms = find_atoms(evidence, self._text, self._tree)
        texts = {"source_text": block.text, "target_text": self._text}
        self._gaps = Gaps(evidence, self._atoms, **texts)
        self._runs = Placer(self._tree, evidence, self._atoms, **texts).place()
        self._spans: dict[int, Span] = {}  # by index in block.tags
        self._placements = {placement.id: placement for placement in restored.placements}

    def run(self) -> Projected:
        self._place_words()
        self._place_blanks()
        points = [self._place_point(keep) for keep in self._block.keeps if not keep.span]
        tags = [replace(tag, span=self._spans[i]) for i, tag in enumerate(self._block.tags)]
        tags.sort(key=lambda tag: (tag.span.start, -tag.span.end))  # stable: parents stay first
        order = {keep.id: index for index, keep in enumerate(self._block.keeps)}
        keeps = sorted([*self._restored.keeps, *points], key=lambda k: (k.span, order[k.id]))
        block = replace(self._block, text=self._text, tags=tuple(tags), keeps=tuple(keeps))
        return Projected(block, tuple(self._placements[e.id] for e in _elements(self._block)))

    def _place_words(self) -> None:
        """Place the elements that hold words, outer ones first."""
        for index, (run, rung) in self._runs.items():
            first, last = self._atoms[run.start], self._atoms[run.stop - 1]
            self._spans[index] = Span(first.span.start, last.span.end)
            self._record(self._block.tags[index], rung)
        for index in sorted(self._runs, key=self._rank):
            self._spans[index] = self._with_marks(index)

    def _rank(self, index: int) -> tuple[int, int]:
        """Order elements so that one comes before those inside it."""
        return -len(self._runs[index][0]), index

    def _with_marks(self, index: int) -> Span:
        """Take in the punctuation that the element had inside."""
        source, tag = self._block.text, self._block.tags[index].span
        limits = self._limits(index)
        if not (source[: tag.start].strip() or source[tag.end :].strip()):
            return limits
        held = [self._restored.evidence.source[word] for word in sorted(self._tree.words[index])]
        return extend(
            self._text,
            self._spans[index],
            before=source[tag.start : max(tag.start, held[0].start)],
            after=source[min(tag.end, held[-1].end) : tag.end],
            within=limits,
        )

    def _limits(self, index: int) -> Span:
        """Return how far an element may reach without crossing another or leaving its parent."""
        own, start, end = self._spans[index], 0, len(self._text)
        outer = [s for i, s in self._spans.items() if self._rank(i) < self._rank(index)]
        for span in outer:
            if span.contains(own):
                start, end = max(start, span.start), min(end, span.end)
        for span in [*self._spans.values(), *self._kept]:
            if span.end <= own.start:
                start = max(start, span.end)
            elif own.end <= span.start:
                end = min(end, span.start)
        return Span(start, end)

    def _place_blanks(self) -> None:
        """Place the elements around punctuation or space alone."""
        for index, tag in enumerate(self._block.tags):
            if index not in self._runs:
                self._spans[index] = self._place_blank(tag, self._tree.parents[index])
                self._record(tag, "neighbour" if self._text else "position")

    def _place_blank(self, tag: Tag, parent: int | None) -> Span:
        """Choose a mark like the element's own, near its place; else a blank; else a word."""
        within = Span(0, len(self._text)) if parent is None else self._spans[parent]
        at, _ = self._find_offset(tag.span.start, tag.name)
        free = [
            place
            for place in range(within.start, within.end)
            if not any(span.start <= place < span.end for span in self._kept)
        ]
        content = tag.span.of(self._block.text).strip()
        alike = [p for p in free if content and same_class(self._text[p], content[0])]
        blank = [p for p in free if not self._text[p].isalnum() and abs(p - at) <= 1]
        chosen = min(alike or blank, key=lambda place: abs(place - at), default=None)
        if chosen is not None:
            return Span(chosen, chosen + 1)
        words = [atom.span for atom in self._atoms if within.contains(atom.span)] or [within]
        return min(words, key=lambda span: abs(span.start - at))

    def _place_point(self, keep: Keep) -> Keep:
        """Place a zero-width element."""
        place, offset = keep.span.start, None
        if keep.name not in BREAKS:
            offset = self._edge_of_tag(place)
        rung: Rung = "neighbour"
        if offset is None:
            offset, rung = self._find_offset(place, keep.name)
        self._record(keep, rung)
        return replace(keep, span=Span(offset, offset))

    def _edge_of_tag(self, place: int) -> int | None:
        """Return where the outermost element now ends, or begins, that did so at `place`."""
        for index, tag in enumerate(self._block.tags):
            if tag.span.end == place:
                return self._spans[index].end
        for index, tag in enumerate(self._block.tags):
            if tag.span.start == place:
                return self._spans[index].start
        return None

    def _find_offset(self, place: int, name: str) -> tuple[int, Rung]:
        """Find the offset for something without words, inside the elements that it was in."""
        limits, within, closed = Span(0, len(self._text)), range(len(self._atoms)), []
        for index, (run, _) in self._runs.items():
            tag = self._block.tags[index].span
            if not tag.start < place < tag.end:
                closed.append(run)
            elif len(run) <= len(within):
                limits, within = self._spans[index], run
        gap, rung = self._gaps.find(place, name=name, within=within, closed=closed)
        return min(max(self._gaps.offset(gap, place), limits.start), limits.end), rung

    def _record(self, element: Tag | Keep, rung: Rung) -> None:
        self._placements[element.id] = Placement(element.id, element.name, rung)
