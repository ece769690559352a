"""Golden sentences: what a model said when it was installed, and whether it still does.

A converted model can be broken without any file being damaged: a missing label or end of sentence,
a vocabulary shifted by one, weights of another release.  The OPUS tc-big models on the hub gave
garbage in Transformers for long before it was seen.  So a few sentences are looked at, every time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files

from mtkit.errors import ModelError
from mtkit.langs import base, script
from mtkit.store.manifest import Golden, Manifest

Translate = Callable[[Sequence[str], str, str], Sequence[str]]
"""(texts, source language, target language) → one translation a text, in order."""

LEAST_CHRF = 70.0
"""Corpus chrF between recorded and new translations, below which they are not the same model's.

Not equality: instruction sets round int8 products differently, and a near tie can fall otherwise.
"""

_LEAST_SCRIPT = 0.6  # share of letters; names and units may stay in the other script
_LOOP = re.compile(r"(?<!\S)(\S+(?: \S+){0,3})(?: \1){3}(?!\S)")

_SCRIPT_NAMES = {"Latn": "LATIN", "Arab": "ARABIC", "Cyrl": "CYRILLIC", "Grek": "GREEK"}
_SCRIPT_NAMES |= {"Hebr": "HEBREW", "Deva": "DEVANAGARI", "Hang": "HANGUL", "Geor": "GEORGIAN"}
_SCRIPT_NAMES |= {"Hans": "CJK", "Hant": "CJK", "Armn": "ARMENIAN", "Thai": "THAI"}


def record(manifest: Manifest, translate: Translate) -> tuple[Golden, ...]:
    """Translate the trial sentences of every pair of the model.

    Pairs whose source language has no trial sentences give none.

    Raises:
        ModelError: At least half of a pair's translations are no language at all: empty, in the
            wrong script, a loop, or without the year of the source.
    """
    recorded: list[Golden] = []
    for source, target in manifest.pairs:
        texts = sentences(source)
        outputs = translate(texts, source, target) if texts else ()
        faults = [
            (text, output, fault)
            for text, output in zip(texts, outputs, strict=True)
            if (fault := find_fault(text, output, target))
        ]
        if 2 * len(faults) >= len(texts) > 0:
            text, output, fault = faults[0]
            raise ModelError(
                f"{manifest.id}: does not translate {source} to {target}: {fault}: "
                f"{text!r} gave {output[:80]!r}"
            )
        recorded += (Golden(source, target, *pair) for pair in zip(texts, outputs, strict=True))
    return tuple(recorded)


def check(golden: Iterable[Golden], translate: Translate) -> list[str]:
    """Return a line for each pair whose golden sentences the model no longer translates alike."""
    by_pair: dict[tuple[str, str], list[Golden]] = {}
    for one in golden:
        by_pair.setdefault((one.source_language, one.target_language), []).append(one)
    problems = []
    for (source, target), pair in by_pair.items():
        outputs = translate([one.source for one in pair], source, target)
        likeness = _chrf(outputs, [one.target for one in pair])
        if likeness < LEAST_CHRF:
            worst = min(range(len(pair)), key=lambda i: _chrf([outputs[i]], [pair[i].target]))
            problems.append(
                f"{source}-{target}: golden sentences come out otherwise (chrF {likeness:.0f}, "
                f"at least {LEAST_CHRF:.0f} expected): {pair[worst].target!r} "
                f"became {outputs[worst]!r}"
            )
    return problems


def sentences(language: str) -> tuple[str, ...]:
    """Return the trial sentences of a language; none if it has none."""
    return _sentences().get(base(language), ())


def find_fault(source: str, output: str, target: str) -> str | None:
    """Say why `output` cannot be a translation of `source`, or None."""
    letters = [unicodedata.name(char, "") for char in output if char.isalpha()]
    if not letters:
        return "nothing came out"
    expected = _SCRIPT_NAMES.get(script(target))
    if expected and sum(expected in name for name in letters) < _LEAST_SCRIPT * len(letters):
        return f"not in {expected.capitalize()} script"
    if _LOOP.search(output):
        return "it repeats itself"
    if not _numbers(source) <= _numbers(output):
        return "the year is lost"
    return None


def _numbers(text: str) -> set[int]:
    return {int(digits) for digits in re.findall(r"\d+", text)}  # int reads ٢٠١١ too


def _chrf(outputs: Sequence[str], references: Sequence[str]) -> float:
    from sacrebleu import corpus_chrf

    return float(corpus_chrf(outputs, [references]).score)


@cache
def _sentences() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in (files("mtkit.store") / "data" / "golden.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            language, sentence = line.split("\t")
            table[language] = (*table.get(language, ()), sentence)
    return table
