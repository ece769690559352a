"""Sentences with their names swapped for others: one carrier, new names, both sides alike.

A model learns to carry a name over where the sentence says nothing about which name it is.  A name
gives way only to one that the sentence around it can bear, for Arabic verbs and adjectives agree
with it: a place to a place with the same article and ending, an organization to one with the same
first word (وزارة), a person to one whom English calls by the same pronoun.  What cannot be told is
left alone.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from mtkit.errors import ConfigError
from mtkit.langs import base
from mtkit.names.mentions.gold import MarkedPair, read_marked
from mtkit.types import NameType

Name = tuple[str, str, NameType]
"""English form, Arabic form, type."""

Slot = tuple[str, ...]
"""What two names must have in common to take each other's place."""

_PRONOUNS = {
    "he": re.compile(r"\b(?:he|him|his|himself|Mr)\b", re.IGNORECASE),
    "she": re.compile(r"\b(?:she|her|hers|herself|Ms|Mrs)\b", re.IGNORECASE),
}
_QUOTED = re.compile(r"[“\"«][^”\"»]*[”\"»]")  # who speaks is seldom who is spoken of
_SURE = 2  # pronouns of one kind, and none of the other
_TRIES = 5  # other names that may stand in the sentence already
_ARTICLE = "ال"
_FOR_THE = "لل"


def swapped(path: Path, languages: Sequence[str], *, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield each sentence in which a name can be swapped once, with other names of the file.

    Args:
        path: JSON Lines as in ``corpora/newsdesk/train.jsonl``.
        languages: English and Arabic, in the order in which the pairs are wanted.
        seed: Same seed, same names.

    Raises:
        ConfigError: Other languages than English and Arabic.
    """
    if sorted(map(base, languages)) != ["ar", "en"]:
        raise ConfigError(f"{path}: names are swapped between en and ar, not {list(languages)}")
    documents = [(d, _genders(d)) for d in read_marked(path)]
    pools: dict[Slot, dict[tuple[str, str], None]] = {}
    for document, genders in documents:
        for pair in document:
            for name in pair.names:
                if slot := _slot(pair, name, genders):
                    pools.setdefault(slot, {})[name[:2]] = None
    choices = {slot: list(pool) for slot, pool in pools.items()}
    chance = random.Random(seed)
    english_first = base(languages[0]) == "en"
    for document, genders in documents:
        for pair in document:
            made = _swap(pair, genders, choices, chance)
            if made is not None:
                yield made if english_first else made[::-1]


def _swap(
    pair: MarkedPair,
    genders: Mapping[str, str],
    choices: Mapping[Slot, Sequence[tuple[str, str]]],
    chance: random.Random,
) -> tuple[str, str] | None:
    """Return the sentence with every name swapped that can be, or None if none can."""
    english: dict[str, str] = {}
    arabic: dict[str, str] = {}
    for name in pair.names:
        en, ar, _ = name
        slot = _slot(pair, name, genders)
        if slot is None or en in english or ar in arabic or _shares_words(name, pair.names):
            continue
        others = choices[slot]
        start = chance.randrange(len(others))
        for other in (*others[start : start + _TRIES], *others[:_TRIES]):
            if other[0] not in english.values() and other[0] not in pair.en:
                english[en], arabic[ar] = other
                break
    if not english:
        return None
    return _replaced_english(pair.en, english), _replaced_arabic(pair.ar, arabic)


def _slot(pair: MarkedPair, name: Name, genders: Mapping[str, str]) -> Slot | None:
    """Return what stands for the name's place in its sentence; None where it cannot be told."""
    en, ar, kind = name
    if ar.startswith(_FOR_THE):  # where newsdesk leaves the clitic on the name
        return None
    if not (_english(en).search(pair.en) and _arabic(ar).search(pair.ar)):
        return None
    if kind == "PER":
        gender = genders.get(_surname(en))
        return None if gender is None else (kind, gender, str(len(en.split()) == 1))
    article = re.search(rf"\bthe {re.escape(en)}\b", pair.en, re.IGNORECASE) is not None
    if kind == "ORG":
        return kind, str(article), ar.split()[0]
    return kind, str(article), str(ar.startswith(_ARTICLE)), str(ar.split()[0].endswith("ة"))


def _genders(document: Sequence[MarkedPair]) -> dict[str, str]:
    """Return family name → ``"he"`` or ``"she"``, from sentences that name one person alone."""
    counts: dict[str, Counter[str]] = {}
    for pair in document:
        people = {_surname(en) for en, _, kind in pair.names if kind == "PER"}
        if len(people) == 1:
            found = counts.setdefault(people.pop(), Counter())
            for pronoun, pattern in _PRONOUNS.items():
                found[pronoun] += len(pattern.findall(_QUOTED.sub(" ", pair.en)))
    return {
        name: pronoun
        for name, found in counts.items()
        for pronoun in _PRONOUNS
        if found[pronoun] == found.total() >= _SURE
    }


def _surname(name: str) -> str:
    return name.split()[-1]


def _shares_words(name: Name, names: Sequence[Name]) -> bool:
    """Tell whether another name of the sentence is a part of it, or has it as a part."""
    for side in (0, 1):
        words = set(str(name[side]).split())
        if any(words & set(str(other[side]).split()) for other in names if other is not name):
            return True
    return False


@lru_cache(maxsize=4096)
def _english(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(form)}(?![\w-])")


@lru_cache(maxsize=4096)
def _arabic(form: str) -> re.Pattern[str]:
    """Match a whole name, with the clitics before it as a group; ``لل`` has taken the article's."""
    bare = re.escape(form)
    if form.startswith(_ARTICLE):
        return re.compile(rf"(?<!\w)(?:([وف]?[بك]?){bare}|([وف]?ل)ل{bare[2:]})(?!\w)")
    return re.compile(rf"(?<!\w)([وف]?[بكل]?){bare}(?!\w)")


def _replaced_english(text: str, names: Mapping[str, str]) -> str:
    pattern = "|".join(_english(form).pattern for form in sorted(names, key=len, reverse=True))
    return re.sub(pattern, lambda match: names[match[0]], text)


def _replaced_arabic(text: str, names: Mapping[str, str]) -> str:
    places = [
        (match, other) for form, other in names.items() for match in _arabic(form).finditer(text)
    ]
    for match, other in sorted(places, key=lambda place: place[0].start(), reverse=True):
        clitics = next((group for group in match.groups() if group), "")
        if clitics.endswith("ل") and other.startswith(_ARTICLE):
            written = clitics + "ل" + other[len(_ARTICLE) :]
        else:
            written = clitics + other
        text = text[: match.start()] + written + text[match.end() :]
    return text
