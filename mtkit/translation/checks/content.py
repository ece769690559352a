"""Does it say what the source says, and only once?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from mtkit.langs import base
from mtkit.text.arabic import strip_marks
from mtkit.text.digits import Number, compare
from mtkit.translation.checks.base import CheckInput, decoded, thresholds, words

_ADDRESS = re.compile(r"\S+(?:://|@)\S+|\bwww\.\S+|[#@]\w+")


def copied(item: CheckInput) -> str | None:
    """Find a translation that is its source, or holds most of it word by word.

    Acronyms, addresses and numbers may stay as they are.
    """
    if base(item.source_language) == base(item.target_language):
        return None
    limits = thresholds("copied")
    source = words(_ADDRESS.sub(" ", item.source))
    target = words(_ADDRESS.sub(" ", item.target))
    if not any(any(map(str.isalpha, word)) for word in source):
        return None
    if source == target and not (len(source) == 1 and item.source.isupper()):
        return "the translation is the source"
    pairs = set(pairwise(source))
    kept = pairs.intersection(pairwise(target))
    if len(source) >= limits["words"] and len(kept) >= limits["share"] * len(pairs):
        return f"{len(kept)} of {len(pairs)} word pairs are the source's"
    return None


def repeated(item: CheckInput) -> str | None:
    """Find loops of words or letters that the source does not have."""
    target, source = words(item.target), words(item.source)
    limits = thresholds("repeated")
    for size, least in ((int(size), least) for size, least in limits["times"].items()):
        times, loop = _longest_run(target, size)
        if times >= least and times > _longest_run(source, size)[0]:
            return f"“{' '.join(loop)}” {times} times on end"
    times, trigram = _most_frequent(target)
    if times >= limits["trigram"] and times > _most_frequent(source)[0]:
        return f"“{' '.join(trigram)}” {times} times"
    stutter = _stutter(limits["characters"])
    found = stutter.search(strip_marks(item.target).casefold())
    if found and not stutter.search(strip_marks(item.source).casefold()):
        return f"“{found[0][:20]}” loops"
    return None


def _longest_run(text: Sequence[str], size: int) -> tuple[int, Sequence[str]]:
    """Return the most times that `size` words follow upon themselves, and the words."""
    best, words_of_best = 1, text[:size]
    for start in range(size):
        run, chunks = 1, [text[i : i + size] for i in range(start, len(text) - size + 1, size)]
        for before, chunk in pairwise(chunks):
            run = run + 1 if chunk == before else 1
            if run > best:
                best, words_of_best = run, chunk
    return best, words_of_best


def _most_frequent(text: Sequence[str]) -> tuple[int, Sequence[str]]:
    trigrams = Counter(zip(text, text[1:], text[2:], strict=False))
    if not trigrams:
        return 0, ()
    trigram, times = trigrams.most_common(1)[0]
    return times, trigram


@cache
def _stutter(times: int) -> re.Pattern[str]:
    """Match a character side by side, or a group of letters once less; lines may be drawn."""
    single = rf"([^\s\d.…_=*~#\-–—])\1{{{times - 1},}}"
    group = rf"([^\W\d_]{{2,6}}?)\2{{{times - 2},}}"
    return re.compile(f"{single}|{group}")


def numbers(item: CheckInput) -> str | None:
    """Find numbers of the source that the target lacks, and the other way round."""
    difference = compare(decoded(item.source), decoded(item.target))
    if not difference:
        return None
    lost = _written(difference.lost, decoded(item.source))
    added = _written(difference.added, decoded(item.target))
    if lost and added:
        return f"{lost} became {added}"
    return f"lost: {lost}" if lost else f"added: {added}"


def _written(found: Iterable[Number], text: str) -> str:
    return ", ".join(number.span.of(text) for number in found)


def score(item: CheckInput) -> str | None:
    """Find what the model itself thought unlikely."""
    if item.score is None or item.score >= thresholds("score")["low"]:
        return None
    return f"mean log-probability {item.score:.2f}"
