"""What the index knows a name by: blocking keys that survive spelling, and a signature that ranks.

A part's *skeleton* is its consonants in classes that spellings exchange, in both scripts
(`data/classes.tsv`): Qasim, Kassem and قاسم are all ``GSM``.  Keys are made of skeletons:

- one part: its skeleton, and that with each letter left out (Gonzales 1988's neighbourhood, as
  SymSpell uses it: two skeletons one edit apart share a key);
- two parts: the pair in alphabetical order, so that order does not count, and that with each letter
  left out;
- more parts: every pair of them, so that a part may be missing;
- each part alone (``/GSM``): Assad finds Bashar al-Assad, though ranked after what fits whole;
- all skeletons in one (``=SLHDN``), so that Salaheddine meets Salah al-Din.

Parts that have letters of other scripts, or digits, are their own skeleton.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations
from typing import NamedTuple
from zlib import crc32

from mtkit.names.parts import parse

BITS = 128
"""Width of a signature."""

CONSONANTS = 96
"""Its lower bits, for features that both scripts write; the others are for vowels."""

_MOST_PARTS = 5
"""Parts of a name that are looked at: pairs grow with the square."""

_LONGEST = 12
"""Letters of a skeleton that are looked at: longer ones are not names but sentences."""

_VOWEL = "\0"  # begins the features of vowels

_LABIAL = re.compile("n(?=[bp])|ن(?=[بپ])")


class Profile(NamedTuple):
    """What the index stores of a form.

    Args:
        keys: Without repetition; empty for a form without letters and digits.
        signature: `BITS` bits, one for each feature of the form's letters.
    """

    keys: tuple[str, ...]
    signature: int


def profile(form: str, *, sought: bool = False) -> Profile:
    """Return the keys and the signature of a form.

    Args:
        form: A name.
        sought: It is looked up: one part within longer names too, a letter more or less; of several
            parts each as a name by itself, not within other names, where one in common is little.
    """
    parts = [part.key for part in parse(form).core][:_MOST_PARTS]
    facts = [_facts(part) for part in parts if part]
    signature = 0
    for _, bits in facts:
        signature |= bits
    skeletons = tuple(skeleton for skeleton, _ in facts)
    keys = _keys(skeletons)
    if sought:
        keys = _sought(skeletons, keys)
    return Profile(tuple(keys), signature)


def skeleton(part: str) -> str:
    """Return the classes of a comparable part's consonants; the part itself where it has none."""
    return _facts(part)[0]


def _keys(skeletons: tuple[str, ...]) -> dict[str, None]:
    """Return the keys in the order in which they narrow best."""
    keys: dict[str, None] = {}
    if not skeletons:
        return keys
    if len(skeletons) == 1:
        keys |= dict.fromkeys(_shortened(skeletons[0]))
    else:
        keys |= {_pair(*pair): None for pair in combinations(skeletons, 2)}
        if len(skeletons) == 2:
            one, other = skeletons
            keys |= {_pair(short, other): None for short in _shortened(one)}
            keys |= {_pair(one, short): None for short in _shortened(other)}
    keys |= {"/" + part: None for part in skeletons}
    keys["=" + "".join(skeletons)] = None
    return keys


def _sought(skeletons: tuple[str, ...], keys: dict[str, None]) -> dict[str, None]:
    if len(skeletons) == 1:
        return keys | {"/" + short: None for short in _shortened(skeletons[0])}
    kept = {key: None for key in keys if not key.startswith("/")}
    return kept | dict.fromkeys(skeletons)


def _pair(one: str, other: str) -> str:
    return f"{one}|{other}" if one <= other else f"{other}|{one}"


@lru_cache(maxsize=1 << 16)
def _shortened(skeleton: str) -> tuple[str, ...]:
    """Return the skeleton, and it without each of its letters."""
    if len(skeleton) < 2:
        return (skeleton,)
    less = (skeleton[:at] + skeleton[at + 1 :] for at in range(len(skeleton)))
    return (skeleton, *dict.fromkeys(less))


@lru_cache(maxsize=1 << 17)
def _facts(part: str) -> tuple[str, int]:
    """Return a part's skeleton and signature."""
    text = _LABIAL.sub(lambda found: "m" if found[0] == "n" else "م", part)
    letters = _letters(text)
    found = "".join(name for name, _ in letters if name != "_")[:_LONGEST]
    if not found and not letters:
        return part[:_LONGEST], _bits([*part, f"^{part[:1]}"])
    return found or "".join(detail for _, detail in letters)[:2], _bits(_features(letters))


def _letters(text: str) -> list[tuple[str, str]]:
    """Return class and finer value of each letter; a doubled one, as in Hassan, once."""
    letters: list[tuple[str, str]] = []
    end = 0
    for found in _pattern().finditer(text):
        letter = _classes()[found[0]]
        doubled = letters and found.start() == end and letter[0] == letters[-1][0] != "_"
        if not doubled:
            letters.append(letter)
        end = found.end()
    return letters


def _features(letters: list[tuple[str, str]]) -> list[str]:
    """Return what of a part's letters is compared before the similarity is asked.

    Neighbouring classes, the vowels written between them (e is as good as none), and the finer
    value of each consonant beside its predecessor.
    """
    features: list[str] = []
    before, vowels = "^", ""
    for name, detail in [*letters, ("$", "$")]:
        if name == "_":
            vowels += detail
            continue
        features.append(before + name)
        features += [f"{_VOWEL}{before}{vowel}{name}" for vowel in set(vowels)]
        features.append(f"{before}~{detail}")
        before, vowels = name, ""
    return features


def _bits(features: list[str]) -> int:
    found = 0
    for feature in features:
        place = crc32(feature.encode("utf-8", "surrogatepass"))
        if feature.startswith(_VOWEL):
            found |= 1 << CONSONANTS + place % (BITS - CONSONANTS)
        else:
            found |= 1 << place % CONSONANTS
    return found


@cache
def _classes() -> dict[str, tuple[str, str]]:
    table = (files("mtkit.names.gazetteer") / "data" / "classes.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {letters: (name, detail) for letters, name, detail in rows}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_classes(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))
