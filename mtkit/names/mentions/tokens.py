"""Words and signs of a sentence as the taggers read them.

Finer than a reader's words, since a name may end inside one: *Assad* in ``Assad-era`` and
``Bashar's``, بشار in وبشار.  Signs are tokens too (a comma parts two names); a hyphen between
letters is none, but lies between its tokens.  Arabic clitics are cut off, the article is not: it
belongs to the name (النجار), and لل stays whole, since the ل has swallowed the article's alif.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from mtkit.text.arabic import TATWEEL, normalize
from mtkit.text.words import words

_MARKS = "\u0610-\u061a\u064b-\u0655\u0670\u06d6-\u06ed\u0640"
_WORD = rf"[^\W_](?:[^\W_]|[{_MARKS}])*"
_ENGLISH = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.N.
    r"|\b[A-Z]\.(?=[\s,’'])"  # the K. of Wassim K.
    r"|['’](?:s|re|ve|ll|d|m)\b"
    rf"|{_WORD}(?:['’](?!(?:s|re|ve|ll|d|m)\b){_WORD})*"
    r"|[^\w\s-]|(?<!\w)-|-(?!\w)"
)
_ARABIC = re.compile(rf"{_WORD}|[^\w\s-]|(?<!\w)-|-(?!\w)")
_ARTICLES = frozenset({"ال", "لل"})
_PROCLITICS = "وفبلك"
_SHORTEST = 3


def _never(word: str) -> bool:
    return False


class Token(NamedTuple):
    """A word, a clitic or a sign: ``text[start:end]``.

    Args:
        start: Offset in the sentence, in code points.
        end: Offset after it.
        form: As written; in Arabic normalized, so that spellings that vary are one.
        glued: Whether nothing, or only a hyphen, stands between it and the token before.
    """

    start: int
    end: int
    form: str
    glued: bool


def english_tokens(text: str) -> list[Token]:
    """Return the tokens of an English sentence in order."""
    tokens: list[Token] = []
    last = -2
    for match in _ENGLISH.finditer(text):
        start, end = match.span()
        glued = start == last or (start == last + 1 and text[last] == "-")
        tokens.append(Token(start, end, match[0], glued))
        last = end
    return tokens


def arabic_tokens(
    text: str,
    *,
    is_name: Callable[[str], bool] = _never,
    is_word: Callable[[str], bool] = _never,
) -> list[Token]:
    """Return the tokens of an Arabic sentence in order.

    Args:
        text: The sentence.
        is_name: Tells of a normalized word whether it is known as a name: a word that is not known
            itself is cut where a clitic before a name is left, though the list of common words has
            no reason to.
        is_word: Tells of a normalized word whether it is known.
    """
    tokens: list[Token] = []
    last = -2
    for match in _ARABIC.finditer(text):
        start, end = match.span()
        glued = start == last or (start == last + 1 and text[last] == "-")
        parts = _parts(match[0])
        if len(parts) == 1 and match[0][0] in _PROCLITICS and not is_word(parts[0][2]):
            parts = _cut_to_name(match[0], is_name) or parts
        for left, right, form in parts:
            tokens.append(Token(start + left, start + right, form, glued or left > 0))
        last = end
    return tokens


@lru_cache(maxsize=1 << 16)
def _parts(word: str) -> tuple[tuple[int, int, str], ...]:
    """Cut one written word at its clitics into (start, end, normalized form)."""
    found = words(word, "ar", clitics=True)
    starts = [0]
    for before, span in pairwise(found):
        if before.of(word) not in _ARTICLES:
            starts.append(span.start)
    return tuple((a, b, normalize(word[a:b])) for a, b in pairwise([*starts, len(word)]))


def _cut_to_name(word: str, is_name: Callable[[str], bool]) -> tuple[tuple[int, int, str], ...]:
    """Cut a clitic and a stroke after it (بـشبوة) off; nothing where no known name is left."""
    cut = 2 if word[1:2] == TATWEEL else 1
    rest = normalize(word[cut:])
    if len(rest) < _SHORTEST or not is_name(rest):
        return ()
    return ((0, cut, word[0]), (cut, len(word), rest))
