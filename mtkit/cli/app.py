"""The ``mtkit`` application and the one place where errors become exit statuses.

| status | meaning |
|---|---|
| 0 | done |
| 1 | done, and a check that was asked for failed |
| 2 | could not be done: bad input, missing model, wrong option |
| 130 | stopped by Ctrl-C |
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any, cast

import typer
from typer.core import TyperGroup

from mtkit.cli import (
    align,
    bench,
    corpora,
    demo,
    evaluate,
    gazetteer,
    memory,
    models,
    names,
    train,
    translate,
)
from mtkit.errors import MtkitError


class _PlainOverview(TyperGroup):
    """The list of commands, shown without `rich`, which takes longer to load than all the rest."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.rich_markup_mode = None


app = typer.Typer(
    name="mtkit",
    cls=_PlainOverview,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Translate news between English and Arabic, offline: documents keep their markup, "
    "doubtful sentences are flagged, models are at hand or pulled once.",
    epilog="Start with: mtkit translate article.html --to ar -o article.ar.html",
)
app.command("translate")(translate.translate)
app.command("evaluate")(evaluate.evaluate)
app.command("demo")(demo.demo)
app.command("train")(train.train)
app.command("finetune")(train.finetune)
app.command("synthesize")(train.synthesize)
app.add_typer(align.app, name="align")
app.add_typer(models.app, name="models")
app.add_typer(corpora.app, name="corpora")
app.add_typer(bench.app, name="bench")
app.add_typer(names.app, name="names")
app.add_typer(gazetteer.app, name="gazetteer")
app.add_typer(memory.app, name="memory")

_STOPPED = 130
_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]  # typer exports no name for it


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"mtkit {version('mtkit')}")
        raise typer.Exit


@app.callback()
def _common(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show it.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more on stderr.")] = False,
) -> None:
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="mtkit: %(message)s",
        stream=sys.stderr,
    )
    if context.invoked_subcommand not in ("models", "corpora"):  # where pull may ask the network
        from mtkit.store.hub import go_offline

        go_offline()


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Args:
        arguments: Without the program's name; None takes those of the process.
    """
    try:
        status = app(args=arguments, standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        return _fail("stopped", _STOPPED)
    except MtkitError as error:
        return _fail(str(error))
    except BrokenPipeError:  # the reader of a pipe has seen enough: not an error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _fail(f"{place}{error.strerror or error}")
    except _USAGE_ERROR as error:
        cast(typer.BadParameter, error).show()
        return 2
    if status == _STOPPED:  # typer has caught the interrupt and says so by its status alone
        return _fail("stopped", _STOPPED)
    return status if isinstance(status, int) else 0


def _fail(message: str, status: int = 2) -> int:
    print(f"mtkit: {message}", file=sys.stderr)  # noqa: T201
    return status
