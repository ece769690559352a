"""Subtitles: SubRip (SRT) and WebVTT.  The words of a cue are translated, its times never.

A cue is one block, or one for each speaker where its lines begin with dashes.  Sentences that run
over several cues are translated cue by cue: the words stay at the time at which they are heard.
A translated cue is broken anew into as many lines as it had, of even length; one line that would be
longer than 42 characters (what the BBC and Netflix allow) becomes two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from io import StringIO
from itertools import pairwise

from mtkit.formats.builder import Builder
from mtkit.formats.events import Close, Event, Open, Text, Whole
from mtkit.formats.slots import Mark, Written, weave
from mtkit.types import Block, Document

LINE = 42
"""Characters above which one line becomes two."""

_LINE_END = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")
_SPACE = re.compile(r"\s")

_TIMES = re.compile(r"\s*(?:\d+:)?\d+:\d+[.,]\d+[ \t]*-->[ \t]*(?:\d+:)?\d+:\d+[.,]\d+")
_DASH = re.compile(r"(\s*(?:<[^<>]*>|\{\\[^{}]*\})*)(\s*[-–—](?!-)\s*)")
_SRT_MARKUP = re.compile(
    r"<(?P<end>/?)(?P<name>[biu]|s|font)(?P<more>\s[^<>]*)?>|(?P<style>\{\\[^{}]*\})", re.IGNORECASE
)
_VTT_MARKUP = re.compile(
    r"<(?P<end>/?)(?P<name>[a-z]+)(?P<more>[\s.][^<>]*)?>|(?P<style><\d[\d:.]*>|\{\\[^{}]*\})|"
    r"(?P<entity>&(?:amp|lt|gt|nbsp|lrm|rlm);)"
)


def parse_srt(text: str, *, name: str = "") -> Document:
    """Parse SubRip."""
    return _parse(text, name, _SRT_MARKUP, escaped=False)


def parse_vtt(text: str, *, name: str = "") -> Document:
    """Parse WebVTT; notes, styles, regions and chapters' identifiers stay as they are."""
    return _parse(text, name, _VTT_MARKUP, escaped=True)


def _parse(text: str, name: str, markup: re.Pattern[str], *, escaped: bool) -> Document:
    builder = Builder()
    cue: list[str] = []
    in_cue = False
    for line in StringIO(text, newline=""):
        if not in_cue or not line.strip() or _TIMES.match(line):
            number = cue.pop() if cue and line.strip() and cue[-1].strip().isdigit() else ""
            _add(builder, cue, markup, escaped=escaped)
            builder.literal(number + line)
            cue = []
            in_cue = _TIMES.match(line) is not None
        else:
            cue.append(line)
    _add(builder, cue, markup, escaped=escaped)
    return builder.document(name)


def _add(builder: Builder, cue: Sequence[str], markup: re.Pattern[str], *, escaped: bool) -> None:
    """Add what each speaker of a cue says."""
    starts = [i for i, line in enumerate(cue) if i == 0 or _DASH.match(line)]
    for start, stop in pairwise([*starts, len(cue)]):
        speech = "".join(cue[start:stop])
        end = _LINE_END.search(speech)
        layout = Layout(stop - start, len(starts) > 1, end[0] if end else "\n", escaped)
        builder.add(list(_speech(speech, markup)), write=layout.write, kind="cue")


def _speech(text: str, markup: re.Pattern[str]) -> Iterator[Event]:
    dash = _DASH.match(text)
    if dash is None:
        yield from _events(text, markup)
        return
    yield from _events(dash[1], markup)
    yield Whole("dash", (dash[2],))
    yield from _events(text[dash.end() :], markup)


def _events(text: str, markup: re.Pattern[str]) -> Iterator[Event]:
    done = 0
    for match in markup.finditer(text):
        yield from _texts(text[done : match.start()])
        raw, found = match[0], match.groupdict()
        if found.get("entity"):
            yield Text(unescape(raw), raw)
        elif found["style"]:
            yield Whole("style", (raw,))
        elif found["end"]:
            yield Close(found["name"].lower(), (raw,))
        else:
            yield Open(found["name"].lower(), (raw,))
        done = match.end()
    yield from _texts(text[done:])


def _texts(text: str) -> Iterator[Event]:
    done = 0
    for match in _LINE_END.finditer(text):
        yield Text(text[done : match.start()], text[done : match.start()])
        yield Text(" ", match[0])
        done = match.end()
    yield Text(text[done:], text[done:])


@dataclass(frozen=True, slots=True)
class Layout:
    """How a speech is laid out.

    Args:
        lines: It had.
        shared: Others speak in the same cue, so that no line can be added.
        end: How its lines end.
        escaped: Characters are written as entities where they would be markup.
    """

    lines: int
    shared: bool
    end: str
    escaped: bool

    def write(self, block: Block, marks: Mapping[int, Mark]) -> Written:
        """Return a translated speech in lines of even length."""
        text = break_lines(_SPACE.sub(" ", block.text), self.lines, more=not self.shared)
        return weave(replace(block, text=text), marks, self._escape)

    def _escape(self, text: str) -> str:
        if self.escaped:
            text = escape(text, quote=False)
        return text.replace("\n", self.end)


def break_lines(text: str, lines: int, *, more: bool = True) -> str:
    """Return `text` with spaces made line breaks, so that the longest line is as short as can be.

    Args:
        text: On one line.
        lines: How many there should be.
        more: Make it two lines where one would be longer than `LINE`.
    """
    if more and lines == 1 and len(text) > LINE:
        lines = 2
    for width in range(len(text) // lines, len(text) + 1):
        breaks = _breaks(text, width)
        if len(breaks) < lines:
            break
    out = list(text)
    for place in breaks:
        out[place] = "\n"
    return "".join(out)


def _breaks(text: str, width: int) -> list[int]:
    """Return the spaces where lines end that are filled up to `width` characters."""
    breaks: list[int] = []
    start, last = 0, None
    for space in [*(match.start() for match in re.finditer(" ", text)), len(text)]:
        if space - start > width and last is not None:
            breaks.append(last)
            start, last = last + 1, None
        if space < len(text):
            last = space
    return breaks
