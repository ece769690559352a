"""Terms kept: where the source has a term of a list, does the translation have one of its terms?

A list is a TSV file: source term, tab, target term, or several with ``|`` between them; lines that
begin with ``#`` are comments.  Terms are found as whole words, whatever their case, vowel signs
and hamzas, in Arabic behind clitics too; a term written in capitals only in capitals.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtkit.errors import ConfigError, FormatError
from mtkit.evaluation.metrics.name_search import named_text, tokens
from mtkit.evaluation.metrics.rates import ShareKept
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.io import sha256

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts

Term = tuple[str, tuple[str, ...]]


class TermsKept(ShareKept):
    """Share of the terms that are kept, in 0-100; 100 where there are none to keep.

    Args:
        sources: The segments.
        terms: Source term and the target terms that are right for it.
        signature: Which list it is.
    """

    title = "terms"

    def __init__(self, sources: Sequence[str], terms: Sequence[Term], *, signature: str) -> None:
        self.signature = signature
        cased = [(_cased(source), list(map(_cased, targets))) for source, targets in terms]
        self._expected: list[list[list[_Sought]]] = []
        for text in sources:
            words = _Words(text)
            self._expected.append([targets for source, targets in cased if words.has(source)])

    def counts(self, hypotheses: Sequence[str]) -> Counts:
        """Return terms kept, terms expected."""
        import numpy as np

        rows = []
        for expected, text in zip(self._expected, hypotheses, strict=True):
            words = _Words(text) if expected else None
            kept = sum(words is not None and any(map(words.has, targets)) for targets in expected)
            rows.append((kept, len(expected)))
        return np.array(rows, dtype=np.float64)


_Sought = tuple[bool, tuple[str, ...]]  # whether case counts, and the words


def _cased(term: str) -> _Sought:
    capitals = term.isupper()
    return capitals, tokens(term if capitals else term.casefold())


class _Words:
    """The words of a text with their case and without."""

    def __init__(self, text: str) -> None:
        self._by_case = {True: named_text(text), False: named_text(text.casefold())}

    def has(self, sought: _Sought) -> bool:
        cased, words = sought
        return self._by_case[cased].has(words)


def read_terms(path: Path) -> list[Term]:
    """Return the terms of a list, in its order.

    Raises:
        FormatError: The file is missing or empty, or a line lacks a side.
    """
    if not path.is_file():
        raise FormatError("there is no such list of terms", path)
    found = []
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        source, _, target = line.partition("\t")
        targets = tuple(form.strip() for form in target.split("\t")[0].split("|") if form.strip())
        if not tokens(source) or not targets:
            raise FormatError("write SOURCE, tab, TARGET (or TARGET|TARGET)", path, number)
        found.append((source.strip(), targets))
    if not found:
        raise FormatError("it holds no terms", path)
    return found


def terms(references: ReferenceSet, path: str = "") -> TermsKept:
    """Return terms kept.

    Args:
        references: With its sources.
        path: The list of terms.

    Raises:
        ConfigError: There is no source, or no list.
        FormatError: The list cannot be read.
    """
    if not path:
        raise ConfigError("the metric 'terms' needs a list: give --terms FILE.tsv (terms=FILE)")
    sources = references.require_sources("the metric 'terms'")
    name = f"{Path(path).name}|sha256:{sha256(Path(path))[:12]}" if Path(path).is_file() else ""
    return TermsKept(sources, read_terms(Path(path)), signature=f"list:{name}|rules:mtkit-terms.1")
