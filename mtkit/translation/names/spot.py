"""Names of a gazetteer found in running text where a tagger sees none, or sees their borders wrong.

Every run of up to six words is asked for.  A single word must be one that is known as a name: شحن
is a town, and mostly *shipping*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from mtkit.names.clitics import strip_clitics
from mtkit.names.mentions.wordlist import WordList, read_word_list
from mtkit.text.arabic import normalize
from mtkit.text.words import words
from mtkit.types import Mention, NameType, Span

Knows = Callable[[str], NameType | bool | None]
"""Tells of a form the type of its entry, None for an entry without; False if there is no entry."""

_SCORE = 0.5
"""Of a mention that only a gazetteer vouches for."""

_LONGEST = 6  # words
_JOINS = frozenset({" ", "-", "\u00a0"})
_CLITICS = frozenset("وفبلك")
_SHORTEST = 3  # letters


def spot(
    text: str, mentions: Sequence[Mention], *, language: str, knows: Knows, knows_word: Knows
) -> list[Mention]:
    """Return the mentions of a sentence, mended by what a gazetteer knows.

    A known run stands for the shorter mentions inside it.

    Args:
        text: The sentence.
        mentions: That a tagger found.
        language: ``"en"`` or ``"ar"``.
        knows: Asks the gazetteer for a run.
        knows_word: Asks it for a single word.
    """
    sure = {
        mention.span for mention in mentions if knows(mention.full or mention.form) is not False
    }
    kept = list(mentions)
    for span, form in _runs(text, language):
        met = [mention for mention in kept if mention.span.overlaps(span)]
        if any(_holds(one.span, span, sure) for one in met):
            continue
        kind = knows(form) if " " in form else knows_word(form)
        if isinstance(kind, bool):
            continue
        kept = [mention for mention in kept if mention not in met]
        kept.append(Mention(span, form, kind, _SCORE))
        sure.add(span)  # a shorter run inside it is not asked for again
    return sorted(kept, key=lambda mention: mention.span)


def _holds(mention: Span, run: Span, sure: set[Span]) -> bool:
    """Tell whether a mention is rather kept than given up for a run that overlaps it."""
    return not run.contains(mention) or (mention in sure and len(mention) == len(run))


def _runs(text: str, language: str) -> list[tuple[Span, str]]:
    """Return the runs of words that a name may be, each with its form; the longest first."""
    found = words(text, language)
    runs: list[tuple[Span, str]] = []
    for at, first in enumerate(found):
        before = first
        for last in found[at : at + _LONGEST]:
            if last is not first and text[before.end : last.start] not in _JOINS:
                break
            before = last
            runs += list(_readings(text, Span(first.start, last.end), language))
    return sorted(runs, key=lambda run: -len(run[0]))


def _readings(text: str, span: Span, language: str) -> Iterator[tuple[Span, str]]:
    """Yield a run as it is written, and without clitics, where it may be a name."""
    form = span.of(text)
    if _may_be_name(form.split(), language):
        yield span, form
    if language == "ar" and form[0] in _CLITICS and len(form) > _SHORTEST:
        clitics, bare = strip_clitics(form)
        if clitics and not form.endswith(bare):  # للأمم: the article's alif is not written
            yield span, bare
        else:
            cut = max(1, len(clitics))
            if _may_be_name(form[cut:].split(), language):
                yield Span(span.start + cut, span.end), form[cut:]


def _may_be_name(parts: Sequence[str], language: str) -> bool:
    first, last = parts[0], parts[-1]
    if language == "en":
        if not (first[0].isupper() or (first[0].isdigit() and last[0].isupper())):
            return False  # a name may end in a small letter: Zamrani crossing
    elif not _edges().isdisjoint((first, last)):
        return False
    return len(parts) > 1 or _is_no_word(first, language)


def _is_no_word(form: str, language: str) -> bool:
    """Tell whether a word is a name by the lists, or so rare that they do not have it."""
    known, word = _word_list(language), normalize(form).lower()
    return not known.codes.get(word) or known.is_name(word)


@cache
def _word_list(language: str) -> WordList:
    return read_word_list(files("mtkit.names") / "data", language)


@cache
def _edges() -> frozenset[str]:
    """Return Arabic words that no name begins or ends with."""
    table = (files("mtkit.translation.names") / "data" / "edges.tsv").read_text("utf-8")
    lines = (line for line in table.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())
