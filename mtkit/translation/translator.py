"""The translator that a program holds: one language pair, a model, a memory.

>>> from mtkit import Translator                                             # doctest: +SKIP
>>> with Translator(source="en", target="ar") as desk:                       # doctest: +SKIP
...     print(desk.translate("The minister arrived in Damascus on Friday."))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit import langs
from mtkit.engines import load
from mtkit.engines.base import DecodeOptions, Engine
from mtkit.errors import ConfigError
from mtkit.formats import parse
from mtkit.markup.italics import ItalicsPolicy
from mtkit.memory import TranslationMemory, default_path
from mtkit.store.shelf import PIVOT, Choice, Shelf
from mtkit.translation.desk import Desk, TranslatedDocument
from mtkit.translation.names.uses import NameUse
from mtkit.translation.pivot import PivotEngine
from mtkit.translation.segments import SegmentTranslator
from mtkit.types import Document, Translation

if TYPE_CHECKING:
    from mtkit.translation.names.known import NameBook
    from mtkit.translation.names.source import NamesOption


@dataclass(frozen=True, slots=True)
class Setup:
    """Which model runs on what; the defaults suit a laptop.

    Args:
        model: Id or folder of a model; None lets the shelf choose.
        engine: ``"ctranslate2"``, ``"transformers"`` or ``"identity"``.
        device: ``"cpu"``, ``"cuda"`` or ``"auto"``.
        compute_type: ``"int8"``, ``"float32"`` …; ``"auto"`` takes the fastest that is sound.
        inter_threads: Batches decoded side by side; None decides by the cores.
        intra_threads: Threads of one batch; None decides by the cores.
    """

    model: str | None = None
    engine: str = "ctranslate2"
    device: str = "auto"
    compute_type: str = "auto"
    inter_threads: int | None = None
    intra_threads: int | None = None


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """A text and its translation, sentence by sentence, with what became of its names."""

    source: str
    text: str
    segments: tuple[Translation, ...]
    names: tuple[NameUse, ...] = ()

    def __str__(self) -> str:
        return self.text

    @property
    def flagged(self) -> tuple[Translation, ...]:
        """The sentences about which a doubt remains."""
        return tuple(segment for segment in self.segments if segment.flags)


class Translator:
    """Translates texts and documents of one language pair.

    Args:
        source: Language of the texts.
        target: Language to translate into.
        setup: Model, engine and device; keywords of `Setup` may be given instead.
        options: How to search.
        memory: True for the user's translation memory, a path for another one, False for none.
        checks: Check every sentence, and repair what the checks find.
        alternative: Id of a model that the last rung of the repair asks.
        italics: What becomes of italics in scripts that have no habit of them.
        align: Align the words of every sentence, not only of those whose markup asks for it.
        names: True writes names as the starter gazetteer has them, and names that it does not have
            alike throughout a document; a gazetteer, its path, or several are asked before it;
            False leaves names to the model.  Between English and Arabic; other pairs are left
            alone.

    Raises:
        ModelError: No model serves the pair, or it cannot be loaded.
        ConfigError: The languages are the same, or no language codes.
    """

    def __init__(
        self,
        *,
        source: str,
        target: str,
        setup: Setup | None = None,
        options: DecodeOptions | None = None,
        memory: bool | Path | str = True,
        checks: bool = True,
        alternative: str | None = None,
        italics: ItalicsPolicy = "keep",
        align: bool = False,
        names: NamesOption = True,
        **setup_options: Any,
    ) -> None:
        self.source, self.target = langs.standard(source), langs.standard(target)
        if setup is not None and setup_options:
            raise ConfigError("give either setup or its single options, not both")
        setup = setup or Setup(**setup_options)
        self.route, engine = plan(self.source, self.target, setup)
        other = None
        if alternative is not None:
            other = plan(self.source, self.target, replace(setup, model=alternative))[1]
        identical = setup.engine == "identity"  # nothing to doubt, nothing worth remembering
        self.memory = None if identical else _memory(memory)
        self._opened = ExitStack()
        book = None if names is False or identical else self._book(names)
        self._desk = Desk(
            SegmentTranslator(
                engine,
                self.source,
                self.target,
                options=options or DecodeOptions(),
                memory=self.memory,
                checked=checks and not identical,
                alternative=other,
            ),
            italics=italics,
            align=align,
            names=book,
        )

    def _book(self, names: NamesOption) -> NameBook | None:
        # what names need takes a third of a second to load: not before they are wanted
        from mtkit.translation.names.keeper import NameKeeper
        from mtkit.translation.names.source import open_book

        if not NameKeeper.serves(self.source, self.target):
            return None
        return open_book(names, self._opened, source=self.source, target=self.target)

    @property
    def engine(self) -> Engine:
        """The engine that translates."""
        return self._desk.translator.engine

    @property
    def output_language(self) -> str | None:
        """What documents are marked as when written; None where nothing was translated."""
        return None if self.engine.name == "identity" else self.target

    def __enter__(self) -> Translator:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the memory and the gazetteers."""
        self._opened.close()
        if self.memory is not None:
            self.memory.close()

    def translate(self, text: str, *, markup: str = "text") -> str:
        """Return `text` translated; a line is a paragraph and stays one.

        Args:
            text: Any length.
            markup: ``"text"``, ``"html"`` or ``"markdown"``.
        """
        return self.translate_batch([text], markup=markup)[0]

    def translate_batch(self, texts: Sequence[str], *, markup: str = "text") -> list[str]:
        """Return the translations of `texts`, in order."""
        return [result.text for result in self.stream(texts, markup=markup)]

    def stream(self, texts: Iterable[str], *, markup: str = "text") -> Iterator[TranslatedText]:
        """Yield translations with their sentences and names, in order, in flat memory."""
        documents = (parse(text, markup=markup) for text in texts)
        for translated in self.documents(documents):
            pairs = [pair for block in translated.blocks for pair in block.segments]
            before = translated.document.skeleton.render([b.source for b in translated.blocks])
            yield TranslatedText(
                before,
                translated.document.render(),
                tuple(translation for _, translation in pairs),
                translated.names,
            )

    def translate_document(self, document: Document) -> TranslatedDocument:
        """Return `document` translated, with an account of every sentence and element."""
        return next(iter(self.documents([document])))

    def documents(
        self, documents: Iterable[Document], *, on_done: Callable[[int], None] = lambda count: None
    ) -> Iterator[TranslatedDocument]:
        """Yield `documents` translated, in order (see `Desk.documents`)."""
        return self._desk.documents(documents, on_done=on_done)

    def count(self, document: Document) -> int:
        """Return how many sentences the document has, as they will be translated."""
        return self._desk.count(document)


def plan(source: str, target: str, setup: Setup) -> tuple[tuple[Choice, ...], Engine]:
    """Choose the models for a pair and load them: one, or two through English.

    Raises:
        ModelError: The shelf has neither.
        ConfigError: There is nothing to translate.
    """
    if setup.engine == "identity":
        from mtkit.engines.identity import IdentityEngine

        return (), IdentityEngine()
    shelf = Shelf()
    if setup.model is not None:
        route = [shelf.choose(source, target, explicit=setup.model)]
    else:
        route = [shelf.choose(*leg) for leg in shelf.route(source, target)]
    engines = [
        load(
            choice.model,
            engine=setup.engine,
            device=setup.device,
            compute_type=setup.compute_type,
            inter_threads=setup.inter_threads,
            intra_threads=setup.intra_threads,
        )
        for choice in route
    ]
    if len(engines) == 1:
        return tuple(route), engines[0]
    return tuple(route), PivotEngine(engines[0], engines[1], PIVOT)


def _memory(wanted: bool | Path | str) -> TranslationMemory | None:
    if wanted is False:
        return None
    return TranslationMemory(default_path() if wanted is True else Path(wanted))
