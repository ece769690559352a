"""Transliteration on names that were held out: exact, among the first ten, letters wrong.

    python benchmarks/transliteration.py [--model translit-small] [--peers FOLDER] [--write]

Reads ``$MTKIT_SHARED/names/dev``.  A name counts as exact when its letters are those of a form
that was seen for it (capitals, accents, hyphens and spaces aside; Arabic spelling variants are
one).  The letter error rate is against the nearest of these forms.  *Claimed* is the mean
probability of the first form, to hold against the share exact.  ``--peers`` names a folder with
``uroman`` (pip install --target); with ``--write`` scores and golden names go into the model's
manifest, and its files are sealed.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from mtkit.engines import load
from mtkit.engines.install import translator
from mtkit.names.attested import part_key
from mtkit.names.romanize import romanize
from mtkit.names.transliterate import Script, Transliterator
from mtkit.names.variants import spellings
from mtkit.store import MeasuredScore, manifest_toml, seal
from mtkit.store.manifest import Golden, Model
from mtkit.store.shelf import Shelf

SHOWN = 10
GOLDEN = {
    ("ar", "und-Latn"): ("إبراهيم", "وليد", "خالد المصري", "ماكرون"),
    ("und-Latn", "ar"): ("Ibrahim", "Walid", "Khaled al-Masri", "Macron"),
}
TYPES = ("person_full", "person_token", "place")


@dataclass(frozen=True)
class Case:
    """A name, and the forms in the other script that were seen for it."""

    name: str
    kind: str
    seen: frozenset[str]


Forms = list[tuple[str, float]]
"""Forms of a name with their probabilities, best first."""

System = Callable[[Sequence[str]], list[Forms]]


def cases(to: Script) -> list[Case]:
    """Return the held-out names, each once."""
    folder = Path(os.environ.get("MTKIT_SHARED", "../shared")) / "names" / "dev"
    seen: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, str] = {}
    for line in (folder / "ar_latin_pairs.tsv").read_text("utf-8").splitlines()[1:]:
        arabic, latin, kind, *_ = line.split("\t")
        name, form = (arabic, latin) if to == "Latn" else (latin, arabic)
        seen[name].add(part_key(form))
        kinds[name] = kind
    for line in (folder / "latin_variant_groups.tsv").read_text("utf-8").splitlines()[1:]:
        _, arabic, _, forms = line.split("\t")
        if to == "Latn" and arabic in seen:
            seen[arabic].update(map(part_key, forms.split("|")))
    return [Case(name, kinds[name], frozenset(forms)) for name, forms in seen.items()]


def systems(model: Model, to: Script, peers: Path | None) -> Iterator[tuple[str, System]]:
    """Yield what is compared."""
    letters = Transliterator(load(model))

    def best(names: Sequence[str]) -> list[Forms]:
        several = letters.many(names, to=to, n=SHOWN)
        return [[(one.form, one.probability) for one in found] for found in several]

    def spelled(names: Sequence[str]) -> list[Forms]:
        several = (spellings(name, to=to, limit=SHOWN, transliterator=letters) for name in names)
        return [[(one.form, one.probability) for one in found] for found in several]

    yield f"{model.id}, letters", best
    yield f"{model.id}, spellings", spelled
    if to == "ar":
        return
    yield "BGN/PCGN", lambda names: [[(romanize(name, scheme="bgn-pcgn"), 1.0)] for name in names]
    if peers is not None:
        sys.path.append(str(peers))  # behind what is installed
        import uroman

        engine = uroman.Uroman()
        yield "uroman", lambda names: [[(str(engine.romanize_string(one)), 1.0)] for one in names]


def distance(one: str, other: str) -> int:
    """Return the least number of letters to change, add and drop."""
    previous = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            row.append(min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (a != b)))
        previous = row
    return previous[-1]


def measure(found: list[Forms], held_out: Sequence[Case]) -> tuple[float, float, float]:
    """Return the share exact, the share exact among the first ten, and the letter error rate."""
    first = within = errors = letters = 0
    for forms, case in zip(found, held_out, strict=True):
        keys = [part_key(form) for form, _ in forms] or [""]
        first += keys[0] in case.seen
        within += not case.seen.isdisjoint(keys[:SHOWN])
        edits, length = min((distance(keys[0], form), len(form)) for form in case.seen)
        errors += edits
        letters += length
    count = len(held_out)
    return first / count, within / count, errors / letters


def report(model: Model, to: Script, peers: Path | None) -> list[MeasuredScore]:
    """Print a table of one direction and return the model's scores over all names."""
    held_out = cases(to)
    pair = ("ar", "und-Latn") if to == "Latn" else ("und-Latn", "ar")
    scores: list[MeasuredScore] = []
    print(f"\n{' → '.join(pair)}: exact / among {SHOWN} / letters wrong, in per cent\n")
    kinds = [f"{kind}, {sum(case.kind == kind for case in held_out)}" for kind in TYPES]
    print(f"| system | {' | '.join(kinds)} | all, {len(held_out)} | claimed | names/s |")
    print("|---|" + "---|" * (len(TYPES) + 3))
    for name, system in systems(model, to, peers):
        start = time.perf_counter()
        found = system([case.name for case in held_out])
        speed = len(held_out) / (time.perf_counter() - start)
        cells = []
        for kind in (*TYPES, None):
            chosen = [i for i, case in enumerate(held_out) if kind in (None, case.kind)]
            values = measure([found[i] for i in chosen], [held_out[i] for i in chosen])
            cells.append(" / ".join(f"{100 * value:.1f}" for value in values))
        claimed = fmean(forms[0][1] for forms in found if forms)
        print(f"| {name} | {' | '.join(cells)} | {claimed:.1%} | {speed:.0f} |", flush=True)
        if name.endswith("letters"):
            metrics = ("exact", "exact@10", "CER")
            scores = [
                MeasuredScore(pair, "names-dev", metric, round(100 * value, 1), "beam 10")
                for metric, value in zip(metrics, values, strict=True)
            ]
    return scores


def golden(model: Model) -> tuple[Golden, ...]:
    """Return what the model makes of a few names that everybody knows."""
    translate = translator(model)
    return tuple(
        Golden(*pair, name, said)
        for pair, names in GOLDEN.items()
        for name, said in zip(names, translate(names, *pair), strict=True)
    )


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="translit-small")
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    model = Shelf().get(arguments.model)
    scores = [score for to in ("Latn", "ar") for score in report(model, to, arguments.peers)]
    if arguments.write:
        found = replace(model.manifest, scores=tuple(scores), golden=golden(model))
        manifest_toml.dump(found, model.path)
        seal(model.path)


if __name__ == "__main__":
    main()
