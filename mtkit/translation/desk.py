"""Documents in, documents out: blocks to sentences, sentences translated, markup put back.

    Document ─blocks─▶ segments ─▶ SegmentTranslator ─▶ names ─▶ assemble ─▶ project ─▶ Document

Documents are taken a window of segments at a time, so that a file of any size runs in flat memory;
while one window decodes in a thread of its own (engines release the interpreter lock), the next one
is read and split, and the one before is put together and written.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Event
from typing import TYPE_CHECKING

from mtkit.markup.assemble import assemble
from mtkit.markup.italics import ItalicsPolicy, apply_italics
from mtkit.markup.project import project
from mtkit.segment import segments
from mtkit.translation.names.uses import Named, NameUse
from mtkit.translation.segments import SegmentTranslator
from mtkit.types import Block, Document, Placement, Segment, Translation, WordAlignment

if TYPE_CHECKING:
    from mtkit.translation.names.keeper import NameKeeper
    from mtkit.translation.names.known import NameBook

MAX_PIECES = 128
"""Longer sentences are cut at clauses: Marian models saw few such in training (Bergamot's way)."""

_WINDOW = 2000
"""Segments in flight: enough to sort by length without waste, about a megabyte of text."""

_HEADLINES = frozenset({"heading", "title"})

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class TranslatedBlock:
    """A block with its translation and how it came about.

    Args:
        source: As it was read.
        target: Its translation, with the same tags and keeps.
        segments: The sentences of `source`, each with its translation.
        alignment: Words of ``source.text`` and ``target.text``.
        placements: How each tag and keep found its place.
        names: Of each segment, what became of its names; empty where nobody kept them.
    """

    source: Block
    target: Block
    segments: tuple[tuple[Segment, Translation], ...]
    alignment: WordAlignment
    placements: tuple[Placement, ...] = ()
    names: tuple[tuple[NameUse, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class TranslatedDocument:
    """A document in the target language, and what became of each of its blocks."""

    document: Document
    blocks: tuple[TranslatedBlock, ...]

    @property
    def names(self) -> tuple[NameUse, ...]:
        """Every name of the document, in order of the source."""
        return tuple(use for block in self.blocks for row in block.names for use in row)


@dataclass(frozen=True, slots=True)
class _Work:
    """A document waiting for its translations, split into sentences."""

    document: Document
    segments: tuple[tuple[Segment, ...], ...]

    def texts(self) -> Iterator[str]:
        return (segment.text for block in self.segments for segment in block)


@dataclass(slots=True)
class Desk:
    """Translates documents.

    Args:
        translator: For the sentences.
        italics: What becomes of italics where the target's script has no habit of them.
        align: Align the words of every sentence, not only of those whose markup asks for it.
        max_pieces: Longest sentence, in subwords, that is given to the model uncut.
        names: What is known of names, to be kept; None leaves them to the model.
    """

    translator: SegmentTranslator
    italics: ItalicsPolicy = "keep"
    align: bool = False
    max_pieces: int = MAX_PIECES
    names: NameBook | None = None
    _stop: Event = field(default_factory=Event, init=False, repr=False)

    def documents(
        self, documents: Iterable[Document], *, on_done: Progress = lambda count: None
    ) -> Iterator[TranslatedDocument]:
        """Yield the documents translated, in order, as their windows are finished.

        Args:
            documents: Read lazily, at most two windows ahead.
            on_done: Called, from another thread, with the number of newly finished segments.
        """
        self._stop.clear()
        waiting: deque[tuple[list[_Work], Future[list[Named]]]] = deque()
        with ThreadPoolExecutor(1, thread_name_prefix="mtkit-decode") as pool:
            try:
                for window in self._windows(documents):
                    waiting.append((window, pool.submit(self._decode, window, on_done)))
                    if len(waiting) > 1:
                        yield from self._put_together(*waiting.popleft())
                while waiting:
                    yield from self._put_together(*waiting.popleft())
            except BaseException:  # also KeyboardInterrupt and a reader that stops reading
                self._stop.set()
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def count(self, document: Document) -> int:
        """Return how many segments the document has."""
        return sum(len(self._split(block)) for block in document.blocks)

    def _windows(self, documents: Iterable[Document]) -> Iterator[list[_Work]]:
        window: list[_Work] = []
        size = 0
        for document in documents:
            work = _Work(document, tuple(self._split(block) for block in document.blocks))
            window.append(work)
            size += sum(map(len, work.segments)) + 1  # a document without text counts too
            if size >= _WINDOW:
                yield window
                window, size = [], 0
        if window:
            yield window

    def _split(self, block: Block) -> tuple[Segment, ...]:
        return tuple(
            segments(
                block.text,
                self.translator.source,
                limit=self.max_pieces,
                measure=self.translator.engine.count_pieces,
                headline=block.kind in _HEADLINES,
            )
        )

    def _needs_alignment(self, block: Block) -> bool:
        return self.align or bool(block.tags or block.keeps)

    def _decode(self, window: Sequence[_Work], on_done: Progress) -> list[Named]:
        def report(count: int) -> None:
            if self._stop.is_set():
                raise InterruptedError("stopped")
            on_done(count)

        aligned = {
            part.text
            for work in window
            for block, parts in zip(work.document.blocks, work.segments, strict=True)
            if self._needs_alignment(block)
            for part in parts
        }
        keeper = self._keeper(report)
        if keeper is not None:
            return keeper.documents([list(work.texts()) for work in window], aligned=aligned)
        texts = [text for work in window for text in work.texts()]
        translations = self.translator.translate(texts, aligned=aligned, on_done=report)
        return [Named(translation) for translation in translations]

    def _keeper(self, report: Progress) -> NameKeeper | None:
        translator = self.translator
        if self.names is None:
            return None
        from mtkit.translation.names.keeper import NameKeeper

        def translate(
            texts: Sequence[str], *, aligned: Collection[str] = (), again: bool = False
        ) -> list[Translation]:
            # what is translated again counts for nothing in the progress, but can be stopped
            done = (lambda count: report(0)) if again else report
            return translator.translate(texts, aligned=aligned, on_done=done)

        return NameKeeper(
            self.names,
            source=translator.source,
            target=translator.target,
            translate=translate,
            check=translator.check,
        )

    def _put_together(
        self, window: Sequence[_Work], decoded: Future[list[Named]]
    ) -> Iterator[TranslatedDocument]:
        done = iter(decoded.result())
        for work in window:
            blocks = tuple(
                self._join(block, parts, [next(done) for _ in parts])
                for block, parts in zip(work.document.blocks, work.segments, strict=True)
            )
            document = replace(work.document, blocks=tuple(block.target for block in blocks))
            yield TranslatedDocument(document, blocks)

    def _join(
        self, block: Block, parts: Sequence[Segment], done: Sequence[Named]
    ) -> TranslatedBlock:
        pairs = tuple((part, named.translation) for part, named in zip(parts, done, strict=True))
        names = tuple(named.names for named in done)
        if all(part.text == translation.text for part, translation in pairs):
            return TranslatedBlock(block, block, pairs, WordAlignment(), names=names)
        text, alignment = assemble(block, pairs)
        projected = project(block, text, alignment)
        target = apply_italics(projected.block, self.italics, self.translator.target)
        return TranslatedBlock(block, target, pairs, alignment, projected.placements, names)
