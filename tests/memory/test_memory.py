"""The memory gives back what was put, from any number of processes, and never stops a run."""

from __future__ import annotations

import logging
import multiprocessing
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.engines.base import DecodeOptions
from mtkit.errors import ConfigError
from mtkit.memory import Key, TranslationMemory, default_path, key
from mtkit.types import Flag, Link, Span, Translation, WordAlignment

OPTIONS = DecodeOptions(alignment=True)


def key_of(text: str, **changes: object) -> Key:
    parts = {"fingerprint": "model", "pair": ("en", "ar"), "options": OPTIONS} | changes
    return key(text, **parts)  # type: ignore[arg-type]


spans = st.builds(lambda a, b: Span(min(a, b), max(a, b)), *[st.integers(0, 5000)] * 2)
links = st.builds(Link, *[st.integers(0, 300)] * 2, st.floats(0, 1, exclude_min=True))
alignments = st.builds(
    WordAlignment, *[st.lists(spans, max_size=8).map(tuple)] * 2, st.lists(links).map(tuple)
)
translations = st.builds(
    Translation,
    source=st.text(),
    text=st.text(),
    score=st.none() | st.floats(max_value=0, allow_nan=False),
    alignment=st.none() | alignments,
    flags=st.lists(st.builds(Flag, st.text(), st.text()), max_size=3).map(tuple),
    origin=st.sampled_from(["model", "memory", "copied", "repaired"]),
)


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> TranslationMemory:
    return TranslationMemory(tmp_path_factory.mktemp("memory") / "memory.sqlite")


@given(st.dictionaries(st.text().map(key_of), translations, max_size=5))
@settings(max_examples=60, deadline=None)
def test_get_after_put(memory: TranslationMemory, items: dict[Key, Translation]) -> None:
    memory.put_many(items)
    assert memory.get_many([*items, key_of("never put")]) == items


@pytest.mark.parametrize(
    "change",
    [
        {"fingerprint": "other"},
        {"pair": ("ar", "en")},
        {"options": replace(OPTIONS, beam_size=1)},
        {"text": "Kirkuk "},
    ],
    ids=lambda change: next(iter(change)),
)
def test_key_depends_on_all_that_decides(change: dict[str, object]) -> None:
    assert key_of("Kirkuk") == key_of("Kirkuk")
    assert key_of("Kirkuk") != key_of(**{"text": "Kirkuk", **change})  # type: ignore[arg-type]


def test_put_replaces(memory: TranslationMemory) -> None:
    for text in ("كركوك", "مدينة كركوك"):
        memory.put_many({key_of("Kirkuk"): Translation("Kirkuk", text)})
    assert memory.get_many([key_of("Kirkuk")])[key_of("Kirkuk")].text == "مدينة كركوك"


def test_more_keys_than_one_query_takes(tmp_path: Path) -> None:
    items = {key_of(str(i)): Translation(str(i), str(i)) for i in range(1700)}
    with TranslationMemory(tmp_path / "memory.sqlite") as memory:
        memory.put_many(items)
        assert memory.get_many(list(items)) == items
        assert [record.translation.text for record in memory.records()] == list(
            map(str, range(1700))
        )


def test_stats_and_clear(tmp_path: Path) -> None:
    with TranslationMemory(tmp_path / "memory.sqlite") as memory:
        memory.put_many({key_of("a"): Translation("a", "أ"), key_of("b"): Translation("b", "ب")})
        memory.put_many({key_of("أ", pair=("ar", "en")): Translation("أ", "a")})
        found = memory.stats()
        assert (found["translations"], found["pairs"]) == (3, {"ar-en": 1, "en-ar": 2})
        assert found["bytes"] > 0
        assert memory.clear(unused_days=1) == 0
        assert memory.clear() == 3
        assert memory.stats()["translations"] == 0


def test_default_lies_with_the_users_data() -> None:
    with TranslationMemory() as memory:
        assert memory.path == default_path()
        assert memory.path.is_file()


# --- side by side ------------------------------------------------------------------------------


def _write(path: Path, worker: int, ready: threading.Barrier) -> None:
    ready.wait()
    with TranslationMemory(path) as memory:
        for batch in range(20):
            texts = [f"{worker}-{batch}-{i}" for i in range(10)]
            memory.put_many({key_of(text): Translation(text, text) for text in texts})


def test_processes_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"  # does not exist yet: they race to make it too
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(4)
    workers = [context.Process(target=_write, args=(path, worker, ready)) for worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4
    with TranslationMemory(path) as memory:
        assert memory.stats()["translations"] == 4 * 20 * 10


def test_threads_share_one(tmp_path: Path) -> None:
    with TranslationMemory(tmp_path / "memory.sqlite") as memory:

        def put(worker: int) -> None:
            for i in range(50):
                memory.put_many({key_of(f"{worker}-{i}"): Translation("x", "y")})

        threads = [threading.Thread(target=put, args=(worker,)) for worker in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert memory.stats()["translations"] == 200


# --- trouble -----------------------------------------------------------------------------------


def test_file_that_is_no_memory_is_set_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "memory.sqlite"
    path.write_bytes(b"\x00garbage" * 1000)
    with TranslationMemory(path) as memory:
        memory.put_many({key_of("a"): Translation("a", "أ")})
        assert memory.stats()["translations"] == 1
    assert [r.levelno for r in caplog.records] == [logging.WARNING]
    (aside,) = tmp_path.glob("memory.sqlite.corrupt-*")
    assert aside.read_bytes() == b"\x00garbage" * 1000


def test_damage_found_while_running_costs_the_memory_not_the_run(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "memory.sqlite"
    items = {key_of(str(i)): Translation(str(i), "نص " * 50) for i in range(500)}
    with TranslationMemory(path) as memory:
        memory.put_many(items)
    with path.open("r+b") as file:  # the first page, which says what it is, stays whole
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))
    with TranslationMemory(path) as memory:
        assert memory.get_many(list(items)) == {}
        memory.put_many(items)
        assert memory.get_many(list(items)) == items
    assert len(list(tmp_path.glob("memory.sqlite.corrupt-*"))) == 1
    assert len(caplog.records) == 1


def test_set_aside_only_once_by_two_processes(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    with TranslationMemory(path) as memory:
        memory.put_many({key_of("a"): Translation("a", "أ")})
    with TranslationMemory(path) as late:
        path.rename(tmp_path / "moved-by-the-other")
        with TranslationMemory(path) as new:
            new.put_many({key_of("b"): Translation("b", "ب")})
        late._replace()  # it saw the old file broken; the new one is not to be touched
        assert list(late.get_many([key_of("b")])) == [key_of("b")]
    assert not list(tmp_path.glob("*.corrupt-*"))


def test_newer_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    TranslationMemory(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ConfigError, match=r"newer mtkit \(version 99"):
        TranslationMemory(path)


def test_other_programs_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photos.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE photo (id)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ConfigError, match="another program"):
        TranslationMemory(path)
    assert path.read_bytes() == before


def test_unwritable_place_warns_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("not a folder")
    with TranslationMemory(tmp_path / "file" / "memory.sqlite") as memory:
        assert not memory.usable
        memory.put_many({key_of("a"): Translation("a", "أ")})
        assert memory.get_many([key_of("a")]) == {}
        assert memory.stats()["translations"] == memory.clear() == 0
        assert list(memory.records()) == []
    assert len(caplog.records) == 1
    assert "without translation memory" in caplog.text


def test_full_disk_warns_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with TranslationMemory(tmp_path / "memory.sqlite") as memory:
        memory._open().execute("PRAGMA max_page_count = 20")  # what a full disk looks like
        for i in range(3):
            memory.put_many({key_of(str(i)): Translation(str(i), "نص " * 100_000)})
        assert memory.get_many([key_of("0")]) == {}
    assert len(caplog.records) == 1
    assert "full" in caplog.text


def test_closing_twice_is_nothing(tmp_path: Path) -> None:
    memory = TranslationMemory(tmp_path / "memory.sqlite")
    memory.close()
    memory.close()
    assert memory.get_many([key_of("a")]) == {}
