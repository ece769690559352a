"""How ``mtkit corpora`` finds sets by name and shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import typer

from mtkit.cli.show_models import print_json, print_table
from mtkit.errors import UnknownEntryError
from mtkit.evaluation.corpora.checking import Verdict
from mtkit.store.corpora import Corpus, Part, corpora, find_corpus, known_corpora


@dataclass(frozen=True, slots=True)
class Row:
    """A part of a set, at hand or not."""

    corpus: Corpus
    part: Part
    at_hand: bool


def rows() -> list[Row]:
    """Return the parts at hand, then those that can be pulled and are not at hand."""
    here = [Row(corpus, part, True) for corpus in corpora() for part in corpus.parts.values()]
    there = {(row.corpus.id, row.part.name) for row in here}
    return here + [
        Row(corpus, part, False)
        for corpus in known_corpora()
        for part in corpus.parts.values()
        if (corpus.id, part.name) not in there
    ]


def any_corpus(id: str) -> Corpus:
    """Return a set at hand, else one that can be pulled.

    Raises:
        UnknownEntryError: It is neither.
    """
    found = [corpus for corpus in (*corpora(), *known_corpora()) if corpus.id == id]
    if not found:
        named = find_corpus(id)
        if named is not None:
            return named[0]
        ids = {corpus.id for corpus in (*corpora(), *known_corpora())}
        raise UnknownEntryError("reference set", id, ids)
    return found[0]


def parts_named(names: Sequence[str] | None) -> list[tuple[Corpus, Part]]:
    """Return the parts at hand that are named, a set's first where no part is; all for none.

    Raises:
        UnknownEntryError: One is not at hand; the message says how to get it, if it can be had.
    """
    if not names:
        return [(corpus, part) for corpus in corpora() for part in corpus.parts.values()]
    found = []
    for name in names:
        pair = find_corpus(name)
        if pair is None:
            error = UnknownEntryError("set at hand", name, [corpus.id for corpus in corpora()])
            id = name.partition("/")[0]
            if id in [corpus.id for corpus in known_corpora()]:
                error.args = (f"{error.args[0]}; get it with: mtkit corpora pull {id}",)
            raise error
        found.append(pair)
    return found


def print_list(listed: Sequence[Row], *, json: bool) -> None:
    """Print a line for each part."""
    if json:
        print_json([{**_facts(row.corpus, row.part), "at_hand": row.at_hand} for row in listed])
        return
    header = ("set", "languages", "segments", "domain", "license", "at hand")
    print_table(
        header,
        [
            (
                f"{row.corpus.id}/{row.part.name}",
                _directions(row.corpus, row.part),
                "?" if row.part.segments is None else f"{row.part.segments:,}",
                row.corpus.domain,
                row.corpus.license,
                "yes" if row.at_hand else "mtkit corpora pull " + row.corpus.id,
            )
            for row in listed
        ],
    )


def print_corpus(corpus: Corpus, *, json: bool) -> None:
    """Print all that is known of a set but the hashes of its files."""
    if json:
        parts = [_facts(corpus, part) for part in corpus.parts.values()]
        facts = {**asdict(corpus), "folder": str(corpus.folder or ""), "parts": parts}
        print_json(facts)
        return
    download = corpus.download
    lines = {
        "id": corpus.id,
        "summary": corpus.summary,
        "languages": ", ".join(corpus.languages),
        "written in": corpus.original,
        "domain": corpus.domain,
        "license": corpus.license,
        "source": corpus.source,
        "cite": corpus.citation,
        "at hand in": str(corpus.folder or ""),
        "get it with": f"mtkit corpora pull {corpus.id}" if download and not corpus.folder else "",
        "comes from": f"{download.kind}: {download.place}" if download else "",
        "SHA-256": download.sha256 if download else "",
    }
    for name, value in lines.items():
        if value:
            typer.echo(f"{name:>12}  {value}")
    print_table(
        ("part", "directions", "segments", "line 1"),
        [
            (
                part.name,
                _directions(corpus, part),
                "?" if part.segments is None else f"{part.segments:,}",
                "\n".join(_shortened(line) for line in part.first.values()),
            )
            for part in corpus.parts.values()
        ],
    )


def print_verdicts(verdicts: Sequence[Verdict], *, json: bool) -> None:
    """Print what verifying has found."""
    if json:
        print_json([{**asdict(verdict), "sound": verdict.sound} for verdict in verdicts])
        return
    for verdict in verdicts:
        state = "sound" if verdict.sound else "NOT SOUND"
        typer.echo(f"{verdict.corpus}/{verdict.part}: {state} ({verdict.segments:,} segments)")
        for line in (*verdict.problems, *(f"note: {remark}" for remark in verdict.remarks)):
            typer.echo(f"  {line}")


def say_installed(corpus: Corpus) -> None:
    """Say, apart from the data, what is at hand now."""
    for part in corpus.parts.values():
        count = f"{part.segments:,} segments" if part.segments is not None else "? segments"
        typer.echo(f"{corpus.id}/{part.name} is at hand: {count}, {corpus.folder}", err=True)
        for language, line in part.first.items():
            typer.echo(f"  {language}: {_shortened(line)}", err=True)


def _facts(corpus: Corpus, part: Part) -> dict[str, object]:
    return {
        "id": corpus.id,
        "part": part.name,
        "summary": corpus.summary,
        "languages": list(corpus.languages),
        "directions": ["-".join(pair) for pair in corpus.directions(part)],
        "original": corpus.original,
        "segments": part.segments,
        "domain": corpus.domain,
        "license": corpus.license,
        "source": corpus.source,
        "citation": corpus.citation,
        "first": dict(part.first),
        "folder": None if corpus.folder is None else str(corpus.folder),
    }


def _directions(corpus: Corpus, part: Part) -> str:
    return ", ".join("-".join(pair) for pair in corpus.directions(part))


def _shortened(line: str, most: int = 90) -> str:
    return line if len(line) <= most else line[: most - 1] + "…"
