"""Names across scripts: from Arabic letters to Latin ones and back, by a model of letters.

A guess, not a rule: Arabic writes no short vowels, Latin spellings follow English, French or the
dialect, and both directions have several right answers.  So a form has a list of them, each with
its probability, and asking for one gives the most probable.

The model is the shelf's for ``ar`` and ``und-Latn`` (a name in Latin letters, of whatever
language), so no translation of text ever takes it, and another can be put in its place by
configuration.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from statistics import fmean
from typing import TYPE_CHECKING, Literal

from mtkit.errors import ConfigError
from mtkit.names.casing import capitalize_name
from mtkit.names.combine import best_products
from mtkit.names.normalize import checked, clean
from mtkit.text.scripts import main_script

if TYPE_CHECKING:
    from mtkit.engines import Engine

Script = Literal["ar", "Latn"]
"""What a name is written in: Arabic or Latin letters."""

LANGUAGES: dict[Script, str] = {"ar": "ar", "Latn": "und-Latn"}
"""The model's languages by script."""

MOST = 64
"""Most transliterations of one form; a beam as wide is searched."""

_NARROWEST = 4  # beam, for one answer
_CODES = frozenset({"Arab", "Latn"})


@dataclass(frozen=True, slots=True)
class Transliteration:
    """A form of a name in the other script.

    Args:
        form: With capitals, where the script has them.
        score: Mean log-probability per letter, end of the name counted; at most 0.
        probability: Of the whole form, in (0, 1]; those of a list sum to at most 1.
    """

    form: str
    score: float
    probability: float


class Transliterator:
    """A transliteration model in an engine.

    Args:
        engine: Serves ``ar`` to ``und-Latn`` and back.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def many(
        self, forms: Iterable[str], *, to: Script, n: int = 1
    ) -> list[tuple[Transliteration, ...]]:
        """Return for each form its `n` most probable transliterations, best first.

        Args:
            forms: Names in the other script; each is done once, however often it is given.
            to: Script wanted.
            n: From 1 to `MOST`.

        Returns:
            One tuple a form, in order; empty for a form without Arabic or Latin letters.

        Raises:
            FormatError: A form is too long for a name.
            ConfigError: `n` is out of range.
        """
        from mtkit.engines import DecodeOptions

        if not 1 <= n <= MOST:
            raise ConfigError(f"{n} transliterations asked for; ask for 1 to {MOST}")
        asked = [clean(form) for form in forms]
        todo = list(dict.fromkeys(form for form in asked if main_script(form) in _CODES))
        mixed = {
            form: self._mixed(form, to, n)
            for form in todo
            if any(keep for _, keep in _runs(form, to))
        }
        plain = [checked(form) for form in todo if form not in mixed]
        results = self._engine.translate(
            plain,
            source=LANGUAGES["ar" if to == "Latn" else "Latn"],
            target=LANGUAGES[to],
            # length_penalty 0: the most probable form, not the one of the most probable letters
            options=DecodeOptions(
                beam_size=max(n, _NARROWEST), num_hypotheses=n, length_penalty=0.0
            ),
        )
        found = {
            form: tuple(
                _transliteration(said.text, said.score or 0.0, len(said.pieces) + 1, to)
                for said in hypotheses
                if said.text
            )
            for form, hypotheses in zip(plain, results, strict=True)
        }
        return [found.get(form) or mixed.get(form, ()) for form in asked]

    def _mixed(self, form: str, to: Script, n: int) -> tuple[Transliteration, ...]:
        """Transliterate the words of a form that are not in the wanted script already."""
        runs = _runs(form, to)
        done = iter(self.many([text for text, keep in runs if not keep], to=to, n=n))
        lists = [(Transliteration(text, 0.0, 1.0),) if keep else next(done) for text, keep in runs]
        return tuple(
            Transliteration(
                " ".join(one.form for one in chosen),
                fmean(one.score for one in chosen),
                math.prod(one.probability for one in chosen),
            )
            for chosen in best_products(lists, key=lambda one: one.probability, limit=n)
        )


def transliterate(form: str, *, to: Script | None = None, n: int = 1) -> list[Transliteration]:
    """Return the `n` most probable forms of a name in the other script, best first.

    Args:
        form: Name in Arabic or Latin letters.
        to: ``"ar"`` or ``"Latn"``; None is the script that `form` is not in.
        n: From 1 to `MOST`.

    Returns:
        Empty when `form` has no Arabic or Latin letters.

    Raises:
        FormatError: `form` is too long for a name.
        ConfigError: `n` is out of range.
        UnknownEntryError: No transliteration model is at hand.

    Example:
        >>> transliterate("إبراهيم")[0].form  # doctest: +SKIP
        'Ibrahim'
    """
    return list(transliterate_all([form], to=to, n=n)[0])


def transliterate_all(
    forms: Sequence[str], *, to: Script | None = None, n: int = 1
) -> list[tuple[Transliteration, ...]]:
    """Do the same for many forms, in batches; see `transliterate` and `Transliterator.many`."""
    wanted = [to or other_script(form) for form in forms]
    results: list[tuple[Transliteration, ...]] = [()] * len(forms)
    for script in LANGUAGES:
        at = [index for index, one in enumerate(wanted) if one == script]
        if at:
            found = shared().many([forms[index] for index in at], to=script, n=n)
            for index, one in zip(at, found, strict=True):
                results[index] = one
    return results


def other_script(form: str) -> Script:
    """Return the script that a name is to be transliterated to: Latin for Arabic, else Arabic."""
    return "Latn" if script_of(form) == "ar" else "ar"


def script_of(form: str) -> Script:
    """Return the script of most letters of a name."""
    return "ar" if main_script(clean(form)) == "Arab" else "Latn"


@cache
def shared() -> Transliterator:
    """Return the transliterator of the shelf's model, loaded once.

    Raises:
        UnknownEntryError: No transliteration model is at hand.
    """
    from mtkit.engines import load
    from mtkit.store.shelf import Shelf

    return Transliterator(load(Shelf().choose(LANGUAGES["ar"], LANGUAGES["Latn"]).model))


def _runs(form: str, to: Script) -> list[tuple[str, bool]]:
    """Part a form into runs of words, and tell of each whether it is in the wanted script."""
    code = "Arab" if to == "ar" else "Latn"
    grouped = groupby(form.split(), key=lambda word: main_script(word) == code)
    return [(" ".join(words), keep) for keep, words in grouped]


def _transliteration(form: str, score: float, letters: int, to: Script) -> Transliteration:
    shown = capitalize_name(form) if to == "Latn" else form
    return Transliteration(shown, score, math.exp(score * letters))
