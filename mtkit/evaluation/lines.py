"""Lines of text, one a segment, out of the files that people keep them in.

A place is written ``PATH`` or ``PATH#FIELD``: the field of JSON Lines (dots reach into objects),
the column of TSV, CSV or Parquet (by name, which takes the first line of a TSV or CSV as its
header, or by number from 1, which does not), the reference, source or system of WMT XML, the
language of TMX (``memory.tmx#ar``).

| file | without FIELD |
|---|---|
| .jsonl .ndjson, .parquet, .tsv, .csv | the first that is there of the names usual for the role |
| .sgm .sgml, .xml | its ``<seg>`` lines, as sacreBLEU reads them; of WMT XML, the only one |
| .tmx | of the units that have all languages of the file: say which language |
| all others | its lines |

What a line count depends on is never guessed: lines end at a line feed alone.  A byte order mark
and Windows line ends are taken off, and said.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mtkit.bitext.tmx import read_tmx
from mtkit.errors import FormatError, MissingExtraError
from mtkit.evaluation.findings import Finding
from mtkit.langs import base

Role = Literal["hypothesis", "reference", "source", "label"]

USUAL_FIELDS: dict[Role, tuple[str, ...]] = {
    "hypothesis": ("hypothesis", "translation", "hyp", "mt", "target"),
    "reference": ("reference", "ref", "target", "tgt"),
    "source": ("source", "src"),
    "label": ("label", "domain", "doc"),
}
"""What fields are taken to be when none is named, likeliest first."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What was read: a text a segment, and what was odd about the file."""

    texts: tuple[str, ...]
    place: str
    findings: tuple[Finding, ...] = ()

    def __len__(self) -> int:
        return len(self.texts)


def read_lines(place: str | Path, *, role: Role) -> Lines:
    """Read the segments that `place` holds.

    Args:
        place: ``PATH`` or ``PATH#FIELD``.
        role: What the segments are, which decides the field when none is named.

    Raises:
        FormatError: The file is missing, empty, no UTF-8, or has no such field in some line.
        MissingExtraError: It is Parquet and pyarrow is not installed.
    """
    path, field = split_place(place)
    if not path.is_file():
        raise FormatError("there is no such file", path)
    suffix = path.suffix.lower()
    findings: list[Finding] = []
    if suffix == ".parquet":
        texts = _read_parquet(path, field, role)
    else:
        text, findings = _decode(path)
        texts = _READERS.get(suffix, _read_plain)(path, text, field, role)
    if not texts:
        raise FormatError("it holds no segments", path)
    return Lines(tuple(texts), str(place), tuple(findings))


def split_place(place: str | Path) -> tuple[Path, str]:
    """Return the path and the field of a place; a file whose own name has a # is found as it is."""
    path = Path(place)
    if path.exists():
        return path, ""
    name, _, field = str(place).rpartition("#")
    return (Path(name), field) if name else (path, "")


def _decode(path: Path) -> tuple[str, list[Finding]]:
    data = path.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FormatError("it is UTF-16; save it as UTF-8", path)
    findings: list[Finding] = []
    if data.startswith(codecs.BOM_UTF8):
        findings.append(
            Finding("bom", "warning", f"{path.name} begins with a byte order mark", "taken off")
        )
        data = data.removeprefix(codecs.BOM_UTF8)
    if windows := data.count(b"\r\n"):
        message = f"{path.name} has Windows line ends ({windows} lines)"
        findings.append(Finding("crlf", "warning", message, "taken off"))
        data = data.replace(b"\r\n", b"\n")
    try:
        return data.decode("utf-8"), findings
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError("it is not UTF-8; save it as UTF-8", path, line) from error


def _split(text: str) -> list[str]:
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


# --- one function a kind of file ---------------------------------------------------------------


def _read_plain(path: Path, text: str, field: str, role: Role) -> list[str]:
    if field:
        raise FormatError(f"plain text has no field {field!r}; leave #{field} out", path)
    return _split(text)


def _read_jsonl(path: Path, text: str, field: str, role: Role) -> list[str]:
    texts = []
    for number, line in enumerate(_split(text), start=1):
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise FormatError(f"not JSON ({error.msg})", path, number) from error
        if not isinstance(record, dict):
            raise FormatError("not a JSON object", path, number)
        field = field or _usual(record, role, path)
        value: object = record
        for key in field.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        if not isinstance(value, str):
            known = ", ".join(record)
            raise FormatError(f"no text in field {field!r} (fields: {known})", path, number)
        texts.append(value)
    return texts


def _read_tsv(path: Path, text: str, field: str, role: Role) -> list[str]:
    return _column((line.split("\t") for line in _split(text)), path, field, role)


def _read_csv(path: Path, text: str, field: str, role: Role) -> list[str]:
    return _column(csv.reader(io.StringIO(text)), path, field, role)


def _column(rows: Iterable[Sequence[str]], path: Path, field: str, role: Role) -> list[str]:
    rows = iter(rows)
    first = 1
    if field.isdecimal() and int(field) > 0:
        index = int(field) - 1
    else:
        header = next(rows, [])
        field = field or _usual(header, role, path)
        if field not in header:
            columns = ", ".join(header)
            raise FormatError(f"no column {field!r} in the header ({columns})", path, 1)
        index, first = header.index(field), 2
    texts = []
    for number, row in enumerate(rows, start=first):
        if index >= len(row):
            raise FormatError(f"{len(row)} columns; {index + 1} are needed", path, number)
        texts.append(row[index])
    return texts


def _read_parquet(path: Path, field: str, role: Role) -> list[str]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtraError("reading Parquet", "tables") from error
    try:
        table = pyarrow.parquet.ParquetFile(path)
        names = table.schema_arrow.names
        field = field or _usual(names, role, path)
        if field not in names:
            raise FormatError(f"no column {field!r} (columns: {', '.join(names)})", path)
        values: list[str] = table.read(columns=[field])[field].to_pylist()
    except pyarrow.ArrowInvalid as error:
        raise FormatError(f"not a Parquet file ({error})", path) from error
    for number, value in enumerate(values, start=1):
        if not isinstance(value, str):
            raise FormatError(f"no text in column {field!r}", path, number)
    return values


def _read_segs(path: Path, text: str, field: str, role: Role) -> list[str]:
    """Read ``<seg>`` lines by the very pattern sacreBLEU uses, entities left as they are."""
    if "<dataset" in text[:2000]:
        return _read_wmt(path, field, role)
    if field:
        raise FormatError(f"only WMT XML has fields; leave #{field} out", path)
    lines = (line.strip() for line in text.split("\n"))
    segs = (re.sub(r"<seg.*?>(.*)</seg>.*?", r"\1", line) for line in lines if line[:4] == "<seg")
    return [re.sub(r"\s+", " ", seg.strip()) for seg in segs]


def _read_wmt(path: Path, field: str, role: Role) -> list[str]:
    import lxml.etree  # type: ignore[import-untyped]
    from sacrebleu.dataset.wmt_xml import WMTXMLDataset

    try:
        fields = WMTXMLDataset._unwrap_wmt21_or_later(str(path))
    except lxml.etree.XMLSyntaxError as error:
        raise FormatError(f"not well-formed XML ({error.msg})", path) from error
    except AssertionError as error:  # how sacreBLEU says that languages are mixed
        raise FormatError(str(error), path) from error
    usual = {"source": "src", "label": "docid"}.get(role)
    if not field and usual is None:
        systems = [name for name in fields if not name.startswith(("src", "ref", "docid", "orig"))]
        candidates = [name for name in fields if name.startswith("ref")]
        candidates = systems if role == "hypothesis" else candidates
        usual = candidates[0] if len(candidates) == 1 else None
    field = field or usual or ""
    if field not in fields:
        raise FormatError(f"name one of its fields with #FIELD: {', '.join(fields)}", path)
    return [text or "" for text in fields[field]]


def _read_tmx(path: Path, text: str, field: str, role: Role) -> list[str]:
    """Read one language of the units that have every language of the first one.

    So the sides of one file, read one after the other, have the same number of lines.
    """
    languages = sorted(
        {base(code) for code in re.findall(r"lang=[\"']([^\"']+)", _first_unit(text))}
    )
    if not field or base(field) not in languages:
        known = ", ".join(languages) or "none"
        raise FormatError(f"say which language: {path.name}#LANGUAGE (it has {known})", path)
    others = [language for language in languages if language != base(field)]
    if len(others) != 1:
        raise FormatError(f"a memory of two languages is read; this has {len(languages)}", path)
    return [segment for segment, _ in read_tmx(path, field, others[0])]


def _first_unit(text: str) -> str:
    start = max(0, text.find("<tu"))
    return text[start : text.find("</tu>", start)]


def _usual(names: Iterable[str], role: Role, path: Path) -> str:
    there = list(names)
    for name in USUAL_FIELDS[role]:
        if name in there:
            return name
    raise FormatError(
        f"say which field is the {role}: {path.name}#FIELD (fields: {', '.join(there)})", path
    )


_Reader = Callable[[Path, str, str, Role], list[str]]

_READERS: dict[str, _Reader] = {
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".tmx": _read_tmx,
    ".tsv": _read_tsv,
    ".csv": _read_csv,
    ".sgm": _read_segs,
    ".sgml": _read_segs,
    ".xml": _read_segs,
}
