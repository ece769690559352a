"""What is known of names before a text is translated: gazetteers, and names of other documents."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import dropwhile
from pathlib import Path
from typing import Any, Protocol

from mtkit.errors import FormatError
from mtkit.langs import base, standard
from mtkit.names.gazetteer import Gazetteer
from mtkit.names.normalize import comparable
from mtkit.names.parts import parse
from mtkit.names.similarity import similarity_matrix
from mtkit.translation.names.forms import locate
from mtkit.translation.names.short import counterpart
from mtkit.translation.names.spot import spot
from mtkit.translation.names.uses import KEPT, NameUse
from mtkit.types import Entry, Mention, NameType, Span

_NAMESAKES = 5  # entries with one form among which the type decides
_EQUAL = 0.9
_SHORT = 0.95  # confidence that a short form was taken for the right full one


class Lexicon(Protocol):
    """Something that knows names: a `Gazetteer`, or `DocumentNames`."""

    def find(self, form: str, *, language: str | None = None) -> Entry | None:
        """Return the entry with this form, but for what `comparable` folds."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a name is to be written in the target language.

    Args:
        form: Of this mention: short where the mention is short.
        canonical: The full form.
        confidence: That it is the right name, in [0, 1].
        entry: Id of the gazetteer's entry; None for a name that no gazetteer has.
    """

    form: str
    canonical: str
    confidence: float
    entry: int | None = None


class DocumentNames:
    """Names and their forms as one document has them, so that the way back gives them again.

    Args:
        pairs: (form, form in the other language, type); of several for one form, the one that is
            given most often counts, the first of those.
        languages: Of the two.
    """

    def __init__(
        self, pairs: Iterable[tuple[str, str, NameType | None]], *, languages: tuple[str, str]
    ) -> None:
        self._languages = base(languages[0]), base(languages[1])
        counts: dict[tuple[str, str], Counter[tuple[str, str, NameType | None]]]
        counts = defaultdict(Counter)
        for one, other, kind in pairs:
            counts[self._languages[0], comparable(one)][one, other, kind] += 1
            counts[self._languages[1], comparable(other)][one, other, kind] += 1
        self._entries = {
            key: Entry(number, kind, dict(zip(self._languages, (one, other), strict=True)))
            for number, (key, found) in enumerate(counts.items(), 1)
            for (one, other, kind), _ in found.most_common(1)
        }

    @classmethod
    def of_uses(cls, uses: Iterable[NameUse], *, languages: tuple[str, str]) -> DocumentNames:
        """Return the names of a translated document: ``languages`` are (source, target)."""
        pairs = [
            (use.source, use.target, use.type)
            for use in uses
            if use.target is not None and use.means in KEPT
        ]
        return cls(pairs, languages=languages)

    @classmethod
    def of_report(cls, path: Path) -> DocumentNames:
        """Read the names from a report of ``mtkit translate --report``.

        Raises:
            FormatError: The file cannot be read, or is no such report.
        """
        try:
            report = json.loads(path.read_text("utf-8"))
            languages = _languages(report)
            pairs = [
                (name["source"], name["target"], name["type"])
                for document in report["documents"]
                for block in document["blocks"]
                for segment in block["segments"]
                for name in segment["names"]
                if name["target"] is not None and name["means"] in KEPT
            ]
            return cls(pairs, languages=languages)
        except OSError as error:
            raise FormatError(f"cannot be read: {error.strerror or error}", path) from error
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            problem = "no report of 'mtkit translate --report' with names, or a damaged one"
            raise FormatError(problem, path) from error

    def find(self, form: str, *, language: str | None = None) -> Entry | None:
        """Return the entry with this form in `language`, or in either of the two."""
        key = comparable(form)
        for one in self._languages if language is None else (base(language),):
            if (one, key) in self._entries:
                return self._entries[one, key]
        return None

    def mentions(self, text: str, *, language: str, known: Sequence[Mention]) -> list[Mention]:
        """Return where its forms stand in `text` outside the mentions that are known."""
        code = base(language)
        forms = {
            entry.canonical[code]: entry for (one, _), entry in self._entries.items() if one == code
        }
        found: list[Mention] = []
        for form in sorted(forms, key=len, reverse=True):
            for place, clitics in locate(text, form, code):
                span = Span(place.start + len(clitics), place.end)
                if not any(span.overlaps(mention.span) for mention in [*known, *found]):
                    found.append(Mention(span, span.of(text), forms[form].type))
        return found


class NameBook:
    """All that is known of names, for one direction.

    Args:
        lexicons: The first that knows a name decides.
        source: BCP 47 code.
        target: BCP 47 code.
        general: Asked after them: of everywhere, and not made for the texts.
    """

    def __init__(
        self,
        lexicons: Sequence[Lexicon],
        *,
        source: str,
        target: str,
        general: Sequence[Lexicon] = (),
    ) -> None:
        self._given = tuple(lexicons)
        self._lexicons = (*lexicons, *general)
        self._source, self._target = base(source), base(target)
        self._find = lru_cache(maxsize=1 << 14)(self._look)
        self._kind = lru_cache(maxsize=1 << 16)(self._type_of)

    def resolve(self, mention: Mention) -> tuple[Mention, Wanted | None]:
        """Return how the name of a mention is written in the target language, if that is known.

        Returns:
            The mention, narrowed to the name's own parts if only these are known (*HTS* of *HTS
            government*, *Al Assad* of *Mr Al Assad*), and None beside it if nothing is known.
        """
        narrow = _inner(mention)
        if mention.type == "PER":
            return narrow, self._find(narrow.form, narrow.full, narrow.type)
        goal = self._find(mention.form, mention.full, mention.type)
        if goal is None and (inner := self._find(narrow.form, narrow.full, narrow.type)):
            return narrow, inner
        return mention, goal

    def mentions(self, text: str, known: Sequence[Mention]) -> list[Mention]:
        """Return `known` and where else known names stand in `text`, in order (see `spot`)."""
        found = list(known)
        for lexicon in self._lexicons:
            if isinstance(lexicon, DocumentNames):
                found += lexicon.mentions(text, language=self._source, known=found)
        return spot(
            text, found, language=self._source, knows=self._kind, knows_word=self._kind_of_word
        )

    def _kind_of_word(self, form: str) -> NameType | bool | None:
        """Do the same for a single word: somewhere there is a village of the name of any."""
        return self._kind(form, self._given)

    def _type_of(
        self, form: str, lexicons: tuple[Lexicon, ...] | None = None
    ) -> NameType | bool | None:
        """Return the type of the entry with this form, False if there is none."""
        asked = self._lexicons if lexicons is None else lexicons
        entries = (one.find(form, language=self._source) for one in asked)
        entry = next((one for one in entries if one and self._target in one.canonical), None)
        return False if entry is None else entry.type

    def _look(self, form: str, full: str | None, kind: NameType | None) -> Wanted | None:
        for lexicon in self._lexicons:
            # names of a document are short as they are; a gazetteer knows the full ones
            tries = (form, full) if isinstance(lexicon, DocumentNames) else (full, form)
            for one in tries:
                entry = None if one is None else self._entry(lexicon, one, kind)
                if entry is not None and one is not None:
                    return self._wanted(entry, form, one, kind)
        return None

    def _entry(self, lexicon: Lexicon, form: str, kind: NameType | None) -> Entry | None:
        entry = lexicon.find(form, language=self._source)
        if entry is None:
            return None
        fitting = [entry]
        if entry.type != kind and isinstance(lexicon, Gazetteer):
            matches = lexicon.lookup(form, limit=_NAMESAKES, threshold=_EQUAL)
            same = (one.entry for one in matches if comparable(one.form) == comparable(form))
            fitting = sorted(
                {one.id: one for one in [entry, *same]}.values(), key=lambda one: one.type != kind
            )
        # taggers take a place for an organization and that for a person, but who has the name of
        # a town is somebody else
        return next(
            (
                one
                for one in fitting
                if self._target in one.canonical and {one.type, kind} != {"PER", "LOC"}
            ),
            None,
        )

    def _wanted(self, entry: Entry, form: str, found: str, kind: NameType | None) -> Wanted:
        canonical = entry.canonical[self._target]
        if found != form:
            person = "PER" in (kind, entry.type) and entry.type != "ORG"
            short = counterpart(form, found, canonical) if person else canonical
            return Wanted(short, canonical, _SHORT, entry.id)
        return Wanted(self._like(form, entry) or canonical, canonical, 1.0, entry.id)

    def _like(self, form: str, entry: Entry) -> str | None:
        """Return the short form of an entry that is like a short form: سانا for *Sana*."""
        if form.isupper() or " " in form or " " not in entry.canonical[self._target]:
            return None
        others = [one.form for one in entry.variants if one.language == self._target]
        if not others:
            return None
        alike = similarity_matrix([form], others)[0]
        best = int(alike.argmax())
        return others[best] if alike[best] >= _EQUAL and " " not in others[best] else None


def _languages(report: Any) -> tuple[str, str]:
    """Return what a report says was translated into what; names are kept between two languages."""
    target = standard(report["run"]["target"])
    return ("en" if base(target) == "ar" else "ar"), target


def _inner(mention: Mention) -> Mention:
    """Return a person's mention without titles, another without generic words around its own."""
    name = parse(mention.form)
    parts = name.core
    if mention.type == "PER":
        parts = tuple(dropwhile(lambda part: part.role == "title", name.parts)) or parts
    if not parts or name.form != mention.form:
        return mention
    inner = Span(parts[0].span.start, parts[-1].span.end)
    return replace(mention, span=inner.shift(mention.span.start), form=inner.of(mention.form))
