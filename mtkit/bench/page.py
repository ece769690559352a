"""Leaderboards as one HTML file that needs nothing else: tables, plots, some translations.

Every text in another language says which it is and which way it runs, and names are isolated, so
that Arabic does not turn the line around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files

from mtkit.bench import tables
from mtkit.bench.boards import Board, Sample, speed
from mtkit.bench.markdown import DIFFERENT
from mtkit.bench.plot import Point, scatter
from mtkit.bench.tables import Table
from mtkit.langs import direction


def to_html(boards: Sequence[Board]) -> str:
    """Return the page."""
    links = "".join(
        f'<li><a href="#board-{number}">{escape(tables.title(board))}</a></li>'
        for number, board in enumerate(boards)
    )
    body = "\n".join(_board(board, number) for number, board in enumerate(boards))
    return (
        '<!DOCTYPE html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Leaderboard</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n"
        f"<h1>Leaderboard</h1>\n<nav><ul>{links}</ul></nav>\n{body}\n</body>\n</html>\n"
    )


def _board(board: Board, number: int) -> str:
    parts = [
        f'<section id="board-{number}">',
        f"<h2>{escape(tables.title(board))}</h2>",
        _table(tables.systems(board), broken=[row.record.broken for row in board.rows]),
    ]
    if flags := tables.flagged(board):
        items = "".join(f"<li>{escape(line)}</li>" for line in flags)
        parts.append(f'<ul class="flags">{items}</ul>')
    parts += _plots(board)
    if board.same_set:
        parts += [
            "<h3>Others on this set</h3>",
            _table(tables.others(board.same_set, with_set=False)),
        ]
    if board.other_sets:
        figures = _table(tables.others(board.other_sets, with_set=True))
        parts.append(
            f'<details class="different"><summary>{DIFFERENT}</summary>{figures}</details>'
        )
    parts += [_samples(board)] if board.samples else []
    items = "".join(f"<li>{escape(note)}</li>" for note in tables.notes(board))
    return "\n".join([*parts, f'<ul class="notes">{items}</ul>', "</section>"])


def _plots(board: Board) -> list[str]:
    """Return a plot for each machine."""
    parts = []
    sound = [row for row in board.rows if not row.record.broken]
    for machine in sorted({row.record.machine.id for row in sound}):
        points = []
        for row in sound:
            score = row.record.score(board.metric)
            if row.record.machine.id == machine and score is not None:
                place = (speed(row.record), score.value, score.low, score.high)
                points.append(Point(row.name, *place, row.front))
        label = f"Quality against speed on machine {machine}, {tables.title(board)}"
        metric = tables.metric_title(board.metric)
        svg = scatter(points, x_title="sentences a second", y_title=metric, label=label)
        caption = f"Quality against speed on machine {machine}; the line is the Pareto front."
        parts.append(f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>")
    return parts


def _table(shown: Table, *, broken: Sequence[bool] = ()) -> str:
    head = "".join(_cell("th", text, place, shown) for place, text in enumerate(shown.header))
    lines = []
    for number, row in enumerate(shown.rows):
        mark = ' class="broken"' if broken and broken[number] else ""
        cells = "".join(_cell("td", text, place, shown) for place, text in enumerate(row))
        lines.append(f"<tr{mark}>{cells}</tr>")
    body = "\n".join(lines)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"
    return f'<div class="wide">{table}</div>'


def _cell(tag: str, text: str, place: int, shown: Table) -> str:
    kind = "" if place < shown.texts else ' class="figure"'
    return f"<{tag}{kind}><bdi>{escape(text)}</bdi></{tag}>"


def _samples(board: Board) -> str:
    items = "\n".join(_sample(sample, board) for sample in board.samples)
    return f"<details><summary>Some of the translations</summary>\n{items}\n</details>"


def _sample(sample: Sample, board: Board) -> str:
    said: dict[str, list[str]] = {}
    for name, text in sample.hypotheses:
        said.setdefault(text, []).append(name)
    lines = [
        ("source", sample.source, board.source),
        ("reference", sample.reference, board.target),
        *((", ".join(names), text, board.target) for text, names in said.items()),
    ]
    return "<dl>" + "".join(_said(*line) for line in lines) + "</dl>"


def _said(who: str, text: str, language: str) -> str:
    marks = f'lang="{escape(language)}" dir="{direction(language)}"'
    return f"<dt><bdi>{escape(who)}</bdi></dt><dd {marks}>{escape(text)}</dd>"


@cache
def _style() -> str:
    return (files("mtkit.bench") / "data" / "board.css").read_text("utf-8")
