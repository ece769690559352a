"""How well `mtkit.names.similarity` tells names, and how fast: the tables of docs/quality/names.md.

    python benchmarks/names.py NAMES             sets of NAMES/dev, by NAMES/score.py
    python benchmarks/names.py NAMES --speed     pairs a second, by size of the matrix
    python benchmarks/names.py NAMES --calibrate calibration error, one threshold for all

NAMES is a folder with ``score.py``, ``dev`` and ``train``.  Needs scikit-learn (by score.py).
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from mtkit.names.similarity import similarity_matrix

_FUNCTION = "mtkit.names.similarity:similarity_matrix"


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()]


def speed(names: Path) -> None:
    rows = _rows(names / "train" / "full_names.tsv")
    latin = list(dict.fromkeys(row[1] for row in rows))
    arabic = list(dict.fromkeys(row[0] for row in rows))
    similarity_matrix(["Damascus"], ["دمشق"])  # tables are read once
    print("| queries × names | seconds | pairs/s | peak memory |\n|---|---|---|---|")
    for count, size in ((1, 1), (100, 1_000), (500, 2_000), (500, len(latin))):
        start = time.perf_counter()
        similarity_matrix(arabic[-count:], latin[:size])
        taken = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| {count} × {size} | {taken:.2f} | {count * size / taken:,.0f} | {peak:.0f} MB |")


def calibrate(names: Path) -> None:
    print("| set | expected calibration error | F1 at 0.5 | best F1 |\n|---|---|---|---|")
    for name in ("latin_variant_pairs", "hard_pairs", "levant_pairs"):
        rows = _rows(names / "dev" / f"{name}.tsv")[1:]
        same = np.array([row[2] == "1" for row in rows])
        score = np.array([similarity_matrix([row[0]], [row[1]])[0, 0] for row in rows])
        best = max(_f1(score >= threshold, same) for threshold in np.unique(score))
        print(
            f"| {name} | {_error(score, same):.3f} | {_f1(score >= 0.5, same):.3f} | {best:.3f} |"
        )


def _error(score: np.ndarray, same: np.ndarray, *, bins: int = 10) -> float:
    """Return the mean distance of score and share of same, over ten bins weighed by pairs."""
    place = np.minimum((score * bins).astype(int), bins - 1)
    gaps = [
        abs(score[place == at].mean() - same[place == at].mean()) * (place == at).sum()
        for at in np.unique(place)
    ]
    return float(sum(gaps) / len(score))


def _f1(said: np.ndarray, same: np.ndarray) -> float:
    return float(2 * (said & same).sum() / max(1, said.sum() + same.sum()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", type=Path)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--calibrate", action="store_true")
    options = parser.parse_args()
    if options.speed:
        speed(options.names)
    elif options.calibrate:
        calibrate(options.names)
    else:
        command = [sys.executable, str(options.names / "score.py"), _FUNCTION]
        subprocess.run([*command, "--dir", str(options.names / "dev")], check=True)


if __name__ == "__main__":
    main()
