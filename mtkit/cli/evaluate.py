"""``mtkit evaluate``: score translations, compare systems, find what is wrong with files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mtkit.cli.run_evaluate import Form


def evaluate(
    hypotheses: Annotated[
        list[str] | None,
        typer.Argument(metavar="[HYPOTHESES]...", help="FILE, FILE#FIELD or NAME=FILE: a system."),
    ] = None,
    reference: Annotated[
        list[str] | None,
        typer.Option("--reference", "-r", help="FILE[#FIELD], or a set like newsdesk; repeatable."),
    ] = None,
    source: Annotated[str | None, typer.Option("--source", "-s", help="FILE[#FIELD].")] = None,
    model: Annotated[
        list[str] | None, typer.Option("--model", help="A model that translates the source.")
    ] = None,
    pair: Annotated[
        str | None, typer.Option(metavar="SRC-TGT", help="Languages.", show_default="found out")
    ] = None,
    metrics: Annotated[
        str | None,
        typer.Option(help="NAME or NAME=FILE, with commas.", show_default="chrf and what fits"),
    ] = None,
    terms: Annotated[
        str | None, typer.Option(metavar="FILE.tsv", help="Terms to keep: source, tab, target.")
    ] = None,
    label: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND=FILE[#FIELD]", help="Labels to slice by; repeatable."),
    ] = None,
    details: Annotated[bool, typer.Option("--details", help="All differences and slices.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As JSON, with everything.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="As Markdown.")] = False,
    latex: Annotated[bool, typer.Option("--latex", help="As LaTeX (booktabs).")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write there instead of stdout.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write the report to read there, too.")
    ] = None,
    samples: Annotated[int, typer.Option(min=1, help="Bootstrap samples.")] = 1000,
    trials: Annotated[int, typer.Option(min=1, help="Trials of randomization.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws.")] = 12345,
    fail_under: Annotated[
        list[str] | None, typer.Option(metavar="METRIC=SCORE", help="Exit 1 if a score is worse.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Earlier --json output; exit 1 if a score fell.")
    ] = None,
    max_drop: Annotated[float, typer.Option(min=0, help="By how much it may fall.")] = 0.5,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 if something is wrong with a file.")
    ] = False,
) -> None:
    """Score translations with intervals, compare systems, and say what is wrong with a file.

    Example: mtkit evaluate a.ar b.ar --reference ref.ar --source src.en
    """
    from mtkit.cli import run_evaluate as run
    from mtkit.evaluation.inputs import Inputs, judge
    from mtkit.evaluation.results import Sampling

    form = _form(json=json, markdown=markdown, latex=latex)
    inputs = Inputs(
        hypotheses=hypotheses or (),
        references=reference or (),
        source=source,
        models=model or (),
        pair=run.parse_pair(pair),
        labels=run.parse_labels(label or ()),
        terms=terms,
    )
    requirements = run.Requirements.parse(fail_under or (), baseline, max_drop, strict=strict)
    judged = judge(
        inputs,
        metrics=run.parse_metrics(metrics),
        sampling=Sampling(samples=samples, trials=trials, seed=seed),
    )
    result = judged.result
    failures = requirements.failures(result)
    if report is not None:
        run.write_report(report, judged, inputs)
    run.show(result, form=form, details=details, output=output)
    if not run.passed(result, failures):
        raise typer.Exit(1)


def _form(*, json: bool, markdown: bool, latex: bool) -> Form:
    if json + markdown + latex > 1:
        raise typer.BadParameter("choose one of --json, --markdown and --latex")
    return "json" if json else "markdown" if markdown else "latex" if latex else "table"
