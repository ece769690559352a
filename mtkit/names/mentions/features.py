"""What the taggers look at: the word, its neighbours, its sentence and its document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from mtkit.names.mentions.tokens import Token
from mtkit.names.mentions.wordlist import WordList

_OPENING = frozenset('“"‘:.(«')
"""Signs after which English begins with a capital whatever the word is."""

_TITLE_CASE = 0.6  # share of words with capitals: a headline in title case, where capitals are mute

OFFSETS = (-2, -1, 1, 2)
"""Neighbours that a token sees."""


class WordFeatures(NamedTuple):
    """Features of a word, the same wherever it stands.

    Args:
        own: Of its own token; word, shape and (Arabic) coarse cluster first.
        around: What its neighbours see of it; word and shape first.
    """

    own: tuple[str, ...]
    around: tuple[str, ...]

    def seen_from(self, offset: int) -> list[str]:
        """Return what the token sees that has the word `offset` tokens on."""
        seen = self.around if abs(offset) == 1 else self.around[:2]
        return [f"{offset:+d}{feature}" for feature in seen]


EDGE = WordFeatures(("w=<s>", "s=b"), ("w=<s>", "s=b"))
"""What stands before the first token and behind the last."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Words of a document: with a capital (Arabic: at all) in mid-sentence, and small."""

    inner: Counter[str]
    small: Counter[str]


def look_through(sentences: Sequence[Sequence[Token]], language: str) -> Seen:
    """Count the words of a document's sentences, so that what is seen here helps there."""
    if language == "ar":
        return Seen(Counter(token.form for tokens in sentences for token in tokens), Counter())
    inner: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for tokens in sentences:
        if is_title_case(tokens):
            continue
        before = "."
        for token in tokens:
            if token.form[0].islower():
                small[token.form] += 1
            elif token.form[0].isupper() and before not in _OPENING:
                inner[token.form] += 1
            before = token.form
    return Seen(inner, small)


def is_title_case(tokens: Sequence[Token]) -> bool:
    """Tell whether most words have capitals, so that a capital says nothing."""
    words = [token.form for token in tokens if token.form[0].isalpha()]
    return len(words) > 2 and sum(w[0].isupper() for w in words) > _TITLE_CASE * len(words)


def features(tokens: Sequence[Token], seen: Seen, words: WordList) -> list[list[str]]:
    """Return the features of each token of a sentence.

    Args:
        tokens: Of one sentence.
        seen: Of its document.
        words: The language's word list.
    """
    types = [word_features(token.form, words) for token in tokens]
    padded = [EDGE, EDGE, *types, EDGE, EDGE]
    return [
        [
            *own,
            *(seen for offset in OFFSETS for seen in padded[at + 2 + offset].seen_from(offset)),
            *here,
        ]
        for at, ((own, _), here) in enumerate(
            zip(types, place_features(tokens, types, seen, words), strict=True)
        )
    ]


def word_features(form: str, words: WordList) -> WordFeatures:
    """Return the features of a word."""
    return _english(form, words) if words.language == "en" else _arabic(form, words)


def place_features(
    tokens: Sequence[Token], types: Sequence[WordFeatures], seen: Seen, words: WordList
) -> list[list[str]]:
    """Return the features of each token that come of where it stands: with whom, how, in what.

    Args:
        tokens: Of one sentence.
        types: Their `word_features`.
        seen: Of the document.
        words: The language's word list.
    """
    around = [EDGE.around, EDGE.around, *(of.around for of in types), EDGE.around]
    headline = words.language == "en" and is_title_case(tokens)
    marks = _place_marks(tokens, words)
    found: list[list[str]] = []
    before = "."
    for at, (token, (own, _)) in enumerate(zip(tokens, types, strict=True)):
        left2, left, right = around[at], around[at + 1], around[at + 3]
        row = [f"-1{left[0]}|{own[0]}", f"+1{own[0]}|{right[0]}"]
        row += [f"s3{left[1]}{own[1]}{right[1]}", f"-2-1{left2[0]}|{left[0]}"]
        if token.glued:
            row += ["glued", f"glued{left[0]}"]
        if at == 0:
            row += ["first", f"first{own[1]}"]
        if headline:
            row += ["title", f"title{own[1]}"]
        row += marks[at]
        row += _of_document(token.form, before, seen, words.language)
        found.append(row)
        before = token.form
    return found


def _place_marks(tokens: Sequence[Token], known: WordList) -> list[tuple[str, ...]]:
    """Mark the tokens that are listed places of several words."""
    words = [token.form.lower() for token in tokens]
    marks: list[tuple[str, ...]] = [()] * len(words)
    at = 0
    while at < len(words):
        length = known.place_length(words, at)
        marks[at : at + length] = [("place=B",), *[("place=I",)] * (length - 1)][:length]
        at += max(1, length)
    return marks


def _of_document(form: str, before: str, seen: Seen, language: str) -> tuple[str, ...]:
    if language == "ar":
        return (f"seen{min(seen.inner[form], 3)}",)
    if not form[0].isupper():
        return ()
    opening = before in _OPENING
    inner = seen.inner[form] - (not opening)
    small = seen.small[form.lower()]
    return (f"inner{min(max(inner, 0), 2)}{opening:d}", f"small{min(small, 2)}{opening:d}")


# --- word types --------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 17)
def _english(form: str, known: WordList) -> WordFeatures:
    lower, shape = form.lower(), _shape(form)
    codes = known.codes.get(lower, ("?",))
    own = [f"w={lower}", f"s={shape}"]
    if form[0].isalpha():
        own += [f"p2={lower[:2]}", f"p3={lower[:3]}"]
        own += [f"e2={lower[-2:]}", f"e3={lower[-3:]}", f"e4={lower[-4:]}"]
    own += [f"{code}{shape}" for code in codes]
    word = "0" if shape == "d" else lower
    around = (f"w={word}", f"s={shape}", f"t={_list_codes(codes)}{shape}", *_clusters(codes))
    return WordFeatures(tuple(own), around)


@lru_cache(maxsize=1 << 17)
def _arabic(form: str, known: WordList) -> WordFeatures:
    codes = known.codes.get(form, ("?",))
    bare = form[2:] if form.startswith("ال") and len(form) > 4 else form
    shape = _shape(form) if not form[0].isalpha() or form[0].isascii() else "A"
    own = [f"w={form}", f"s={shape}"]
    if shape == "A":
        own += [f"bare={bare}", "article" if bare != form else "bare", f"len={min(len(form), 8)}"]
        own += [f"p2={form[:2]}", f"p3={form[:3]}", f"p4={form[:4]}"]
        own += [f"e1={form[-1:]}", f"e2={form[-2:]}", f"e3={form[-3:]}", known.sound(bare)]
    own += [*codes, f"t={_list_codes(codes)}"]
    if bare != form:
        own += [f"bare{code}" for code in known.codes.get(bare, ("?",))]
    word = "0" if shape == "d" else form
    sound = known.sound(bare) if shape == "A" else ""
    around = [f"w={word}", f"s={shape}", f"t={_list_codes(codes)}", sound]
    around += [f"e2={form[-2:]}", f"p2={form[:2]}", *_clusters(codes)]
    return WordFeatures(tuple(own), tuple(around))


def _list_codes(codes: Sequence[str]) -> str:
    return "".join(code for code in codes if code[0] not in "ab")


def _clusters(codes: Sequence[str]) -> list[str]:
    return [code for code in codes if code[0] in "ab"]


def _shape(form: str) -> str:
    if form[0].isdigit():
        return "d"
    if not form[0].isalpha():
        return "."
    if form.islower():
        return "x"
    if form.isupper():
        return "X" if len(form) == 1 else "XX"
    if not form[0].isupper():
        return "xX"
    return "Xx" if form[1:].islower() else "XxX"
