"""Which language a text is in, out of those that could be: by script, by letters, then by model.

Script alone decides between English and Arabic, at no cost; the model (`py3langid`) is loaded only
when two candidates share a script and their alphabets say nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from mtkit import langs
from mtkit.text.scripts import script, script_shares

_LETTERS = re.compile(r"[^\W\d_]+")
_WRITTEN_WITH = {
    "Hans": {"Hani"},
    "Hant": {"Hani"},
    "Jpan": {"Hani", "Hira", "Kana"},
    "Kore": {"Hang", "Hani"},
}
"""Scripts of letters behind the ISO 15924 codes that name a mixture or a style."""

_STRANGERS = 10.0
"""A text with one letter in so many that its language does not have is not in that language."""

_ENOUGH_WORDS = 12
_FUNCTION_WORDS = 0.15
"""Least share of function words in running text of their language; news has 0.3 and more."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest of the candidates, as it was written there, and how sure that is, in [0, 1].

    A confidence below 0.5 says that the text is probably in none of them.
    """

    language: str
    confidence: float


def identify(text: str, candidates: Sequence[str]) -> Guess | None:
    """Tell which of the candidate languages `text` is in.

    Args:
        text: Any length; the longer, the surer.
        candidates: BCP 47 codes, likeliest first; the first wins where nothing tells two apart.

    Returns:
        None when `text` has no letters, or its letters belong to no candidate's script.

    Raises:
        ConfigError: A candidate is no language code.

    Example:
        >>> identify("قال المتحدث إن المحادثات انتهت.", ["en", "ar"])
        Guess(language='ar', confidence=1.0)
    """
    shares = script_shares(text)
    written = {code: _share(code, shares) for code in candidates}
    most = max(written.values(), default=0.0)
    if not most:
        return None
    rivals = [code for code, share in written.items() if share == most]
    fits = _fits(text, rivals)
    best = max(rivals, key=fits.__getitem__)
    total = sum(fits.values())
    certainty = fits[best] ** 2 / total if total else 0.0
    return Guess(best, round(most * certainty, 4))


def _share(language: str, shares: Mapping[str, float]) -> float:
    name = langs.script(language)
    return sum(shares.get(part, 0.0) for part in _WRITTEN_WITH.get(name, {name}))


def _fits(text: str, rivals: Sequence[str]) -> dict[str, float]:
    """Return in [0, 1] how well `text` fits each of the languages, all of one script."""
    known = _alphabets()
    if all(langs.base(code) in known for code in rivals):
        return {code: _alphabet_fit(text, known[langs.base(code)]) for code in rivals}
    if len(rivals) == 1:
        return {rivals[0]: _word_fit(text, langs.base(rivals[0]))}
    return _model_fits(text, rivals)


def _alphabet_fit(text: str, alphabet: frozenset[str]) -> float:
    letters = [char for char in "".join(_LETTERS.findall(text)) if script(char) == "Arab"]
    strange = sum(char not in alphabet for char in letters)
    return max(0.0, 1.0 - _STRANGERS * strange / len(letters))


def _word_fit(text: str, language: str) -> float:
    words = [word.casefold() for word in _LETTERS.findall(text)]
    function_words = _function_words().get(language)
    if function_words is None or len(words) < _ENOUGH_WORDS:
        return 1.0
    share = sum(word in function_words for word in words) / len(words)
    return min(1.0, share / _FUNCTION_WORDS)


def _model_fits(text: str, rivals: Sequence[str]) -> dict[str, float]:
    """Return the probabilities that the model gives the rivals; they sum to 1."""
    import py3langid

    scores = dict(py3langid.rank(text))
    logs = {code: scores.get(langs.base(code), -math.inf) for code in rivals}
    top = max(logs.values())
    if top == -math.inf:
        return dict.fromkeys(rivals, 1 / len(rivals))
    odds = {code: math.exp(log - top) for code, log in logs.items()}
    total = sum(odds.values())
    return {code: value / total for code, value in odds.items()}


@cache
def _alphabets() -> dict[str, frozenset[str]]:
    return {language: frozenset("".join(row)) for language, row in _rows("alphabets.tsv")}


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(row) for language, row in _rows("function_words.tsv")}


def _rows(name: str) -> list[tuple[str, list[str]]]:
    table = (resources.files("mtkit.text") / "data" / name).read_text("utf-8")
    lines = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return [(language, words.split()) for language, words in lines]
