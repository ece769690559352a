"""Sentence alignment on newsdesk documents whose beads are known: merged, split and missing ones.

    python benchmarks/bitext.py [--part dev|train] [--model]

Each document has sentences of one side joined (12 of 100) or left out (6 of 100), by a fixed seed.
Printed: precision, recall and F1 of the beads that have both sides, exactly right or not at all.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from mtkit.align import sentences
from mtkit.align.sentences import align_sentences
from mtkit.paths import shipped
from mtkit.types import Span


@dataclass(frozen=True, slots=True)
class Case:
    """Two versions of a document and which of their sentences belong together."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    beads: frozenset[tuple[Span, Span]]


def main() -> None:
    options = _arguments()
    cases = list(planted(options.part, options.source, options.target, limit=options.documents))
    sizes = sum(len(case.source) for case in cases)
    print(f"{len(cases)} documents, {sizes} sentences, {options.source} to {options.target}")
    _show("lengths alone (Gale & Church)", cases, options, content=0.0)
    _show("dictionary, numbers, names", cases, options)
    if options.model:
        _show(
            "and the desk's own translation", cases, options, translated=_translate(cases, options)
        )
    _growth(options)


def planted(part: str, source: str, target: str, *, limit: int) -> Iterator[Case]:
    """Yield documents of newsdesk with beads planted by a fixed seed."""
    draw = random.Random(7)
    path = shipped("corpora") / "newsdesk" / f"{part}.jsonl"
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    documents = [list(group) for _, group in groupby(records, key=lambda record: record["doc"])]
    for document in documents[:limit]:
        yield _case([(record[source], record[target]) for record in document], draw)


def _case(rows: Sequence[tuple[str, str]], draw: random.Random) -> Case:
    sides: tuple[list[str], list[str]] = ([], [])
    beads = set()
    at = 0
    while at < len(rows):
        kind = draw.choices(["1-1", "1-2", "2-1", "1-0", "0-1"], [82, 6, 6, 3, 3])[0]
        if kind in {"1-2", "2-1"} and at + 1 < len(rows):
            taken = rows[at : at + 2]
        else:
            kind = kind if kind in {"1-0", "0-1"} else "1-1"
            taken = rows[at : at + 1]
        starts = len(sides[0]), len(sides[1])
        for side, count in enumerate(map(int, kind.split("-"))):
            texts = [row[side] for row in taken]
            sides[side].extend([" ".join(texts)] if count == 1 else texts[:count])
        if "0" not in kind:
            beads.add((Span(starts[0], len(sides[0])), Span(starts[1], len(sides[1]))))
        at += len(taken)
    return Case(tuple(sides[0]), tuple(sides[1]), frozenset(beads))


def _show(
    label: str,
    cases: Sequence[Case],
    options: argparse.Namespace,
    *,
    content: float | None = None,
    translated: Sequence[Sequence[str]] | None = None,
) -> None:
    usual = sentences._CONTENT
    if content is not None:
        sentences._CONTENT = content
    right = found = wanted = 0
    start = time.process_time()
    for index, case in enumerate(cases):
        beads = align_sentences(
            case.source,
            case.target,
            source_language=options.source,
            target_language=options.target,
            translated=translated[index] if translated else None,
        )
        both = {(b.source, b.target) for b in beads if len(b.source) and len(b.target)}
        right += len(both & case.beads)
        found += len(both)
        wanted += len(case.beads)
    sentences._CONTENT = usual
    seconds = time.process_time() - start
    precision, recall = right / found, right / wanted
    f1 = 2 * right / (found + wanted)
    print(f"{label:34} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   {seconds:.1f} s")


def _translate(cases: Sequence[Case], options: argparse.Namespace) -> list[list[str]]:
    from mtkit.translation.translator import Translator

    with Translator(source=options.source, target=options.target) as desk:
        flat = iter(desk.translate_batch([text for case in cases for text in case.source]))
        return [[next(flat) for _ in case.source] for case in cases]


def _growth(options: argparse.Namespace) -> None:
    """Print seconds for one document of n, 2n, 4n sentences: it should double each time."""
    rows: list[tuple[str, str]] = []
    path = shipped("corpora") / "newsdesk" / "train.jsonl"
    for line in path.read_text("utf-8").splitlines()[:2000]:
        record = json.loads(line)
        rows.append((record[options.source], record[options.target]))
    for size in (500, 1000, 2000):
        case = _case(rows[:size], random.Random(1))
        start = time.process_time()
        align_sentences(
            case.source, case.target, source_language=options.source, target_language=options.target
        )
        print(f"one document of {size:5} sentences: {time.process_time() - start:6.2f} s")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", default="dev", choices=["dev", "train"])
    parser.add_argument("--source", default="en")
    parser.add_argument("--target", default="ar")
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--model", action="store_true", help="translate too (a minute)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
