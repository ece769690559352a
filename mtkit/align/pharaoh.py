"""Word alignments as text: ``0-0 1-2``, one sentence pair a line (Koehn et al., 2004: Pharaoh).

Indices are 0-based.  A weight other than 1 follows after a colon (``1-2:0.75``); for programs that
know no weights there is `weights=False`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mtkit.errors import FormatError
from mtkit.types import Link

_LINK = re.compile(r"(\d+)-(\d+)(?::(\d*\.?\d+(?:[eE][+-]?\d+)?))?")


def format_links(links: Iterable[Link], *, weights: bool = True) -> str:
    """Return the links as one line without line end."""
    return " ".join(_format(link, weights) for link in links)


def parse_links(line: str, *, line_number: int | None = None) -> tuple[Link, ...]:
    """Read one line of links; the same link twice counts once, with its greater weight.

    Raises:
        FormatError: Something on the line is no link, or a weight is outside (0, 1].
    """
    best: dict[tuple[int, int], float] = {}
    for item in line.split():
        match = _LINK.fullmatch(item)
        weight = float(match[3] or 1) if match else 0.0
        if match is None or not 0 < weight <= 1:
            raise FormatError(
                f"{item!r} is no link; write them like 0-0 1-2:0.75", line=line_number
            )
        key = int(match[1]), int(match[2])
        best[key] = max(weight, best.get(key, 0.0))
    return tuple(Link(source, target, best[source, target]) for source, target in sorted(best))


def _format(link: Link, weights: bool) -> str:
    plain = f"{link.source}-{link.target}"
    return plain if link.weight == 1.0 or not weights else f"{plain}:{link.weight:.4g}"
