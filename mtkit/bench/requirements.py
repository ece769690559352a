"""What results must reach: a floor, or not much less than they were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mtkit.bench.cells import Cell
from mtkit.bench.records import Record
from mtkit.errors import ConfigError


def below_floor(records: Iterable[Record], floors: Mapping[str, float]) -> list[str]:
    """Return a line for every score below its floor, and for every result that is broken.

    Raises:
        ConfigError: A result has no such score.
    """
    failures = []
    for record in records:
        for metric, floor in floors.items():
            score = record.score(metric)
            if score is None:
                known = ", ".join(score.metric for score in record.scores)
                raise ConfigError(f"{metric!r} is no score of a result; there are {known}")
            if record.broken:
                failures.append(f"{record.cell}: is broken, see its findings")
            elif score.value < floor:
                failures.append(
                    f"{record.cell}: {metric} is {score.value:.2f}, required is {floor:g}"
                )
    return failures


def dropped(records: Iterable[Record], baseline: Sequence[Record], *, most: float) -> list[str]:
    """Return a line for every score that is lower than in the baseline by more than `most`.

    Compared are results of one cell: model's id, set, direction, engine, setting; its files may
    have changed, which is what is looked at.

    Raises:
        ConfigError: The two have no cell in common, or a set is another text now.
    """
    before: dict[Cell, Record] = {}
    for record in sorted(baseline, key=lambda record: record.started):
        before[record.cell] = record
    failures, compared = [], 0
    for record in records:
        earlier = before.get(record.cell)
        if earlier is None:
            continue
        if earlier.text_sha256 != record.text_sha256:
            raise ConfigError(f"{record.cell}: the set is another text than in the baseline")
        for score in record.scores:
            old = earlier.score(score.metric)
            if old is not None:
                compared += 1
                if old.value - score.value > most:
                    change = f"{score.metric} was {old.value:.2f} and is {score.value:.2f}"
                    failures.append(f"{record.cell}: {change}; it may be lower by {most:g}")
    if not compared:
        raise ConfigError("the baseline has no cell in common with these results")
    return failures
