"""Is memory flat?  A JSONL file and one many times larger, through the whole command.

The identity engine shows what reading, splitting, putting together and writing hold; the embedded
model, with a smaller pair of files, what decoding holds.  Peak resident memory of each process.

    python benchmarks/memory.py [--records 2000] [--times 100] [--model-records 100]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mtkit.paths import shipped


def write(path: Path, records: int) -> None:
    """Write a file of so many records; each is a different text."""
    source = shipped("corpora") / "newsdesk" / "dev.jsonl"
    texts = [json.loads(line)["en"] for line in source.read_text("utf-8").splitlines()]
    with path.open("w", encoding="utf-8") as file:
        for number in range(records):
            text = f"{texts[number % len(texts)]} This is report {number}."
            file.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")


def peak(source: Path, *options: str) -> tuple[float, float]:
    """Return megabytes at the peak and seconds of one run of ``mtkit translate``."""
    command = [sys.executable, "-m", "mtkit", "translate", str(source), "-q", "--no-memory"]
    command += ["--from", "en", "--to", "ar", "-o", str(source.with_suffix(".out.jsonl")), *options]
    start = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return usage.ru_maxrss / 1024, time.perf_counter() - start


def compare(name: str, records: int, times: int, *options: str) -> None:
    """Print both peaks side by side."""
    with tempfile.TemporaryDirectory() as folder:
        peaks = []
        for count in (records, records * times):
            path = Path(folder, f"{count}.jsonl")
            write(path, count)
            megabytes, seconds = peak(path, *options)
            size = path.stat().st_size / 1e6
            print(f"{name:>11} {count:>8} records {size:7.1f} MB  {seconds:6.1f} s", end="  ")
            print(f"peak {megabytes:5.0f} MB", flush=True)
            peaks.append(megabytes)
        print(f"{name:>11} {times}x the records: {peaks[1] / peaks[0]:.2f}x the memory")


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--model-records", type=int, default=100)
    arguments = parser.parse_args()
    compare("identity", arguments.records, arguments.times, "--engine", "identity")
    search = ("--beam-size", "1", "--no-checks")
    compare("ctranslate2", arguments.model_records, max(2, arguments.times // 10), *search)


if __name__ == "__main__":
    main()
