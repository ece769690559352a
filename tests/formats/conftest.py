from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mtkit.formats import FormatOptions, open_source, write_to
from mtkit.types import Block, Document

Convert = Callable[..., bytes]


def change_blocks(document: Document, change: Callable[[str], str]) -> Document:
    """Return the document with `change` applied to the text of its blocks, their markup dropped."""

    def changed(block: Block) -> Block:
        text = change(block.text)
        return block if text == block.text else replace(block, text=text, tags=(), keeps=())

    return replace(document, blocks=tuple(map(changed, document.blocks)))


@pytest.fixture
def convert(tmp_path: Path) -> Convert:
    """Read bytes as a file, change its texts and return the bytes that are written."""

    def run(
        data: bytes,
        name: str = "file",
        change: Callable[[str], str] = lambda text: text,
        *,
        format: str | None = None,
        language: str | None = None,
        **options: object,
    ) -> bytes:
        path, out = tmp_path / name, tmp_path / "out"
        path.write_bytes(data)
        with open_source(path, format=format, options=FormatOptions(**options)) as source:
            documents = (change_blocks(document, change) for document in source.documents)
            write_to(out, source, documents, language=language)
        return out.read_bytes()

    return run
