"""What quantization, beam and shortlist cost and bring: chrF, speed, memory, size.

Every row is measured in a process of its own, which loads the model, translates newsdesk dev and
ends.  A *shortlist* (CTranslate2's ``vmap``) lets the decoder choose only among the pieces that
were aligned with pieces of the source in newsdesk train, and the commonest ones: the output layer
becomes smaller, and what is not on the list cannot be said.

    python benchmarks/quantization.py [--model newsdesk-small] [--limit 100] [--output table.md]

Pieces a second of one core are what other work on the machine changes least.  bfloat16 and int16
are measured where the machine has them.  Without ``--limit`` it takes some ten minutes on two
cores, half of them to align newsdesk train; figures of different machines do not compare.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

COMPUTE_TYPES = ("float32", "bfloat16", "int16", "int8")
BEAMS = (1, 4)
BATCH = 1024  # pieces of a batch


@dataclass(frozen=True)
class Cell:
    """What one process measures; `shortlist` is the file, or empty."""

    model: str
    compute_type: str
    beam: int
    shortlist: str
    limit: int


@dataclass(frozen=True)
class Row:
    """What it found: chrF by direction, and speed over both; memory and size in bytes."""

    chrf: dict[str, float]
    pieces_per_second: float
    pieces_per_core_second: float
    sentences_per_second: float
    memory: int
    size: int


def measure(cell: Cell) -> Row:
    """Load, translate, score; to be called in a fresh process."""
    import ctranslate2
    import sacrebleu

    from mtkit.bench.machine import peak_memory
    from mtkit.engines.convert import converted
    from mtkit.engines.pieces import Codec, decode, read_vocabulary
    from mtkit.store.shelf import Shelf

    model = Shelf().get(cell.model)
    folder = converted(model, cell.compute_type)
    with tempfile.TemporaryDirectory() as work:
        for path in folder.iterdir():
            shutil.copyfile(path, Path(work) / path.name)
        if cell.shortlist:
            shutil.copyfile(cell.shortlist, Path(work) / "vmap.txt")
        translator = ctranslate2.Translator(
            work, compute_type=cell.compute_type, inter_threads=cores(), intra_threads=1
        )
    codec = Codec(model.path, read_vocabulary(folder), model.manifest, append_eos=True)
    scores, seconds, core_seconds, pieces, sentences = {}, 0.0, 0.0, 0, 0
    for source, target in model.manifest.pairs:
        texts, references = newsdesk(source, target, part="dev", limit=cell.limit)
        label = codec.label(source, target)
        encoded = [[piece.piece for piece in codec.encode(text, label)] for text in texts]
        start, core_start = time.perf_counter(), time.process_time()
        results = translator.translate_batch(
            encoded,
            beam_size=cell.beam,
            max_batch_size=BATCH,
            batch_type="tokens",
            disable_unk=True,
            use_vmap=bool(cell.shortlist),
        )
        seconds += time.perf_counter() - start
        core_seconds += time.process_time() - core_start
        said = [result.hypotheses[0] for result in results]
        pieces += sum(map(len, said))
        sentences += len(said)
        outputs = [decode(one)[0] for one in said]
        scores[f"{source}-{target}"] = sacrebleu.corpus_chrf(outputs, [references]).score
    size = sum(path.stat().st_size for path in folder.iterdir())
    size += Path(cell.shortlist).stat().st_size if cell.shortlist else 0
    speeds = (pieces / seconds, pieces / core_seconds, sentences / seconds)
    return Row(scores, *speeds, peak_memory() or 0, size)


def newsdesk(
    source: str, target: str, *, part: str, limit: int = 0
) -> tuple[Sequence[str], Sequence[str]]:
    """Return sources and references of a part of newsdesk, evenly spread."""
    from mtkit.evaluation.corpora import find_corpus, load_part

    found = find_corpus(f"newsdesk/{part}")
    assert found is not None, "newsdesk ships with mtkit"
    loaded = load_part(*found, source=source, target=target)
    texts, references = loaded.sources or (), loaded.references[0]
    count = min(limit, len(texts)) if limit else len(texts)
    chosen = [i * len(texts) // count for i in range(count)]
    return [texts[i] for i in chosen], [references[i] for i in chosen]


def learn_shortlist(model_id: str, path: Path, *, pairs: int) -> None:
    """Write the shortlist of newsdesk train, both directions."""
    from mtkit.store.shelf import Shelf
    from mtkit.training import shortlist
    from mtkit.training.vocabulary import Vocabulary

    model = Shelf().get(model_id)
    source, target = model.manifest.pairs[0]
    texts, references = newsdesk(source, target, part="train", limit=pairs)
    bitext = list(zip(texts, references, strict=True))
    shortlist.write(shortlist.learn(Vocabulary(model.path, (source, target)), bitext), path)


def cells(model: str, shortlist: str, limit: int) -> Iterator[Cell]:
    import ctranslate2

    there = ctranslate2.get_supported_compute_types("cpu")
    for compute_type in COMPUTE_TYPES:
        if compute_type in there:
            for beam in BEAMS:
                yield Cell(model, compute_type, beam, "", limit)
    for beam in BEAMS:
        yield Cell(model, "int8", beam, shortlist, limit)


def table(rows: Sequence[tuple[Cell, Row]]) -> Iterator[str]:
    directions = list(rows[0][1].chrf)
    heads = [f"chrF {direction}" for direction in directions]
    speeds = "pieces/s | pieces/core s | sentences/s"
    yield f"| weights | beam | {' | '.join(heads)} | {speeds} | memory | size |"
    yield "|" + "---|" * (len(heads) + 7)
    for cell, row in rows:
        name = cell.compute_type + (" + shortlist" if cell.shortlist else "")
        scores = " | ".join(f"{row.chrf[direction]:.1f}" for direction in directions)
        yield (
            f"| {name} | {cell.beam} | {scores} | {row.pieces_per_second:,.0f} "
            f"| {row.pieces_per_core_second:,.0f} | {row.sentences_per_second:.0f} "
            f"| {row.memory / 1e6:.0f} MB | {row.size / 1e6:.1f} MB |"
        )


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_own_process(cell: Cell) -> Row:
    command = [sys.executable, __file__, "--cell", json.dumps(asdict(cell))]
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return Row(**json.loads(result.stdout.splitlines()[-1]))


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="newsdesk-small")
    parser.add_argument("--limit", type=int, default=0, help="sentences a direction; 0 is all")
    parser.add_argument("--pairs", type=int, default=0, help="to learn the shortlist; 0 is all")
    parser.add_argument("--output", type=Path)
    parser.add_argument("--cell", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.cell:
        print(json.dumps(asdict(measure(Cell(**json.loads(arguments.cell))))))
        return
    from mtkit.engines.convert import converted
    from mtkit.store.shelf import Shelf

    with tempfile.TemporaryDirectory() as work:
        shortlist = Path(work) / "vmap.txt"
        learn_shortlist(arguments.model, shortlist, pairs=arguments.pairs)
        rows = []
        for cell in cells(arguments.model, str(shortlist), arguments.limit):
            converted(Shelf().get(cell.model), cell.compute_type)  # not part of what is measured
            rows.append((cell, in_own_process(cell)))
            print(list(table(rows))[-1], file=sys.stderr, flush=True)
    text = "\n".join(table(rows)) + "\n"
    print(text, end="")
    if arguments.output:
        arguments.output.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
