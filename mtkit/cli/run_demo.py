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
from mtkit.translation.jobs import Job, Outcome, run_job
from mtkit.translation.names.forms import locate
from mtkit.translation.names.known import DocumentNames
from mtkit.translation.names.source import NamesOption
from mtkit.translation.names.uses import NameUse
from mtkit.translation.translator import Setup, Translator


def run(out_dir: Path, model: str | None) -> None:
    """Translate the seed article there and back; print where the pages are and what was kept."""
    out_dir.mkdir(parents=True, exist_ok=True)
    seed = next(iter(sorted(paths.shipped("seeds").glob("*.txt"))))
    there = Job(seed, out_dir / f"{seed.stem}.ar.html")
    back = Job(there.output, out_dir / f"{seed.stem}.ar.en.html")
    names: list[NameUse] = []
    first, used = _translate(there, "en", "ar", model, names=True, seen=names)
    # what the article calls its people and places, the way back calls them again
    known = DocumentNames.of_uses(names, languages=("en", "ar"))
    second, _ = _translate(back, "ar", "en", model, names=known)
    page = out_dir / "index.html"
    _write_page(page, [seed, there.output, back.output], used)
    _summary([("en → ar", first), ("ar → en", second)], _names(names, back.output))
    typer.echo(f"side by side: {page}")


def _translate(
    job: Job,
    source: str,
    target: str,
    model: str | None,
    *,
    names: NamesOption,
    seen: list[NameUse] | None = None,
) -> tuple[Outcome, str]:
    """Translate a page; what became of its names is added to `seen`."""
    with Translator(
        source=source, target=target, setup=Setup(model=model), memory=False, names=names
    ) as translator:
        outcome = run_job(
            job,
            lambda sample: translator,
            markup="html",
            options=FormatOptions(wrap=True),
            names=seen,
        )
        return outcome, translator.route[0].model.id


def _write_page(page: Path, parts: Sequence[Path | None], model: str) -> None:
    source, arabic, back = (part.read_text("utf-8") for part in parts if part is not None)
    template = files("mtkit.cli").joinpath("data/demo.html").read_text("utf-8")
    html = Template(template).substitute(source=source, arabic=arabic, back=back, model=model)
    with atomic_file(page) as file:
        file.write(html.encode("utf-8"))


def _names(uses: Sequence[NameUse], back: Path | None) -> tuple[int, int]:
    """Return how many names of the seed came back as they were, and how many there are."""
    names = {use.source for use in uses}
    returned = back.read_text("utf-8") if back is not None else ""
    return sum(bool(locate(returned, name, "en")) for name in names), len(names)


def _summary(legs: Sequence[tuple[str, Outcome]], names: tuple[int, int]) -> None:
    for title, outcome in legs:
        tally = outcome.tally
        flags = ", ".join(f"{code} {count}" for code, count in tally.flags.most_common())
        typer.echo(
            f"{title}: {tally.segments} sentences in {tally.seconds:.1f} s, "
            f"{tally.flagged} doubtful{f' ({flags})' if flags else ''}, "
            f"names kept {tally.names_kept} of {tally.names.total()}: {outcome.job.output}"
        )
    typer.echo(f"names: {names[0]} of {names[1]} came back in the article's own spelling")
