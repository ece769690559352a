"""What a score must reach: a floor, or not much less than it was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mtkit.errors import ConfigError, FormatError
from mtkit.evaluation.results import Evaluation, Score


def parse_floors(items: Iterable[str]) -> dict[str, float]:
    """Read ``chrf=50`` as metric → score.

    Raises:
        ConfigError: It is not written like that.
    """
    floors = {}
    for item in items:
        metric, _, value = item.partition("=")
        try:
            floors[metric.strip()] = float(value)
        except ValueError as error:
            raise ConfigError(f"{item!r}: write it like chrf=50") from error
    return floors


def below_floor(result: Evaluation, floors: Mapping[str, float]) -> list[str]:
    """Return a line for every score worse than its floor (for TER and flags: its ceiling).

    Raises:
        ConfigError: A metric was not evaluated, or has no better and worse.
    """
    failures = []
    for metric, floor in floors.items():
        sign = _sign(result, metric)
        for system in result.systems:
            value = result.score(system, metric).value
            if sign * value < sign * floor:
                failures.append(f"{system}: {metric} is {value:.2f}, required is {floor:g}")
    return failures


def read_baseline(path: Path) -> list[tuple[str, str, float]]:
    """Read the scores of an earlier ``mtkit evaluate --json``: (system, metric, value).

    Raises:
        FormatError: It is no such file.
    """
    try:
        table: Any = json.loads(path.read_text("utf-8"))
        return [(row["system"], row["metric"], float(row["value"])) for row in table["scores"]]
    except FileNotFoundError as error:
        raise FormatError("there is no such baseline", path) from error
    except (ValueError, KeyError, TypeError) as error:
        raise FormatError("not the output of: mtkit evaluate --json", path) from error


def dropped(
    result: Evaluation, baseline: Iterable[tuple[str, str, float]], *, most: float
) -> list[str]:
    """Return a line for every score that is worse than in the baseline by more than `most`.

    Compared are systems of the same name; if there is one on either side, these two.

    Raises:
        ConfigError: The baseline has no score to compare with.
    """
    earlier = list(baseline)
    names = {system for system, _, _ in earlier}
    renamed = {}
    if len(names) == len(result.systems) == 1:
        renamed = {next(iter(names)): result.systems[0]}
    before = {(renamed.get(system, system), metric): value for system, metric, value in earlier}
    failures, compared = [], 0
    for score in result.scores:
        better = _better(result, score.metric)
        value = before.get((score.system, score.metric))
        if value is None or better == "neither":
            continue
        compared += 1
        drop = (value - score.value) * (1 if better == "higher" else -1)
        if drop > most:
            failures.append(_drop_line(score, value, most))
    if not compared:
        raise ConfigError("the baseline has no system and metric in common with this evaluation")
    return failures


def _drop_line(score: Score, before: float, most: float) -> str:
    change = f"{score.metric} was {before:.2f} and is {score.value:.2f}"
    return f"{score.system}: {change}; it may be worse by {most:g}"


def _better(result: Evaluation, metric: str) -> str:
    for info in result.metrics:
        if info.name == metric:
            return info.better
    raise ConfigError(f"{metric!r} was not evaluated: name it in --metrics")


def _sign(result: Evaluation, metric: str) -> int:
    better = _better(result, metric)
    if better == "neither":
        raise ConfigError(f"{metric!r} has no better and worse")
    return 1 if better == "higher" else -1
