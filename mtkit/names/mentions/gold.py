"""Names marked by their forms, found in their sentences: to train with and to measure by."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mtkit.types import NameType, Span

FOLD = 5
"""Every fifth document is held out where something is chosen or fitted on unseen text."""

_BEFORE_ARABIC = re.compile(r"(?:^|\W)(?:[وف]?[بلك]?ـ?)$")


@dataclass(frozen=True, slots=True)
class MarkedPair:
    """A sentence, its translation and the names that both have: (English, Arabic, type)."""

    en: str
    ar: str
    names: tuple[tuple[str, str, NameType], ...]

    def text(self, language: str) -> str:
        """Return the sentence in ``"en"`` or ``"ar"``."""
        return self.en if language == "en" else self.ar

    def spans(self, language: str) -> list[tuple[Span, NameType]]:
        """Return where the names stand, in text order; one that stands twice is given twice."""
        column = 0 if language == "en" else 1
        forms = ((name[column], name[2]) for name in self.names)
        return locate(self.text(language), forms, language=language)

    def span_pairs(self) -> set[tuple[Span, Span]]:
        """Return every (English span, Arabic span) of the same name."""
        english = {span for span, _ in self.spans("en")}
        arabic = {span for span, _ in self.spans("ar")}
        return {
            (one, other)
            for en, ar, _ in self.names
            for one in english
            if one.of(self.en) == en
            for other in arabic
            if other.of(self.ar) == ar
        }


def read_marked(path: Path) -> Iterator[list[MarkedPair]]:
    """Yield the documents of a file in the layout of ``corpora/newsdesk/train.jsonl``."""
    document, pairs = None, list[MarkedPair]()
    with path.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record["doc"] != document and pairs:
                yield pairs
                pairs = []
            document = record["doc"]
            names = tuple((name["en"], name["ar"], name["type"]) for name in record["names"])
            pairs.append(MarkedPair(record["en"], record["ar"], names))
    if pairs:
        yield pairs


def locate(
    text: str, forms: Iterable[tuple[str, NameType]], *, language: str
) -> list[tuple[Span, NameType]]:
    """Find every place of each form, longest forms first, none inside another.

    Whole words are meant; an Arabic form may have clitics before it.  Where a form stands only
    inside words (``Houthis``), that place is given.
    """
    taken: list[Span] = []
    found: list[tuple[Span, NameType]] = []
    for form, kind in sorted(forms, key=lambda each: -len(each[0])):
        places = [Span(*match.span()) for match in re.finditer(re.escape(form), text)]
        whole = [place for place in places if _is_whole(text, place, language)]
        for place in whole or places:
            if not any(place.overlaps(other) for other in taken):
                taken.append(place)
                found.append((place, kind))
    return sorted(found)


def _is_whole(text: str, place: Span, language: str) -> bool:
    before, after = text[: place.start], text[place.end : place.end + 1]
    if after.isalnum():
        return False
    if language == "ar":
        return _BEFORE_ARABIC.search(before[-5:]) is not None
    return not before[-1:].isalnum()
