"""What is compared of a name: its slots, each a word of letters, a concept or a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mtkit.names.letters.words import letter_words
from mtkit.names.parts import Part, Role, parse

MOST_SLOTS = 6
"""Slots of a name that are compared; what comes behind them is not looked at."""

_DROPPED: frozenset[Role] = frozenset({"title", "other", "suffix"})
_CONCEPTS: frozenset[Role] = frozenset({"place_word", "org_word", "feature", "number"})
_SERVANT = frozenset({"abd", "عبد"})
_GLUED_SERVANT = re.compile(r"abd[aeou](?!l+a?h)(?:([a-z])(?=\1))?([a-z]{4,})")  # Abdenour
_GOD = frozenset({"", "allah", "الله"})
_LIGHT: frozenset[Role] = frozenset({"place_word", "particle", "initial"})


@dataclass(frozen=True, slots=True)
class Slot:
    """One part of a name as it is compared.

    Args:
        form: As it is written.
        letters: As the network reads them; empty where only `concept` counts.
        concept: English key of a word that is translated (``"governorate"``), or digits.
        light: Whether a name often goes without it.
        initial: Whether it is a first letter only.
        servant: Whether it began with Abd al-, which `letters` leave out.
    """

    form: str
    letters: str
    concept: str = ""
    light: bool = False
    initial: bool = False
    servant: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of a name.

    Args:
        form: As `mtkit.names.normalize.clean` gives it.
        slots: In order; empty for a form without letters and digits.
        arabic: Whether the letters are Arabic.
        acronym: Whether it is a word of capitals only, and short.
        whole: All letters in one, articles and concepts included.
    """

    form: str
    slots: tuple[Slot, ...]
    arabic: bool
    acronym: bool
    whole: str


@lru_cache(maxsize=1 << 17)
def profile(form: str) -> Profile:
    """Return what is compared of a name."""
    name = parse(form)
    kept = [part for part in name.parts if part.role not in _DROPPED] or list(name.parts)
    slots = tuple(_slot(part) for part in kept[:MOST_SLOTS])
    whole = "".join(slot.letters for slot in slots)
    return Profile(name.form, slots, name.script == "Arab", _acronym(name.form), whole)


def _slot(part: Part) -> Slot:
    letters, servant = servant_of(part)
    return Slot(
        part.form,
        letters,
        part.key if part.role in _CONCEPTS else "",
        part.role in _LIGHT,
        part.role == "initial" or len(letters) == 1,
        servant,
    )


def servant_of(part: Part) -> tuple[str, bool]:
    """Return the letters of a part, without Abd al-, and whether it had that.

    Abdul, Abdel, Abdur and عبد ال say the same and say little; what follows is the name.
    """
    if part.head in _SERVANT and part.key[len(part.head) :] not in _GOD:
        return part.key[len(part.head) :], True
    letters = "".join(letter_words(part.form))
    glued = _GLUED_SERVANT.fullmatch(letters)
    return (glued[2], True) if glued and not part.head else (letters, False)


def _acronym(form: str) -> bool:
    letters = form.replace(".", "")
    return 2 <= len(letters) <= 6 and letters.isascii() and letters.isalpha() and letters.isupper()
