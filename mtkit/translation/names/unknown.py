"""Names that no gazetteer has: one rendering for the whole document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from mtkit.errors import MtkitError
from mtkit.langs import base
from mtkit.names.attested import arabic_spellings, latin_spellings
from mtkit.names.casing import capitalize_name
from mtkit.names.normalize import comparable
from mtkit.names.similarity import similarity_matrix
from mtkit.names.transliterate import Script, shared
from mtkit.names.units import units
from mtkit.names.variants import spellings
from mtkit.text.scripts import main_script
from mtkit.translation.names.known import Wanted

_ALIKE = 0.5
"""Similarity from which what a model wrote is a rendering of the name."""

_GUESS = 1.5
"""What the transliterator's guess weighs; a rendering of the model weighs its similarity."""


def settle(name: str, said: Iterable[str], guessed: str | None) -> Wanted | None:
    """Choose the form in which a name is written throughout a document.

    Args:
        name: As the source writes it.
        said: What the model wrote in its places, each time.
        guessed: Its transliteration, if there is one.

    Returns:
        What most say: the model, each time as much as it is like the name, and the transliteration;
        None if nothing that was said is like the name and nothing was guessed.
    """
    forms = [form for form in said if _is_pure(form, guessed)]
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    if forms:
        alike = similarity_matrix([name], forms)[0].tolist()
        for form, score in zip(forms, alike, strict=True):
            if score >= _ALIKE:
                votes[comparable(form)][form] += score
    if guessed is not None:
        votes[comparable(guessed)][guessed] += _GUESS
    if not votes:
        return None
    best = max(votes.values(), key=lambda spelled: sum(spelled.values()))
    form = max(best, key=best.__getitem__)
    everything = sum(sum(spelled.values()) for spelled in votes.values())
    return Wanted(form, form, sum(best.values()) / everything)


def _is_pure(form: str, guessed: str | None) -> bool:
    """Tell whether a form is not half translated: Ghaني."""
    scripts = {main_script(letter) for letter in form if letter.isalpha()}
    return len(scripts) == 1 and (guessed is None or scripts == {main_script(guessed)})


def guesses(names: Sequence[str], *, target: str) -> list[str | None]:
    """Return the likeliest form of each name in the target's script, None where nothing tells.

    By the transliteration model and the counted spellings, by these alone where there is no model.
    """
    to: Script = "ar" if base(target) == "ar" else "Latn"
    if not names:
        return []
    try:
        model = shared()
    except MtkitError:  # none on the shelf
        return [_attested(name, to) for name in names]
    found = (spellings(name, limit=1, to=to, transliterator=model) for name in names)
    return [one[0].form if one else None for one in found]


def _attested(name: str, to: Script) -> str | None:
    known = [arabic_spellings(one) if to == "ar" else latin_spellings(one) for one in units(name)]
    if not known or not all(known):
        return None
    form = " ".join(counts[0][0] for counts in known)
    return capitalize_name(form) if to == "Latn" else form
