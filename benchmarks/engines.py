"""How fast the engines are, side by side: `python benchmarks/engines.py [--sentences 300]`.

One run on one machine, the same sentences, batched by the same schedule; only ratios are worth
quoting.  On a machine that others share, take those per CPU second: PyTorch's threads wait for each
other in a busy loop, and fall far behind as soon as one of them has to wait for a core.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mtkit.engines import DecodeOptions, Engine, load
from mtkit.paths import shipped
from mtkit.store.manifest import Model
from mtkit.store.shelf import Shelf

# name, keywords of `load`; the first is what the others are compared with
ENGINES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("transformers float32 1x1", {"engine": "transformers", "intra_threads": 1}),
    ("transformers float32 1x2", {"engine": "transformers", "intra_threads": 2}),
    ("ctranslate2 float32 1x2", {"compute_type": "float32", "inter_threads": 1}),
    ("ctranslate2 float32 2x1", {"compute_type": "float32", "inter_threads": 2}),
    ("ctranslate2 int8 1x2", {"compute_type": "int8", "inter_threads": 1}),
    ("ctranslate2 int8 2x1", {"compute_type": "int8", "inter_threads": 2}),
)

ONE_SENTENCE = """
import resource
from mtkit.engines import DecodeOptions, load
from mtkit.store.shelf import Shelf
engine = load(Shelf().choose("en", "ar").model, device="cpu")
engine.translate(["The minister arrived in Damascus on Friday."],
                 source="en", target="ar", options=DecodeOptions(alignment=True))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@dataclass(frozen=True, slots=True)
class Measurement:
    """Pieces said, seconds on the clock, seconds of all cores, and what was said."""

    pieces: int
    seconds: float
    cpu: float
    texts: list[str]


def measure(engine: Engine, texts: Sequence[str], options: DecodeOptions) -> Measurement:
    engine.translate(texts[:4], source="en", target="ar", options=options)
    clock, cpu = time.perf_counter(), time.process_time()
    results = engine.translate(texts, source="en", target="ar", options=options)
    clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    pieces = sum(len(hypotheses[0].pieces) for hypotheses in results)
    return Measurement(pieces, clock, cpu, [hypotheses[0].text for hypotheses in results])


def chrf(texts: Sequence[str], references: Sequence[str]) -> float:
    from sacrebleu import corpus_chrf

    return float(corpus_chrf(texts, [references]).score)


def compare(model: Model, count: int, beams: Sequence[int], options: DecodeOptions) -> None:
    path = shipped("corpora") / "newsdesk" / "dev.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()[:count]]
    texts, references = [row["en"] for row in rows], [row["ar"] for row in rows]
    print(f"{model.id}, {len(texts)} sentences en-ar, alignment {options.alignment}")
    for beam in beams:
        print(f"\nbeam {beam:<22}  pieces/s   ratio  pieces/cpu-s   ratio   chrF   same")
        first: Measurement | None = None
        for name, keywords in ENGINES:
            engine = load(model, device="cpu", **keywords)
            chosen = DecodeOptions(beam_size=beam, alignment=options.alignment)
            run = measure(engine, texts, chosen)
            first = first or run
            same = sum(a == b for a, b in zip(run.texts, first.texts, strict=True)) / len(texts)
            speed, base = run.pieces / run.seconds, first.pieces / first.seconds
            lean, base_lean = run.pieces / run.cpu, first.pieces / first.cpu
            print(
                f"{name:<26} {speed:>9.0f} {speed / base:>6.1f}x {lean:>13.0f} "
                f"{lean / base_lean:>6.1f}x {chrf(run.texts, references):>6.2f} {same:>6.1%}",
                flush=True,
            )


def one_sentence() -> None:
    seconds, memory = [], ""
    for _ in range(5):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", ONE_SENTENCE], capture_output=True, text=True, check=True
        )
        seconds.append(time.perf_counter() - start)
        memory = done.stdout.strip()
    cpu = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"\none sentence, process start to exit: {min(seconds):.2f} s at best of {len(seconds)}, "
        f"{(cpu.ru_utime + cpu.ru_stime) / len(seconds):.2f} s of cpu, {memory} MB resident"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=300)
    parser.add_argument("--beams", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--alignment", action="store_true", help="ask for attention as well")
    arguments = parser.parse_args()
    model = Shelf().choose("en", "ar").model
    one_sentence()
    options = DecodeOptions(alignment=arguments.alignment)
    compare(model, arguments.sentences, arguments.beams, options)


if __name__ == "__main__":
    main()
