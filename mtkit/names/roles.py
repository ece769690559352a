"""The words that tell what a part of a name is: tables of ``data/``, read once.

A table maps a word, or several in a row, to the concept that is compared, so that *Governorate* and
محافظة have one key.  Words are looked up as `mtkit.names.normalize.comparable` gives them, Arabic
ones without the article.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mtkit.names.normalize import comparable

ARTICLE = "ال"


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word or phrase of a table is.

    Args:
        kind: Column "kind" of its table (``"rank"``, ``"generic"``, ``"org"``).
        key: What is compared: the first English form.
        rest: The words that follow the one it is filed under.
        given: Also a given name, so taken for a title only where the form leaves little doubt.
    """

    kind: str
    key: str
    rest: tuple[str, ...] = ()
    given: bool = False


Table = dict[str, tuple[Sense, ...]]
"""First word → senses that begin with it, longest first."""


@cache
def titles() -> Table:
    """Return titles, ranks and forms of address (``titles.tsv``)."""
    return _phrases("titles.tsv")


@cache
def generics() -> Table:
    """Return words of places and organizations (``places.tsv``, ``organizations.tsv``)."""
    return _phrases("places.tsv", "organizations.tsv")


@cache
def particles() -> dict[str, tuple[str, str]]:
    """Return small word → (kind, what is compared); ``particles.tsv`` says what the kinds do."""
    table = rows("particles.tsv")
    return {form: (kind, key) for kind, key, forms in table for form in forms.split("|")}


@cache
def glued() -> dict[str, str]:
    """Return Latin word with the article written onto it → the word without (``glued.tsv``)."""
    return {row[0]: row[1] for row in rows("glued.tsv")}


@cache
def listed(table: str) -> frozenset[str]:
    """Return every form of a table without kinds, as it is compared."""
    cells = (cell for row in rows(table) for cell in row)
    return frozenset(comparable(form) for cell in cells for form in cell.split("|"))


def rows(table: str) -> Iterator[list[str]]:
    """Yield the rows of a table of ``mtkit/names/data``, without its head."""
    text = (files("mtkit.names") / "data" / table).read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def without_article(word: str) -> str:
    """Return a comparable Arabic word without ال, unless it has none or little would be left."""
    if len(word) < 4 or not word.startswith(ARTICLE) or word in listed("whole.tsv"):
        return word
    return word[2:]


def _phrases(*tables: str) -> Table:
    found: dict[str, list[Sense]] = {}
    for table in tables:
        for latin, arabic, kind in rows(table):
            forms = latin.split("|")
            key = forms[0].rstrip("?")
            for form in (*forms, *filter(None, arabic.split("|"))):
                # what ends in a stop is an abbreviation and is looked up with it: د. is doctor
                bare = form.rstrip("?")
                words = [bare] if bare.endswith(".") else comparable(bare).split()
                first, *rest = map(without_article, words)
                sense = Sense(kind, key, tuple(rest), given=form.endswith("?"))
                found.setdefault(first, []).append(sense)
    return {
        first: tuple(sorted(senses, key=lambda sense: -len(sense.rest)))
        for first, senses in found.items()
    }


@cache
def acronyms() -> frozenset[str]:
    """Return the acronyms of ``acronyms.tsv``, as they are compared."""
    return frozenset(comparable(row[0]).replace(" ", "") for row in rows("acronyms.tsv"))
