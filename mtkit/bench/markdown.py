"""Leaderboards in GitHub's Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mtkit.bench import tables
from mtkit.bench.boards import Board
from mtkit.bench.tables import Table

DIFFERENT = "Different set: these figures must not be compared with the ones above"
"""Heading over figures on another set."""


def to_markdown(boards: Sequence[Board]) -> str:
    """Return the boards, one after the other."""
    return "\n\n".join(["# Leaderboard", *map(_board, boards)]) + "\n"


def _board(board: Board) -> str:
    parts = [f"## {tables.title(board)}", table(tables.systems(board))]
    if flags := tables.flagged(board):
        parts.append("\n".join(f"- **flagged** {line}" for line in flags))
    if board.same_set:
        parts += ["Others on this set:", table(tables.others(board.same_set, with_set=False))]
    if board.other_sets:
        figures = tables.others(board.other_sets, with_set=True)
        parts += [f"**{DIFFERENT}.**", table(figures)]
    parts.append("\n".join(f"- {note}" for note in tables.notes(board)))
    return "\n\n".join(parts)


def table(shown: Table) -> str:
    """Return a table as Markdown."""
    marks = ["---"] * shown.texts + ["---:"] * (len(shown.header) - shown.texts)
    return "\n".join(map(_line, (shown.header, marks, *shown.rows)))


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"
