"""How ``mtkit names transliterate`` and ``mtkit names variants`` take names and show them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict

from mtkit.cli.show_models import print_json, print_table
from mtkit.names.transliterate import Transliteration
from mtkit.names.variants import Spelling


def given(names: Sequence[str] | None) -> list[str]:
    """Return the names that were given, else the lines of standard input that are not blank."""
    lines = names if names else (line.rstrip("\r\n") for line in sys.stdin)
    return [line for line in lines if line.strip()]


def print_transliterations(
    names: Sequence[str], found: Sequence[Sequence[Transliteration]], *, json: bool
) -> None:
    """Print a line for each transliteration; a name without any has a line of its own."""
    if json:
        _print_json(names, [list(map(asdict, several)) for several in found], "transliterations")
        return
    rows = [
        (name, one.form, f"{one.probability:.4f}", f"{one.score:.3f}")
        for name, several in zip(names, found, strict=True)
        for one in several or (Transliteration("", 0.0, 0.0),)
    ]
    print_table(("name", "transliteration", "probability", "score"), rows)


def print_spellings(
    names: Sequence[str], found: Sequence[Sequence[Spelling]], *, json: bool
) -> None:
    """Print a line for each spelling."""
    if json:
        _print_json(names, [list(map(asdict, several)) for several in found], "variants")
        return
    rows = [
        (name, one.form, f"{one.probability:.4f}", str(one.count) if one.count else "")
        for name, several in zip(names, found, strict=True)
        for one in several
    ]
    print_table(("name", "spelling", "probability", "seen"), rows)


def _print_json(names: Sequence[str], found: Sequence[list[dict[str, object]]], key: str) -> None:
    print_json([{"name": name, key: several} for name, several in zip(names, found, strict=True)])
