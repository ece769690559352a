"""What the desk costs beside its engine: file to file against bare `translate_batch`.

Both read the same HTML page of newsdesk sentences with the same int8 weights, options and threads;
the bare run gets segments that are split and tokenized already.  The two run in turn, and the ratio
of each pair of runs is printed, since the machine's speed drifts; on one that others share, the
ratio per processor second is the steadier.

    python benchmarks/desk.py [--sentences 400] [--rounds 5] [--beam 4]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mtkit import Translator, paths
from mtkit.engines import DecodeOptions
from mtkit.formats import parse
from mtkit.segment import segments
from mtkit.translation.jobs import Job, run_job


def page(count: int) -> str:
    """Return an HTML page of newsdesk's dev sentences, a link in every third."""
    lines = (paths.shipped("corpora") / "newsdesk" / "dev.jsonl").read_text("utf-8").splitlines()
    sentences = [json.loads(line)["en"] for line in lines][:count]
    paragraphs = [" ".join(sentences[i : i + 4]) for i in range(0, len(sentences), 4)]
    linked = [
        paragraph.replace(" the ", ' <a href="#">the ', 1).replace(". ", "</a>. ", 1)
        if index % 3 == 0 and " the " in paragraph.split(". ")[0]
        else paragraph
        for index, paragraph in enumerate(paragraphs)
    ]
    return "<html><body>\n" + "\n".join(f"<p>{text}</p>" for text in linked) + "\n</body></html>"


def compare(count: int, rounds: int, beam: int) -> None:
    """Print seconds and ratios of both runs, in turn."""
    options = DecodeOptions(beam_size=beam)
    with (
        tempfile.TemporaryDirectory() as folder,
        Translator(
            source="en", target="ar", memory=False, checks=False, options=options
        ) as translator,
    ):
        source, output = Path(folder, "page.html"), Path(folder, "page.ar.html")
        source.write_text(page(count), "utf-8")
        texts = [
            segment.text
            for block in parse(source.read_text("utf-8"), markup="html").blocks
            for segment in segments(
                block.text, "en", limit=128, measure=translator.engine.count_pieces
            )
        ]
        bare = BareRun(translator, texts, beam)
        job = Job(source, output)
        clock, cpu = [], []
        for turn in range(rounds + 1):
            ours = _seconds(lambda: run_job(job, lambda sample: translator))
            theirs = _seconds(bare.run)
            if turn:  # the first warms both
                clock.append(theirs[0] / ours[0])
                cpu.append(theirs[1] / ours[1])
                print(
                    f"desk {ours[0]:6.2f} s ({ours[1]:5.2f} of processor)  "
                    f"bare {theirs[0]:6.2f} s ({theirs[1]:5.2f})  "
                    f"desk/bare speed {clock[-1]:.2f} ({cpu[-1]:.2f})"
                )
    print(
        f"beam {beam}, {len(texts)} sentences: median speed {statistics.median(clock):.2f}x bare, "
        f"per processor second {statistics.median(cpu):.2f}x"
    )


class BareRun:
    """CTranslate2 alone, on tokens that are there already."""

    def __init__(self, translator: Translator, texts: list[str], beam: int) -> None:
        engine: Any = translator.engine
        label = engine._codec.label("en", "ar")
        self.translator = engine._translator
        self.tokens = [
            [piece.piece for piece in engine._codec.encode(text, label)] for text in texts
        ]
        self.beam = beam

    def run(self) -> None:
        """Translate as a script would: one call, sorted and batched by the library."""
        self.translator.translate_batch(
            self.tokens,
            beam_size=self.beam,
            max_batch_size=512,
            batch_type="tokens",
            max_decoding_length=2 * max(map(len, self.tokens)) + 20,
            return_scores=True,
        )


def _seconds(run: Callable[[], object]) -> tuple[float, float]:
    """Return seconds on the clock, and of all cores."""
    clock, cpu = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - clock, time.process_time() - cpu


def start_up(rounds: int) -> None:
    """Print time and memory of one sentence, process start to exit, and of the help."""
    words = ["translate", "--text", "The army entered Aleppo on Friday.", "--no-memory"]
    for arguments in (words, ["--help"]):
        times = []
        for _ in range(rounds):
            command = [sys.executable, "-m", "mtkit", *arguments]
            times.append(
                _seconds(lambda command=command: subprocess.run(command, capture_output=True))[0]
            )
        print(
            f"{arguments[0]:>10}: median {statistics.median(times):.2f} s, best {min(times):.2f} s"
        )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak resident memory of these processes: {peak:.0f} MB")


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sentences", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--beam", type=int, nargs="*", default=[1, 4])
    arguments = parser.parse_args()
    print(f"{os.cpu_count()} cores")
    start_up(arguments.rounds)
    for beam in arguments.beam:
        compare(arguments.sentences, arguments.rounds, beam)


if __name__ == "__main__":
    main()
