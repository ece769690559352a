"""An evaluation as tables: for the terminal, Markdown and LaTeX.

What the tables say is decided once, in `summary`, `differences` and `by_slice`; the renderers only
write it down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mtkit.evaluation.results import Evaluation, MetricInfo
from mtkit.evaluation.significance import Interval

_ARROWS = {"higher": "↑", "lower": "↓", "neither": ""}
_LATEX = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "±": r"$\pm$",
        "↑": r"$\uparrow$",
        "↓": r"$\downarrow$",
        "−": "$-$",
        "…": r"\dots{}",
        "<": "$<$",
    }
)


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as text; the first `texts` columns are words, the others figures."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1


def summary(result: Evaluation) -> Table:
    """Return a row a system, best first by the first metric, each score with half its interval.

    Ranks are by the first metric, and shared where no significant difference decides.
    """
    first = result.metrics[0]
    ranks = result.ranks(first.name)
    ranked = len(result.systems) > 1 and first.better != "neither"
    systems = list(result.systems)
    if ranked:
        sign = -1 if first.better == "higher" else 1
        systems.sort(key=lambda system: sign * result.score(system, first.name).value)
    rows = []
    for system in systems:
        cells = [str(ranks[system])] if ranked else []
        scores = [result.score(system, info.name) for info in result.metrics]
        rows.append((system, *cells, *(_with_margin(s.value, s.interval) for s in scores)))
    header = ("system", *(["rank"] if ranked else []), *map(_heading, result.metrics))
    return Table(_title(result), header, tuple(rows))


def differences(result: Evaluation) -> Table:
    """Return a row a metric and pair of systems: difference, interval, p-values, verdict."""
    titles = {info.name: info.title for info in result.metrics}
    rows = [
        (
            titles[pair.metric],
            f"{pair.system} − {pair.other}",
            f"{pair.difference:+.2f}",
            _range(pair.interval),
            _p(pair.p_bootstrap),
            _p(pair.p_randomization),
            _p(pair.p_corrected),
            "yes" if pair.significant else "no",
        )
        for pair in result.comparisons
    ]
    header = ("metric", "systems", "difference", "interval")
    tests = ("p bootstrap", "p randomization", "p corrected", "significant")
    return Table("Differences", (*header, *tests), tuple(rows), texts=2)


def by_slice(result: Evaluation) -> Table:
    """Return a row a slice and system, with every metric."""
    cells: dict[tuple[str, str, int, str], list[tuple[str, str]]] = {}
    for score in result.slices:
        row = cells.setdefault((score.kind, score.label, score.segments, score.system), [])
        row.append((score.metric, _with_margin(score.value, score.interval)))
    order = [info.name for info in result.metrics]
    rows = [
        (kind, label, system, str(segments), *(dict(row)[name] for name in order))
        for (kind, label, segments, system), row in cells.items()
    ]
    header = ("slice", "", "system", "segments", *map(_heading, result.metrics))
    return Table("Slices", header, tuple(rows), texts=3)


def notes(result: Evaluation) -> list[str]:
    """Return what must be known to read the scores: how they were made, line by line."""
    sampling = result.sampling
    lines = [f"{info.title}: {info.signature}" for info in result.metrics]
    lines.append(
        f"± is half of the {sampling.level:.0%} bootstrap interval"
        f" ({sampling.samples} samples, seed {sampling.seed}); mtkit {result.version}"
    )
    if result.comparisons:
        lines.append(
            f"ranks: {result.metrics[0].title}; systems share one unless paired approximate "
            f"randomization ({sampling.trials} trials, Holm's correction) tells them apart"
        )
    return lines


def to_markdown(result: Evaluation, *, details: bool = False) -> str:
    """Return the evaluation in GitHub's Markdown."""
    parts = [_markdown_table(table) for table in tables(result, details=details)]
    if result.findings:
        parts.append("\n".join(f"- **{item.severity}**: {item}" for item in result.findings))
    parts.append("\n".join(f"- {note}" for note in notes(result)))
    return "\n\n".join(parts) + "\n"


def to_latex(result: Evaluation, *, details: bool = False) -> str:
    """Return the evaluation as LaTeX tables (package booktabs); findings and notes as comments."""
    parts = [_latex_table(table) for table in tables(result, details=details)]
    said = [*(f"{item.severity}: {item}" for item in result.findings), *notes(result)]
    parts.append("\n".join(f"% {line}" for line in said))
    return "\n\n".join(parts) + "\n"


def tables(result: Evaluation, *, details: bool) -> list[Table]:
    """Return the summary, and with `details` the differences and slices if there are any."""
    found = [summary(result)]
    if details:
        found += [table for table in (differences(result), by_slice(result)) if table.rows]
    return found


# --- helpers -----------------------------------------------------------------------------------


def _title(result: Evaluation) -> str:
    source, target = result.languages
    pair = f", {source or '?'}-{target or '?'}" if source or target else ""
    plural = "s" if result.references > 1 else ""
    name = f"{result.reference_set}: " if result.reference_set else ""
    return f"{name}{result.segments} segments, {result.references} reference{plural}{pair}"


def _heading(info: MetricInfo) -> str:
    return f"{info.title} {_ARROWS[info.better]}".strip()


def _with_margin(value: float, interval: Interval) -> str:
    return f"{value:.1f} ±{(interval.high - interval.low) / 2:.1f}"


def _range(interval: Interval) -> str:
    return f"{interval.low:+.2f} … {interval.high:+.2f}"


def _p(value: float) -> str:
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def _markdown_table(table: Table) -> str:
    marks = ["---"] * table.texts + ["---:"] * (len(table.header) - table.texts)
    lines = [_markdown_row(row) for row in (table.header, marks, *table.rows)]
    return "\n".join([f"**{table.title}**", "", *lines])


def _markdown_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _latex_table(table: Table) -> str:
    columns = "l" * table.texts + "r" * (len(table.header) - table.texts)
    rows = [_latex_row(row) for row in table.rows]
    return "\n".join(
        [
            r"\begin{table}",
            r"\centering",
            rf"\caption{{{table.title.translate(_LATEX)}}}",
            rf"\begin{{tabular}}{{{columns}}}",
            r"\toprule",
            _latex_row(table.header),
            r"\midrule",
            *rows,
            r"\bottomrule",
            r"\end{tabular}",
            r"\end{table}",
        ]
    )


def _latex_row(cells: Sequence[str]) -> str:
    return " & ".join(cell.translate(_LATEX) for cell in cells) + r" \\"
