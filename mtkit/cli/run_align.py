"""What ``mtkit align`` does: read both sides, align, write."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

from mtkit.errors import ConfigError, CorpusError, UnknownEntryError

if TYPE_CHECKING:
    from mtkit.align.followed import Follower
    from mtkit.align.statistical import Method
    from mtkit.bitext import BitextFormat
    from mtkit.types import Link, WordAlignment

Pair = tuple[str, str]


def align_documents(
    paths: tuple[Path, Path],
    languages: tuple[str, str],
    output: Path | None,
    format: str | None,
    *,
    translate: bool,
    least: float,
) -> None:
    """Align two documents and write their bitext."""
    from mtkit.align.sentences import align_sentences, pairs
    from mtkit.bitext import guess_format, write_bitext
    from mtkit.bitext.writing import write_pairs

    sides = [_sentences(path, language) for path, language in zip(paths, languages, strict=True)]
    beads = align_sentences(
        sides[0],
        sides[1],
        source_language=languages[0],
        target_language=languages[1],
        translated=_translated(sides[0], languages) if translate else None,
    )
    rows = list(pairs(beads, sides[0], sides[1], least=least))
    if not rows:
        raise CorpusError(f"{paths[0]} and {paths[1]}: no sentences translate each other")
    if output is None:
        chosen = cast("BitextFormat", format or "tsv")
        buffer = BytesIO()
        write_pairs(buffer, rows, languages, format=chosen)
        sys.stdout.buffer.write(buffer.getvalue())
    else:
        chosen = cast("BitextFormat", format or guess_format(output))
        write_bitext(output, rows, languages, format=chosen)
    kinds = [(len(bead.source), len(bead.target)) for bead in beads]
    alone = [sum(a for a, b in kinds if not b), sum(b for a, b in kinds if not a)]
    merged = sum(1 for kind in kinds if kind in {(1, 2), (2, 1)})
    typer.echo(
        f"{len(rows)} pairs ({merged} of 1-2 or 2-1 sentences); "
        f"without counterpart: {alone[0]} of {paths[0].name}, {alone[1]} of {paths[1].name}",
        err=True,
    )


def _sentences(path: Path, language: str) -> list[str]:
    from mtkit.formats.files import open_source
    from mtkit.segment import split

    with open_source(path) as source:
        return [
            span.of(block.text)
            for document in source.documents
            for block in document.blocks
            if block.kind != "attribute"
            for span in split(block.text, language, headline=block.kind in {"heading", "title"})
        ]


def _translated(texts: Sequence[str], languages: tuple[str, str]) -> list[str]:
    from mtkit.translation.translator import Translator

    with Translator(source=languages[0], target=languages[1]) as translator:
        return translator.translate_batch(texts)


def align_words(
    paths: Sequence[Path],
    languages: tuple[str, str],
    output: Path | None,
    method: str,
    *,
    model: str | None,
    weights: bool,
    text: bool,
) -> None:
    """Align the words of a bitext and write a line for each pair."""
    from mtkit.align.pharaoh import format_links

    pairs = list(_bitext(paths, languages))
    if method == "model":
        alignments = _through_model(pairs, languages, model)
    elif model is None:
        alignments = _from_bitext(pairs, languages, cast("Method", method))
    else:
        raise ConfigError(f"--model goes with --method model, not with {method}")
    with _writer(output) as write:
        for pair, alignment in zip(pairs, alignments, strict=True):
            links = alignment.links
            write(_spelled(pair, alignment) if text else format_links(links, weights=weights))


def _bitext(paths: Sequence[Path], languages: tuple[str, str]) -> Iterator[Pair]:
    from mtkit.bitext import read_bitext

    if len(paths) == 1:
        yield from read_bitext(paths[0], languages)
        return
    if len(paths) != 2:
        raise ConfigError(f"{len(paths)} files given; give one bitext, or two line-aligned files")
    sides = [path.read_text("utf-8").split("\n") for path in paths]
    for side in sides:
        if side[-1] == "":
            side.pop()
    for number, (one, other) in enumerate(zip_longest(*sides), 1):
        if one is None or other is None:
            counts = " and ".join(
                f"{path.name} has {len(s)}" for path, s in zip(paths, sides, strict=True)
            )
            raise CorpusError(f"the files are not line-aligned: {counts} lines")
        if not one.strip() or not other.strip():
            raise CorpusError(f"line {number}: an empty side; take the pair out or write it")
        yield one, other


def _through_model(
    pairs: Sequence[Pair], languages: tuple[str, str], model: str | None
) -> Iterator[WordAlignment]:
    from mtkit.align.followed import align_bitext

    forward = _follower(languages, model)
    backward: Follower | None = None
    with contextlib.suppress(UnknownEntryError, ConfigError):  # one view is enough
        backward = _follower((languages[1], languages[0]), model)
    return align_bitext(
        pairs,
        source_language=languages[0],
        target_language=languages[1],
        forward=forward,
        backward=backward,
    )


def _follower(languages: tuple[str, str], model: str | None) -> Follower:
    from mtkit.engines.ct2 import CTranslate2Engine
    from mtkit.store.shelf import Shelf

    return CTranslate2Engine(Shelf().choose(*languages, explicit=model).model)


def _from_bitext(
    pairs: Sequence[Pair], languages: tuple[str, str], method: Method
) -> Iterator[WordAlignment]:
    from mtkit.align.statistical import WordAligner

    aligner = WordAligner(
        pairs, source_language=languages[0], target_language=languages[1], method=method
    )
    return (aligner.align(source, target) for source, target in pairs)


@contextlib.contextmanager
def _writer(output: Path | None) -> Iterator[Callable[[str], None]]:
    from mtkit.io import atomic_file

    if output is None:
        yield typer.echo
        return
    with atomic_file(output) as file:

        def write(line: str) -> None:
            file.write(f"{line}\n".encode())

        yield write


def _spelled(pair: Pair, alignment: WordAlignment) -> str:
    def word(link: Link) -> str:
        source, target = alignment.source[link.source], alignment.target[link.target]
        return f"{source.of(pair[0])}={target.of(pair[1])}"

    return " ".join(map(word, alignment.links))
