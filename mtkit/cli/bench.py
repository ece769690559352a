"""``mtkit bench``: measure models, merge results, show who is better and who is faster."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(invoke_without_command=True, no_args_is_help=False)

_Results = Annotated[list[Path], typer.Argument(metavar="RESULTS...", help="Of mtkit bench.")]


@app.callback()
def bench(
    context: typer.Context,
    models: Annotated[
        str | None, typer.Option(help="Ids or folders, with commas.", show_default="all at hand")
    ] = None,
    sets: Annotated[
        str, typer.Option(help="ID or ID/PART, with commas; see mtkit corpora list.")
    ] = "newsdesk/dev",
    pairs: Annotated[
        str | None, typer.Option(metavar="SRC-TGT,…", show_default="all that fit")
    ] = None,
    engines: Annotated[str, typer.Option(help="ct2, transformers.")] = "ct2",
    beams: Annotated[str, typer.Option(help="Beam sizes, with commas.")] = "4",
    compute: Annotated[str, typer.Option(help="int8, float32 …, with commas.")] = "int8",
    limit: Annotated[
        int, typer.Option(min=0, help="Segments of each set, evenly spread; 0 is all.")
    ] = 0,
    repeats: Annotated[int, typer.Option(min=1, help="Times that speed is taken.")] = 3,
    inter_threads: Annotated[
        int | None, typer.Option(min=1, help="Batches side by side.", show_default="by the cores")
    ] = None,
    intra_threads: Annotated[
        int | None, typer.Option(min=1, help="Threads of a batch.", show_default="by the cores")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Results are added to it.")] = Path(
        "mtkit-bench.jsonl"
    ),
    again: Annotated[bool, typer.Option("--again", help="Also what is measured already.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list the cells.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Results as JSON.")] = False,
    fail_under: Annotated[
        list[str] | None, typer.Option(metavar="METRIC=SCORE", help="Exit 1 if a score is lower.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Earlier results; exit 1 if a score fell.")
    ] = None,
    max_drop: Annotated[float, typer.Option(min=0, help="By how much it may fall.")] = 0.5,
) -> None:
    """Measure quality, speed and memory of models, each cell in a process of its own.

    What the results hold already is not measured again, so a run that was stopped goes on.

    Example: mtkit bench --compute int8,float32 --beams 1,4 -o results.jsonl
    """
    if context.invoked_subcommand is not None:
        return
    from mtkit.bench.cells import Request
    from mtkit.cli import run_bench as run

    request = Request(
        models=run.words(models or ""),
        sets=run.words(sets),
        pairs=run.parse_pairs(pairs or ""),
        engines=run.words(engines),
        compute_types=run.words(compute),
        beams=run.parse_beams(beams),
        limit=limit,
        inter_threads=inter_threads,
        intra_threads=intra_threads,
    )
    gate = run.Gate.parse(fail_under or (), baseline, max_drop)
    job = run.Job(request, output, repeats=repeats, again=again)
    if dry_run:
        run.show_plan(job, json=json)
    elif not run.carry_out(job, gate, json=json):
        raise typer.Exit(1)


@app.command()
def merge(
    results: _Results,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where they go together.")],
) -> None:
    """Put results of several machines into one file; one cell of two machines stays two."""
    from mtkit.bench.store import ResultStore
    from mtkit.bench.store import merge as merge_stores

    records = merge_stores(map(ResultStore, results), ResultStore(output))
    typer.echo(f"{output}: {len(records)} results", err=True)


@app.command()
def leaderboard(
    results: _Results,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=".md or .html.", show_default="Markdown on stdout"),
    ] = None,
    metric: Annotated[str, typer.Option(help="To rank by.")] = "chrf",
    trials: Annotated[int, typer.Option(min=1, help="Trials of randomization.")] = 10_000,
) -> None:
    """Rank systems where differences are real, and show quality against speed."""
    from mtkit.cli import run_bench as run

    text = run.leaderboard(results, output, metric=metric, trials=trials)
    if output is None:
        typer.echo(text, nl=False)
    else:
        run.write(output, text)
