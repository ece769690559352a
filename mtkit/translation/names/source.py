"""Where the names of a translator come from: what it was given, and the starter gazetteer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from mtkit.names.gazetteer import Gazetteer
from mtkit.names.gazetteer.starter import open_starter, starter_file
from mtkit.translation.names.known import Lexicon

NamesOption = bool | Path | str | Lexicon | Sequence[Path | str | Lexicon]
"""Gazetteers, open or by their paths, asked in order and before the starter gazetteer; True is the
starter gazetteer alone, False leaves names to the model."""


def lexicons(names: NamesOption, stack: ExitStack) -> list[Lexicon]:
    """Return what knows names, the starter gazetteer last if this installation has one.

    Args:
        names: Not False.
        stack: Closes what is opened here.

    Raises:
        ConfigError: There is no gazetteer at a path.
        FormatError: What is there is none.
    """
    given: Sequence[Path | str | Lexicon]
    if isinstance(names, bool):
        given = ()
    elif isinstance(names, Sequence) and not isinstance(names, str):
        given = names
    else:
        given = (names,)
    found: list[Lexicon] = [
        stack.enter_context(Gazetteer(one)) if isinstance(one, (str, Path)) else one
        for one in given
    ]
    if starter_file().is_file():
        found.append(stack.enter_context(open_starter()))
    return found
