"""What ``mtkit evaluate`` does around its one library call: arguments, showing, verdict."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import typer

from mtkit.errors import ConfigError
from mtkit.evaluation import requirements, tables
from mtkit.evaluation.expected_names import names_by_side
from mtkit.evaluation.inputs import Inputs, Judged, named
from mtkit.evaluation.lines import split_place
from mtkit.evaluation.results import Evaluation
from mtkit.io import atomic_file, sha256

Form = Literal["table", "json", "markdown", "latex"]


def parse_pair(pair: str | None) -> tuple[str, str] | None:
    """Read ``en-ar`` (or ``zh-Hans:en``)."""
    if pair is None:
        return None
    source, _, target = pair.partition(":" if ":" in pair else "-")
    if not source or not target:
        raise ConfigError(f"--pair {pair}: write it like en-ar (or zh-Hans:en)")
    return source, target


def parse_labels(labels: Sequence[str]) -> dict[str, str]:
    """Read ``domain=FILE#FIELD`` as kind → place."""
    parsed = {}
    for item in labels:
        kind, _, place = item.partition("=")
        if not kind or not place:
            raise ConfigError(f"--label {item}: write it like domain=FILE#FIELD")
        parsed[kind] = place
    return parsed


def parse_metrics(metrics: str | None) -> list[str] | None:
    """Read names with commas between them; None stays None."""
    return None if metrics is None else [name.strip() for name in metrics.split(",")]


def write_report(path: Path, judged: Judged, inputs: Inputs) -> None:
    """Write the HTML report to `path`, with how to make it again."""
    from mtkit.evaluation import report

    places = [place for _, place in named(inputs.hypotheses)]
    places += [*inputs.references, *([inputs.source] if inputs.source else [])]
    found = dict.fromkeys(split_place(place)[0] for place in places)
    extras = report.Extras(
        command=shlex.join(["mtkit", *sys.argv[1:]]),
        files={str(file): sha256(file) for file in found if file.is_file()},
        mentions=names_by_side(judged.references, judged.hypotheses),
    )
    report.write_report(
        path,
        judged.result,
        references=judged.references,
        hypotheses=judged.hypotheses,
        extras=extras,
    )


@dataclass(frozen=True, slots=True)
class Requirements:
    """What the command was asked to check, read before anything is scored."""

    floors: dict[str, float]
    baseline: list[tuple[str, str, float]]
    max_drop: float
    strict: bool

    @classmethod
    def parse(
        cls, floors: Sequence[str], baseline: Path | None, max_drop: float, *, strict: bool
    ) -> Requirements:
        """Read them from the arguments."""
        earlier = requirements.read_baseline(baseline) if baseline is not None else []
        return cls(requirements.parse_floors(floors), earlier, max_drop, strict)

    def failures(self, result: Evaluation) -> list[str]:
        """Return a line for everything that fails."""
        failed = requirements.below_floor(result, self.floors)
        if self.baseline:
            failed += requirements.dropped(result, self.baseline, most=self.max_drop)
        if self.strict:
            failed += [str(finding) for finding in result.errors]
        return failed


def show(result: Evaluation, *, form: Form, details: bool, output: Path | None) -> None:
    """Write the result to `output` or stdout, and the findings to stderr."""
    if form == "table" and output is None:
        _print_tables(result, details=details)
    else:
        text = _written(result, form, details=details)
        if output is None:
            typer.echo(text, nl=False)
        else:
            with atomic_file(output) as file:
                file.write(text.encode("utf-8"))
    for finding in result.findings:
        color = "red" if finding.severity == "error" else "yellow"
        typer.secho(f"{finding.severity}: {finding}", fg=color, err=True)


def passed(result: Evaluation, failures: Sequence[str]) -> bool:
    """Say what failed, on stderr, and return whether nothing did."""
    for line in failures:
        typer.secho(f"failed: {line}", fg="red", err=True)
    return not failures


def _written(result: Evaluation, form: Form, *, details: bool) -> str:
    if form == "json":
        return json.dumps(result.to_dict(), ensure_ascii=False, indent=1) + "\n"
    if form == "latex":
        return tables.to_latex(result, details=details)
    return tables.to_markdown(result, details=details)


def _print_tables(result: Evaluation, *, details: bool) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    for table in tables.tables(result, details=details):
        shown = Table(title=table.title, title_justify="left", box=None, pad_edge=False)
        for place, name in enumerate(table.header):
            words = [word for row in (table.header, *table.rows) for word in row[place].split()]
            shown.add_column(
                name,
                justify="left" if place < table.texts else "right",
                min_width=max(map(len, words), default=0),  # a figure is never cut
            )
        for row in table.rows:
            shown.add_row(*map(Text, row))
        console.print(shown)
    for note in tables.notes(result):
        console.print(note, style="dim", markup=False, highlight=False)
