"""Which pairs are good enough to learn from, and why the others are not."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from mtkit.langs import base, script
from mtkit.text import arabic
from mtkit.text.digits import compare
from mtkit.training.data import Pair
from mtkit.training.guard import Guard, comparable
from mtkit.training.recipe import Cleaning

_SCRIPT_NAMES = {
    "Arab": "ARABIC", "Armn": "ARMENIAN", "Cyrl": "CYRILLIC", "Grek": "GREEK",
    "Hebr": "HEBREW", "Latn": "LATIN",
}  # fmt: skip
_VOCALIZED = 0.4
"""Vowel signs a letter above which all marks go; below it they are there for a reason."""
_TANWIN = "\u064b"
"""Newspapers write it (شكراً), so it is no sign of vocalized text."""


@dataclass(slots=True)
class CleaningReport:
    """What was read, kept and dropped, by corpus; `examples` has one dropped pair a reason."""

    read: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    dropped: dict[str, Counter[str]] = field(default_factory=dict)
    examples: dict[str, tuple[str, str]] = field(default_factory=dict)

    def drop(self, pair: Pair, reason: str) -> None:
        """Count a pair as dropped."""
        self.dropped.setdefault(pair.corpus, Counter())[reason] += 1
        self.examples.setdefault(reason, pair.texts)

    def lines(self) -> Iterator[str]:
        """Yield one line a corpus for a reader."""
        for corpus, count in self.read.items():
            reasons = self.dropped.get(corpus, Counter()).most_common()
            dropped = ", ".join(f"{reason} {n:,}" for reason, n in reasons)
            yield f"{corpus}: {self.kept[corpus]:,} of {count:,} pairs" + (
                f" (dropped: {dropped})" if dropped else ""
            )


def clean(
    pairs: Iterable[Pair],
    languages: Sequence[str],
    *,
    rules: Cleaning,
    guard: Guard,
    report: CleaningReport,
) -> Iterator[Pair]:
    """Yield the pairs to learn from, tidied, in order; what is dropped is counted in `report`.

    Of pairs that are the same after normalization (by case alone with `rules.spellings`) the first
    is kept.
    """
    seen: set[tuple[str, str]] = set()
    for pair in pairs:
        report.read[pair.corpus] += 1
        pair = replace(pair, texts=_tidy(pair.texts, languages, rules))
        folded = (comparable(pair.texts[0]), comparable(pair.texts[1]))
        reason = guard.reason(folded) or fault(pair.texts, languages, rules=rules)
        key = (pair.texts[0].casefold(), pair.texts[1].casefold()) if rules.spellings else folded
        if reason is None and key in seen:
            reason = "duplicate"
        if reason is not None:
            report.drop(pair, reason)
            continue
        seen.add(key)
        report.kept[pair.corpus] += 1
        yield pair


def fault(texts: tuple[str, str], languages: Sequence[str], *, rules: Cleaning) -> str | None:
    """Return why a pair should not be learned from, or None."""
    if not all(any(c.isalnum() for c in text) for text in texts):
        return "no letters"
    counts = [len(text.split()) for text in texts]
    if max(counts) > rules.longest:
        return "too long"
    if max(counts) > 5 and max(counts) > rules.ratio * min(counts):
        return "length ratio"
    if texts[0].casefold() == texts[1].casefold():
        return "identical sides"
    for text, language in zip(texts, languages, strict=True):
        share = script_share(text, script(language))
        if share is not None and share < rules.script_share:
            return f"not in {language} script"
    if rules.numbers and compare(*texts):
        return "numbers differ"
    return None


def script_share(text: str, code: str) -> float | None:
    """Return the share of letters of `text` in a script, in [0, 1]; None where it cannot be told.

    Args:
        text: Any text.
        code: ISO 15924 (``"Arab"``).
    """
    name = _SCRIPT_NAMES.get(code)
    letters = [c for c in text if c.isalpha()]
    if name is None or not letters:
        return None
    return sum(_script_name(c) == name for c in letters) / len(letters)


@cache
def _script_name(character: str) -> str:
    return unicodedata.name(character, "?").split()[0]


def _tidy(texts: tuple[str, str], languages: Sequence[str], rules: Cleaning) -> tuple[str, str]:
    first, second = (
        _tidy_one(text, base(language) == "ar" and rules.strip_vowel_marks)
        for text, language in zip(texts, languages, strict=True)
    )
    return first, second


def _tidy_one(text: str, unvocalize: bool) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    if not unvocalize:
        return text
    if arabic.vocalization(text.replace(_TANWIN, "")) > _VOCALIZED:
        return arabic.strip_marks(text)
    return text.replace(arabic.TATWEEL, "")
