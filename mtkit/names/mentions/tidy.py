"""What a document tells beyond its sentences: names seen once more, titles left outside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from mtkit.names.mentions.tagger import shipped_tagger
from mtkit.names.parts import parse
from mtkit.types import Mention, Span

_CERTAIN = 0.9  # score of a mention from which its form is taken for a name wherever it stands
_REPEATED = 0.5
"""Score of a mention that only its form speaks for."""


def with_edges(
    sentences: Sequence[str], document: Sequence[Sequence[Mention]]
) -> list[list[Mention]]:
    """Return English mentions with articles (*Al Assad*) and without titles (*Mr*, *Gen*).

    Titles that are names too (*Sultan*, *Sayed*) are left to the tagger.
    """
    return [
        [_with_article(sentence, _without_title(mention)) for mention in row]
        for sentence, row in zip(sentences, document, strict=True)
    ]


def _without_title(mention: Mention) -> Mention:
    start, is_short = _title(mention.form)
    if not start or (mention.type != "PER" and not is_short):
        return mention
    span = Span(mention.span.start + start, mention.span.end)
    return replace(mention, span=span, form=mention.form[start:], type="PER")


@lru_cache(maxsize=1 << 14)
def _title(form: str) -> tuple[int, bool]:
    """Return where the name behind a title begins (0: no title) and whether that is short (Mr)."""
    name = parse(form, language="en")
    if name.form != form or len(name.parts) < 2 or name.parts[0].role != "title":
        return 0, False
    title = form[: name.parts[1].span.start].strip().lower()
    is_short = title.endswith(".") or not set(title) & _VOWELS
    codes = shipped_tagger("en").words.codes.get(title, ())
    if not is_short and any(code[0] == "p" for code in codes):
        return 0, False
    return name.parts[1].span.start, is_short


def _with_article(sentence: str, mention: Mention) -> Mention:
    before = _WORD_BEFORE.search(sentence, 0, mention.span.start)
    if mention.type != "PER" or not before or not _is_article(before[0], mention.form):
        return mention
    span = Span(before.start(), mention.span.end)
    return replace(mention, span=span, form=span.of(sentence))


@lru_cache(maxsize=1 << 14)
def _is_article(before: str, form: str) -> bool:
    parts, more = (parse(text, language="en").parts for text in (form, before + form))
    return len(more) == len(parts) and more[0].form.startswith(before)


_WORD_BEFORE = re.compile(r"(?<!\w)[A-Z]\w{1,3}[ -]$")
_VOWELS = frozenset("aeiou")


def with_repeated(
    sentences: Sequence[str], document: Sequence[Sequence[Mention]]
) -> list[list[Mention]]:
    """Return English mentions with those added whose form is surely a name elsewhere in the text.

    In a headline, or before *'s*, a tagger doubts what is clear three lines on.
    """
    sure: dict[str, Mention] = {}
    for row in document:
        for mention in row:
            if mention.score >= _CERTAIN:
                sure.setdefault(mention.form, mention)
    if not sure:
        return [list(row) for row in document]
    longest_first = sorted(sure, key=lambda form: (-len(form), form))
    known = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return [
        sorted(
            [*row, *_repeated(sentence, row, known, sure)], key=lambda mention: mention.span.start
        )
        for sentence, row in zip(sentences, document, strict=True)
    ]


def _repeated(
    sentence: str, row: Sequence[Mention], known: re.Pattern[str], sure: dict[str, Mention]
) -> list[Mention]:
    places = ((Span(*match.span()), sure[match[0]]) for match in known.finditer(sentence))
    return [
        replace(mention, span=place, score=_REPEATED)
        for place, mention in places
        if not any(place.overlaps(other.span) for other in row)
    ]
