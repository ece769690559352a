"""What the taggers look at: the word, its neighbours, its sentence and its document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mtkit.names.mentions.tokens import Token
from mtkit.names.mentions.wordlist import WordList, word_list

_OPENING = frozenset('“"‘:.(«')
"""Signs after which English begins with a capital whatever the word is."""

_TITLE_CASE = 0.6  # share of words with capitals: a headline in title case, where capitals are mute

Features = tuple[tuple[str, ...], tuple[str, ...]]
"""Of a word type: its own, and what its neighbours see of it (word and shape first)."""

_EDGE: Features = (("w=<s>", "s=b"), ("w=<s>", "s=b"))


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


def features(tokens: Sequence[Token], seen: Seen, language: str) -> list[list[str]]:
    """Return the features of each token of a sentence.

    Args:
        tokens: Of one sentence.
        seen: Of its document.
        language: ``"en"`` or ``"ar"``.
    """
    of_word = _OF_WORD[language]
    types = [_EDGE, _EDGE, *(of_word(token.form) for token in tokens), _EDGE, _EDGE]
    marks = _place_marks(tokens, word_list(language))
    headline = language == "en" and is_title_case(tokens)
    found: list[list[str]] = []
    for at, token in enumerate(tokens):
        own, (left2, left, right, right2) = types[at + 2][0], _around(types, at + 2)
        row = [*own, *_sided(left, "-1"), *_sided(right, "+1")]
        row += [f"-2{left2[0]}", f"-2{left2[1]}", f"+2{right2[0]}", f"+2{right2[1]}"]
        row += [f"-1{left[0]}|{own[0]}", f"+1{own[0]}|{right[0]}"]
        row += [f"s3{left[1]}{own[1]}{right[1]}", f"-2-1{left2[0]}|{left[0]}"]
        if token.glued:
            row += ["glued", f"glued{left[0]}"]
        if at == 0:
            row += ["first", f"first{own[1]}"]
        if headline:
            row += ["title", f"title{own[1]}"]
        row += marks[at]
        row += _of_document(token.form, tokens[at - 1].form if at else ".", seen, language)
        found.append(row)
    return found


def _around(types: Sequence[Features], at: int) -> list[tuple[str, ...]]:
    return [types[at + offset][1] for offset in (-2, -1, 1, 2)]


@lru_cache(maxsize=1 << 17)
def _sided(context: tuple[str, ...], side: str) -> tuple[str, ...]:
    return tuple(side + feature for feature in context)


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
def _english(form: str) -> Features:
    lower, shape = form.lower(), _shape(form)
    codes = word_list("en").codes.get(lower, ("?",))
    own = [f"w={lower}", f"s={shape}"]
    if form[0].isalpha():
        own += [f"p2={lower[:2]}", f"p3={lower[:3]}"]
        own += [f"e2={lower[-2:]}", f"e3={lower[-3:]}", f"e4={lower[-4:]}"]
    own += [f"{code}{shape}" for code in codes]
    word = "0" if shape == "d" else lower
    return tuple(own), (
        f"w={word}",
        f"s={shape}",
        f"t={_list_codes(codes)}{shape}",
        *_clusters(codes),
    )


@lru_cache(maxsize=1 << 17)
def _arabic(form: str) -> Features:
    codes = word_list("ar").codes.get(form, ("?",))
    bare = form[2:] if form.startswith("ال") and len(form) > 4 else form
    shape = _shape(form) if not form[0].isalpha() or form[0].isascii() else "A"
    own = [f"w={form}", f"s={shape}"]
    if shape == "A":
        own += [f"bare={bare}", "article" if bare != form else "bare", f"len={min(len(form), 8)}"]
        own += [f"p2={form[:2]}", f"p3={form[:3]}", f"p4={form[:4]}"]
        own += [f"e1={form[-1:]}", f"e2={form[-2:]}", f"e3={form[-3:]}"]
    own += [*codes, f"t={_list_codes(codes)}"]
    if bare != form:
        own += [f"bare{code}" for code in word_list("ar").codes.get(bare, ("?",))]
    word = "0" if shape == "d" else form
    around = (f"w={word}", f"s={shape}", f"t={_list_codes(codes)}")
    return tuple(own), (*around, f"e2={form[-2:]}", f"p2={form[:2]}", *_clusters(codes))


_OF_WORD: dict[str, Callable[[str], Features]] = {"en": _english, "ar": _arabic}


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
