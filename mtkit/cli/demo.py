"""``mtkit demo``: the main job on the article that the project began with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def demo(
    out_dir: Annotated[Path, typer.Option(help="Folder for the pages.")] = Path("demo"),
    model: Annotated[str | None, typer.Option(help="Model id or folder.")] = None,
) -> None:
    """Translate the seed article to Arabic and back, and show what was kept."""
    from mtkit.cli.run_demo import run

    run(out_dir, model)
