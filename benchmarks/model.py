"""Scores of a model on the dev sets at hand: chrF, BLEU, doubtful sentences, speed.

ChrF and BLEU have 95% bootstrap intervals.

FLORES-200 dev is read from ``$MTKIT_SHARED/reference/flores-dev`` where it is at hand, other sets
where `mtkit corpora list` shows them.  With ``--write`` scores and golden sentences go into the
model's manifest, and the files are sealed.

    python benchmarks/model.py [--model newsdesk-small] [--beam 4] [--write]
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mtkit.engines.install import translator
from mtkit.store import golden, manifest_toml, seal
from mtkit.store.shelf import Shelf
from mtkit.training.data import read_corpus
from mtkit.training.judging import JudgedSet, Verdict, judge, measured_scores, sets_at_hand
from mtkit.training.recipe import CorpusSpec


def sets(languages: tuple[str, str]) -> Iterator[JudgedSet]:
    """Yield the dev sets at hand: the two parts of newsdesk apart, for they differ in kind."""
    flores = Path(os.environ.get("MTKIT_SHARED", "../shared")) / "reference" / "flores-dev"
    specs = [
        CorpusSpec(id="newsdesk-dev", set="newsdesk/dev-documents"),
        CorpusSpec(id="newsdesk-dev-pairs", set="newsdesk/dev-pairs"),
        *([CorpusSpec(id="flores200-dev", path=flores)] if flores.is_dir() else []),
        *(s for s in sets_at_hand(languages) if not s.set.startswith(("newsdesk", "flores"))),
    ]
    for spec in specs:
        yield JudgedSet(spec.id, tuple(pair.texts for pair in read_corpus(spec, languages)))


def row(verdict: Verdict) -> str:
    """Return a row of the table."""
    scores = {name: verdict.score(name) for name in ("chrf", "bleu", "flags")}
    cells = [
        f"{score.value:.1f} ({score.interval.low:.1f}-{score.interval.high:.1f})"
        for score in scores.values()
    ]
    name = f"{verdict.set.name}, {len(verdict.set.pairs)}"
    speed = f"{verdict.sentences_per_second:.0f}"
    return f"| {name} | {'→'.join(verdict.direction)} | {' | '.join(cells)} | {speed} |"


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="newsdesk-small")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    model = Shelf().get(arguments.model)
    pairs = model.manifest.pairs
    languages = pairs[0]
    sides = [languages.index(source) for source, _ in pairs]
    print(
        "| set | direction | chrF | BLEU | doubtful, % | sentences/s |\n|---|---|---|---|---|---|"
    )
    verdicts = []
    for verdict in judge(
        {model.id: model},
        list(sets(languages)),
        languages=languages,
        sides=sides,
        beam_size=arguments.beam,
    ):
        verdicts.append(verdict)
        print(row(verdict), flush=True)
    if arguments.write:
        scores = measured_scores(verdicts, signature=f"CTranslate2 int8, beam {arguments.beam}")
        sentences = golden.record(model.manifest, translator(model))
        manifest_toml.dump(replace(model.manifest, scores=scores, golden=sentences), model.path)
        seal(model.path)


if __name__ == "__main__":
    main()
