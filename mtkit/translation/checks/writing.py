"""Is it written as the target language is?"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from functools import lru_cache

from mtkit import langs
from mtkit.text.arabic import is_letter, vocalization
from mtkit.translation.checks.base import CheckInput, decoded, thresholds

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]\w+);")
_UNKNOWN = re.compile(r"<(?:unk|pad|s|/s)>|⁇|\ufffd|▁", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+(?:://|@)\S+|\bwww\.\S+|[#@]\w+|\b[\w-]+\.(?:com|org|net|gov|edu)\b")
_NAMES_OF_SCRIPTS = {"Latn": "LATIN", "Arab": "ARABIC", "Cyrl": "CYRILLIC", "Grek": "GREEK"}
_NAMES_OF_SCRIPTS |= {"Hebr": "HEBREW", "Deva": "DEVANAGARI"}
_NO_SCRIPT = "?"
_SHORTEST_COMMON = 3  # letters; "de", "al" and the like are parts of names


def vocalized(item: CheckInput) -> str | None:
    """Find fully vocalized Arabic whose source is not so: OPUS models fall into scripture."""
    limits = thresholds("vocalized")
    target = vocalization(item.target)
    if target <= limits["target"] or vocalization(item.source) > limits["source"]:
        return None
    if sum(map(is_letter, item.target)) < limits["letters"]:
        return None
    return f"{target:.0%} of the letters carry vowel signs"


def script(item: CheckInput) -> str | None:
    """Find text in the wrong script, and words of another script that do not belong in it.

    Names may stay as the source has them; what the source does not have, or has as common words,
    may not.  Addresses are left out.
    """
    wanted = _NAMES_OF_SCRIPTS.get(langs.script(item.target_language))
    if wanted is None:
        return None
    limits = thresholds("script")
    source, target = (_ADDRESS.sub(" ", decoded(text)) for text in (item.source, item.target))
    others = [word for word in _WORD.findall(target) if _script_of(word[0]) != wanted]
    staying = [word for word in others if _may_stay(word, source)]
    names = sum(len(word) for word in staying if not word.islower())
    letters = Counter(_script_of(letter) for letter in target if letter.isalpha())
    countable = letters.total() - names
    if letters[wanted] < limits["share"] * countable:
        return f"only {letters[wanted] / countable:.0%} of the letters are {wanted.capitalize()}"
    if wrong := [word for word in others if word not in staying]:
        return f"words that do not belong here: {_listed(wrong)}"
    common = [word for word in staying if word.islower() and len(word) >= _SHORTEST_COMMON]
    if len(common) >= limits["untranslated"]:
        return f"words left untranslated: {_listed(common)}"
    return None


def _may_stay(word: str, source: str) -> bool:
    """Tell whether a word of another script may be in the target: if the source has it too.

    Of the source's own script only Latin letters may stay, in which every script writes brands and
    names when it does not transcribe them.
    """
    if word.casefold() not in source.casefold():
        return False
    return _script_of(word[0]) in ("LATIN", _NO_SCRIPT) or _script_of(word[0]) != _mostly(source)


def _mostly(text: str) -> str:
    letters = Counter(_script_of(letter) for letter in text if letter.isalpha())
    return letters.most_common(1)[0][0] if letters else ""


def entities(item: CheckInput) -> str | None:
    """Find character references (``&#39;``) that the source does not have."""
    found = [
        reference
        for reference in _REFERENCE.findall(item.target)
        if html.unescape(reference) != reference and reference not in item.source
    ]
    return f"left over: {_listed(found)}" if found else None


def unknown(item: CheckInput) -> str | None:
    """Find signs of what the vocabulary could not say: ``<unk>``, ⁇, U+FFFD, piece marks."""
    found = [sign for sign in _UNKNOWN.findall(item.target) if sign not in item.source]
    return f"holds {_listed(found)}" if found else None


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> str:
    """Return the first word of the character's Unicode name, which for letters is their script."""
    return unicodedata.name(letter, _NO_SCRIPT).split()[0]


def _listed(words: list[str]) -> str:
    shown = ", ".join(dict.fromkeys(words[:5]))
    return f"{shown}, …" if len(words) > 5 else shown
