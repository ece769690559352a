"""What the checks find: seven systems on FLORES dev, both directions, and real translations.

    python benchmarks/checks.py [--shared FOLDER] [--show SET | --repair]

Prints Markdown: flagged lines by check; the hits on the failures that are known to be in OPUS-MT's
Arabic, and on faults planted in sound news; the time a segment takes.  `--show google:en-ar` lists
the flagged lines of one set; `--repair` translates every fourth line of newsdesk dev with the model
that the shelf chooses, and says what the repair ladder makes of it.

A line is *cut* when its source has several sentences and it has less than 60% of the letters of
the reference.  It is *vocalized* when more than a quarter of its letters carry vowel signs; so says
the check too, and what is counted here is that nothing keeps the check from saying it.  Left-over
entities are counted, but not among the flagged lines: they are in the stored files as such (the
systems were asked for HTML), so they are findings, and say nothing of the other checks.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sacrebleu.metrics import CHRF

from mtkit.engines import load
from mtkit.engines.base import DecodeOptions, Engine
from mtkit.segment import split
from mtkit.store.shelf import Shelf
from mtkit.text.arabic import vocalization
from mtkit.translation.checks import CHECKS, CheckInput, run_checks
from mtkit.translation.checks.base import letter_count
from mtkit.translation.repair import clause_cutter, repair
from mtkit.types import Flag, Translation

ROOT = Path(__file__).resolve().parent.parent
SYSTEMS = (
    "google",
    "microsoft",
    "bergamot-base",
    "bergamot-base-memory",
    "nllb",
    "opusmt",
    "argos",
)
DIRECTIONS = (("en", "ar"), ("ar", "en"))
CUT = 0.6
VOCALIZED = 0.25
APART = frozenset({"entities"})
LOSSES = frozenset({"sentences", "length", "truncated"})


@dataclass(frozen=True, slots=True)
class Flagged:
    """A set of translations, each with its flags."""

    name: str
    items: tuple[CheckInput, ...]
    flags: tuple[tuple[Flag, ...], ...]

    def counts(self) -> Counter[str]:
        """Count the flags by code."""
        return Counter(flag.code for flags in self.flags for flag in flags)

    def codes(self, index: int) -> set[str]:
        """Return the codes of a line, without those counted apart."""
        return {flag.code for flag in self.flags[index]} - APART

    def lines(self) -> list[int]:
        """Return the flagged lines."""
        return [index for index in range(len(self.items)) if self.codes(index)]


def read(path: Path) -> list[str]:
    return path.read_text("utf-8").removesuffix("\n").split("\n")


def flores(shared: Path) -> dict[str, list[str]]:
    return {code: read(shared / f"reference/flores-dev/{code}.txt") for code in ("en", "ar")}


def newsdesk(shared: Path, part: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in read(shared / f"newsdesk/{part}.jsonl")]


def translations(shared: Path) -> Iterator[tuple[str, list[CheckInput]]]:
    """Yield each set's name and its pairs."""
    text = flores(shared)
    for source, target in DIRECTIONS:
        folder = shared / "systems" / f"{source}-{target}"
        sides = {name: read(folder / f"flores-dev.{name}.{target}") for name in SYSTEMS}
        for name, hypotheses in {"reference": text[target], **sides}.items():
            pairs = zip(text[source], hypotheses, strict=True)
            yield f"{name}:{source}-{target}", [CheckInput(*p, source, target) for p in pairs]
    news = newsdesk(shared, "train") + newsdesk(shared, "dev")
    for source, target in DIRECTIONS:
        items = [CheckInput(pair[source], pair[target], source, target) for pair in news]
        yield f"newsdesk:{source}-{target}", items


def print_table(sets: Sequence[Flagged]) -> None:
    codes = [code for code in CHECKS if code not in ("empty", "score")]
    print("| set | lines | flagged | % |", *[f"{code} |" for code in codes])
    print("|---|---|---|---|" + "---|" * len(codes))
    for one in sets:
        counts, flagged = one.counts(), len(one.lines())
        cells = [f"{counts[code] or '·'} |" for code in codes]
        share = 100 * flagged / len(one.items)
        print(f"| {one.name} | {len(one.items)} | {flagged} | {share:.2f} |", *cells)


def print_hits(opus: Flagged, reference: Sequence[str]) -> None:
    cut = [
        index
        for index, item in enumerate(opus.items)
        if len(split(item.source, item.source_language)) > 1
        and letter_count(item.target) < CUT * letter_count(reference[index])
    ]
    vocalized = [i for i, item in enumerate(opus.items) if vocalization(item.target) > VOCALIZED]
    for name, lines, codes in (("cut", cut, LOSSES), ("vocalized", vocalized, {"vocalized"})):
        missed = [index + 1 for index in lines if not opus.codes(index) & codes]
        numbers = ", ".join(str(index + 1) for index in lines)
        print(f"- {name}: {len(lines) - len(missed)} of {len(lines)} found", end="")
        print(f"; missed: {missed}" if missed else "", f"(lines {numbers})")


def plant(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield faults put into sound translations: what it is, source, target.

    Args:
        pairs: Of one document, in order; two neighbours make a segment of two sentences.
    """
    for (source, target), (next_source, next_target) in itertools.pairwise(pairs):
        both = f"{source} {next_source}"
        yield "none, two sentences", both, f"{target} {next_target}"
        yield "first sentence lost", both, next_target
        yield "second sentence lost", both, target
        words = target.split()
        yield "second half lost", source, " ".join(words[: len(words) // 2])
        yield "last three words loop", source, " ".join(words + words[-3:] * 3)
        if figures := re.search(r"[3-9]\d*", target):
            changed = str(int(figures[0]) + 1)
            yield "number changed", source, target.replace(figures[0], changed, 1)


def print_planted(news: Sequence[Mapping[str, str]]) -> None:
    print("| fault | direction | planted | found | % |\n|---|---|---|---|---|")
    for source, target in DIRECTIONS:
        planted: Counter[str] = Counter()
        found: Counter[str] = Counter()
        for _, document in itertools.groupby(news, key=lambda pair: pair["doc"]):
            for fault, text, hypothesis in plant(
                [(p[source], p[target]) for p in list(document)[1:]]
            ):
                planted[fault] += 1
                found[fault] += bool(run_checks(CheckInput(text, hypothesis, source, target)))
        for fault, count in planted.items():
            share = 100 * found[fault] / count
            print(f"| {fault} | {source}-{target} | {count} | {found[fault]} | {share:.1f} |")


@dataclass(frozen=True, slots=True)
class Desk:
    """Translates and checks with one engine and pair."""

    engine: Engine
    source: str
    target: str

    def translate(self, texts: Sequence[str], options: DecodeOptions) -> list[Translation]:
        """Return a translation for each text."""
        found = self.engine.translate(
            texts, source=self.source, target=self.target, options=options
        )
        best = [hypotheses[0] for hypotheses in found]
        return [Translation(t, h.text, h.score) for t, h in zip(texts, best, strict=True)]

    def check(self, item: Translation) -> Translation:
        """Return `item` with its flags."""
        languages = self.source, self.target
        flags = run_checks(CheckInput(item.source, item.text, *languages, score=item.score))
        return replace(item, flags=flags)


def print_repair(news: Sequence[Mapping[str, str]]) -> None:
    print("| direction | | chrF | s | flagged |", *[f"{code} |" for code in CHECKS])
    print("|---|---|---|---|---|" + "---|" * len(CHECKS))
    for source, target in DIRECTIONS:
        desk = Desk(load(Shelf().choose(source, target).model), source, target)
        start, options = time.perf_counter(), DecodeOptions()
        first = [desk.check(i) for i in desk.translate([p[source] for p in news], options)]
        between = time.perf_counter()
        cut = clause_cutter(source, desk.engine.count_pieces)
        second = repair(first, desk.translate, check=desk.check, options=options, clauses=cut)
        times = {"translated": between - start, "repaired": time.perf_counter() - between}
        for items, (name, seconds) in zip((first, second), times.items(), strict=True):
            counts = Counter(flag.code for item in items for flag in item.flags)
            chrf = CHRF().corpus_score([i.text for i in items], [[p[target] for p in news]]).score
            flagged = sum(bool(item.flags) for item in items)
            cells = [f"{counts[code] or '·'} |" for code in CHECKS]
            print(
                f"| {source}-{target} | {name} | {flagged} | {chrf:.1f} | {seconds:.0f} |", *cells
            )


def show(one: Flagged) -> None:
    for index in one.lines():
        item = one.items[index]
        doubts = "; ".join(f"{flag.code}: {flag.detail}" for flag in one.flags[index])
        print(f"{index + 1}\t{doubts}\n\t{item.source}\n\t{item.target}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    default = Path(os.environ.get("MTKIT_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--shared", type=Path, default=default, help="evaluation files")
    parser.add_argument("--show", metavar="SET", help="list the flagged lines of a set")
    parser.add_argument("--repair", action="store_true", help="measure the repair ladder instead")
    arguments = parser.parse_args()
    if not arguments.shared.is_dir():
        print(f"no evaluation files in {arguments.shared}: set MTKIT_SHARED; nothing measured")
        return
    if arguments.repair:
        print_repair(newsdesk(arguments.shared, "dev")[::4])
        return
    wanted = dict(translations(arguments.shared))
    if arguments.show:
        wanted = {arguments.show: wanted[arguments.show]}
    start = time.process_time()
    sets = {
        name: Flagged(name, tuple(items), tuple(map(run_checks, items)))
        for name, items in wanted.items()
    }
    seconds = time.process_time() - start
    if arguments.show:
        show(sets[arguments.show])
        return
    print_table(list(sets.values()))
    print("\nKnown failures of OPUS-MT, English to Arabic:\n")
    print_hits(sets["opusmt:en-ar"], flores(arguments.shared)["ar"])
    print("\nFaults planted in newsdesk dev:\n")
    print_planted(newsdesk(arguments.shared, "dev"))
    total = sum(len(one.items) for one in sets.values())
    print(f"\n{1e6 * seconds / total:.0f} µs of processor time a segment, all checks together")


if __name__ == "__main__":
    main()
