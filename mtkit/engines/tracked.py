"""Text that is rewritten and still knows where each of its characters came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mtkit.types import Span


@dataclass(frozen=True, slots=True)
class Tracked:
    """A text made from another one.

    Invariants: `starts` and `ends` never fall, and ``starts[i] <= ends[i]``.

    Args:
        text: As it now is.
        starts: For each of its characters, where in the original its source begins.
        ends: Where it ends; equal to the start for a character that was put in.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Tracked:
        """Return `text` as its own original."""
        return cls(text, range(len(text)), range(1, len(text) + 1))

    def sub(self, pattern: re.Pattern[str], replace: Callable[[str], str]) -> Tracked:
        """Replace every match of `pattern` by what `replace` makes of it.

        Each character of a replacement stands for the whole match.
        """
        matches = list(pattern.finditer(self.text))
        if not matches:
            return self
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for match in matches:
            begin, end = match.span()
            new = replace(match.group())
            whole = self.span(begin, end)
            parts += (self.text[done:begin], new)
            starts += (*self.starts[done:begin], *[whole.start] * len(new))
            ends += (*self.ends[done:begin], *[whole.end] * len(new))
            done = end
        parts.append(self.text[done:])
        return Tracked("".join(parts), (*starts, *self.starts[done:]), (*ends, *self.ends[done:]))

    def span(self, start: int, end: int) -> Span:
        """Return the part of the original that ``text[start:end]`` was made from."""
        if start < end:
            return Span(self.starts[start], self.ends[end - 1])
        point = self.starts[start] if start < len(self.text) else (self.ends or [0])[-1]
        return Span(point, point)
