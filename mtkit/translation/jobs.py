"""Files in, files out: which output belongs to which input; a file is done whole or not at all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from mtkit.errors import ConfigError, FormatError
from mtkit.formats import FormatOptions, open_source, write_to
from mtkit.translation.desk import TranslatedDocument
from mtkit.translation.names.uses import NameUse
from mtkit.translation.report import ReportWriter, alignment_lines
from mtkit.translation.tally import Tally
from mtkit.translation.translator import Translator
from mtkit.types import Document

_SAMPLE = 4000
"""Characters of a text that its language is told by."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to translate.

    Args:
        source: The file; None is standard input.
        output: Where the translation goes; None is standard output.
    """

    source: Path | None
    output: Path | None

    @property
    def name(self) -> str:
        """The input's name, for messages."""
        return "standard input" if self.source is None else str(self.source)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: its counts, and what its reader should know."""

    job: Job
    tally: Tally
    notices: tuple[str, ...]


def plan_jobs(
    inputs: Sequence[str], *, target: str, output: Path | None = None, out_dir: Path | None = None
) -> list[Job]:
    """Pair inputs with outputs: ``news/a.html`` becomes ``DIR/a.ar.html``.

    Args:
        inputs: Paths and globs; ``"-"``, or none at all, is standard input.
        target: Language translated into; it goes into the names of outputs.
        output: For a single input; None is standard output.
        out_dir: Folder for the outputs, made if need be.

    Raises:
        ConfigError: A pattern finds nothing, two inputs would have one output, or an output is
            missing for more than one input.
    """
    sources = [path for pattern in inputs or ["-"] for path in _expand(pattern)]
    if output is not None and out_dir is not None:
        raise ConfigError("give either --output or --out-dir, not both")
    if out_dir is None:
        if len(sources) > 1:
            raise ConfigError(
                f"{len(sources)} inputs need a folder for their outputs: --out-dir DIR"
            )
        return [Job(sources[0], None if output == Path("-") else output)]
    jobs = [Job(source, out_dir / _output_name(source, target)) for source in sources]
    taken: dict[Path | None, Job] = {}
    for job in jobs:
        if job.output in taken:
            raise ConfigError(
                f"{taken[job.output].name} and {job.name} would both be written to {job.output}"
            )
        taken[job.output] = job
    out_dir.mkdir(parents=True, exist_ok=True)
    return jobs


def _expand(pattern: str) -> list[Path | None]:
    if pattern == "-":
        return [None]
    path = Path(pattern).expanduser()
    if path.exists() or not any(mark in pattern for mark in "*?["):
        return [path]
    root = Path(path.anchor) if path.is_absolute() else Path()
    found = sorted(root.glob(str(path.relative_to(path.anchor))))
    if not found:
        raise ConfigError(f"no file matches {pattern!r}")
    return list(found)


def _output_name(source: Path | None, target: str) -> str:
    path = source or Path("stdin.txt")
    return f"{path.stem}.{target}{path.suffix}"


def run_job(
    job: Job,
    translator_for: Callable[[str], Translator],
    *,
    markup: str | None = None,
    options: FormatOptions | None = None,
    report: ReportWriter | None = None,
    align: BinaryIO | None = None,
    names: list[NameUse] | None = None,
    on_done: Callable[[int], None] = lambda count: None,
) -> Outcome:
    """Translate one file; its output appears whole or not at all.

    Args:
        job: The file.
        translator_for: Called once, with the beginning of the text, by which its language is told.
        markup: Name of the format; None finds it out.
        options: How the file is read and written.
        report: Where the account of every sentence goes.
        align: Where word alignments go (see `alignment_lines`).
        names: To which what became of every name is added.
        on_done: Called with the number of newly finished sentences.

    Raises:
        FormatError: The file is not what it is said to be, or one of the two cannot be used.
    """
    start = time.perf_counter()
    tally = Tally()
    with open_source(job.source, format=markup, options=options) as source:
        sample, source_documents = _peek(source.documents)
        translator = translator_for(sample)

        def documents() -> Iterable[Document]:
            for done in translator.documents(source_documents, on_done=on_done):
                try:
                    _account(done, tally, report, align)
                except OSError as error:  # else it would be taken for the output's
                    raise FormatError(
                        f"report or alignments cannot be written: {error.strerror or error}"
                    ) from error
                if names is not None:
                    names.extend(done.names)
                yield done.document

        write_to(job.output, source, documents(), language=translator.output_language)
    tally.seconds = time.perf_counter() - start
    return Outcome(job, tally, tuple(source.notices))


def _peek(documents: Iterator[Document]) -> tuple[str, Iterator[Document]]:
    """Return the beginning of the text, and the documents with none of them missing."""
    seen: list[Document] = []
    texts: list[str] = []
    length = 0
    for document in documents:
        seen.append(document)
        texts += [block.text for block in document.blocks]
        length += sum(len(block.text) for block in document.blocks) + 1
        if length >= _SAMPLE:
            break
    return "\n".join(texts)[:_SAMPLE], chain(seen, documents)


def _account(
    done: TranslatedDocument, tally: Tally, report: ReportWriter | None, align: BinaryIO | None
) -> None:
    tally.add(done)
    if report is not None:
        report.add(done)
    if align is not None:
        for block in done.blocks:
            for line in alignment_lines(block):
                align.write(line.encode("utf-8") + b"\n")
