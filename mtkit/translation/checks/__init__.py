"""Doubts about a translated segment: small questions, each with a reason code.

A check looks at a source and its translation and returns one line on what is wrong, or None.
Adding one is a function, a line in `CHECKS` and a table in `data/checks.toml`.

| code | asks |
|---|---|
| empty | Is there no translation at all? |
| copied | Is it the source again? |
| vocalized | Is it fully vocalized Arabic, as Marian models hallucinate from scripture? |
| repeated | Does it loop? |
| script | Is it in another script, or are words of one left in it? |
| length | Is it too short or too long for its source? |
| sentences | Was a sentence lost? |
| truncated | Does it break off? |
| numbers | Is a number lost, added or changed? |
| unknown | Does it hold what the vocabulary could not say? |
| entities | Are character references left in it? |
| score | Did the model itself think it unlikely? |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from mtkit.errors import UnknownEntryError
from mtkit.translation.checks import content, extent, writing
from mtkit.translation.checks.base import CheckInput, thresholds
from mtkit.types import Flag

__all__ = ["CHECKS", "Check", "CheckInput", "run_checks", "severity"]

Check = Callable[[CheckInput], str | None]

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "empty": extent.empty,
        "copied": content.copied,
        "vocalized": writing.vocalized,
        "repeated": content.repeated,
        "script": writing.script,
        "length": extent.length,
        "sentences": extent.sentences,
        "truncated": extent.truncated,
        "numbers": content.numbers,
        "unknown": writing.unknown,
        "entities": writing.entities,
        "score": content.score,
    }
)


def run_checks(item: CheckInput, *, codes: Iterable[str] | None = None) -> tuple[Flag, ...]:
    """Return the doubts about a translation, in the order of `CHECKS`; empty if there is none.

    An empty translation gets that flag alone.

    Args:
        item: The source and its translation.
        codes: Checks to run; None for all.

    Raises:
        UnknownEntryError: No such check.
        ConfigError: A language of `item` is no language code.
    """
    wanted = frozenset(CHECKS if codes is None else codes)
    for code in wanted:
        if code not in CHECKS:
            raise UnknownEntryError("check", code, CHECKS)
    if not item.target.strip():
        wanted &= {"empty"}
    found = ((code, CHECKS[code](item)) for code in CHECKS if code in wanted)
    return tuple(Flag(code, detail) for code, detail in found if detail is not None)


def severity(flags: Iterable[Flag]) -> int:
    """Return how grave the doubts are together: 0 for none, 3 for each useless translation."""
    return sum(int(thresholds(flag.code)["severity"]) for flag in flags)
