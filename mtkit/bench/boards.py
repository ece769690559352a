"""Leaderboards: for each set and direction, who is better, who is faster, and is that so?

Systems share a rank unless paired approximate randomization over their stored translations, after
Holm's correction, tells them apart.  What the gates call broken is shown and not ranked.  Speeds
are compared on one machine only.  Figures of others stand beside where the set is the same one;
where it is another, they stand apart and are called that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mtkit.bench.cells import some_of, spread, text_digest
from mtkit.bench.published import Published, published
from mtkit.bench.records import Record, order_of
from mtkit.bench.store import Hypotheses
from mtkit.errors import ConfigError, MtkitError
from mtkit.evaluation import ReferenceSet, evaluate
from mtkit.evaluation.corpora import find_corpus, load_part
from mtkit.evaluation.results import Sampling

_SAMPLES = 3  # segments shown as they were translated


@dataclass(frozen=True, slots=True)
class Row:
    """A system on a board.

    Args:
        record: Its result.
        name: What tells it apart from the others on the board.
        rank: From 1, shared by those that nothing tells apart; None if it is not ranked.
        front: Whether nothing on its machine is both better and faster.
        flags: What the gates say of it.
    """

    record: Record
    name: str
    rank: int | None
    front: bool
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A segment with what each system made of it."""

    source: str
    reference: str
    hypotheses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Board:
    """All results on one set in one direction.

    Args:
        set: ``ID/PART``.
        source: Language translated from.
        target: Language translated into.
        segments: How many of the set were translated.
        partial: Whether that is not all of it.
        metric: What rows are ranked by.
        rows: Best first; broken ones last.
        unranked: Why nothing is ranked; empty if it is.
        same_set: Figures of others on this set.
        other_sets: Figures of others in this direction on other sets: not to be compared.
        samples: Some segments.
    """

    set: str
    source: str
    target: str
    segments: int
    partial: bool
    metric: str
    rows: tuple[Row, ...]
    unranked: str
    same_set: tuple[Published, ...]
    other_sets: tuple[Published, ...]
    samples: tuple[Sample, ...]

    @property
    def direction(self) -> str:
        """As it is written: ``en-ar``."""
        return f"{self.source}-{self.target}"


def boards(
    records: Iterable[Record],
    hypotheses: Hypotheses,
    *,
    metric: str = "chrf",
    sampling: Sampling | None = None,
) -> list[Board]:
    """Return a board for each set and direction that there are results of.

    Args:
        records: Of one store or several.
        hypotheses: Hash → translations, of the same stores.
        metric: What to rank by; one that the results have.
        sampling: How significance is drawn.

    Raises:
        ConfigError: A result has no such score.
    """
    groups: dict[tuple[str, str, str], list[Record]] = {}
    for record in sorted(records, key=order_of):
        if record.score(metric) is None:
            known = ", ".join(score.metric for score in record.scores)
            raise ConfigError(f"{record.cell}: no score {metric!r} (there are {known})")
        cell = record.cell
        groups.setdefault((cell.set, cell.direction, record.text_sha256), []).append(record)
    return [_board(group, hypotheses, metric, sampling) for group in groups.values()]


def front(points: Sequence[tuple[float, float]]) -> list[bool]:
    """Tell for each point (quality, speed) whether no other is as good in both and better in one.

    Of equal points all are on the front or none.
    """
    return [
        not any(q >= quality and s >= speed and (q, s) != (quality, speed) for q, s in points)
        for quality, speed in points
    ]


def _board(
    group: Sequence[Record], hypotheses: Hypotheses, metric: str, sampling: Sampling | None
) -> Board:
    cell = group[0].cell
    sound = [record for record in group if not record.broken]
    references, problem = _references(group[0])
    missing = sorted({str(r.cell) for r in sound if r.hypotheses not in hypotheses})
    if references is not None and missing:
        problem = f"the translations of {missing[0]} are not beside the results"
    ranks: dict[str, int] = {}
    if references is not None and not missing:
        ranks = _ranks(sound, hypotheses, references, metric, sampling)
    names = _names(group)
    fronts = _fronts(sound, metric)
    rows = [
        Row(
            record,
            names[record.key],
            ranks.get(record.key),
            record.identity in fronts,
            tuple(f"{f['message']} ({f['code']})" for f in record.findings),
        )
        for record in group
    ]
    rows.sort(key=lambda row: (row.record.broken, -_value(row.record, metric), row.name))
    figures = [figure for figure in published() if figure.direction == cell.direction]
    whole = not cell.limit
    return Board(
        set=cell.set,
        source=cell.source,
        target=cell.target,
        segments=group[0].segments,
        partial=not whole,
        metric=metric,
        rows=tuple(rows),
        unranked=problem,
        same_set=tuple(figure for figure in figures if whole and figure.set == cell.set),
        other_sets=tuple(figure for figure in figures if not whole or figure.set != cell.set),
        samples=_samples(rows, hypotheses, references),
    )


def _references(record: Record) -> tuple[ReferenceSet | None, str]:
    """Return the set that was translated, or why it cannot be had."""
    cell = record.cell
    try:
        found = find_corpus(cell.set)
        if found is None:
            return None, f"{cell.set} is not at hand here, so nothing tells who is really better"
        references = load_part(*found, source=cell.source, target=cell.target)
    except MtkitError as error:
        return None, str(error)
    if cell.limit:
        references = some_of(references, cell.limit)
    if text_digest(references) != record.text_sha256:
        return None, f"{cell.set} at hand is another text than the one that was translated"
    return references, ""


def _ranks(
    records: Sequence[Record],
    hypotheses: Hypotheses,
    references: ReferenceSet,
    metric: str,
    sampling: Sampling | None,
) -> dict[str, int]:
    """Return key → rank; the same cell on several machines has one."""
    systems = {record.key: hypotheses[record.hypotheses] for record in records}
    if not systems:
        return {}
    plain = ReferenceSet(
        references=references.references,
        source_language=references.source_language,
        target_language=references.target_language,
    )
    return evaluate(systems, plain, metrics=[metric], sampling=sampling).ranks(metric)


def _fronts(records: Sequence[Record], metric: str) -> set[tuple[str, str]]:
    """Return the identities of those on the front of their machine."""
    found = set()
    for machine in {record.machine.id for record in records}:
        here = [record for record in records if record.machine.id == machine]
        points = [(_value(record, metric), speed(record)) for record in here]
        on_front = zip(here, front(points), strict=True)
        found |= {record.identity for record, on in on_front if on}
    return found


def speed(record: Record) -> float:
    """Return sentences a second, from end to end."""
    return record.measurement.end_to_end.sentences_per_second


def _value(record: Record, metric: str) -> float:
    score = record.score(metric)
    return score.value if score else 0.0


def _names(records: Sequence[Record]) -> dict[str, str]:
    """Return key → system, with what else differs where two keys are one system."""
    keys: dict[str, dict[str, Record]] = {}
    for record in records:
        keys.setdefault(record.cell.system, {})[record.key] = record
    names = {}
    for system, same in keys.items():
        for key, record in same.items():
            model, threads = record.model_sha256[:7], "x".join(map(str, record.threads))
            more = f" (model {model}, {threads} threads, mtkit {record.versions['mtkit']})"
            names[key] = system + (more if len(same) > 1 else "")
    return names


def _samples(
    rows: Sequence[Row], hypotheses: Hypotheses, references: ReferenceSet | None
) -> tuple[Sample, ...]:
    if references is None or references.sources is None:
        return ()
    said = {row.name: hypotheses.get(row.record.hypotheses) for row in rows}
    return tuple(
        Sample(
            references.sources[place],
            references.references[0][place],
            tuple((name, texts[place]) for name, texts in said.items() if texts),
        )
        for place in spread(len(references), _SAMPLES)
    )
