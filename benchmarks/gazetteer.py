"""The gazetteer in figures: how look-ups, building and memory grow; how good the index is.

    python benchmarks/gazetteer.py [--shared FOLDER] [--sizes 10000 100000 1000000]

Names are made from the parts of real ones: a first name of one row of `names/train/full_names.tsv`
with the rest of another's, three fifths in Latin, two fifths in Arabic script.  Queries are real
rows that are among them, some letters written otherwise.  Recall@10 is against the similarity asked
about every name: of its ten best, as far as they have a probability of 0.5 (0.1) and more, the
share that `lookup` returns (ties count).
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mtkit.names.gazetteer import Gazetteer, Match
from mtkit.names.gazetteer.documents import NamedDocument, from_mentions
from mtkit.names.gazetteer.exchange.items import Record
from mtkit.names.gazetteer.store import Written
from mtkit.types import Mention, Span


def real_names(shared: Path) -> list[tuple[str, str]]:
    lines = (shared / "names/train/full_names.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return [(row[0], row[1]) for row in rows if " " in row[0] and " " in row[1]]


def made_names(rows: list[tuple[str, str]], size: int, rng: random.Random) -> list[str]:
    sides = [[row[side].split(" ", 1) for row in rows] for side in (0, 1)]
    sample = rng.sample(rows, min(len(rows), size // 4))
    names = dict.fromkeys(form for row in sample for form in row)
    while len(names) < size:
        side = sides[rng.random() < 0.6]
        names[f"{rng.choice(side)[0]} {rng.choice(side)[1]}"] = None
    kept = list(names)
    rng.shuffle(kept)
    return kept


def records(names: list[str]) -> Iterator[Record]:
    for number, form in enumerate(names):
        language = "ar" if "\u0600" <= form[0] <= "\u06ff" else "en"
        yield Record(str(number), "PER", (Written(form, language, "list"),))


def queries(
    rows: list[tuple[str, str]], names: set[str], count: int, rng: random.Random
) -> list[str]:
    """Return forms of real names: as they are, reordered, and with vowels written otherwise."""
    changes = [
        ("ou", "u"),
        ("u", "ou"),
        ("e", "i"),
        ("i", "ee"),
        ("q", "k"),
        ("kh", "h"),
        ("al-", "el "),
    ]
    found = []
    for row in rng.sample([row for row in rows if row[0] in names], count):
        form = row[rng.randrange(2)]
        if form.isascii():
            old, new = rng.choice(changes)
            form = form.replace(old, new)
        found.append(form)
    return found


def measure_size(rows: list[tuple[str, str]], size: int, folder: Path, exhaustive: int) -> None:
    rng = random.Random(size)
    names = made_names(rows, size, rng)
    path = folder / f"{size}.sqlite"
    started = time.perf_counter()
    with Gazetteer(path, create=True) as gazetteer:
        gazetteer.add_items(records(names), digest=b"names", name="names")
        gazetteer.settle()
    built = time.perf_counter() - started
    asked = queries(rows, set(names), 300, rng)
    with Gazetteer(path) as gazetteer:
        started = time.perf_counter()
        gazetteer.lookup(asked[0])
        first = time.perf_counter() - started
        wall, cpu, found = [], [], []
        for form in asked[1:]:
            started, started_cpu = time.perf_counter(), time.process_time()
            found.append(gazetteer.lookup(form))
            wall.append(time.perf_counter() - started)
            cpu.append(time.process_time() - started_cpu)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    best = exhaustive_best(asked[1 : exhaustive + 1], names)
    shares = [recall(best, found, least) for least in (0.5, 0.1)]
    print(
        f"| {size:,} | {built:.0f} | {path.stat().st_size / 1e6:.0f} | {first * 1e3:.0f} "
        f"| {percentile(wall, 50):.1f} | {percentile(wall, 95):.1f} "
        f"| {percentile(cpu, 50):.1f} | {percentile(cpu, 95):.1f} "
        f"| {shares[0]:.3f} | {shares[1]:.3f} | {memory:.0f} |",
        flush=True,
    )


def exhaustive_best(asked: list[str], names: list[str]) -> np.ndarray:
    """Return the ten greatest similarities of each query among all names: ``[query][10]``."""
    from mtkit.names.similarity import similarity_matrix

    best = np.zeros((len(asked), 10), np.float32)
    for start in range(0, len(names), 20_000):
        part = similarity_matrix(asked, names[start : start + 20_000])
        best = -np.sort(-np.concatenate([best, part], axis=1), axis=1)[:, :10]
    return best


def recall(best: np.ndarray, found: list[list[Match]], least: float) -> float:
    """Return the share of the ten best names, of those as likely as `least`, that were found."""
    shares = []
    for row, matches in zip(best, found, strict=False):
        row = row[row >= least]
        scores = [match.score for match in matches[: len(row)]]
        if len(row):
            shares.append(sum(score >= row[-1] - 1e-4 for score in scores) / len(row))
    return statistics.mean(shares)


def percentile(seconds: list[float], part: int) -> float:
    return float(np.percentile(seconds, part)) * 1e3


def documents(
    rows: list[tuple[str, str]], mentions: int, rng: random.Random
) -> Iterator[NamedDocument]:
    """Yield English documents of 40 mentions; names recur as they do in news (Zipf)."""
    pool = [row[1] for row in rng.sample(rows, min(len(rows), 15_000))]
    weights = [1 / (rank + 10) for rank in range(len(pool))]
    for number in range(mentions // 40):
        forms = rng.choices(pool, weights, k=40)
        found = [[Mention(Span(0, len(form)), form, "PER")] for form in forms]
        sentences = [f"{form} spoke on day {number}." for form in forms]
        yield from_mentions(found, language="en", name=str(number), sentences=sentences)


def measure_building(rows: list[tuple[str, str]], mentions: int, folder: Path) -> None:
    with Gazetteer(folder / f"built{mentions}.sqlite", create=True) as gazetteer:
        started, started_cpu = time.perf_counter(), time.process_time()
        added = gazetteer.add_documents(documents(rows, mentions, random.Random(3)))
        wall, cpu = time.perf_counter() - started, time.process_time() - started_cpu
        print(f"| {added.mentions:,} | {len(gazetteer):,} | {wall:.0f} | {cpu:.0f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    shared = Path(os.environ.get("MTKIT_SHARED", Path(__file__).parents[2] / "shared"))
    parser.add_argument("--shared", type=Path, default=shared)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--mentions", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--exhaustive", type=int, default=50, help="queries asked of every name")
    options = parser.parse_args()
    if not (options.shared / "names").is_dir():
        print(f"no evaluation files in {options.shared} (MTKIT_SHARED): nothing measured")
        return
    rows = real_names(options.shared)
    with tempfile.TemporaryDirectory() as folder:
        print("| names | built, s | MB | first look-up, ms | median, ms | p95, ms | median, CPU ms "
              "| p95, CPU ms | recall@10 (0.5) | recall@10 (0.1) | peak memory, MB |")  # fmt: skip
        print("|---|---|---|---|---|---|---|---|---|---|---|")
        for size in options.sizes:
            measure_size(rows, size, Path(folder), options.exhaustive)
        print("\n| mentions | entries | wall, s | CPU, s |\n|---|---|---|---|")
        for mentions in options.mentions:
            measure_building(rows, mentions, Path(folder))


if __name__ == "__main__":
    main()
