"""Which format a file has: what the user says, its suffix, what it looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from mtkit.errors import FormatError
from mtkit.formats.base import FORMATS, SUFFIXES
from mtkit.formats.html import looks_like_html

HEAD = 1 << 13
"""Bytes of the beginning that are looked at."""

_SRT = re.compile(r"\s*\d+\s*\n\s*\d+:\d\d:\d\d[,.]\d{1,3}\s*-->")

_RECORD = re.compile(r'\s*\{[ \t]*"[^"\n]*"[ \t]*:')


@dataclass(frozen=True, slots=True)
class Detected:
    """A format and how it was found.

    Args:
        format: Its name.
        reason: For a reader ("there are tags in it").
        certain: False when the content decided, so that the run should say so.
    """

    format: str
    reason: str
    certain: bool = True


def detect(name: str | None, head: bytes, *, explicit: str | None = None) -> Detected:
    """Find the format of a file.

    Text with tags in it is taken for HTML even where the name says ``.txt``.

    Args:
        name: Path or name; None for a stream, which is text when nothing speaks against it.
        head: Its first bytes (`HEAD` of them are enough).
        explicit: Name of the format, as the user says.

    Raises:
        UnknownEntryError: There is no format `explicit`.
        FormatError: The suffix says nothing and neither does the content.
    """
    if explicit is not None:
        FORMATS.get(explicit)
        return Detected(explicit, "as told")
    suffix = PurePath(name or "").suffix.lower()
    by_suffix = SUFFIXES.get(suffix)
    if by_suffix is not None and by_suffix != "text":
        return Detected(by_suffix, f"its suffix is {suffix}")
    text = _decode(head)
    if by_suffix == "text":
        if looks_like_html(text):
            return Detected("html", "there are tags in it", certain=False)
        return Detected("text", f"its suffix is {suffix}")
    if by_content := _sniff(head, text):
        return by_content
    if name is None:
        return Detected("text", "nothing speaks against it", certain=False)
    known = " ".join(sorted(SUFFIXES))
    raise FormatError(
        f"no format has the suffix {suffix!r} (known: {known}); say which format it is "
        f"({', '.join(FORMATS)})",
        name,
    )


def _decode(head: bytes) -> str:
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head.removeprefix(mark).decode(codec, errors="replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace")


def _sniff(head: bytes, text: str) -> Detected | None:
    if head.startswith(b"PAR1"):
        return Detected("parquet", "it begins as Parquet does", certain=False)
    if text.startswith("WEBVTT"):
        return Detected("vtt", "it begins as WebVTT does", certain=False)
    if _SRT.match(text.replace("\r\n", "\n")):
        return Detected("srt", "it begins as SubRip does", certain=False)
    if _RECORD.match(text):
        return Detected("jsonl", "its first line begins a JSON object", certain=False)
    if looks_like_html(text):
        return Detected("html", "there are tags in it", certain=False)
    return None
