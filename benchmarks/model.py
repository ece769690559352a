"""Scores of a model on the dev sets at hand: chrF and BLEU both ways, doubtful sentences, speed.

FLORES-200 dev is read from ``$MTKIT_SHARED/reference/flores-dev`` where it is at hand.  With
``--write`` scores and golden sentences go into the model's manifest, and the files are sealed.

    python benchmarks/model.py [--model newsdesk-small] [--beam 4] [--write]
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import sacrebleu

from mtkit import paths
from mtkit.engines import DecodeOptions, load
from mtkit.engines.install import translator
from mtkit.store import MeasuredScore, golden, manifest_toml, seal
from mtkit.store.manifest import Model
from mtkit.store.shelf import Shelf
from mtkit.translation.checks import CheckInput, run_checks


@dataclass(frozen=True)
class Bitext:
    """Sentences of a set in two languages."""

    name: str
    texts: dict[str, list[str]]


def bitexts() -> Iterator[Bitext]:
    """Yield the dev sets at hand."""
    newsdesk = paths.shipped("corpora") / "newsdesk"
    rows = [json.loads(line) for line in (newsdesk / "dev.jsonl").read_text("utf-8").splitlines()]
    yield Bitext("newsdesk-dev", {code: [row[code] for row in rows] for code in ("en", "ar")})
    pairs = [
        line.split("\t") for line in (newsdesk / "dev_pairs.tsv").read_text("utf-8").splitlines()
    ]
    yield Bitext("newsdesk-dev-pairs", {"en": [p[0] for p in pairs], "ar": [p[1] for p in pairs]})
    flores = Path(os.environ.get("MTKIT_SHARED", "../shared")) / "reference" / "flores-dev"
    if flores.is_dir():
        files = {code: (flores / f"{code}.txt").read_text("utf-8") for code in ("en", "ar")}
        yield Bitext("flores200-dev", {c: text.split("\n")[:-1] for c, text in files.items()})


def measure(model: Model, beam: int) -> Iterator[MeasuredScore]:
    """Translate every set in every direction, print a row for each, yield its scores."""
    engine = load(model)
    signature = f"CTranslate2 int8, beam {beam}"
    print("| set | direction | chrF | BLEU | doubtful | sentences/s |\n|---|---|---|---|---|---|")
    for bitext in bitexts():
        for source, target in model.manifest.pairs:
            texts, references = bitext.texts[source], bitext.texts[target]
            start = time.perf_counter()
            best = [
                hypotheses[0]
                for hypotheses in engine.translate(
                    texts, source=source, target=target, options=DecodeOptions(beam_size=beam)
                )
            ]
            speed = len(texts) / (time.perf_counter() - start)
            doubtful = sum(
                bool(run_checks(CheckInput(text, said.text, source, target, said.score)))
                for text, said in zip(texts, best, strict=True)
            )
            outputs = [said.text for said in best]
            values = {
                "chrF": sacrebleu.corpus_chrf(outputs, [references]).score,
                "BLEU": sacrebleu.corpus_bleu(outputs, [references]).score,
            }
            print(
                f"| {bitext.name}, {len(texts)} | {source}→{target} | {values['chrF']:.1f} "
                f"| {values['BLEU']:.1f} | {doubtful / len(texts):.1%} | {speed:.0f} |",
                flush=True,
            )
            for metric, value in values.items():
                yield MeasuredScore(
                    (source, target), bitext.name, metric, round(value, 1), signature
                )


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="newsdesk-small")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    model = Shelf().get(arguments.model)
    scores = tuple(measure(model, arguments.beam))
    if arguments.write:
        sentences = golden.record(model.manifest, translator(model))
        manifest_toml.dump(replace(model.manifest, scores=scores, golden=sentences), model.path)
        seal(model.path)


if __name__ == "__main__":
    main()
