"""Alignment error rate on `corpora/alignments`: the guided head, statistical aligners, their parts.

    python benchmarks/alignment.py [--methods eflomal] [--all] [--misses]

The model is the one on the shelf for English and Arabic, made to write the gold texts (forced
decoding).  The statistical aligners learn from the training documents of newsdesk (with `--all`
from its single sentences and phrases too) and from the texts of the gold pairs, which they must
have seen to align them; nobody sees the links.  Odd pairs are those that thresholds were chosen on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, get_args

import numpy as np

from mtkit.align import combine, followed
from mtkit.align.attention import word_attention
from mtkit.align.combine import both_ways, link_words
from mtkit.align.error_rate import Agreement, GoldPair, compare, read_gold
from mtkit.align.lexicon import lexical_weights
from mtkit.align.statistical import Method, WordAligner
from mtkit.align.symmetrize import Heuristic, Point, symmetrize
from mtkit.engines.ct2 import CTranslate2Engine
from mtkit.paths import shipped
from mtkit.store.shelf import Shelf
from mtkit.text.surface import surface_links
from mtkit.text.words import words
from mtkit.types import Link, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Weights = NDArray[np.float64]

Links = frozenset[Point]
HEURISTICS: tuple[Heuristic, ...] = ("grow-diag-final-and", "intersection")
THRESHOLDS = (combine.LEAST_WEIGHT, 0.2, 0.3, 0.4, 0.5)  # the first is markup's
RESAMPLES = 2000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    known = get_args(Method)
    parser.add_argument("--methods", nargs="*", choices=known, default=known)
    parser.add_argument("--all", action="store_true", help="train on all of newsdesk")
    parser.add_argument("--misses", action="store_true", help="print what `both ways` got wrong")
    options = parser.parse_args()
    gold = list(read_gold(shipped("corpora") / "alignments" / "gold.jsonl"))
    print(f"{'':44}{'P':>7}{'R':>7}{'AER':>7}{'95%':>14}{'odd':>8}{'even':>7}")
    for name, links in systems(gold, options.methods, everything=options.all):
        report(name, links, gold)
        if options.misses and name == "mtkit, both ways":
            for pair, found in zip(gold, links, strict=True):
                show_misses(pair, found)


def systems(
    gold: Sequence[GoldPair], methods: Sequence[Method], *, everything: bool
) -> Iterator[tuple[str, list[Links]]]:
    """Yield each aligner's name and its links for every pair."""
    yield "diagonal", [diagonal(len(p.source_words), len(p.target_words)) for p in gold]
    evidence = [Evidence(pair) for pair in gold]
    yield "form alone", [points(one.surface) for one in evidence]
    yield "dictionary and form", [one.linked(0 * one.lexical) for one in evidence]
    yield from by_attention(gold, evidence)
    yield from through_the_model(gold)
    pairs = bitext(gold, everything=everything)
    for method in methods:
        aligner = WordAligner(pairs, source_language="en", target_language="ar", method=method)
        for heuristic in HEURISTICS:
            align = partial(aligner.align, heuristic=heuristic)
            found = [points(align(pair.source, pair.target).links) for pair in gold]
            yield f"{method}, {heuristic}", found


class Evidence:
    """What form and dictionary say of a pair."""

    def __init__(self, pair: GoldPair) -> None:
        self.source = spans(pair.source, "en")
        self.target = spans(pair.target, "ar")
        self.surface = surface_links(pair.source, self.source, pair.target, self.target)
        self.lexical = lexical_weights(
            pair.source,
            self.source,
            pair.target,
            self.target,
            source_language="en",
            target_language="ar",
        )

    def linked(self, attention: Weights, *, least: float = followed.LEAST_WEIGHT) -> Links:
        """Add attention, and link as `align_bitext` does."""
        weights = combine.combine(attention, self.lexical, self.surface)
        return points(link_words(weights, least=least))


def by_attention(
    gold: Sequence[GoldPair], evidence: Sequence[Evidence]
) -> Iterator[tuple[str, list[Links]]]:
    engine = model()
    there = engine.follow([(p.source, p.target) for p in gold], source="en", target="ar")
    back = engine.follow([(p.target, p.source) for p in gold], source="ar", target="en")
    forward = [
        word_attention(said, one.source, one.target)
        for said, one in zip(there, evidence, strict=True)
    ]
    backward = [
        word_attention(said, one.target, one.source).T
        for said, one in zip(back, evidence, strict=True)
    ]
    ahead = [best_of_columns(weights) for weights in forward]
    behind = [frozenset((s, t) for t, s in best_of_columns(weights.T)) for weights in backward]
    yield "attention alone, writing Arabic", ahead
    yield "attention alone, writing English", behind
    for heuristic in HEURISTICS:
        join = partial(symmetrize, heuristic=heuristic)
        both = [join(a, b) for a, b in zip(ahead, behind, strict=True)]
        yield f"attention alone, {heuristic}", both
    means = [(a + b) / 2 for a, b in zip(forward, backward, strict=True)]
    yield (
        "attention alone, both ways",
        [points(link_words(both_ways(mean), least=followed.LEAST_WEIGHT)) for mean in means],
    )
    for least in THRESHOLDS:
        found = [one.linked(mean, least=least) for mean, one in zip(means, evidence, strict=True)]
        yield f"mtkit, both ways, links from {least}", found


def through_the_model(gold: Sequence[GoldPair]) -> Iterator[tuple[str, list[Links]]]:
    engine = model()
    texts = [(pair.source, pair.target) for pair in gold]
    turned = [(target, source) for source, target in texts]
    align = partial(followed.align_bitext, forward=engine)
    english = align(texts, source_language="en", target_language="ar")
    arabic = align(turned, source_language="ar", target_language="en")
    both = align(texts, source_language="en", target_language="ar", backward=engine)
    yield "mtkit, writing Arabic only", [points(one.links) for one in english]
    yield (
        "mtkit, writing English only",
        [frozenset((s, t) for t, s in points(one.links)) for one in arabic],
    )
    yield "mtkit, both ways", [points(one.links) for one in both]


def model() -> CTranslate2Engine:
    return CTranslate2Engine(Shelf().choose("en", "ar").model)


def diagonal(height: int, width: int) -> Links:
    """Link every target word to the source word at the same part of its sentence."""
    scale = (height - 1) / max(1, width - 1)
    return frozenset((round(column * scale), column) for column in range(width))


def best_of_columns(weights: Weights) -> Links:
    best = weights.argmax(axis=0)
    return frozenset((int(s), t) for t, s in enumerate(best) if weights[s, t] > 0)


def points(links: Sequence[Link]) -> Links:
    return frozenset((link.source, link.target) for link in links)


def spans(text: str, language: str) -> list[Span]:
    return words(text, language, clitics=True)


def bitext(gold: Sequence[GoldPair], *, everything: bool) -> list[tuple[str, str]]:
    folder = shipped("corpora") / "newsdesk"
    records = map(json.loads, (folder / "train.jsonl").read_text("utf-8").splitlines())
    pairs = [(record["en"], record["ar"]) for record in records]
    for name in ("train_pairs.tsv", "train_phrases.tsv") if everything else ():
        for line in (folder / name).read_text("utf-8").splitlines():
            english, arabic = line.split("\t")
            pairs.append((english, arabic))
    return pairs + [(pair.source, pair.target) for pair in gold]


def report(name: str, links: Sequence[Links], gold: Sequence[GoldPair]) -> None:
    counts = [compare(found, pair) for found, pair in zip(links, gold, strict=True)]
    total = added(counts)
    low, high = interval(counts)
    print(
        f"{name:44}{total.precision:7.1%}{total.recall:7.1%}{total.error_rate:7.1%}"
        f"{low:8.1%} {high:.1%}"
        f"{added(counts[0::2]).error_rate:8.1%}{added(counts[1::2]).error_rate:7.1%}",
        flush=True,
    )


def added(counts: Sequence[Agreement]) -> Agreement:
    return sum(counts, Agreement())


def interval(counts: Sequence[Agreement]) -> tuple[float, float]:
    """Return the 95% interval of the error rate, by bootstrap over sentence pairs."""
    table = np.array([[c.found + c.sure, c.found_sure + c.found_allowed] for c in counts])
    drawn = np.random.default_rng(0).integers(len(counts), size=(RESAMPLES, len(counts)))
    sums = table[drawn].sum(axis=1)
    low, high = np.quantile(1 - sums[:, 1] / sums[:, 0], [0.025, 0.975])
    return float(low), float(high)


def show_misses(pair: GoldPair, found: Links) -> None:
    def spell(some: Links) -> str:
        return ", ".join(f"{pair.source_words[s]} {pair.target_words[t]}" for s, t in sorted(some))

    missed, wrong = pair.sure - found, found - pair.sure - pair.possible
    print(f"  {pair.id}  missed: {spell(missed)}  wrong: {spell(wrong)}")


if __name__ == "__main__":
    main()
