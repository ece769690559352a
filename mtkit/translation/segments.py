"""Sentences in, checked translations out: what is not text passes by, what is known is looked up.

The order is fixed: letterless text is copied; the rest is made unique, looked up in the memory, and
what is left is translated in order of length, checked, repaired where a check speaks up, and put
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
            aligned: Those of them whose words are to be aligned, which takes a fifth more time.
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
        for alignment in (False, True):
            options = replace(self.options, alignment=alignment)
            group = [text for text in counts if text not in done and (text in aligned) == alignment]
            for finished in self._group(group, options):
                done |= {translation.source: translation for translation in finished}
                on_done(sum(counts[translation.source] for translation in finished))
        return [done[text] for text in texts]

    def _group(
        self, texts: Sequence[str], options: DecodeOptions
    ) -> Iterator[Collection[Translation]]:
        """Yield the translations of different texts: what is remembered, then the rest."""
        remembered = self._remembered(texts, options)
        yield remembered.values()
        missing = sorted((text for text in texts if text not in remembered), key=len)
        yield from self._fresh(missing, options)

    def _key(self, text: str, options: DecodeOptions) -> Key:
        return key(
            text,
            fingerprint=self.engine.fingerprint,
            pair=(self.source, self.target),
            options=options,
        )

    def _remembered(self, texts: Sequence[str], options: DecodeOptions) -> dict[str, Translation]:
        if self.memory is None:
            return {}
        keys = {self._key(text, options): text for text in texts}
        found = self.memory.get_many(list(keys))
        return {keys[k]: replace(v, origin="memory") for k, v in found.items()}

    def _fresh(self, texts: Sequence[str], options: DecodeOptions) -> Iterator[list[Translation]]:
        """Translate `texts`, yielding them by the chunk, each chunk checked and remembered."""
        chunk: list[Translation] = []
        for text, translation in zip(texts, self._raw(self.engine, texts, options), strict=True):
            chunk.append(translation)
            if len(chunk) == _CHUNK or text is texts[-1]:
                yield self._finish(chunk, options)
                chunk = []

    def _finish(self, chunk: list[Translation], options: DecodeOptions) -> list[Translation]:
        if self.checked:
            other = self.alternative
            chunk = repair(
                [self._flagged(translation) for translation in chunk],
                partial(self._raw, self.engine),
                check=self._flagged,
                options=options,
                clauses=clause_cutter(self.source, self.engine.count_pieces),
                alternative=None if other is None else partial(self._raw, other),
            )
        if self.memory is not None:
            self.memory.put_many({self._key(item.source, options): item for item in chunk})
        return chunk

    def _raw(
        self, engine: Engine, texts: Sequence[str], options: DecodeOptions
    ) -> Iterator[Translation]:
        """Yield what `engine` makes of each text, unchecked; all-caps text is cased for it."""
        cased = [recase(text) if is_all_caps(text) else text for text in texts]
        hypotheses = engine.stream(cased, source=self.source, target=self.target, options=options)
        for text, read, best in zip(texts, cased, hypotheses, strict=True):
            yield self._translation(text, read, best[0])

    def _translation(self, text: str, read: str, hypothesis: Hypothesis) -> Translation:
        alignment = None
        if hypothesis.attention is not None:
            alignment = fold(
                hypothesis, read, source_language=self.source, target_language=self.target
            )
        target = restore(hypothesis.text, self.target) if read != text else hypothesis.text
        return Translation(text, target, hypothesis.score, alignment)

    def _flagged(self, translation: Translation) -> Translation:
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
