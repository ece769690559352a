"""Names in English running text, by the capitals that English gives them.

A name is a run of capitalized words, which small words (``of``, ``al-``, ``bin``) may join.  A
sentence's first word has a capital anyway: it counts when the text writes it with a capital
elsewhere in mid-sentence, or when the run goes on.  Nationalities, weekdays, months and titles
(``data/not_names.txt``) have capitals and are no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from mtkit.types import Span

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_JOINERS = frozenset(
    {"of", "for", "and", "the", "al", "el", "bin", "ibn", "bint", "de", "von", "van"}
)
_OPENERS = frozenset({"The", "A", "An", "In", "On", "At", "But", "And", "Nicknamed", "When", "For"})
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")


@lru_cache(maxsize=1)
def _not_names() -> frozenset[str]:
    text = files("mtkit.names").joinpath("data/not_names.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def english_names(sentences: Iterable[str]) -> list[str]:
    """Return the names that the sentences of a text mention, in order of first mention.

    Args:
        sentences: Of one document, so that what is seen in mid-sentence helps elsewhere.
    """
    sentences = list(sentences)
    seen = {word for text in sentences for word in _inner_capitals(text)}
    found: dict[str, None] = {}
    for text in sentences:
        for span in _runs(text, seen):
            found.setdefault(_POSSESSIVE.sub("", span.of(text)))
    return list(found)


def _inner_capitals(text: str) -> list[str]:
    words = _WORD.findall(text)
    return [word for word in words[1:] if word[0].isupper()]


def _runs(text: str, seen: set[str]) -> list[Span]:
    words = [Span(*match.span()) for match in _WORD.finditer(text)]
    spans: list[Span] = []
    index = 0
    first = words[0].start if words else 0
    if words and words[0].of(text) in _OPENERS:
        words = words[1:]
    while index < len(words):
        end = _run_end(text, words, index)
        inner = words[index].start > first or words[index].of(text) in seen or end - index > 1
        if end > index and inner:
            spans.append(Span(words[index].start, words[end - 1].end))
        index = max(end, index + 1)
    return spans


def _run_end(text: str, words: list[Span], start: int) -> int:
    """Return the index after the run that begins at word `start`; `start` if none does."""
    end = start
    index = start
    while index < len(words):
        word = words[index].of(text)
        if index > start and text[words[index - 1].end : words[index].start].strip(" -"):
            break  # punctuation between: another name begins
        if word[0].isupper() and _POSSESSIVE.sub("", word) not in _not_names():
            end = index + 1
            if _POSSESSIVE.search(word):
                break
        elif end == start or word not in _JOINERS or word == "and":
            break
        index += 1
    return end
