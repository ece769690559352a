"""Sentences in, checked translations out: what is not text passes by, what is known is looked up.

The order is fixed: letterless text is copied; the rest is made unique, looked up in the memory, and
what is left is translated, long ones first, checked, repaired where a check speaks up, and put
into the memory as it comes, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from mtkit.align.attention import fold
from mtkit.engines.base import DecodeOptions, Engine
from mtkit.memory import Key, TranslationMemory, key
from mtkit.text.casing import is_all_caps, recase, restore
from mtkit.text.scripts import has_letters
from mtkit.translation.checks import CheckInput, run_checks
from mtkit.translation.repair import clause_cutter, repair
from mtkit.types import Flag, Hypothesis, Span, Translation, WordAlignment

_CHUNK = 64
"""Translations between two commits to the memory: seconds of work that a stop can lose."""

_WORTH_IT = 0.1
"""Share of the texts that must ask for alignment for all to be decoded with attention, which
costs less than decoding them apart, in smaller batches; not with a beam, whose attention needs
another step (see `mtkit.engines.ct2`)."""


@dataclass(slots=True)
class SegmentTranslator:
    """Translates sentences of one language pair with one engine.

    Args:
        engine: Serves the pair.
        source: Language of the sentences.
        target: Language to translate into.
        options: How to search; `translate` decides about alignment.
        memory: Where translations are looked up and kept; None for neither.
        checked: Run the checks, and repair what they find.
        alternative: Engine that the last rung of the repair asks.
    """

    engine: Engine
    source: str
    target: str
    options: DecodeOptions = field(default_factory=DecodeOptions)
    memory: TranslationMemory | None = None
    checked: bool = True
    alternative: Engine | None = None

    def translate(
        self,
        texts: Sequence[str],
        *,
        aligned: Collection[str] = (),
        on_done: Callable[[int], None] = lambda count: None,
    ) -> list[Translation]:
        """Return a translation for each text, in order; equal texts are translated once.

        Args:
            texts: Sentences without leading and trailing white space.
            aligned: Those of them whose words are to be aligned, which takes a little more time.
            on_done: Called with the number of texts that were finished since the last call.
        """
        done: dict[str, Translation] = {}
        counts: dict[str, int] = {}
        for text in texts:
            counts[text] = counts.get(text, 0) + 1
        for text in counts:
            if not has_letters(text):
                done[text] = copied(text)
        on_done(sum(counts[text] for text in done))
        wanted = frozenset(aligned)
        for finished in self._groups([text for text in counts if text not in done], wanted):
            done |= {translation.source: translation for translation in finished}
            on_done(sum(counts[translation.source] for translation in finished))
        return [done[text] for text in texts]

    def _groups(
        self, texts: Sequence[str], aligned: frozenset[str]
    ) -> Iterator[Collection[Translation]]:
        """Yield the translations of different texts: what is remembered, then the rest."""
        remembered = self._remembered(texts, aligned)
        yield remembered.values()
        # The longest first: the last batches are small, and no core waits long for the other.
        missing = sorted((t for t in texts if t not in remembered), key=len, reverse=True)
        marked = [text for text in missing if text in aligned]
        if self.options.beam_size == 1 and len(marked) >= _WORTH_IT * len(missing):
            yield from self._fresh(missing, aligned, alignment=bool(marked))
            return
        yield from self._fresh([t for t in missing if t not in aligned], aligned, alignment=False)
        yield from self._fresh(marked, aligned, alignment=True)

    def _key(self, text: str, aligned: frozenset[str]) -> Key:
        return key(
            text,
            fingerprint=self.engine.fingerprint,
            pair=(self.source, self.target),
            options=replace(self.options, alignment=text in aligned),
        )

    def _remembered(self, texts: Sequence[str], aligned: frozenset[str]) -> dict[str, Translation]:
        if self.memory is None:
            return {}
        keys = {self._key(text, aligned): text for text in texts}
        found = self.memory.get_many(list(keys))
        return {keys[k]: replace(v, origin="memory") for k, v in found.items()}

    def _fresh(
        self, texts: Sequence[str], aligned: frozenset[str], *, alignment: bool
    ) -> Iterator[list[Translation]]:
        """Translate `texts`, yielding them by the chunk, each chunk checked and remembered."""
        options = replace(self.options, alignment=alignment)
        chunk: list[Translation] = []
        for translation in self._raw(self.engine, texts, options, aligned=aligned):
            chunk.append(translation)
            if len(chunk) == _CHUNK:
                yield self._finish(chunk, options, aligned)
                chunk = []
        if chunk:
            yield self._finish(chunk, options, aligned)

    def _finish(
        self, chunk: list[Translation], options: DecodeOptions, aligned: frozenset[str]
    ) -> list[Translation]:
        if self.checked:
            other = self.alternative
            chunk = repair(
                [self.check(translation) for translation in chunk],
                partial(self._raw, self.engine),
                check=self.check,
                options=options,
                clauses=clause_cutter(self.source, self.engine.count_pieces),
                alternative=None if other is None else partial(self._raw, other),
            )
        if self.memory is not None:
            self.memory.put_many({self._key(item.source, aligned): item for item in chunk})
        return chunk

    def _raw(
        self,
        engine: Engine,
        texts: Sequence[str],
        options: DecodeOptions,
        *,
        aligned: Collection[str] | None = None,
    ) -> Iterator[Translation]:
        """Yield what `engine` makes of each text, unchecked; all-caps text is cased for it.

        The words of `aligned` are aligned, of all texts where that is None, if the engine was asked
        for attention.
        """
        cased = [recase(text) if is_all_caps(text) else text for text in texts]
        hypotheses = engine.stream(cased, source=self.source, target=self.target, options=options)
        for text, read, best in zip(texts, cased, hypotheses, strict=True):
            yield self._translation(text, read, best[0], fold_it=aligned is None or text in aligned)

    def _translation(
        self, text: str, read: str, hypothesis: Hypothesis, *, fold_it: bool
    ) -> Translation:
        alignment = None
        if fold_it and hypothesis.attention is not None:
            alignment = fold(
                hypothesis, read, source_language=self.source, target_language=self.target
            )
        target = restore(hypothesis.text, self.target) if read != text else hypothesis.text
        return Translation(text, target, hypothesis.score, alignment)

    def check(self, translation: Translation) -> Translation:
        """Return the translation with the flags that it deserves; as it is, if none are wanted."""
        if not self.checked:
            return translation
        flags = run_checks(
            CheckInput(
                translation.source,
                translation.text,
                self.source,
                self.target,
                score=translation.score,
            )
        )
        lost = self.engine.unknown(translation.source) - set(translation.text)
        if lost:
            detail = f"the model cannot read {' '.join(sorted(lost))}, which the translation lacks"
            flags = (*flags, Flag("unreadable", detail))
        return replace(translation, flags=flags)


def copied(text: str) -> Translation:
    """Return `text` as its own translation: it has nothing that a model could translate."""
    whole = (Span(0, len(text)),) if text else ()
    return Translation(text, text, None, WordAlignment(whole, whole), origin="copied")
