"""Two processes lose nothing; a kill leaves what was committed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from mtkit.names.gazetteer import Gazetteer

ADD = """
import sys
from mtkit.names.gazetteer import Gazetteer
from mtkit.names.gazetteer.documents import from_mentions
from mtkit.types import Mention, Span
path, who, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
def document(n):
    forms = ["Homs", f"{who} Haddad {n}"]
    found = [[Mention(Span(0, len(form)), form)] for form in forms]
    name = f"{who}{n}"
    return from_mentions(found, language="en", name=name, sentences=[f"{f} {name}" for f in forms])
with Gazetteer(path, create=True) as gazetteer:
    for n in range(count):
        gazetteer.add_documents([document(n)])
        print(n, flush=True)
"""


def start(path: Path, who: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ADD, str(path), who, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_processes_adding_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "names.sqlite"
    running = [start(path, who, 12) for who in ("Karim", "Walid")]
    for process in running:
        process.communicate(timeout=120)
        assert process.returncode == 0
    with Gazetteer(path) as gazetteer:
        stats = gazetteer.stats()
        assert (stats["documents"], stats["mentions"]) == (24, 48)
        homs = gazetteer.entry("Homs")
        assert [variant.count for variant in homs.variants] == [24]
        assert gazetteer.lookup("Walid Hadad 11")[0].score > 0.5


def test_a_kill_leaves_what_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "names.sqlite"
    process = start(path, "Karim", 100_000)
    assert process.stdout is not None
    for _ in range(5):
        last = int(process.stdout.readline())
    time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    said = [int(line) for line in process.stdout.read().splitlines()]
    process.wait()
    process.stdout.close()
    done = max([last, *said]) + 1
    with Gazetteer(path) as gazetteer:
        stats = gazetteer.stats()
        assert done <= stats["documents"] <= done + 1
        assert stats["mentions"] == 2 * stats["documents"]
        assert gazetteer.entry("Homs").variants[0].count == stats["documents"]
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()


def test_what_another_adds_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "names.sqlite"
    with Gazetteer(path, create=True) as gazetteer:
        assert gazetteer.lookup("Homs") == []
        process = start(path, "Karim", 1)
        process.communicate(timeout=60)
        assert gazetteer.lookup("Homs")[0].score == 1.0
