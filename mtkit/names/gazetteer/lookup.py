"""Looking a name up, in any spelling and script."""

from __future__ import annotations

from dataclasses import dataclass

from mtkit.names.gazetteer.likeness import Likeness
from mtkit.names.gazetteer.settings import settings
from mtkit.names.gazetteer.store import Form, Store
from mtkit.names.normalize import clean, comparable
from mtkit.types import Entry, NameType

_FIRST = 32
"""Forms that the similarity is asked about first; the index has ranked them."""

_MORE = 96
"""Forms that it is asked about besides, where the first do not fill what was asked for."""

_GOOD = 0.5
"""Score from which a match counts as filling."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that a look-up found.

    Args:
        entry: With all its forms.
        form: The one that is most like what was looked up.
        score: Probability that both name the same, in [0, 1]; 1.0 for equal comparable forms.
    """

    entry: Entry
    form: str
    score: float


def lookup(
    store: Store,
    likeness: Likeness,
    form: str,
    *,
    limit: int,
    type: NameType | None,
    threshold: float,
) -> list[Match]:
    """Return the entries with the forms most like `form`, best first (see `Gazetteer.lookup`)."""
    sought = clean(form)
    key = comparable(sought)
    if not key:
        return []
    exact = store.by_key(key)
    near = store.index.candidates(sought, max(_FIRST, limit) + _MORE)
    first, more = near[: max(_FIRST, limit)], near[max(_FIRST, limit) :]
    scored = _scored(likeness, sought, [*exact, *store.by_id(first)])
    if more and sum(score >= _GOOD for _, score in scored) < limit:
        scored += _scored(likeness, sought, store.by_id(more))
    best: dict[int, tuple[float, str]] = {}
    for one, score in sorted(scored, key=_order):
        if score >= threshold:
            best.setdefault(one.entry, (score, one.form))
    ids = list(best)
    if type is not None:
        ids = [id for id, its_type in store.types(ids).items() if its_type == type]
    entries = store.entries(ids[:limit])
    return [Match(entries[id], best[id][1], best[id][0]) for id in entries]


def _scored(likeness: Likeness, sought: str, forms: list[Form]) -> list[tuple[Form, float]]:
    """Score each form; none that is only short for its name may win by it."""
    if not forms:
        return []
    short = settings().short
    scores = likeness.matrix([sought], [one.form for one in forms])[0].tolist()
    return [
        (form, min(score, short) if form.short else score)
        for form, score in zip(forms, scores, strict=True)
    ]


def _order(scored: tuple[Form, float]) -> tuple[float, int, int]:
    form, score = scored
    return -score, -form.count, form.id
