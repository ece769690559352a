"""Words of a translation changed, and its alignment with them."""

from __future__ import annotations

from dataclasses import replace

from mtkit.text.words import words
from mtkit.types import Link, Span, Translation, WordAlignment


def put(
    translation: Translation, span: Span, form: str, *, language: str, source: Span | None = None
) -> Translation:
    """Return the translation with `form` where ``span.of(translation.text)`` stood.

    Words outside the span keep their links; the new ones get those of the words that they stand
    for, word by word if there are as many, else together.

    Args:
        translation: Aligned or not.
        span: Of its text.
        form: What is to stand there, clitics included.
        language: BCP 47 code of the text.
        source: Of the source text: words to which the new ones are linked if the old ones had no
            link.
    """
    text = translation.text[: span.start] + form + translation.text[span.end :]
    alignment = translation.alignment
    if alignment is not None:
        alignment = _realigned(alignment, translation.text, text, span, form, language)
        if source is not None:
            alignment = _tied(alignment, Span(span.start, span.start + len(form)), source)
    return replace(translation, text=text, alignment=alignment)


def put_source(translation: Translation, span: Span, form: str, *, language: str) -> Translation:
    """Do the same in the source text: the translation is then one of the changed text."""
    turned = put(_turned(translation), span, form, language=language)
    return _turned(turned)


def _turned(translation: Translation) -> Translation:
    """Return the translation with its two sides exchanged."""
    aligned = translation.alignment
    if aligned is not None:
        links = sorted(Link(link.target, link.source, link.weight) for link in aligned.links)
        aligned = WordAlignment(aligned.target, aligned.source, tuple(links))
    return replace(translation, source=translation.text, text=translation.source, alignment=aligned)


def _realigned(
    alignment: WordAlignment, before: str, after: str, span: Span, form: str, language: str
) -> WordAlignment:
    old = alignment.target
    hit = [at for at, word in enumerate(old) if word.start < span.end and span.start < word.end]
    left = sum(word.end <= span.start for word in old)
    right = hit[-1] + 1 if hit else left
    left = hit[0] if hit else left
    grown = len(after) - len(before)
    # a word that the span cuts is read anew as a whole
    start = min([span.start, *(old[at].start for at in hit)])
    end = max([span.end, *(old[at].end for at in hit)]) + grown
    new = [word.shift(start) for word in words(after[start:end], language, clitics=True)]
    kept = [old[at] for at in range(left)]
    moved = [word.shift(grown) for word in old[right:]]
    stands_for = _stands_for(hit, [left + at for at in range(len(new))])
    shift = len(new) - len(hit)
    weights: dict[tuple[int, int], float] = {}
    for link in alignment.links:
        if link.target < left:
            targets = [link.target]
        elif link.target >= right:
            targets = [link.target + shift]
        else:
            targets = stands_for[link.target]
        for target in targets:
            pair = link.source, target
            weights[pair] = max(link.weight, weights.get(pair, 0.0))
    links = tuple(Link(*pair, weight) for pair, weight in sorted(weights.items()))
    return WordAlignment(alignment.source, (*kept, *new, *moved), links)


def _stands_for(old: list[int], new: list[int]) -> dict[int, list[int]]:
    if len(old) == len(new):
        return {one: [other] for one, other in zip(old, new, strict=True)}
    return dict.fromkeys(old, new)


def _tied(alignment: WordAlignment, target: Span, source: Span) -> WordAlignment:
    """Link the words of two spans to each other where those of `target` have no link."""
    linked = {link.target for link in alignment.links}
    targets = [at for at, word in enumerate(alignment.target) if target.overlaps(word)]
    if linked & set(targets):
        return alignment
    sources = [at for at, word in enumerate(alignment.source) if source.overlaps(word)]
    new = [Link(one, other) for one in sources for other in targets]
    return replace(alignment, links=tuple(sorted([*alignment.links, *new])))
