"""A name's form in running text: found with what is written onto it, and written with it.

Arabic writes *and, so, by, for, like* onto a name, and the article's alif goes after *for*:
ل + الأمم gives للأمم, ل + اللاذقية gives للاذقية.  Case endings that are written (أبو, أبي, أبا;
‑ون, ‑ين) are forms of the same name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mtkit.langs import base
from mtkit.names.clitics import strip_clitics
from mtkit.names.similarity import similarity_matrix
from mtkit.types import Span

_ARTICLE, _FOR_THE = "ال", "لل"
_CONJUNCTIONS = frozenset("وف")
_CASES = ({"أبو", "أبي", "أبا"}, {"أخو", "أخي", "أخا"}, {"ذو", "ذي", "ذا"})
_PLURAL = re.compile("(?<=[\u0621-\u064a]{3})(?:ون|ين)$")
_ONTO = re.compile(r"[وف]?[بلك]?")  # clitics that can stand before a name, in their order
_SPELLINGS = ("و", "ف", "ب", "ل", "ك", "ول", "وب", "وك", "فل", "فب")
_GAIN = 0.15
"""How much more like the name a word must be without its first letters for them to be clitics."""


def locate(text: str, form: str, language: str) -> list[tuple[Span, str]]:
    """Find the places where a form stands in a text.

    Args:
        text: The text.
        form: A name.
        language: BCP 47 code of both.

    Returns:
        For each place its span, clitics included, and the clitics as they are written alone
        (``"ول"`` of وللأمم).
    """
    return [
        (Span(*match.span()), _clitics(match.groupdict()))
        for match in _pattern(form, base(language)).finditer(text)
    ]


def attach(clitics: str, form: str) -> str:
    """Write `form` with Arabic clitics before it."""
    if not clitics.endswith("ل") or not form.startswith(_ARTICLE):
        return clitics + form
    bare = form[len(_ARTICLE) :]
    return (clitics[:-1] if bare.startswith("ل") else clitics) + form[1:]


def widen(text: str, span: Span, name: str, language: str) -> tuple[Span, str]:
    """Return the whole words at a place where a name stands, and the clitics among them.

    Args:
        text: The text.
        span: Of the name, as far as is known: it may have cut words, or have clitics in it.
        name: What stands there, or should: a letter that could be a clitic is one if the word
            without it is more like this name.
        language: BCP 47 code of `text`.
    """
    if base(language) != "ar":
        return span, ""
    start, end = span.start, span.end
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    before = text[start : span.start].removesuffix(_ARTICLE)
    if before and _ONTO.fullmatch(before):
        lam = text.startswith(_FOR_THE, span.start) and before in _CONJUNCTIONS
        return Span(start, end), before + ("ل" if lam else "")
    form = text[start:end]
    clitics = strip_clitics(form)[0]
    return Span(start, end), clitics if _ONTO.fullmatch(clitics) and clitics else _guess(form, name)


def _guess(form: str, name: str) -> str:
    tries = [one for one in _SPELLINGS if form.startswith(one) and not name.startswith(one)]
    if not tries:
        return ""
    scores = similarity_matrix([name], [form, *(form[len(one) :] for one in tries)])[0]
    best = max(range(len(tries)), key=lambda at: scores[at + 1])
    return tries[best] if scores[best + 1] >= scores[0] + _GAIN else ""


@lru_cache(maxsize=4096)
def _pattern(form: str, language: str) -> re.Pattern[str]:
    if language != "ar":
        return re.compile(rf"(?<!\w){re.escape(form)}(?!\w)")
    first, *others = map(_any_case, form.split(" "))
    rest = r"\s".join(["", *others]) + r"(?!\w)"
    if not form.startswith(_ARTICLE):
        return re.compile(rf"(?<!\w)(?P<plain>[وف]?[بلك]?){first}{rest}")
    bare = first[len(_ARTICLE) :]
    doubled = bare if bare.startswith("ل") else "ل" + bare  # اللاذقية: للاذقية
    return re.compile(rf"(?<!\w)(?:(?P<for>[وف]?ل){doubled}|(?P<plain>[وف]?[بك]?){first}){rest}")


def _any_case(word: str) -> str:
    for forms in _CASES:
        if word in forms:
            return f"(?:{'|'.join(sorted(forms))})"
    ending = _PLURAL.search(word)
    if ending and word.startswith(_ARTICLE):
        return re.escape(word[: ending.start()]) + "(?:ون|ين)"
    return re.escape(word)


def _clitics(groups: dict[str, str | None]) -> str:
    return groups.get("for") or groups.get("plain") or ""
