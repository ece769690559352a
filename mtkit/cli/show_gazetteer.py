"""How ``mtkit gazetteer`` shows things."""

from __future__ import annotations

import json as _json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import typer

from mtkit.cli.show_models import print_json, print_table
from mtkit.names.gazetteer import Match
from mtkit.names.gazetteer.add import Added
from mtkit.names.gazetteer.evidence import Doubt, Evidence
from mtkit.types import Entry


def print_matches(found: Sequence[tuple[str, Match]], *, json: bool) -> None:
    """Print what was found for each name."""
    if json:
        print_json([{"name": name, **asdict(match)} for name, match in found])
        return
    print_table(
        ("name", "score", "entry", "type", "form", "written"),
        [
            (name, f"{match.score:.2f}", f"#{match.entry.id}", match.entry.type or "", match.form,
             _written(match.entry))
            for name, match in found
        ],
    )  # fmt: skip


def print_entry(entry: Entry, places: Sequence[Evidence], *, json: bool) -> None:
    """Print an entry with where it was seen."""
    if json:
        print_json(asdict(entry) | {"evidence": [asdict(place) for place in places]})
        return
    typer.echo(_title(entry))
    print_table(
        ("form", "language", "script", "origin", "seen"),
        [(v.form, v.language, v.script, v.origin, str(v.count)) for v in entry.variants],
    )
    _print_places(places)


def print_doubts(doubts: Sequence[Doubt], *, json: bool) -> None:
    """Print pairs of entries that may be one."""
    if json:
        print_json([asdict(doubt) for doubt in doubts])
        return
    for doubt in doubts:
        typer.echo(f"{doubt.score:.2f}  {_title(doubt.one)}  ?  {_title(doubt.other)}")
        typer.echo(f"      {doubt.reason}")
        _print_places(doubt.evidence)


def print_stats(stats: dict[str, Any], *, json: bool) -> None:
    """Print what a gazetteer holds."""
    if json:
        typer.echo(_json.dumps(stats, ensure_ascii=False))
        return
    typer.echo(f"{stats['path']}: {stats['bytes'] / 1e6:.1f} MB")
    for name in ("entries", "forms", "documents", "mentions", "decisions", "doubts"):
        typer.echo(f"{name:>10}  {stats[name]}{_details(stats, name)}")


def say_added(name: str, added: Added, *, json: bool) -> None:
    """Say what became of an input: as JSON on stdout, else apart from the data."""
    if json:
        typer.echo(_json.dumps({"input": name, **asdict(added)}, ensure_ascii=False))
        return
    parts = [f"{count} {what}" for what, count in asdict(added).items() if count]
    typer.echo(f"{name}: {', '.join(parts) or 'nothing new'}", err=True)


def say_entry(entry: Entry | None, otherwise: str = "") -> None:
    """Say how an entry stands after an edit."""
    typer.echo(otherwise if entry is None else _title(entry), err=True)


def _print_places(places: Sequence[Evidence]) -> None:
    for place in places:
        aligned = f" = {place.aligned}" if place.aligned else ""
        typer.echo(f"      {place.document}:{place.sentence + 1}  {place.form}{aligned}")
        if place.text:
            typer.echo(f"        {place.text}")


def _details(stats: dict[str, Any], name: str) -> str:
    groups = {"entries": ("types",), "forms": ("scripts", "origins")}.get(name, ())
    texts = [", ".join(f"{key} {count}" for key, count in stats[group].items()) for group in groups]
    return f" ({'; '.join(texts)})" if any(texts) else ""


def _title(entry: Entry) -> str:
    return f"#{entry.id} {entry.type or '?'} {_written(entry)}"


def _written(entry: Entry) -> str:
    written = [entry.canonical[language] for language in sorted(entry.canonical, reverse=True)]
    return " / ".join(written) or next((variant.form for variant in entry.variants), "")
