"""Parallel text out of text that has no translation, or another one than a teacher would give.

One act, two uses.  *Back-translation* (Sennrich et al. 2016): real text of the target language is
translated back, and the pair is learned from in the direction that writes the real side; its source
begins with a tag, so that the model can tell it from real sources (Caswell et al. 2019).
*Sequence-level distillation* (Kim & Rush 2016): a teacher translates the source side, and the
student learns from what it wrote; where there is a reference, the teacher's n-best translation that
is most like it is taken (their interpolation).

Sentences go through the desk: checked, repaired, remembered; what is still doubtful is dropped.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Literal

from mtkit.bitext import write_bitext
from mtkit.engines.base import DecodeOptions, Engine
from mtkit.engines.pieces import LONGEST
from mtkit.errors import ConfigError
from mtkit.memory import TranslationMemory, key
from mtkit.text.scripts import has_letters
from mtkit.training.given import Given
from mtkit.translation.checks import CheckInput, run_checks
from mtkit.translation.segments import SegmentTranslator
from mtkit.types import Hypothesis, Translation

_GLUED = re.compile(r"[A-Za-z][\u0621-\u063a\u0641-\u064a]|[\u0621-\u063a\u0641-\u064a][A-Za-z]")
"""Latin and Arabic letters with nothing between; Arabic puts a tatweel there (الـBBC)."""

Use = Literal["back-translation", "distillation"]

_WINDOW = 2000  # sentences in flight
_CHUNK = 64  # translations between two commits to the memory
_ALTERNATIVES = 8  # of a sentence that has a reference


@dataclass(frozen=True, slots=True)
class Rules:
    """Which translations are good enough to learn from.

    Args:
        least_score: Mean log-probability that the model must give, at most 0; None for any.
        most_words: Longer sentences are left out, on either side.
        round_trip: chrF of the text with its translation translated back, 0-100; 0 does not ask.
    """

    least_score: float | None = None
    most_words: int = 60
    round_trip: float = 0.0


@dataclass(slots=True)
class Report:
    """How many sentences were read and kept, and why the others were not."""

    read: int = 0
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)

    def line(self) -> str:
        """Return one line for a reader."""
        reasons = ", ".join(f"{reason} {n:,}" for reason, n in self.dropped.most_common())
        return f"{self.kept:,} of {self.read:,} sentences" + (
            f" (dropped: {reasons})" if reasons else ""
        )


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes synthetic pairs.

    Args:
        engine: Translates the sentences.
        source: Their language.
        target: Language to translate into.
        options: How to search, or sample.
        memory: Where translations are kept, so that a run that was stopped goes on; None for
            nowhere.
        reverse: Translates back for the round trip; None if no rule asks for it.
        rules: What is good enough.
    """

    engine: Engine
    source: str
    target: str
    options: DecodeOptions = field(default_factory=DecodeOptions)
    memory: TranslationMemory | None = None
    reverse: Engine | None = None
    rules: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        if self.rules.round_trip and self.reverse is None:
            raise ConfigError("a round trip needs a model for the way back")

    def pairs(self, given: Iterable[Given], report: Report) -> Iterator[tuple[str, str]]:
        """Yield (text, translation) of what is good enough, in order; each text once.

        Args:
            given: Sentences; read lazily, a window at a time.
            report: Is told what was read, kept and dropped.
        """
        rest = _unique(given)
        while window := list(islice(rest, _WINDOW)):
            report.read += len(window)
            fit = []
            for one in window:
                if reason := self._unfit(one.text):
                    report.dropped[reason] += 1
                else:
                    fit.append(one)
            good = []
            for made in self._translated(fit):
                if reason := self._fault(made):
                    report.dropped[reason] += 1
                else:
                    good.append(made)
            for made, fault in zip(good, self._round_trip(good), strict=True):
                if fault:
                    report.dropped["round trip"] += 1
                    continue
                report.kept += 1
                yield made.source, made.text

    def _unfit(self, text: str) -> str | None:
        if not has_letters(text):
            return "no letters"
        if len(text.split()) > self.rules.most_words or self.engine.count_pieces(text) > LONGEST:
            return "too long"
        return None

    def _fault(self, made: Translation) -> str | None:
        if made.flags:
            return f"check {made.flags[0].code!r}"
        if _GLUED.search(made.text):
            return "scripts in one word"
        if len(made.text.split()) > self.rules.most_words:
            return "too long"
        least = self.rules.least_score
        if least is not None and made.score is not None and made.score < least:
            return "unlikely"
        return None

    def _translated(self, given: Sequence[Given]) -> Iterator[Translation]:
        """Yield the translations, in order: through the desk, or the n-best nearest a reference."""
        plain = [one.text for one in given if one.reference is None]
        desk = SegmentTranslator(
            self.engine, self.source, self.target, options=self.options, memory=self.memory
        )
        found = {made.source: made for made in desk.translate(plain)}
        found |= self._nearest([one for one in given if one.reference is not None])
        return (found[one.text] for one in given)

    def _nearest(self, given: Sequence[Given]) -> dict[str, Translation]:
        """Return text → that of its n-best translations which is most like its reference."""
        options = replace(
            self.options,
            beam_size=max(self.options.beam_size, _ALTERNATIVES),
            num_hypotheses=_ALTERNATIVES,
            alignment=False,
        )
        keys = {
            one: key(
                f"{one.text}\n{one.reference}",  # it decides which of the n is taken
                fingerprint=self.engine.fingerprint,
                pair=(self.source, self.target),
                options=options,
            )
            for one in given
        }
        known = {} if self.memory is None else self.memory.get_many(list(keys.values()))
        found = {one.text: known[k] for one, k in keys.items() if k in known}
        missing = (one for one in given if keys[one] not in known)
        while chunk := list(islice(missing, _CHUNK)):
            hypotheses = self.engine.translate(
                [one.text for one in chunk],
                source=self.source,
                target=self.target,
                options=options,
            )
            fresh = {
                one: self._flagged(one.text, nearest(said, str(one.reference)))
                for one, said in zip(chunk, hypotheses, strict=True)
            }
            if self.memory is not None:
                self.memory.put_many({keys[one]: made for one, made in fresh.items()})
            found |= {one.text: made for one, made in fresh.items()}
        return found

    def _flagged(self, text: str, said: Hypothesis) -> Translation:
        item = CheckInput(text, said.text, self.source, self.target, score=said.score)
        return Translation(text, said.text, said.score, flags=run_checks(item))

    def _round_trip(self, made: Sequence[Translation]) -> list[bool]:
        """Tell of each whether its translation, translated back, is too unlike its text."""
        if self.reverse is None or not self.rules.round_trip:
            return [False] * len(made)
        desk = SegmentTranslator(
            self.reverse,
            self.target,
            self.source,
            options=DecodeOptions(beam_size=1),  # the gist is enough
            memory=self.memory,
            checked=False,
        )
        back = desk.translate([one.text for one in made])
        return [
            likeness(again.text, one.source) < self.rules.round_trip
            for one, again in zip(made, back, strict=True)
        ]


def likeness(text: str, reference: str) -> float:
    """Return the chrF of a sentence, 0-100."""
    from sacrebleu import sentence_chrf

    return float(sentence_chrf(text, [reference]).score)


def nearest(hypotheses: Sequence[Hypothesis], reference: str) -> Hypothesis:
    """Return the hypothesis with the highest chrF, the likelier one of equals."""
    return max(hypotheses, key=lambda said: likeness(said.text, reference))


def snippet(path: Path, use: Use, *, source: str, target: str) -> str:
    """Return the table of a recipe that reads what was made.

    Args:
        path: Where it lies.
        use: What it is for; back-translation is learned from the other way round, with a tag.
        source: Language of the real text.
        target: Language of the translations.
    """
    back = use == "back-translation"
    lines = [
        "[[corpora]]",
        f"id = {json.dumps(path.stem)}",
        f"path = {json.dumps(str(path.resolve()), ensure_ascii=False)}",
        f'directions = ["{target}-{source}"]' if back else f'directions = ["{source}-{target}"]',
        *(['tag = "<bt>"'] if back else []),
    ]
    return "\n".join(lines)


def _unique(given: Iterable[Given]) -> Iterator[Given]:
    seen: set[str] = set()
    for one in given:
        if one.text not in seen:
            seen.add(one.text)
            yield one


def written(
    path: Path, maker: Maker, given: Iterable[Given], *, say: Callable[[str], None]
) -> Report:
    """Write what is made to `path` (.jsonl, .tsv, .tmx), whole or not at all.

    Stopped and started again with the same memory it goes on where it was.
    """
    report = Report()

    def told() -> Iterator[tuple[str, str]]:
        for count, pair in enumerate(maker.pairs(given, report), 1):
            if count % _WINDOW == 0:
                say(report.line())
            yield pair

    write_bitext(path, told(), (maker.source, maker.target))
    return report
