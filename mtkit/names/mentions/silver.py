"""Names marked by machine, to train the Arabic tagger with beside those that people marked.

Arabic has no capitals, so its tagger has far more to learn from than a corpus of marked names
gives.  The English tagger marks the English side of a bitext, `mtkit.names.pairs` finds each name
on the Arabic side (projection: Yarowsky & Ngai, 2001), and a sentence is taken only when it finds
all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mtkit.names.mentions.gold import MarkedPair
from mtkit.names.mentions.tagger import Tagger
from mtkit.names.pair_evidence import Both
from mtkit.names.pairs import pair_all
from mtkit.types import Mention, NamePair, NameType

_SURE = 0.6  # probability of a pair that a sentence must have for each of its names
_MENTION = 0.5  # of an English mention that has to be found
_NAMELESS_EVERY = 6  # of the sentences without names, every sixth
_AT_ONCE = 500


def mark_by_machine(pairs: Sequence[tuple[str, str]], english: Tagger) -> Iterator[MarkedPair]:
    """Yield the sentence pairs of (English, Arabic) whose names were all found, with their names.

    Of the pairs without a name every sixth is given.
    """
    nameless = 0
    for first in range(0, len(pairs), _AT_ONCE):
        part = pairs[first : first + _AT_ONCE]
        marked = [_mentions(text, english) for text, _ in part]
        named = pair_all(Both(en, ar, row, []) for (en, ar), row in zip(part, marked, strict=True))
        for (en, ar), row, found in zip(part, marked, named, strict=True):
            if not row:
                nameless += 1
                if nameless % _NAMELESS_EVERY == 0:
                    yield MarkedPair(en, ar, ())
            elif names := _all_found(row, found):
                yield MarkedPair(en, ar, names)


def _mentions(text: str, tagger: Tagger) -> list[Mention]:
    return [
        Mention(name.span, name.span.of(text), name.type, name.score)
        for name in tagger.tag([text])[0]
    ]


def _all_found(
    mentions: Iterable[Mention], pairs: Iterable[NamePair]
) -> tuple[tuple[str, str, NameType], ...]:
    """Return the names of a sentence; none if a mention is doubtful or has no sure pair."""
    sure = {pair.source.span: pair for pair in pairs if pair.score >= _SURE}
    names = []
    for mention in mentions:
        pair = sure.get(mention.span)
        if pair is None or mention.type is None or mention.score < _MENTION:
            return ()
        names.append((mention.form, pair.target.form, mention.type))
    return tuple(names)
