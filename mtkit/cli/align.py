"""``mtkit align``: which sentences, and which words, translate each other."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Align sentences of two texts, words of a bitext.")

_Source = Annotated[str, typer.Option("--from", help="Language of the first side.")]
_Target = Annotated[str, typer.Option("--to", help="Language of the second side.")]
_Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="File to write.", show_default="stdout")
]


class BitextName(StrEnum):
    """What aligned sentences can be written as."""

    tsv = "tsv"
    jsonl = "jsonl"
    tmx = "tmx"


class WordMethod(StrEnum):
    """How words are aligned."""

    model = "model"
    eflomal = "eflomal"
    hmm = "hmm"
    fast_align = "fast_align"


@app.command()
def sentences(
    first: Annotated[Path, typer.Argument(metavar="A", help="A text, in any format.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="Its other version.")],
    source: _Source = "en",
    target: _Target = "ar",
    output: _Output = None,
    format: Annotated[
        BitextName | None, typer.Option(help="How to write.", show_default="by suffix, else tsv")
    ] = None,
    translate: Annotated[
        bool,
        typer.Option(
            "--translate",
            help="Look through the desk's own translation too: for language "
            "pairs without a dictionary, and hard texts.",
        ),
    ] = False,
    least: Annotated[
        float, typer.Option("--min-score", help="Leave out pairs that share less.", min=0, max=1)
    ] = 0.0,
) -> None:
    """Make a bitext of two versions of an article.

    Pairs of 1-1, 1-2 and 2-1 sentences are written; what one version alone has is counted on
    stderr.  Example: mtkit align sentences report.html report.ar.html -o report.tmx
    """
    from mtkit.cli.run_align import align_documents

    align_documents(
        (first, second),
        (source, target),
        output,
        format and format.value,
        translate=translate,
        least=least,
    )


@app.command()
def words(
    bitext: Annotated[
        list[Path], typer.Argument(metavar="BITEXT | SRC TGT", help="One file with both, or two.")
    ],
    source: _Source = "en",
    target: _Target = "ar",
    output: _Output = None,
    method: Annotated[
        WordMethod,
        typer.Option(help="A translation model's attention; or learned from the bitext itself."),
    ] = WordMethod.model,
    model: Annotated[
        str | None, typer.Option(help="Model to look through.", show_default="the shelf chooses")
    ] = None,
    weights: Annotated[bool, typer.Option(help="Write links with their weights.")] = True,
    text: Annotated[
        bool, typer.Option("--words", help="Write the words themselves, for reading.")
    ] = False,
) -> None:
    """Align the words of sentence pairs, a line of links for each: 0-0 1-2:0.75 (Pharaoh).

    Words are numbered as mtkit splits them: Arabic clitics are words of their own.
    """
    from mtkit.cli.run_align import align_words

    align_words(
        bitext, (source, target), output, method.value, model=model, weights=weights, text=text
    )
