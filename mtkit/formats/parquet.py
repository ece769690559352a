"""Parquet: named columns are translated row group by row group.

Schema, metadata, row groups and the compression of each column are kept.  As long as no row has
changed nothing is written; a file in which none changes is copied byte for byte.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from mtkit.errors import FormatError, MissingExtraError
from mtkit.formats.base import FormatOptions, Source
from mtkit.formats.records import Fields, Value
from mtkit.types import Block, Document


@dataclass(frozen=True, slots=True)
class Row:
    """Skeleton of a row.

    Args:
        values: Column → its text; a column that is null in this row is not there.
    """

    values: Mapping[str, Value]

    def render(self, blocks: Sequence[Block], *, language: str | None = None) -> str:
        """Return the row's texts, one after the other; a table is written by `texts`."""
        return "\n".join(self.texts(blocks, language).values())

    def texts(self, blocks: Sequence[Block], language: str | None) -> dict[str, str]:
        """Return column → text."""
        return {name: value.render(blocks, language) for name, value in self.values.items()}


class ParquetFormat:
    """The format of Parquet files (see `mtkit.formats.base.Format`)."""

    def open(self, file: BinaryIO, *, name: str, options: FormatOptions) -> Source:
        """Read `file`.

        Raises:
            MissingExtraError: pyarrow is not installed.
        """
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError as error:
            raise MissingExtraError("reading Parquet", "tables") from error
        try:
            table = pyarrow.parquet.ParquetFile(file)
        except pyarrow.ArrowInvalid as error:
            raise FormatError(f"not a Parquet file ({error})", name) from error
        return ParquetSource(file, table, name, options)


class ParquetSource:
    """An opened Parquet file (see `mtkit.formats.base.Source`)."""

    def __init__(self, file: BinaryIO, table: Any, name: str, options: FormatOptions) -> None:
        self.notices: list[str] = []
        self._file, self._table, self._name, self._options = file, table, name, options
        self._check_columns()
        self.documents = self._read()

    def _check_columns(self) -> None:
        import pyarrow.types as kinds

        schema = self._table.schema_arrow
        for column in self._options.columns:
            if column not in schema.names:
                names = ", ".join(schema.names)
                raise FormatError(f"no column {column!r} (columns: {names})", self._name)
            kind = schema.field(column).type
            values = kind.value_type if kinds.is_dictionary(kind) else kind
            if not (kinds.is_string(values) or kinds.is_large_string(values)):
                raise FormatError(f"column {column!r} is {kind}, which is no text", self._name)

    def _read(self) -> Iterator[Document]:
        number = 0
        for group in range(self._table.num_row_groups):
            rows = self._table.read_row_group(group, columns=list(self._options.columns))
            for row in zip(*(rows[name] for name in self._options.columns), strict=True):
                number += 1
                fields = Fields(f"{self._name}:{number}", self._options)
                texts = zip(self._options.columns, (cell.as_py() for cell in row), strict=True)
                values = {name: fields.add(text) for name, text in texts if text is not None}
                yield fields.document(Row(values))

    def write(self, documents: Iterable[Document], out: BinaryIO, *, language: str | None) -> None:
        """Write the rows of `documents` with everything else as it was."""
        rows = iter(documents)
        writer = self._writer(out) if self._options.into is not None else None
        for group in range(self._table.num_row_groups):
            translated = self._translate(group, rows, language)
            if translated and writer is None:
                writer = self._writer(out)
                for before in range(group):
                    self._copy(writer, before, {})
            if writer is not None:
                self._copy(writer, group, translated)
        if next(rows, None) is not None:
            raise FormatError("more rows to write than there were to read", self._name)
        if writer is not None:
            writer.close()
        else:
            self._file.seek(0)
            shutil.copyfileobj(self._file, out)

    def _translate(
        self, group: int, rows: Iterator[Document], language: str | None
    ) -> dict[str, list[str | None]]:
        """Return column → texts for the rows of a group; nothing when they are as they were."""
        columns: dict[str, list[str | None]] = {name: [] for name in self._options.columns}
        changed = self._options.into is not None
        for _ in range(self._table.metadata.row_group(group).num_rows):
            document = next(rows, None)
            if document is None or not isinstance(row := document.skeleton, Row):
                raise FormatError("fewer rows to write than there were to read", self._name)
            texts = row.texts(document.blocks, language)
            changed = changed or any(texts[name] != row.values[name].text for name in texts)
            for name, column in columns.items():
                column.append(texts.get(name))
        return columns if changed else {}

    def _copy(self, writer: Any, group: int, columns: Mapping[str, list[str | None]]) -> None:
        """Write a row group with the texts of `columns` in their places."""
        import pyarrow

        table = self._table.read_row_group(group)
        for name, texts in columns.items():
            field = writer.schema.field(self._options.target(name) or name)
            kind = field.type
            array = pyarrow.array(texts, pyarrow.large_string()).cast(
                kind.value_type if pyarrow.types.is_dictionary(kind) else kind
            )
            if pyarrow.types.is_dictionary(kind):
                array = array.dictionary_encode().cast(kind)
            place = table.schema.get_field_index(field.name)
            if place < 0:
                table = table.append_column(field, array)
            else:
                table = table.set_column(place, field, array)
        writer.write_table(table, row_group_size=max(1, table.num_rows))

    def _writer(self, out: BinaryIO) -> Any:
        import pyarrow.parquet

        metadata, schema = self._table.metadata, self._table.schema_arrow
        for name in self._options.columns:
            target = self._options.target(name)
            if target is not None and target not in schema.names:
                schema = schema.append(schema.field(name).with_name(target).with_nullable(True))
        compression = {}
        if metadata.num_row_groups:
            group = metadata.row_group(0)
            for chunk in (group.column(place) for place in range(metadata.num_columns)):
                codec = chunk.compression.replace("UNCOMPRESSED", "NONE")
                compression[chunk.path_in_schema] = codec
        return pyarrow.parquet.ParquetWriter(
            out, schema, compression=compression or "snappy", version=metadata.format_version
        )


FORMAT = ParquetFormat()
