"""What ``mtkit translate`` does once its arguments are read: jobs, progress, summary."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit import langs
from mtkit.engines.base import DecodeOptions
from mtkit.errors import ConfigError
from mtkit.formats import FormatOptions, open_source
from mtkit.io import atomic_file
from mtkit.markup.italics import ItalicsPolicy
from mtkit.text.identify import identify
from mtkit.translation.jobs import Job, Outcome, plan_jobs, run_job
from mtkit.translation.report import ReportWriter
from mtkit.translation.simple import detect
from mtkit.translation.tally import Tally
from mtkit.translation.translator import Setup, Translator

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from mtkit.translation.names.source import NamesOption
_DOUBTFUL = 0.5
"""Confidence below which a text is probably in none of the languages it was held against."""


@dataclass(frozen=True, slots=True)
class Request:
    """The arguments of ``mtkit translate``."""

    inputs: tuple[str, ...]
    text: str | None
    source: str
    target: str
    output: Path | None
    out_dir: Path | None
    report: Path | None
    align: Path | None
    italics: ItalicsPolicy
    markup: str | None
    files: FormatOptions
    setup: Setup
    options: DecodeOptions
    memory: bool | Path
    checks: bool
    names: tuple[Path, ...]
    names_from: tuple[Path, ...]
    keep_names: bool
    alternative: str | None
    json: bool
    quiet: bool


def say(message: str) -> None:
    """Talk to the user, apart from the data."""
    print(message, file=sys.stderr)  # noqa: T201


def run(request: Request) -> None:
    """Translate what was asked for."""
    if request.text is not None:
        _translate_words(request, request.text)
        return
    jobs = plan_jobs(
        request.inputs, target=request.target, output=request.output, out_dir=request.out_dir
    )
    with ExitStack() as stack:
        translators = Translators(request, stack)
        report = align = None
        if request.report is not None:
            facts = {"mtkit": version("mtkit"), "target": request.target, **asdict(request.options)}
            report = ReportWriter(stack.enter_context(atomic_file(request.report)), facts)
        if request.align is not None:
            align = stack.enter_context(atomic_file(request.align))
        total = Tally()
        for job in jobs:
            with Progress(request, job) as progress:
                outcome = run_job(
                    job,
                    translators.watched(job, progress),
                    markup=request.markup,
                    options=request.files,
                    report=report,
                    align=align,
                    on_done=progress.advance,
                )
            total.merge(outcome.tally)
            if not request.quiet and not request.json:
                _show(outcome)
        if report is not None:
            report.close(total)
    if request.json:
        say(json.dumps(translators.facts() | total.to_dict(), ensure_ascii=False))


@dataclass(slots=True)
class Translators:
    """The translators of a run, one for each language that its inputs are in."""

    request: Request
    stack: ExitStack
    _by_source: dict[str, Translator] = field(default_factory=dict)

    def watched(self, job: Job, progress: Progress) -> Callable[[str], Translator]:
        """Return what gives `job` its translator, and `progress` the job's length."""
        return lambda sample: progress.measure(self.get(sample, job.name))

    def get(self, sample: str, name: str) -> Translator:
        """Return the translator for a text that begins with `sample`."""
        source = self._language(sample, name)
        if source not in self._by_source:
            translator = self.stack.enter_context(translator_for(self.request, source))
            self._by_source[source] = translator
            if not self.request.quiet:
                say(model_line(translator))
        return self._by_source[source]

    def _language(self, sample: str, name: str) -> str:
        told = self.request.source
        if self.request.setup.engine == "identity":
            return "en" if told == "auto" else told
        if told == "auto":
            return detect(sample, self.request.target)
        guess = identify(sample, [told, self.request.target, "en", "ar"])
        if guess is None or self.request.quiet:
            return told
        if langs.base(guess.language) != langs.base(told):
            say(f"{name}: reads like {guess.language!r}, and is taken for {told!r} as told")
        elif guess.confidence < _DOUBTFUL:
            say(f"{name}: does not read like {told!r}, and is taken for it as told")
        return told

    def facts(self) -> dict[str, Any]:
        """Return what the run was made with, for JSON."""
        return {
            "target": self.request.target,
            "translators": [
                {
                    "source": source,
                    "engine": translator.engine.name,
                    "models": [choice.model.id for choice in translator.route],
                }
                for source, translator in self._by_source.items()
            ],
        }


def translator_for(request: Request, source: str) -> Translator:
    """Return the translator that the request describes."""
    return Translator(
        source=source,
        target=request.target,
        setup=request.setup,
        options=request.options,
        memory=request.memory,
        checks=request.checks,
        alternative=request.alternative,
        italics=request.italics,
        align=request.align is not None,
        names=_names(request),
    )


def _names(request: Request) -> NamesOption:
    """Return what knows names: documents that were translated before, then gazetteers."""
    if not request.keep_names:
        if request.names or request.names_from:
            raise ConfigError("--no-names leaves no use for --names and --names-from")
        return False
    from mtkit.translation.names.known import DocumentNames

    return [*map(DocumentNames.of_report, request.names_from), *request.names]


def model_line(translator: Translator) -> str:
    """Say which model runs, and why this one."""
    pair = f"{translator.source} → {translator.target}"
    if not translator.route:
        return f"{pair} with the {translator.engine.name} engine"
    models = ", then ".join(f"{choice.model.id} ({choice.why})" for choice in translator.route)
    return f"{pair} with {models}"


def _translate_words(request: Request, text: str) -> None:
    source = request.source if request.source != "auto" else detect(text, request.target)
    with translator_for(request, source) as translator:
        result = next(iter(translator.stream([text], markup=request.markup or "text")))
    sys.stdout.write(result.text + "\n")
    if not request.quiet:
        for segment in result.flagged:
            for flag in segment.flags:
                say(f"doubtful ({flag.code}): {flag.detail}")


class Progress:
    """A bar on the terminal: sentences, sentences per second, time left; nothing in a pipe."""

    def __init__(self, request: Request, job: Job) -> None:
        self._request, self._job = request, job
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def measure(self, translator: Translator) -> Translator:
        """Count the sentences to come, if somebody watches; return `translator`."""
        request, job = self._request, self._job
        if request.quiet or request.json or not sys.stderr.isatty():
            return translator
        total = None
        if job.source is not None and job.source.is_file():
            with open_source(job.source, format=request.markup, options=request.files) as source:
                total = sum(map(translator.count, source.documents))
        self._start(total)
        return translator

    def _start(self, total: int | None) -> None:
        from rich import progress
        from rich.console import Console

        self._bar = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TextColumn("sentences"),
            progress.TextColumn("{task.fields[rate]}", justify="right"),
            progress.TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task(Path(self._job.name).name, total=total, rate="")
        self._bar.start()

    def advance(self, count: int) -> None:
        """Note that `count` more sentences are done."""
        if self._bar is not None and self._task is not None:
            speed = self._bar.tasks[0].speed  # None until two counts have come
            rate = f"{speed:.0f}/s" if speed else ""
            self._bar.update(self._task, advance=count, rate=rate)


def _show(outcome: Outcome) -> None:
    """Say in a few lines what became of a file."""
    tally = outcome.tally
    for notice in outcome.notices:
        say(f"{outcome.job.name}: {notice}")
    parts = [f"{tally.segments} sentences in {tally.seconds:.1f} s"]
    if remembered := tally.origins["memory"]:
        parts.append(f"{remembered} from memory")
    if repaired := tally.origins["repaired"]:
        parts.append(f"{repaired} repaired")
    if tally.names:
        parts.append(f"names kept {tally.names_kept} of {tally.names.total()}")
    if tally.flagged:
        reasons = ", ".join(f"{code} {count}" for code, count in tally.flags.most_common())
        parts.append(f"{tally.flagged} doubtful ({reasons})")
    say(f"{outcome.job.name} → {outcome.job.output or 'standard output'}: {', '.join(parts)}")
