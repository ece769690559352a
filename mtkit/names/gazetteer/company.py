"""What documents say for two names being one: who else stands there, and of what type they are."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable

from mtkit.names.gazetteer.settings import settings

_DOCUMENTS = 100  # of an entry that are looked at: the first hundred decide
_COMPANY = 50  # entries that are asked for there


def log_odds(probability: float) -> float:
    """Return the logarithm of the odds, for probabilities cut to [0.001, 0.999]."""
    cut = min(max(probability, 0.001), 0.999)
    return math.log(cut / (1 - cut))


def probability(odds: float) -> float:
    """Return the probability for log-odds."""
    return 1 / (1 + math.exp(-odds))


def type_odds(one: str | None, other: str | None) -> float:
    """Return what two types say for one name, in log-odds."""
    context = settings().context
    if one is None or other is None:
        return 0.0
    if one == other:
        return context.same_type
    return context.other_type if "PER" in (one, other) else context.near_type


def company_odds(connection: sqlite3.Connection, entry: int, company: Iterable[int]) -> float:
    """Return what the company of an entry says, in log-odds: nothing without shared documents."""
    context = settings().context
    shared = _shared(connection, entry, [other for other in company if other != entry][:_COMPANY])
    return min(context.each_shared * math.log2(1 + shared), context.most_shared)


def _shared(connection: sqlite3.Connection, entry: int, company: list[int]) -> int:
    """Return in how many documents the entry stands beside one of `company`."""
    if not company:
        return 0
    marks = ",".join("?" * len(company))
    query = (
        "WITH here AS (SELECT DISTINCT document FROM evidence WHERE form IN "
        f"(SELECT id FROM form WHERE entry = ?) LIMIT {_DOCUMENTS}) "
        "SELECT count(*) FROM here WHERE EXISTS (SELECT 1 FROM evidence "
        "JOIN form ON form.id = evidence.form "
        f"WHERE evidence.document = here.document AND form.entry IN ({marks}))"
    )
    found: int = connection.execute(query, (entry, *company)).fetchone()[0]
    return found
