"""The summary as a static table: for notebooks, and for the page where scripts do not run."""

from __future__ import annotations

import html
from collections.abc import Iterable

from mtkit.evaluation.results import Evaluation
from mtkit.evaluation.tables import notes, summary


def summary_html(result: Evaluation) -> str:
    """Return findings, scores and notes as an HTML fragment without script and style sheet.

    A cell is a paragraph of its own to the bidi algorithm, so a name in Arabic reorders nothing.
    """
    table = summary(result)
    head = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in table.header)
    rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in table.rows)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    lines = (f"<b>{item.severity}</b>: {html.escape(str(item))}" for item in result.findings)
    return (
        f"{_list(lines)}"
        f"<table><caption>{html.escape(table.title)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<details><summary>How the scores were made</summary>"
        f"{_list(map(html.escape, notes(result)))}</details>"
    )


def _list(items: Iterable[str]) -> str:
    entries = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{entries}</ul>" if entries else ""
