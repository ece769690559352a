"""``mtkit names compare``: the same name or not, and why."""

from __future__ import annotations

from typing import Annotated

import typer


def compare(
    a: Annotated[str, typer.Argument(help="A name, in Arabic or Latin script.")],
    b: Annotated[str, typer.Argument(help="Another.")],
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Say how likely two names are spellings of one, and why."""
    import json as _json

    from mtkit.names.similarity import compare as compare_names

    found = compare_names(a, b)
    typer.echo(_json.dumps(found.to_dict(), ensure_ascii=False) if json else str(found))
