"""How long judging takes beside sacreBLEU's own command, and how honest the tests are.

    python benchmarks/evaluation.py speed HYPOTHESES… --reference REF --source SRC
    python benchmarks/evaluation.py honesty
    python benchmarks/evaluation.py equality HYPOTHESES… --reference REF

speed: all metrics with 1,000 bootstrap samples, all pairs, slices and gates, against `sacrebleu -m
bleu chrf ter --paired-bs` on the same files, each in a process of its own; and how it grows.
honesty: simulated systems of known quality: how often the interval covers the truth, and how often
two samples of one system are called different at 5%.
equality: score and signature of every file as sacreBLEU's own command prints them, and mtkit's.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]

METRICS = (
    "chrf,chrf++,bleu,bleu-intl,chrf-norm,bleu-norm,ter,names,numbers,dates,flags,markup,length"
)
COMMANDS = {  # metric → what sacreBLEU's command is told
    "chrf": ["-m", "chrf"],
    "chrf++": ["-m", "chrf", "--chrf-word-order", "2"],
    "bleu": ["-m", "bleu"],
    "bleu-intl": ["-m", "bleu", "--tokenize", "intl"],
    "ter": ["-m", "ter"],
}
_MTKIT = """
import sys
from mtkit.evaluation.inputs import Inputs, evaluate_inputs
from mtkit.evaluation.results import Sampling

hypotheses, reference, source, metrics = sys.argv[1:5]
evaluate_inputs(
    Inputs(hypotheses=hypotheses.split("|"), references=[reference], source=source),
    metrics=metrics.split(","),
    sampling=Sampling(samples=1000, trials=1000),
)
"""


def speed(hypotheses: Sequence[str], reference: str, source: str) -> None:
    ours = [sys.executable, "-c", _MTKIT, "|".join(hypotheses), reference, source]
    theirs = [sys.executable, "-m", "sacrebleu", reference, "-i", *hypotheses, "-f", "text"]
    tests = ["-m", "bleu", "chrf", "ter", "--paired-bs", "--paired-bs-n", "1000"]
    runs = {
        "sacrebleu: bleu, chrf, ter, paired bootstrap": [*theirs, *tests],
        "mtkit: the same metrics": [*ours, "chrf,bleu,ter"],
        "mtkit: all thirteen metrics": [*ours, METRICS],
    }
    print("| run | CPU s | wall s |")
    print("|---|---|---|")
    for name, command in runs.items():
        cpu, wall = _timed(command)
        print(f"| {name} | {cpu:.1f} | {wall:.1f} |", flush=True)


def growth(hypotheses: Sequence[str], reference: str, source: str) -> None:
    from mtkit.evaluation import Sampling, evaluate

    sides = [Path(path).read_text("utf-8").split("\n")[:-1] for path in (reference, source)]
    texts = {path: Path(path).read_text("utf-8").split("\n")[:-1] for path in hypotheses}
    print("\n| systems | segments | CPU s |")
    print("|---|---|---|")
    for systems in sorted({1, 2, 4, len(texts)}):
        for segments in (250, 500, len(sides[0])):
            chosen = {name: texts[name][:segments] for name in list(texts)[:systems]}
            start = time.process_time()
            evaluate(
                chosen,
                sides[0][:segments],
                sides[1][:segments],
                sampling=Sampling(samples=1000, trials=1000),
            )
            print(f"| {systems} | {segments} | {time.process_time() - start:.1f} |", flush=True)


def equality(hypotheses: Sequence[str], reference: str) -> None:
    from mtkit.evaluation.inputs import Inputs, evaluate_inputs
    from mtkit.evaluation.results import Sampling

    inputs = Inputs(hypotheses=hypotheses, references=[reference])
    ours = evaluate_inputs(inputs, metrics=list(COMMANDS), sampling=Sampling(samples=1, trials=1))
    signatures = {info.name: info.signature for info in ours.metrics}
    print("| metric | files | greatest difference | signatures equal |")
    print("|---|---|---|---|")
    for metric, arguments in COMMANDS.items():
        differences, equal = [], 0
        for system, path in zip(ours.systems, hypotheses, strict=True):
            command = [sys.executable, "-m", "sacrebleu", reference, "-i", path, "-w", "12"]
            ran = subprocess.run([*command, *arguments], check=True, capture_output=True)
            theirs = json.loads(ran.stdout)
            differences.append(abs(theirs["score"] - ours.score(system, metric).value))
            equal += theirs["signature"] == signatures[metric]
        print(f"| {metric} | {len(hypotheses)} | {max(differences):.0e} | {equal} |", flush=True)


def honesty(draws: int) -> None:
    from sacrebleu.significance import _compute_p_value

    from mtkit.evaluation.resampling import bootstrap_sums, random_half_sums
    from mtkit.evaluation.significance import bootstrap_p, interval, randomization_p

    print("| segments | covered | bootstrap | randomization | sacreBLEU's bootstrap |")
    print("|---|---|---|---|---|")
    for segments in (100, 300, 1000):
        rng = np.random.default_rng(segments)
        counted = np.zeros(4)
        for draw in range(draws):
            both = np.concatenate([_sample(rng, segments), _sample(rng, segments)], axis=1)
            sums = bootstrap_sums(both, samples=500, seed=draw)
            halves = random_half_sums(both, trials=500, seed=draw)
            total = both.sum(axis=0)
            one, other = _ratio(sums[:, :2]), _ratio(sums[:, 2:])
            observed = float(_ratio(total[:2]) - _ratio(total[2:]))
            range_ = interval(one)
            p = randomization_p(_ratio, (halves[:, :2], halves[:, 2:]), (total[:2], total[2:]))
            spread = np.abs(one - other)
            theirs = _compute_p_value(spread - spread.mean(), abs(observed))
            counted += [
                range_.low <= _TRUTH <= range_.high,
                bootstrap_p(one - other, observed) < 0.05,
                p < 0.05,
                theirs < 0.05,
            ]
        rates = " | ".join(f"{rate:.1%}" for rate in counted / draws)
        print(f"| {segments} | {rates} |", flush=True)


_TRUTH = 0.6  # mean of the beta distribution below


def _sample(rng: np.random.Generator, segments: int) -> Counts:
    """Draw matches and totals of segments of varying length and quality."""
    totals = rng.integers(5, 40, segments)
    matches = rng.binomial(totals, rng.beta(6, 4, segments))
    return np.stack([matches, totals], axis=1).astype(np.float64)


def _ratio(sums: Counts) -> Counts:
    ratios: Counts = sums[..., 0] / sums[..., 1]
    return ratios


def _timed(command: Sequence[str]) -> tuple[float, float]:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, wall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    timing = commands.add_parser("speed")
    timing.add_argument("hypotheses", nargs="+")
    timing.add_argument("--reference", required=True)
    timing.add_argument("--source", required=True)
    same = commands.add_parser("equality")
    same.add_argument("hypotheses", nargs="+")
    same.add_argument("--reference", required=True)
    commands.add_parser("honesty").add_argument("--draws", type=int, default=2000)
    arguments = parser.parse_args()
    if arguments.command == "honesty":
        honesty(arguments.draws)
    elif arguments.command == "equality":
        equality(arguments.hypotheses, arguments.reference)
    else:
        files = (arguments.hypotheses, arguments.reference, arguments.source)
        speed(*files)
        growth(*files)


if __name__ == "__main__":
    main()
