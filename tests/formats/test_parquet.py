import io
from pathlib import Path

import pytest

from mtkit.errors import FormatError
from mtkit.formats import FormatOptions, open_source, write_to

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

pytestmark = pytest.mark.tables


def up(text: str) -> str:
    return text.upper()


def table(**columns: object) -> bytes:
    schema = pa.schema([("id", pa.int32()), ("text", pa.string())], metadata={"made by": "a test"})
    out = io.BytesIO()
    rows = pa.table({"id": [1, 2, 3, 4, 5], "text": ["one", "two", None, "a\nb", ""]}, schema)
    pq.write_table(rows, out, row_group_size=2, compression={"id": "gzip", "text": "zstd"})
    return out.getvalue()


def read(data: bytes) -> dict[str, list[object]]:
    return pq.read_table(io.BytesIO(data)).to_pydict()


def test_an_unchanged_file_is_the_same_file(convert) -> None:
    assert convert(table(), "t.parquet") == table()


def test_only_the_column_changes(convert) -> None:
    written = convert(table(), "t.parquet", up)
    assert read(written) == {"id": [1, 2, 3, 4, 5], "text": ["ONE", "TWO", None, "A\nB", ""]}


def test_schema_row_groups_and_compression_stay(convert) -> None:
    before = pq.ParquetFile(io.BytesIO(table()))
    after = pq.ParquetFile(io.BytesIO(convert(table(), "t.parquet", up)))
    assert after.schema_arrow.equals(before.schema_arrow, check_metadata=True)
    assert after.num_row_groups == before.num_row_groups == 3
    for column in range(2):
        codecs = [f.metadata.row_group(1).column(column).compression for f in (before, after)]
        assert codecs[0] == codecs[1]


def test_groups_before_the_first_change_are_written_too(convert) -> None:
    written = convert(table(), "t.parquet", lambda text: text.replace("a", "A"))
    assert read(written)["text"] == ["one", "two", None, "A\nb", ""]


def test_translations_go_into_a_column(convert) -> None:
    written = convert(table(), "t.parquet", up, into="text_ar")
    assert read(written)["text"] == ["one", "two", None, "a\nb", ""]
    assert read(written)["text_ar"] == ["ONE", "TWO", None, "A\nB", ""]


@pytest.mark.parametrize("kind", [pa.large_string(), pa.dictionary(pa.int8(), pa.string())])
def test_other_kinds_of_text_keep_their_type(convert, kind) -> None:
    out = io.BytesIO()
    pq.write_table(pa.table({"text": pa.array(["a", "b", "a"]).cast(kind)}), out)
    written = pq.read_table(io.BytesIO(convert(out.getvalue(), "t.parquet", up)))
    assert written.schema.field("text").type == kind
    assert written["text"].to_pylist() == ["A", "B", "A"]


@pytest.mark.parametrize(
    ("data", "options", "message"),
    [
        pytest.param(b"PAR1 and no more", {}, "not a Parquet file", id="damaged"),
        pytest.param(
            table(), {"fields": ("body",)}, "no column 'body' (columns: id, text)", id="column"
        ),
        pytest.param(
            table(), {"fields": ("id",)}, "column 'id' is int32, which is no text", id="numbers"
        ),
    ],
)
def test_a_broken_table_is_named(convert, data, options, message) -> None:
    with pytest.raises(FormatError) as error:
        convert(data, "t.parquet", **options)
    assert message in str(error.value)


def test_rows_cannot_get_lost(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    path.write_bytes(table())
    with open_source(path, options=FormatOptions()) as source:
        rows = list(source.documents)[:-1]
        with pytest.raises(FormatError, match="fewer rows"):
            write_to(path, source, rows)
    assert path.read_bytes() == table()
