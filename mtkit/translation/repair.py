"""A ladder for doubtful translations: each rung tries another way, the best candidate stays.

| rung | what it tries | for whom |
|---|---|---|
| beam | a wider search | all |
| no-repeat | no three pieces twice | loops and what is too long |
| clauses | each sentence or clause alone, joined again | all that have more than one |
| alternative | another engine | all, where the user configured one |

Only what is gravely doubtful climbs on (a low score or a stray entity alone is no ground to search
again), all of it together, so a rung is one call of the engine.  A
candidate replaces another only if its flags weigh less, or weigh the same and the model likes it
better: nothing gets worse, and there are no more tries than rungs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from mtkit.engines.base import DecodeOptions
from mtkit.segment import cut, split
from mtkit.translation.checks import severity
from mtkit.types import Link, Span, Translation, WordAlignment

Translate = Callable[[Sequence[str], DecodeOptions], Iterable[Translation]]
"""Gives a translation for each text, in order."""

Check = Callable[[Translation], Translation]
"""Returns the translation with the flags that it deserves."""

Cut = Callable[[str], Sequence[Span]]
"""Returns the parts of a sentence that can be translated alone, in order."""

_Rung = Callable[[Sequence[Translation]], list[Translation | None]]
"""Gives for each doubtful translation a candidate, or None where the rung has nothing to try."""

_GRAVE = 2  # severity
_WIDEST_BEAM = 12
_LOOPS = frozenset({"repeated", "length"})
_SHORTEST_CLAUSE = 8  # pieces; less context than that makes a model guess


def repair(
    translations: Sequence[Translation],
    translate: Translate,
    *,
    check: Check,
    options: DecodeOptions,
    clauses: Cut | None = None,
    alternative: Translate | None = None,
) -> list[Translation]:
    """Return `translations` with a better candidate for doubtful ones, where one is found.

    What was replaced has the origin ``"repaired"``; what stays doubtful keeps its flags.

    Args:
        translations: Checked ones.
        translate: The engine that made them.
        check: Run on every candidate.
        options: What they were made with.
        clauses: Where sentences may be cut (`clause_cutter`); None leaves that rung out.
        alternative: Another engine; None leaves that rung out.
    """
    best = list(translations)
    for rung in _ladder(translate, options, clauses, alternative):
        doubtful = [index for index, item in enumerate(best) if severity(item.flags) >= _GRAVE]
        if not doubtful:
            break
        candidates = rung([best[index] for index in doubtful])
        for index, candidate in zip(doubtful, candidates, strict=True):
            if candidate is not None and candidate.text != best[index].text:
                checked = replace(check(candidate), origin="repaired")
                best[index] = min(best[index], checked, key=_rank)
    return best


def clause_cutter(language: str, measure: Callable[[str], int]) -> Cut:
    """Return a function that cuts text into its sentences, or a sentence at a clause mark.

    Args:
        language: BCP 47 code of the text.
        measure: Size of a text in pieces.
    """

    def cut_clauses(text: str) -> list[Span]:
        sentences = split(text, language)
        size = measure(text)
        if len(sentences) > 1 or size < 2 * _SHORTEST_CLAUSE:
            return sentences
        parts = cut(text, language, limit=math.ceil(0.6 * size), measure=measure)
        at_marks = all(not text[part.end - 1].isalnum() for part in parts)
        return parts if at_marks else sentences

    return cut_clauses


def _rank(translation: Translation) -> tuple[int, float]:
    score = -math.inf if translation.score is None else translation.score
    return severity(translation.flags), -score


def _ladder(
    translate: Translate,
    options: DecodeOptions,
    clauses: Cut | None,
    alternative: Translate | None,
) -> Iterator[_Rung]:
    wider = replace(options, beam_size=min(2 * options.beam_size + 2, _WIDEST_BEAM))
    once = replace(options, no_repeat_ngram_size=3)
    if wider.beam_size > options.beam_size:
        yield lambda items: _again(items, translate, wider)
    yield lambda items: _again(items, translate, once, only=_LOOPS)
    if clauses is not None:
        yield lambda items: _by_clauses(items, translate, options, clauses)
    if alternative is not None:
        yield lambda items: _again(items, alternative, options)


def _again(
    items: Sequence[Translation],
    translate: Translate,
    options: DecodeOptions,
    *,
    only: frozenset[str] | None = None,
) -> list[Translation | None]:
    """Translate `items` anew, but those that have none of the flags `only`."""
    chosen = [
        only is None or not only.isdisjoint(flag.code for flag in item.flags) for item in items
    ]
    texts = [item.source for item, wanted in zip(items, chosen, strict=True) if wanted]
    found = iter(translate(texts, options) if texts else ())
    return [next(found) if wanted else None for wanted in chosen]


def _by_clauses(
    items: Sequence[Translation], translate: Translate, options: DecodeOptions, clauses: Cut
) -> list[Translation | None]:
    cuts = [parts if len(parts) > 1 else [] for parts in (clauses(item.source) for item in items)]
    texts = [
        span.of(item.source) for item, parts in zip(items, cuts, strict=True) for span in parts
    ]
    found = iter(translate(texts, options) if texts else ())
    return [
        _join(item.source, parts, [next(found) for _ in parts]) if parts else None
        for item, parts in zip(items, cuts, strict=True)
    ]


def _join(source: str, spans: Sequence[Span], parts: Sequence[Translation]) -> Translation:
    """Return the translation of `source` that its parts make together."""
    text, starts = "", []
    for part in parts:
        text = f"{text} {part.text}" if text else part.text
        starts.append(len(text) - len(part.text))
    return Translation(source, text, _mean_score(parts), _join_alignments(spans, starts, parts))


def _mean_score(parts: Sequence[Translation]) -> float | None:
    """Return the mean of the scores, each counting by the length of its text."""
    total = sum(len(part.text) for part in parts)
    weighted = [part.score * len(part.text) for part in parts if part.score is not None]
    return sum(weighted) / total if total and len(weighted) == len(parts) else None


def _join_alignments(
    spans: Sequence[Span], starts: Sequence[int], parts: Sequence[Translation]
) -> WordAlignment | None:
    source: list[Span] = []
    target: list[Span] = []
    links: list[Link] = []
    for span, start, part in zip(spans, starts, parts, strict=True):
        if part.alignment is None:
            return None
        links += (
            Link(link.source + len(source), link.target + len(target), link.weight)
            for link in part.alignment.links
        )
        source += (word.shift(span.start) for word in part.alignment.source)
        target += (word.shift(start) for word in part.alignment.target)
    return WordAlignment(tuple(source), tuple(target), tuple(links))
