import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from mtkit.formats import encodings, open_source, write_to

LINE = "The president said on Monday that nothing would change before the vote. "


def jsonl(path: Path, records: int) -> None:
    with path.open("w") as file:
        for number in range(records):
            file.write(f'{{"id": {number}, "text": "{LINE * 3}"}}\n')


def csv(path: Path, records: int) -> None:
    with path.open("w") as file:
        file.write("id,text\n")
        for number in range(records):
            file.write(f'{number},"{LINE * 3}"\n')


def text(path: Path, records: int) -> None:
    with path.open("w") as file:
        for _ in range(records):
            file.write(LINE * 3 + "\n")


def parquet(path: Path, records: int) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    schema = pa.schema([("text", pa.string())])
    with pq.ParquetWriter(path, schema) as writer:
        for _ in range(records // 15):
            writer.write_table(pa.table({"text": [LINE * 3] * 15}, schema))


def peak(path: Path, out: Path) -> int:
    """Return the most bytes that Python had allocated while the file went through.

    The least of three times: allocations of other threads and late imports are counted too, and
    can only add.
    """
    return min(one_peak(path, out) for _ in range(3))


def one_peak(path: Path, out: Path) -> int:
    tracemalloc.start()
    try:
        with open_source(path) as source:
            write_to(out, source, source.documents)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("suffix", "make"),
    [
        pytest.param(".jsonl", jsonl, id="jsonl"),
        pytest.param(".csv", csv, id="csv"),
        pytest.param(".txt", text, id="text"),
        pytest.param(".parquet", parquet, id="parquet", marks=pytest.mark.tables),
    ],
)
def test_memory_does_not_grow_with_the_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    suffix: str,
    make: Callable[[Path, int], None],
) -> None:
    monkeypatch.setattr(encodings, "_CHUNK", 1 << 12)  # what is read at a time, to fit this scale
    monkeypatch.setattr("mtkit.formats.text._CHUNK", 1 << 12)
    small, large = tmp_path / f"small{suffix}", tmp_path / f"large{suffix}"
    make(small, 15)
    make(large, 1500)
    peak(small, tmp_path / "out")  # what is imported and cached once
    before, after = peak(small, tmp_path / "out"), peak(large, tmp_path / "out")
    text_size = 1500 * 3 * len(LINE)
    assert after < before + text_size / 2
