"""Looking a name up, in any spelling and script."""

from __future__ import annotations

from dataclasses import dataclass

from mtkit.names.gazetteer.likeness import Likeness
from mtkit.names.gazetteer.settings import settings
from mtkit.names.gazetteer.store import Form, Store
from mtkit.names.normalize import clean, comparable
from mtkit.types import Entry, NameType

_BATCHES = (16, 48)
"""Forms that the similarity is asked about, batch by batch; the index has ranked them."""

_OF_NOTE = 0.1
"""Least score for which the next batch is looked at, once there is a good one."""

_GOOD = 0.5


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
    scored = [(form, settings().short if form.short else 1.0) for form in exact]
    known = {form.id for form in exact}
    near = [id for id in store.index.candidates(sought, sum(_BATCHES)) if id not in known]
    for size in _BATCHES:
        batch, near = near[:size], near[size:]
        new = _scored(likeness, sought, store.by_id(batch))
        scored += new
        # the first batch is judged by its second half: the best come first
        tail = (
            new if size != _BATCHES[0] else [one for one in new if one[0].id in batch[size // 2 :]]
        )
        if _best(tail) < _OF_NOTE and _best(scored) >= _GOOD:
            break
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


def _best(scored: list[tuple[Form, float]]) -> float:
    return max((score for _, score in scored), default=0.0)


def _order(scored: tuple[Form, float]) -> tuple[float, int, int]:
    form, score = scored
    return -score, -form.count, form.id
