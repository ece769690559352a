"""The ways in which newspapers would spell a name, most probable first.

Three sources are put together.  The model of letters spells the whole name and each of its parts
(`mtkit.names.transliterate`); known parts have counted spellings (`mtkit.names.attested`), which
outweigh the model the more often they were seen; parts are combined, the likeliest combinations
first.  What differs in capitals, hyphens and spaces alone is one spelling, shown as it is
commonest.
A profile (`mtkit.names.profiles`) shifts the odds to a region's habits.

A spelling in the name's own script goes by way of the other one: what Arabic may stand behind
*Huweija*, and how is that spelled?
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mtkit.names import profiles
from mtkit.names.attested import (
    Counts,
    arabic_spellings,
    full_spelling,
    latin_spellings,
    part_key,
)
from mtkit.names.casing import capitalize_name
from mtkit.names.combine import best_products
from mtkit.names.normalize import checked, clean
from mtkit.names.transliterate import Script, Transliteration, Transliterator, script_of, shared
from mtkit.names.units import units
from mtkit.types import Variant

_BEAM = 16  # spellings that the model gives of a name and of each of its parts
_COMBINATIONS = 150
_DOUBT: dict[Script, int] = {"Latn": 10, "ar": 2}
"""A part counted so often is believed as much as the model.

Less is needed towards Arabic: a Latin form has many sisters, but mostly one Arabic name behind it.
"""
_BEHIND = 5  # forms in the other script that may stand behind one in this
_CAREFUL = frozenset("أإآؤئءةى")
_LEAST_CAREFUL = 0.1  # share of a spelling's probability, so that no slip is taken for care


@dataclass(frozen=True, slots=True)
class Spelling:
    """A way to spell a name.

    Args:
        form: With capitals, where the script has them.
        probability: That a writer chooses it, in (0, 1]; those of all spellings sum to 1.
        count: Times the list of names has it; 0 for a guess, and for a name of several parts.
    """

    form: str
    probability: float
    count: int = 0


def variants(
    form: str, *, limit: int = 20, to: Script = "Latn", profile: str | None = None
) -> list[Variant]:
    """Return the spellings of a name as variants for a gazetteer, most probable first.

    Args:
        form: Name in Arabic or Latin letters.
        limit: Most variants.
        to: Script of the spellings.
        profile: Region whose habits count; see `spellings`.

    Raises:
        FormatError: `form` has no letters, or too many for a name.
        UnknownEntryError: No such profile, or no transliteration model is at hand.
    """
    language, script = ("ar", "Arab") if to == "ar" else ("und", "Latn")
    return [
        Variant(one.form, language, script, "list" if one.count else "model", one.count)
        for one in spellings(form, limit=limit, to=to, profile=profile)
    ]


def spellings(
    form: str,
    *,
    limit: int = 20,
    to: Script = "Latn",
    profile: str | None = None,
    transliterator: Transliterator | None = None,
) -> list[Spelling]:
    """Return the likely spellings of a name, most probable first, no two alike but for case.

    Args:
        form: Name in Arabic or Latin letters.
        limit: Most spellings.
        to: Their script.  Of a form in the same script, all that its likely forms in the other
            script are spelled as.
        profile: Region by whose habits Latin spellings are ranked (`mtkit.names.profiles.names`);
            None is everybody's.
        transliterator: Of letters; None is the shelf's.

    Raises:
        FormatError: `form` has no letters, or too many for a name.
        UnknownEntryError: No such profile, or no transliteration model is at hand.
    """
    form = checked(form)
    speller = _Speller(transliterator or shared(), profile)
    if script_of(form) != to:
        found = speller.spell([form], to)[0]
    else:
        other: Script = "ar" if to == "Latn" else "Latn"
        behind = speller.spell([form], other)[0][:_BEHIND]
        there_and_back = speller.spell([one.form for one in behind], to)
        found = _merge(
            (
                Spelling(back.form, there.probability * back.probability, back.count)
                for there, spelled in zip(behind, there_and_back, strict=True)
                for back in spelled
            ),
            to,
        )
    return found[:limit]


@dataclass(frozen=True, slots=True)
class _Speller:
    transliterator: Transliterator
    profile: str | None

    def spell(self, forms: Sequence[str], to: Script) -> list[list[Spelling]]:
        """Return all spellings of each form in the other script, the model asked once for all."""
        parts = [units(form) for form in forms]
        asked = [one for form, apart in zip(forms, parts, strict=True) for one in (form, *apart)]
        guesses = iter(self.transliterator.many(asked, to=to, n=_BEAM))
        return [
            self._rank(form, _combine(next(guesses), apart, [next(guesses) for _ in apart], to), to)
            for form, apart in zip(forms, parts, strict=True)
        ]

    def _rank(self, form: str, found: list[Spelling], to: Script) -> list[Spelling]:
        if self.profile is None or to == "ar":
            return found
        arabic = clean(form)
        weighed = [
            Spelling(
                one.form,
                one.probability
                * math.exp(profiles.log_odds(arabic, one.form, profile=self.profile)),
                one.count,
            )
            for one in found
        ]
        return _merge(weighed, to)


def _combine(
    whole: tuple[Transliteration, ...],
    parts: Sequence[str],
    guesses: Sequence[tuple[Transliteration, ...]],
    to: Script,
) -> list[Spelling]:
    """Put the model's spellings of the whole and the spellings of the parts together."""
    lists = [_part(part, guess, to) for part, guess in zip(parts, guesses, strict=True)]
    built = [
        Spelling(
            " ".join(one.form for one in chosen),
            math.prod(one.probability for one in chosen),
            chosen[0].count if len(chosen) == 1 else 0,
        )
        for chosen in best_products(lists, key=lambda one: one.probability, limit=_COMBINATIONS)
    ]
    known = sum(_belief(_counts(part, to), to) for part in parts) / max(len(parts), 1)
    share = (1 + known) / 2 if built else 0.0
    return _merge((*_shares(built, share), *_shares(_guessed(whole), 1 - share)), to)


def _part(part: str, guess: tuple[Transliteration, ...], to: Script) -> list[Spelling]:
    """Return the spellings of a part: counted ones, and the model's for the rest."""
    counts = _counts(part, to)
    listed = [Spelling(form, count, count) for form, count in counts]
    belief = _belief(counts, to)
    return _merge((*_shares(listed, belief), *_shares(_guessed(guess), 1 - belief)), to)


def _counts(part: str, to: Script) -> Counts:
    return latin_spellings(part) if to == "Latn" else arabic_spellings(part)


def _belief(counts: Counts, to: Script) -> float:
    """Return how much counted spellings are believed against the model's, in [0, 1)."""
    seen = sum(count for _, count in counts)
    return seen / (seen + _DOUBT[to])


def _guessed(guess: tuple[Transliteration, ...]) -> list[Spelling]:
    return [Spelling(one.form, one.probability) for one in guess]


def _shares(found: Sequence[Spelling], total: float) -> list[Spelling]:
    """Scale probabilities to sum to `total`; nothing is left where it is 0."""
    mass = sum(one.probability for one in found)
    return [
        Spelling(one.form, one.probability / mass * total, one.count)
        for one in found
        if mass and total
    ]


def _merge(found: Iterable[Spelling], to: Script) -> list[Spelling]:
    """Make one of what is alike but for case, hyphens and spaces; sort; sum to 1."""
    alike: dict[str, dict[str, float]] = {}
    counts: dict[str, int] = {}
    for one in found:
        form = one.form.casefold() if to == "Latn" else _careful(one.form)
        key = part_key(form)
        forms = alike.setdefault(key, {})
        forms[form] = forms.get(form, 0.0) + one.probability
        counts[key] = max(counts.get(key, 0), one.count)
    shown = [
        Spelling(_show(forms, to), sum(forms.values()), counts[key]) for key, forms in alike.items()
    ]
    return sorted(_shares(shown, 1.0), key=lambda one: (-one.probability, one.form))


def _show(forms: dict[str, float], to: Script) -> str:
    """Return how a spelling is shown: as it is commonest, in Arabic as it is most careful."""
    if to == "Latn":
        return capitalize_name(max(forms, key=forms.__getitem__))
    least = _LEAST_CAREFUL * sum(forms.values())
    usual = [form for form, probability in forms.items() if probability >= least]
    return max(usual, key=lambda form: (len(_CAREFUL & set(form)), forms[form]))


def _careful(form: str) -> str:
    """Return an Arabic form with hamza and final letters as the list of names has them."""
    return " ".join(full_spelling(part) or part for part in units(form)) or form
