"""``mtkit train``, ``finetune`` and ``synthesize``: better models from what is there."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

_Run = Annotated[
    Path | None,
    typer.Option("--run", help="Folder for all that is made.", show_default="runs/<id>"),
]


class Use(StrEnum):
    """What synthetic text is for."""

    back_translation = "back-translation"
    distillation = "distillation"


def train(
    recipe: Annotated[Path, typer.Argument(help="What to make (see models/recipes).", exists=True)],
    run: _Run = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done and how long it takes.")
    ] = False,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", help="Draw loss and chrF of the run so far; no training."),
    ] = None,
    install: Annotated[
        bool, typer.Option("--install", help="Put the finished model on the shelf.")
    ] = False,
    export: Annotated[
        Path | None,
        typer.Option("--export", help="Write the finished model, with its card, to this folder."),
    ] = None,
) -> None:
    """Train a model: read and clean the text, make or take a start, learn, keep the best.

    Ctrl-C writes a checkpoint and stops; the same command goes on from there.  With --install or
    --export the finished model is judged on every set at hand and gets a manifest and a card.
    """
    from mtkit.cli import run_train
    from mtkit.training import progress, read_recipe
    from mtkit.training.plan import forecast

    what = read_recipe(recipe)
    folder = run or Path("runs") / what.id
    if dry_run:
        for line in forecast(what).lines():
            typer.echo(line)
    elif plot is not None:
        progress.plot(folder, plot)
    else:
        run_train.train(what, folder, recipe_file=recipe, install=install, export=export)


def finetune(
    model: Annotated[str, typer.Argument(help="Id or folder of a Marian model.")],
    texts: Annotated[
        list[str],
        typer.Argument(metavar="BITEXT...", help="Files (.tsv, .jsonl, .tmx …) or sets by name."),
    ],
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="Its id.", show_default="MODEL-tuned")
    ] = None,
    general: Annotated[
        list[str] | None,
        typer.Option(metavar="BITEXT", help="What it should not forget; repeatable."),
    ] = None,
    general_share: Annotated[float, typer.Option(help="Of what is read.", min=0, max=0.99)] = 0.5,
    dev: Annotated[
        list[str] | None,
        typer.Option(metavar="BITEXT", help="To judge by.", show_default="a tenth of the text"),
    ] = None,
    pair: Annotated[
        str | None, typer.Option(metavar="SRC-TGT", show_default="what the model serves")
    ] = None,
    hours: Annotated[float, typer.Option(help="How long.", min=0)] = 0.0,
    updates: Annotated[int, typer.Option(help="How long, in updates.", min=0)] = 0,
    learning_rate: Annotated[float, typer.Option(help="At its highest.")] = 1e-4,
    workers: Annotated[int, typer.Option(help="Processes.", show_default="cores")] = 0,
    run: _Run = None,
    recipe_only: Annotated[
        bool, typer.Option("--recipe-only", help="Write the recipe, do not train.")
    ] = False,
) -> None:
    """Let a model learn from your own translations, and put the result on the shelf.

    [bold]mtkit finetune opus-mt-tc-big-en-ar ours.tmx --general newsdesk/train --hours 3[/bold]

    A part of the text is held out to choose the best checkpoint by; chrF before and after is shown
    on it and on the general text, so that you see what was gained and what was forgotten.
    """
    from mtkit.cli import run_train
    from mtkit.cli.run_evaluate import parse_pair
    from mtkit.training.finetune import Request

    id = output or f"{Path(model).name}-tuned"
    request = Request(
        model=model,
        texts=texts,
        general=general or (),
        general_share=general_share,
        dev=dev or (),
        id=id,
        pair=parse_pair(pair),
        hours=hours if hours or updates else 1.0,
        updates=updates,
        learning_rate=learning_rate,
        workers=workers,
    )
    run_train.finetune(request, run or Path("runs") / id, recipe_only=recipe_only)


def synthesize(
    text: Annotated[
        Path, typer.Argument(help="Text, JSON Lines, or a bitext (--references).", exists=True)
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Bitext to write: .jsonl, .tsv, .tmx.")
    ],
    target: Annotated[str, typer.Option("--to", help="Language to translate into.")],
    source: Annotated[str, typer.Option("--from", help="Language of the text.")],
    use: Annotated[Use, typer.Option("--for", help="What it is for.")] = Use.back_translation,
    model: Annotated[str | None, typer.Option(help="Teacher's id or folder.")] = None,
    field: Annotated[str, typer.Option(help="Field of JSON Lines.", show_default="--from")] = "",
    references: Annotated[
        bool,
        typer.Option("--references", help="A bitext: of 8 translations take that most like it."),
    ] = False,
    sampling_topk: Annotated[int, typer.Option(help="Draw from the best k; 0 searches.")] = 0,
    beam_size: Annotated[int, typer.Option(min=1)] = 4,
    seed: Annotated[int, typer.Option(help="For sampling.")] = 0,
    least_score: Annotated[
        float | None, typer.Option(help="Least mean log-probability.", max=0)
    ] = None,
    round_trip: Annotated[
        float, typer.Option(help="Least chrF of the text translated there and back.", min=0)
    ] = 0.0,
    memory: Annotated[
        Path | None, typer.Option(help="Memory that a stopped run goes on from.")
    ] = None,
) -> None:
    """Translate text to learn from: back-translation, or a teacher's translations for a student.

    [bold]mtkit synthesize arabic.txt --from ar --to en -o bt.jsonl[/bold]

    [bold]mtkit synthesize news.tsv --from en --to ar --for distillation -o d.jsonl[/bold]

    Doubtful translations are left out.  Prints the table that reads the result into a recipe.
    """
    from mtkit.cli import run_train
    from mtkit.engines.base import DecodeOptions
    from mtkit.training.given import read_given
    from mtkit.training.synthesize import Rules

    given = read_given(text, source, target, field=field, references=references)
    run_train.synthesize(
        given,
        output,
        pair=(source, target),
        use=use.value,
        model=model,
        options=DecodeOptions(
            beam_size=1 if sampling_topk else beam_size, sampling_topk=sampling_topk, seed=seed
        ),
        rules=Rules(least_score=least_score, round_trip=round_trip),
        memory=memory or output.with_suffix(".memory"),
    )
