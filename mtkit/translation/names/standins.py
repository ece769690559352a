"""Familiar names in the place of those that a model drops.

A small model writes "Damascus" and "Mohammed Hassan" in any sentence, and leaves out or mangles
what it has seldom seen.  So a sentence that lost a name is translated again with a familiar name of
the same kind in its place, and the name is put where the familiar one comes out: clitics, word
order and agreement are then the model's own.  Any engine can do it, and the memory knows it as a
sentence like others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mtkit.langs import base
from mtkit.text.casing import is_all_caps
from mtkit.translation.names.edit import put, put_source
from mtkit.translation.names.forms import attach, locate
from mtkit.translation.names.known import Wanted
from mtkit.types import Mention, Span, Translation

_FEMININE = ("ة", "ات", "اء")
_ARTICLE = "ال"


@dataclass(frozen=True, slots=True)
class StandIn:
    """A familiar name.

    Args:
        kind: PER, LOC or ORG, with what tells its use (see `data/stand_ins.tsv`).
        forms: Language → its forms; the first is written, all are recognized.
    """

    kind: str
    forms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Disguise:
    """A sentence with familiar names in it.

    Args:
        text: The sentence.
        spans: Number of the mention → where its stand-in is.
        chosen: Number of the mention → its stand-in.
    """

    text: str
    spans: Mapping[int, Span]
    chosen: Mapping[int, StandIn]


def disguise(
    text: str,
    mentions: Sequence[Mention],
    wanted: Sequence[Wanted | None],
    names: Sequence[int],
    *,
    language: str,
    attempt: int,
) -> Disguise:
    """Put stand-ins for some names of a sentence.

    Args:
        text: The sentence.
        mentions: Its names, in order.
        wanted: How they are to be written.
        names: Numbers of those that get a stand-in, if one is left that the sentence does not have.
        language: BCP 47 code of the sentence.
        attempt: From 0; another number gives other stand-ins.
    """
    code = base(language)
    loud = is_all_caps(text)
    chosen: dict[int, StandIn] = {}
    spans: dict[int, Span] = {}
    said, at = "", 0
    for number in names:
        mention, goal = mentions[number], wanted[number]
        kind = _kind(text, mention, "" if goal is None else goal.form, code)
        free = [
            one
            for one in _table()
            if one.kind == kind and one not in chosen.values() and one.forms[code][0] not in text
        ]
        if not free:
            continue
        chosen[number] = free[attempt % len(free)]
        form = chosen[number].forms[code][0]
        said += text[at : mention.span.start]
        spans[number] = Span(len(said), len(said) + len(form))
        said += form.upper() if loud else form
        at = mention.span.end
    return Disguise(said + text[at:], spans, chosen)


def undo(
    translation: Translation,
    disguised: Disguise,
    mentions: Sequence[Mention],
    wanted: Sequence[Wanted | None],
    *,
    languages: tuple[str, str],
) -> tuple[Translation, frozenset[int]]:
    """Put the names in the place of their stand-ins, in a translation and in its source.

    Where the translation says a stand-in twice, it says the name twice.

    Returns:
        A translation of the sentence itself, and the numbers of the names that came through.
    """
    source, target = languages
    places: list[tuple[Span, str, int]] = []
    for number, stand_in in disguised.chosen.items():
        for form in stand_in.forms[base(target)]:
            for span, clitics in _anywhere(translation.text, form, target):
                if not any(span.overlaps(taken) for taken, _, _ in places):
                    places.append((span, clitics, number))
    for span, clitics, number in sorted(places, key=lambda one: -one[0].start):
        goal = wanted[number]
        if goal is not None:
            form = attach(clitics, goal.form)
            translation = put(translation, span, form, language=target)
    for number, span in sorted(disguised.spans.items(), key=lambda one: -one[1].start):
        translation = put_source(translation, span, mentions[number].form, language=source)
    return translation, frozenset(number for _, _, number in places)


def leaks(text: str, disguised: Disguise, wanted: Sequence[Wanted | None], *, language: str) -> int:
    """Return how many forms of stand-ins, or words of persons', are left in a translation."""
    own = {word for goal in wanted if goal is not None for word in goal.form.split()}
    forms: set[str] = set()
    for stand_in in disguised.chosen.values():
        for form in stand_in.forms[base(language)]:
            forms |= set(form.split()) - own if stand_in.kind.startswith("PER") else {form}
    return sum(bool(_anywhere(text, form, language)) for form in forms)


def _anywhere(text: str, form: str, language: str) -> list[tuple[Span, str]]:
    """Locate a form in small letters and capitals alike: the health ministry."""
    lower = text.lower()  # some letters (İ) become longer: then the case must be right
    return (
        locate(lower, form.lower(), language)
        if len(lower) == len(text)
        else locate(text, form, language)
    )


def _kind(text: str, mention: Mention, goal: str, language: str) -> str:
    """Return which stand-ins read well in the place of a mention."""
    if mention.type == "PER":
        return f"PER-{min(2, len(mention.form.split()))}"
    if mention.type == "ORG":
        definite = mention.form.startswith(_ARTICLE) or " " in mention.form
        if language != "ar":
            definite = text[: mention.span.start].lower().endswith("the ")
        arabic = mention.form if language == "ar" else goal
        gender = "f" if arabic.split(" ")[0].endswith(_FEMININE) else "m"
        return f"ORG-the-{gender}" if definite else "ORG"
    return "LOC"


@cache
def _table() -> tuple[StandIn, ...]:
    table = (files("mtkit.translation.names") / "data" / "stand_ins.tsv").read_text("utf-8")
    head, *rows = [
        line.split("\t") for line in table.splitlines() if line and not line.startswith("#")
    ]
    return tuple(
        StandIn(
            row[0],
            {code: tuple(cell.split("|")) for code, cell in zip(head[1:], row[1:], strict=True)},
        )
        for row in rows
    )
