"""The demonstration: seed article to Arabic, Arabic to English, three pages and a summary."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from string import Template

import typer

from mtkit import paths
from mtkit.formats import FormatOptions
from mtkit.io import atomic_file
from mtkit.names.mentions import english_names
from mtkit.translation.jobs import Job, Outcome, run_job
from mtkit.translation.translator import Setup, Translator


def run(out_dir: Path, model: str | None) -> None:
    """Translate the seed article there and back; print where the pages are and what was kept."""
    out_dir.mkdir(parents=True, exist_ok=True)
    seed = next(iter(sorted(paths.shipped("seeds").glob("*.txt"))))
    there = Job(seed, out_dir / f"{seed.stem}.ar.html")
    back = Job(there.output, out_dir / f"{seed.stem}.ar.en.html")
    first, used = _translate(there, "en", "ar", model)
    second, _ = _translate(back, "ar", "en", model)
    page = out_dir / "index.html"
    _write_page(page, [seed, there.output, back.output], used)
    _summary([("en → ar", first), ("ar → en", second)], _names(seed, back.output))
    typer.echo(f"side by side: {page}")


def _translate(job: Job, source: str, target: str, model: str | None) -> tuple[Outcome, str]:
    with Translator(
        source=source, target=target, setup=Setup(model=model), memory=False
    ) as translator:
        outcome = run_job(
            job, lambda sample: translator, markup="html", options=FormatOptions(wrap=True)
        )
        return outcome, translator.route[0].model.id


def _write_page(page: Path, parts: Sequence[Path | None], model: str) -> None:
    source, arabic, back = (part.read_text("utf-8") for part in parts if part is not None)
    template = files("mtkit.cli").joinpath("data/demo.html").read_text("utf-8")
    html = Template(template).substitute(source=source, arabic=arabic, back=back, model=model)
    with atomic_file(page) as file:
        file.write(html.encode("utf-8"))


def _names(seed: Path, back: Path | None) -> tuple[int, int]:
    """Return how many names of the seed came back as they were, and how many there are."""
    from mtkit.formats.html import parse
    from mtkit.segment import split

    text = " ".join(block.text for block in parse(seed.read_text("utf-8")).blocks)
    names = english_names([span.of(text) for span in split(text, "en")])
    returned = back.read_text("utf-8") if back is not None else ""
    return sum(name in returned for name in names), len(names)


def _summary(legs: Sequence[tuple[str, Outcome]], names: tuple[int, int]) -> None:
    for title, outcome in legs:
        tally = outcome.tally
        flags = ", ".join(f"{code} {count}" for code, count in tally.flags.most_common())
        typer.echo(
            f"{title}: {tally.segments} sentences in {tally.seconds:.1f} s, "
            f"{tally.flagged} doubtful{f' ({flags})' if flags else ''}: {outcome.job.output}"
        )
    typer.echo(f"names: {names[0]} of {names[1]} came back in the article's own spelling")
