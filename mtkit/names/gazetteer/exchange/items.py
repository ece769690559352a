"""What passes between a gazetteer and a file: entries, documents, decisions, doubts.

A format writes of these what it can carry and leaves the rest; `jsonl` carries all.
"""

from __future__ import annotations

from dataclasses import dataclass

from mtkit.names.gazetteer.decisions import Decision
from mtkit.names.gazetteer.store import Written


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form of a record was seen.

    Args:
        form: Its index in `Record.forms`.
        document: Digest of the document.
        sentence: Number of the sentence, from 0.
        start: First code point in the sentence.
        stop: One past the last.
        aligned: The form on the other side of the bitext.
        score: In [0, 1].
    """

    form: int
    document: bytes
    sentence: int
    start: int
    stop: int
    aligned: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Record:
    """An entry.

    Args:
        number: Tells it from the other entries of the file.
        type: PER, LOC, ORG or None.
        forms: Best first.
        places: Evidence.
    """

    number: str
    type: str | None
    forms: tuple[Written, ...]
    places: tuple[Place, ...] = ()

    def written(self) -> dict[str, Written]:
        """Return language → the form to write."""
        chosen: dict[str, Written] = {}
        for form in self.forms:
            if not form.short and form.language != "und":
                chosen.setdefault(form.language, form)
        return chosen


@dataclass(frozen=True, slots=True)
class SeenDocument:
    """A document with the sentences that have names.

    Args:
        digest: SHA-256 by which it is known again.
        name: Where it came from.
        date: ISO 8601 day.
        sentences: Number, language and text.
    """

    digest: bytes
    name: str
    date: str | None = None
    sentences: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DoubtRecord:
    """Two records of the file that may be one.

    Args:
        one: Number of a record before it.
        other: The same.
        score: Probability, in [0, 1].
        reason: What was compared.
    """

    one: str
    other: str
    score: float
    reason: str


Item = Record | SeenDocument | Decision | DoubtRecord
