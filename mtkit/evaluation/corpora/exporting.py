"""A part of a corpus for other programs: line-aligned files, TSV, JSON Lines, TMX."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from mtkit.bitext import write_bitext
from mtkit.errors import ConfigError, FormatError
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.io import atomic_dir, atomic_file

ExportFormat = Literal["lines", "tsv", "jsonl", "tmx"]

_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"  # where some program ends a line


def export(references: ReferenceSet, path: Path, *, format: ExportFormat | None = None) -> int:
    """Write sources, references and labels; return how many segments.

    Args:
        references: With sources and languages; line i of both is one segment.
        path: File; for ``"lines"`` a folder, which gets ``en.txt``, ``ar.txt`` and ``doc.txt``.
        format: None goes by the suffix; without one it is ``"lines"``.

    Raises:
        ConfigError: An unknown format.
        FormatError: A segment has a line break, which line-aligned files cannot hold.
    """
    format = format or _by_suffix(path)
    languages = (references.source_language or "source", references.target_language or "target")
    sides = (references.require_sources("an export"), references.references[0])
    if format == "lines":
        _write_lines(references, path, dict(zip(languages, sides, strict=True)))
    elif format == "jsonl":
        columns = {**dict(zip(languages, sides, strict=True)), **references.labels}
        with atomic_file(path) as file:
            for values in zip(*columns.values(), strict=True):
                record = dict(zip(columns, values, strict=True))
                file.write(json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n")
    else:
        write_bitext(path, zip(*sides, strict=True), languages, format=format)
    return len(references)


def _by_suffix(path: Path) -> ExportFormat:
    suffix = path.suffix.removeprefix(".")
    for format in get_args(ExportFormat):
        if suffix == format:
            return format  # type: ignore[no-any-return]
    if suffix:
        raise ConfigError(f"{path}: exported are folders, .tsv, .jsonl and .tmx; say --to")
    return "lines"


def _write_lines(references: ReferenceSet, folder: Path, sides: dict[str, Sequence[str]]) -> None:
    if folder.exists():
        raise ConfigError(f"{folder} is there already; name a folder that is not")
    with atomic_dir(folder) as work:
        for name, texts in {**sides, **references.labels}.items():
            for number, text in enumerate(texts, start=1):
                if any(sign in text for sign in _BREAKS):
                    problem = "has a line break, which line-aligned files cannot hold"
                    raise FormatError(f"{problem}; export to .jsonl", name, number)
            (work / f"{name}.txt").write_text("".join(f"{t}\n" for t in texts), "utf-8")
