"""Word alignment learned from a bitext."""

from __future__ import annotations

import sys

import pytest

from mtkit.align.pharaoh import format_links
from mtkit.align.statistical import Method, TokenAligner, WordAligner
from mtkit.errors import CorpusError, MissingExtraError, UnknownEntryError

BITEXT = [
    ("the house", "المنزل"),
    ("the book", "الكتاب"),
    ("a house", "منزل"),
    ("a book", "كتاب"),
    ("the house and the book", "المنزل والكتاب"),
    ("the book and the house", "الكتاب والمنزل"),
] * 5


@pytest.mark.parametrize("method", ["hmm", "fast_align"])
def test_words_are_learned(method: Method) -> None:
    pytest.importorskip("thot")
    aligner = WordAligner(BITEXT, source_language="en", target_language="ar", method=method)
    alignment = aligner.align("the book", "الكتاب")
    assert [word.of("الكتاب") for word in alignment.target] == ["ال", "كتاب"]
    assert "1-1" in format_links(alignment.links).split()


def test_empty_sides() -> None:
    pytest.importorskip("thot")
    aligner = TokenAligner([(["a"], ["b"]), ([], ["c"])])
    assert aligner.links([], ["b"]) == ()
    with pytest.raises(CorpusError, match="empty"):
        TokenAligner([([], [])])


def test_unknown_method() -> None:
    with pytest.raises(UnknownEntryError, match="hmm"):
        TokenAligner([(["a"], ["b"])], method="giza")  # type: ignore[arg-type]


def test_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "thot", None)
    monkeypatch.setitem(sys.modules, "thot.alignment", None)
    with pytest.raises(MissingExtraError, match=r"mtkit\[align\]"):
        TokenAligner([(["a"], ["b"])])
