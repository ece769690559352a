"""The pairs of a recipe's corpora, wherever they lie: files, sets at hand, names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from mtkit.bitext import read_bitext
from mtkit.errors import ConfigError, CorpusError, FormatError
from mtkit.store.corpora import Corpus, Part, corpora, find_corpus
from mtkit.training.recipe import CorpusSpec

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences that mean the same.

    Args:
        texts: One a language, in the recipe's order.
        corpus: Id of the corpus.
        weight: How often a pass reads it.
    """

    texts: tuple[str, str]
    corpus: str
    weight: float = 1.0


def read_corpus(spec: CorpusSpec, languages: Sequence[str]) -> Iterator[Pair]:
    """Yield the pairs of a corpus, in file order, as they are written.

    Raises:
        CorpusError: A file or set is missing, or two line-aligned files differ in length.
        ChecksumError: A file of a set was changed.
        FormatError: A line that is no record of this format, or lacks a column or a side.
    """
    rows = _rows(spec, languages)
    if spec.limit:
        rows = spread(list(rows), spec.limit)
    for first, second, weight in rows:
        yield Pair((first, second), spec.id, spec.weight * weight)


def at_hand(spec: CorpusSpec) -> bool:
    """Tell whether the corpus is to be read: it is there, or must be."""
    return not spec.optional or bool(files(spec))


def place(spec: CorpusSpec) -> str:
    """Return where a corpus is looked for, for a reader."""
    return f"set {spec.set}" if spec.path is None else str(spec.path)


def files(spec: CorpusSpec) -> list[Path]:
    """Return the files of a corpus that are there, sorted."""
    if spec.path is None:
        found = find_corpus(spec.set)
        return [found[0].path(name) for name in found[1].names()] if found else []
    if spec.path.is_dir():
        return sorted(path for path in spec.path.iterdir() if path.is_file())
    if spec.path.is_file():
        return [spec.path]
    return sorted(spec.path.parent.glob(spec.path.name + ".*")) if spec.path.parent.is_dir() else []


def spread(rows: Sequence[T], limit: int) -> Iterator[T]:
    """Yield at most `limit` rows, evenly spread."""
    count = min(limit, len(rows))
    return (rows[i * len(rows) // count] for i in range(count))


def _rows(spec: CorpusSpec, languages: Sequence[str]) -> Iterator[tuple[str, str, float]]:
    """Yield both texts of each pair, and how often it is read beside the others."""
    if spec.path is None:
        yield from _set(*_found(spec), languages)
        return
    if not files(spec):
        raise CorpusError(f"{spec.path}: corpus {spec.id!r} is not there")
    if spec.format == "forms":
        yield from _forms(spec.path, languages, spec.columns)
    elif spec.format == "names":
        from mtkit.training.name_swap import swapped

        yield from ((*texts, 1.0) for texts in swapped(spec.path, languages))
    else:
        pairs = read_bitext(spec.path, languages, format=spec.format, columns=spec.columns)
        yield from ((first, second, 1.0) for first, second in pairs)


def _found(spec: CorpusSpec) -> tuple[Corpus, Part]:
    found = find_corpus(spec.set)
    if found is None:
        known = ", ".join(corpus.id for corpus in corpora())
        raise CorpusError(f"no set {spec.set!r} at hand for corpus {spec.id!r} (known: {known})")
    return found


def _set(corpus: Corpus, part: Part, languages: Sequence[str]) -> Iterator[tuple[str, str, float]]:
    from mtkit.evaluation.corpora import load_part

    first, second = languages
    read = load_part(corpus, part, source=first, target=second)
    for one, other in zip(read.require_sources("training"), read.references[0], strict=True):
        if one.strip() and other.strip():
            yield one, other, 1.0


def _forms(
    path: Path, languages: Sequence[str], columns: Sequence[str]
) -> Iterator[tuple[str, str, float]]:
    from mtkit.training.forms import weigh

    name, form, *count = columns or ("0", "1")
    if len(count) > 1:
        raise ConfigError(f"{path}: forms have two columns or three, not {len(columns)}")
    pairs = read_bitext(path, languages, format="tsv", columns=(name, form))
    if not count:
        yield from weigh((*pair, 1) for pair in pairs)
        return
    counts = read_bitext(path, languages, format="tsv", columns=(name, *count))
    rows = []
    for number, (pair, (_, times)) in enumerate(zip(pairs, counts, strict=True), 1):
        if not times.isdecimal():
            raise FormatError(f"{times!r} is no count", path, number)
        rows.append((*pair, int(times)))
    yield from weigh(rows)
