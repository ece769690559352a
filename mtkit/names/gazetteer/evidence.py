"""Why an entry has its forms, and which entries are in doubt."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from mtkit.names.gazetteer.store import Store
from mtkit.types import Entry, Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place where a form was seen.

    Args:
        form: As it is written there.
        language: Of the sentence.
        document: Where it came from.
        sentence: Number of the sentence, from 0.
        span: Of `text`.
        text: The sentence; empty where it was not kept.
        aligned: The form on the other side of the bitext.
        score: Of the pair, or of the mention, in [0, 1].
        date: ISO 8601 day of the document.
    """

    form: str
    language: str
    document: str
    sentence: int
    span: Span
    text: str
    aligned: str | None
    score: float
    date: str | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two entries that may be one.

    Args:
        one: The older.
        other: The younger.
        score: Probability that they are one, in [0, 1].
        reason: What was compared.
        evidence: Some places of either.
    """

    one: Entry
    other: Entry
    score: float
    reason: str
    evidence: tuple[Evidence, ...] = ()


def evidence(connection: sqlite3.Connection, entry: int, limit: int | None) -> Iterator[Evidence]:
    """Yield where the forms of an entry were seen, the best scores first.

    Args:
        connection: Of the gazetteer.
        entry: Its id.
        limit: Most places; None for all.
    """
    query = (
        "SELECT form.form, form.language, document.name, evidence.sentence, start, stop, "
        "coalesce(sentence.text, ''), aligned, score, document.date FROM evidence "
        "JOIN form ON form.id = evidence.form JOIN document ON document.id = evidence.document "
        "LEFT JOIN sentence ON sentence.document = document.id "
        "AND sentence.number = evidence.sentence AND sentence.language = form.language "
        "WHERE form.entry = ? ORDER BY score DESC, evidence.id LIMIT ?"
    )
    for row in connection.execute(query, (entry, -1 if limit is None else limit)):
        form, language, document, number, start, stop, text, aligned, score, date = row
        span = Span(start, stop)
        yield Evidence(form, language, document, number, span, text, aligned, score, date)


def doubts(store: Store, limit: int | None, places: int) -> list[Doubt]:
    """Return the entries that may be one, those first of which least is known.

    Args:
        store: Of the gazetteer.
        limit: Most doubts; None for all.
        places: Evidence of each entry.
    """
    rows = store.connection.execute(
        "SELECT one, other, score, reason FROM doubt ORDER BY abs(score - 0.5), one, other LIMIT ?",
        (-1 if limit is None else limit,),
    ).fetchall()
    entries = store.entries(id for one, other, *_ in rows for id in (one, other))
    return [
        Doubt(
            entries[one],
            entries[other],
            score,
            reason,
            tuple(place for id in (one, other) for place in evidence(store.connection, id, places)),
        )
        for one, other, score, reason in rows
    ]
