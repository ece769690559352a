"""Where the names of a translator come from: what it was given, and the starter gazetteer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from mtkit.names.gazetteer import Gazetteer
from mtkit.names.gazetteer.starter import open_starter, starter_file
from mtkit.translation.names.known import Lexicon, NameBook

NamesOption = bool | Path | str | Lexicon | Sequence[Path | str | Lexicon]
"""Gazetteers, open or by their paths, asked in order and before the starter gazetteer; True is the
starter gazetteer alone, False leaves names to the model."""


def open_book(names: NamesOption, stack: ExitStack, *, source: str, target: str) -> NameBook:
    """Return what is known of names: what was given, and the starter gazetteer if there is one.

    Args:
        names: Not False.
        stack: Closes what is opened here.
        source: BCP 47 code.
        target: BCP 47 code.

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
    opened: list[Lexicon] = [
        stack.enter_context(Gazetteer(one)) if isinstance(one, (str, Path)) else one
        for one in given
    ]
    general = [stack.enter_context(open_starter())] if starter_file().is_file() else []
    return NameBook(opened, source=source, target=target, general=general)
