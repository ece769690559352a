"""A gazetteer of one's own, and documents with names in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mtkit.names.gazetteer import Gazetteer
from mtkit.names.gazetteer.documents import NamedDocument, from_mentions, from_pairs
from mtkit.types import Mention, NamePair, NameType, Span


@pytest.fixture
def gazetteer(tmp_path: Path) -> Iterator[Gazetteer]:
    with Gazetteer(tmp_path / "names.sqlite", create=True) as opened:
        yield opened


@pytest.fixture
def mention() -> Callable[..., Mention]:
    return _mention


@pytest.fixture
def bitext() -> Callable[..., NamedDocument]:
    """Make a document with a sentence for each pair of names."""
    return _bitext


@pytest.fixture
def text() -> Callable[..., NamedDocument]:
    """Make an English document with a sentence for each mention."""
    return _text


@pytest.fixture
def spellings() -> Callable[[Gazetteer], set[frozenset[str]]]:
    """Return the entries as sets of forms."""
    return lambda opened: {frozenset(v.form for v in entry.variants) for entry in opened}


def _mention(form: str, type: NameType | None = None, full: str | None = None) -> Mention:
    return Mention(Span(0, len(form)), form, type, 0.9, full)


def _bitext(
    name: str, *pairs: tuple[str, str], type: NameType | None = None, score: float = 0.9
) -> NamedDocument:
    found = [
        [NamePair(_mention(one, type), _mention(other, type), score, "alignment")]
        for one, other in pairs
    ]
    sides = ([f"{one}, {name}." for one, _ in pairs], [f"{other}، {name}." for _, other in pairs])
    return from_pairs(found, languages=("en", "ar"), name=name, sentences=sides, date="2026-03-01")


def _text(name: str, *mentions: Mention, language: str = "en") -> NamedDocument:
    return from_mentions(
        [[one] for one in mentions],
        language=language,
        name=name,
        sentences=[f"{one.form}, {name}." for one in mentions],
    )
