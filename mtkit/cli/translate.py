"""``mtkit translate``: files from one language to another."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

_MODEL, _SEARCH, _FILES, _OUT = "Model", "Search", "Input files", "Output"
_NAMES = "Names"


class Italics(StrEnum):
    """What becomes of italics in Arabic."""

    keep = "keep"
    quotes = "quotes"
    drop = "drop"


def translate(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(help="Files or globs; - or nothing is standard input.", show_default=False),
    ] = None,
    text: Annotated[str | None, typer.Option("--text", help="Translate these words.")] = None,
    target: Annotated[str, typer.Option("--to", help="Language to translate into.")] = "ar",
    source: Annotated[
        str, typer.Option("--from", help="Language of the input; auto finds it out.")
    ] = "auto",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File for a single translation.", rich_help_panel=_OUT),
    ] = None,
    out_dir: Annotated[
        Path | None,
        typer.Option("--out-dir", help="Folder: a.html becomes a.ar.html.", rich_help_panel=_OUT),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", help="JSON: every sentence, its flags.", rich_help_panel=_OUT),
    ] = None,
    align: Annotated[
        Path | None,
        typer.Option("--align", help="Word alignments: s ||| t ||| 0-0.", rich_help_panel=_OUT),
    ] = None,
    names: Annotated[
        list[Path] | None,
        typer.Option(
            "--names", help="Gazetteer to write names by; repeat it.", rich_help_panel=_NAMES
        ),
    ] = None,
    names_from: Annotated[
        list[Path] | None,
        typer.Option(
            "--names-from",
            help="Report of an earlier translation: names as they stand there.",
            rich_help_panel=_NAMES,
        ),
    ] = None,
    no_names: Annotated[
        bool, typer.Option("--no-names", help="Leave names to the model.", rich_help_panel=_NAMES)
    ] = False,
    italics: Annotated[
        Italics, typer.Option(help="Italics in Arabic.", rich_help_panel=_OUT)
    ] = Italics.keep,
    wrap: Annotated[
        bool,
        typer.Option("--wrap", help="Put <div lang dir> around a fragment.", rich_help_panel=_OUT),
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Summary as JSON, on stderr.", rich_help_panel=_OUT)
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing but errors.", rich_help_panel=_OUT)
    ] = False,
    markup: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="html, text, markdown, jsonl, csv, tsv, parquet, srt, vtt.",
            show_default="by suffix",
            rich_help_panel=_FILES,
        ),
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Option("--field", help="Field or column; repeat it.", rich_help_panel=_FILES),
    ] = None,
    inner: Annotated[
        str, typer.Option("--field-format", help="Format of fields.", rich_help_panel=_FILES)
    ] = "text",
    into: Annotated[
        str | None,
        typer.Option(help="New field for the translation ({}_ar).", rich_help_panel=_FILES),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Character encoding.", rich_help_panel=_FILES)
    ] = None,
    unwrap: Annotated[
        bool, typer.Option("--unwrap", help="Join hard-wrapped lines.", rich_help_panel=_FILES)
    ] = False,
    model: Annotated[
        str | None, typer.Option(help="Model id or folder.", rich_help_panel=_MODEL)
    ] = None,
    alternative: Annotated[
        str | None, typer.Option(help="Model asked when in doubt.", rich_help_panel=_MODEL)
    ] = None,
    engine: Annotated[
        str, typer.Option(help="ctranslate2, transformers, identity.", rich_help_panel=_MODEL)
    ] = "ctranslate2",
    device: Annotated[str, typer.Option(help="cpu, cuda, auto.", rich_help_panel=_MODEL)] = "auto",
    compute_type: Annotated[
        str, typer.Option(help="int8, float32, float16 …", rich_help_panel=_MODEL)
    ] = "auto",
    inter_threads: Annotated[
        int | None,
        typer.Option(help="Batches side by side.", min=1, rich_help_panel=_MODEL),
    ] = None,
    intra_threads: Annotated[
        int | None, typer.Option(help="Threads a batch.", min=1, rich_help_panel=_MODEL)
    ] = None,
    beam_size: Annotated[int, typer.Option(help="1 is greedy.", rich_help_panel=_SEARCH)] = 4,
    length_penalty: Annotated[float, typer.Option(rich_help_panel=_SEARCH)] = 1.0,
    no_repeat_ngram_size: Annotated[
        int, typer.Option(help="0 is off.", rich_help_panel=_SEARCH)
    ] = 0,
    repetition_penalty: Annotated[float, typer.Option(rich_help_panel=_SEARCH)] = 1.0,
    sampling_topk: Annotated[
        int, typer.Option(help="Draw from the best k; 0 searches.", rich_help_panel=_SEARCH)
    ] = 0,
    sampling_temperature: Annotated[float, typer.Option(rich_help_panel=_SEARCH)] = 1.0,
    seed: Annotated[int, typer.Option(help="For sampling.", rich_help_panel=_SEARCH)] = 0,
    no_memory: Annotated[
        bool, typer.Option("--no-memory", help="Neither read nor write the translation memory.")
    ] = False,
    memory: Annotated[
        Path | None, typer.Option(help="Memory file.", show_default="the user's own")
    ] = None,
    no_checks: Annotated[
        bool, typer.Option("--no-checks", help="Do not check and repair sentences.")
    ] = False,
) -> None:
    """Translate documents without touching anything but their words.

    [bold]mtkit translate article.html --to ar -o article.ar.html[/bold]

    [bold]mtkit translate feed.jsonl --field body --into body_ar --to ar -o out.jsonl[/bold]

    [bold]mtkit translate 'news/*.html' --to ar --out-dir arabic --report flags.json[/bold]

    HTML, Markdown, plain text, subtitles, JSONL, CSV, TSV and Parquet; links and italics land on
    the words that translate theirs.  Doubtful sentences are counted, and listed by --report.
    """
    from mtkit.cli.run_translate import Request, run
    from mtkit.engines.base import DecodeOptions
    from mtkit.formats import FormatOptions
    from mtkit.translation.translator import Setup

    run(
        Request(
            inputs=tuple(inputs or ()),
            text=text,
            source=source,
            target=target,
            output=output,
            out_dir=out_dir,
            report=report,
            align=align,
            italics=italics.value,
            markup=markup,
            files=FormatOptions(
                encoding=encoding,
                fields=tuple(fields or ()),
                inner=inner,
                into=into,
                unwrap=unwrap,
                wrap=wrap,
            ),
            setup=Setup(
                model=model,
                engine=engine,
                device=device,
                compute_type=compute_type,
                inter_threads=inter_threads,
                intra_threads=intra_threads,
            ),
            options=DecodeOptions(
                beam_size=beam_size,
                length_penalty=length_penalty,
                no_repeat_ngram_size=no_repeat_ngram_size,
                repetition_penalty=repetition_penalty,
                sampling_topk=sampling_topk,
                sampling_temperature=sampling_temperature,
                seed=seed,
            ),
            memory=False if no_memory else memory or True,
            checks=not no_checks,
            names=tuple(names or ()),
            names_from=tuple(names_from or ()),
            keep_names=not no_names,
            alternative=alternative,
            json=json,
            quiet=quiet,
        )
    )
