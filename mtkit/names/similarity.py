"""The same or not: how likely two forms name the same thing, whatever their spelling and script."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtkit.names.letters.assembly import Side, judge, side
from mtkit.names.letters.explain import Comparison, Relation, meetings
from mtkit.names.letters.glue import judge_joined
from mtkit.names.letters.known import ACRONYM, known_pairs
from mtkit.names.letters.profile import profile
from mtkit.names.letters.screen import candidates
from mtkit.names.normalize import clean

SAME = 0.5
"""Score from which two forms are taken for the same."""

_CELLS = 1 << 22


def similarity(a: str, b: str) -> float:
    """Return the probability that `a` and `b` can name the same thing as spelled, in [0, 1]."""
    first, second = sorted((a, b))
    return float(similarity_matrix([first], [second])[0, 0])


def compare(a: str, b: str) -> Comparison:
    """Say how two forms compare, and why.

    The relation is ``"same"`` where every part of weight met and the score is at least 0.5,
    ``"compatible"`` where those that met are the same and something is left over, and
    ``"different"`` otherwise.
    """
    one, other = profile(clean(a)), profile(clean(b))
    score = similarity(a, b)
    known = max((found for _, _, found in known_pairs([one], [other])), default=0.0)
    decided = 0.0 < known and score - known < 1e-6
    met, left, together = ((), (), known) if decided else meetings(one, other)
    heavy = {slot.form for slot in (*one.slots, *other.slots) if not slot.light}
    if score >= SAME and (decided or one.form == other.form or not heavy & set(left)):
        relation: Relation = "same"
    else:
        relation = "compatible" if met and left and together >= SAME else "different"
    reason = ""
    if decided:
        reason = "an acronym and its name" if known == ACRONYM else "forms of one name by the table"
    return Comparison(one.form, other.form, score, relation, reason, met, left)


def similarity_matrix(a: list[str], b: list[str]) -> NDArray[np.float32]:
    """Return `similarity` of every form of `a` with every one of `b`: ``[a][b]``."""
    rows, row_of = _unique(a)
    columns, column_of = _unique(b)
    found = _distinct(rows, columns)
    return found[np.ix_(row_of, column_of)]


def _unique(forms: list[str]) -> tuple[list[str], NDArray[np.intp]]:
    number: dict[str, int] = {}
    where = [number.setdefault(clean(form), len(number)) for form in forms]
    return list(number), np.array(where, dtype=np.intp)


def _distinct(a: list[str], b: list[str]) -> NDArray[np.float32]:
    one, other = side([profile(form) for form in a]), side([profile(form) for form in b])
    found = np.zeros((len(a), len(b)), dtype=np.float32)
    step = max(1, _CELLS // max(1, len(b)))
    for at in range(0, len(a), step):
        rows, columns, whole = candidates(one, other, slice(at, at + step))
        found[at : at + step] = 0.005 * (1 + whole)
        score = judge_all(one, other, rows, columns)
        found[rows, columns] = np.maximum(found[rows, columns], score)
    for row, column, score in known_pairs(one.profiles, other.profiles):
        found[row, column] = max(found[row, column], score)
    same = {form: j for j, form in enumerate(b)}
    for i, form in enumerate(a):
        if form in same:
            found[i, same[form]] = 1.0
    return found


def judge_all(one: Side, other: Side, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.float32]:
    score = judge(one, other, rows, columns).score
    longer = one.counts[rows] - other.counts[columns]
    for first, second, own, its, sign in ((one, other, rows, columns, 1), (other, one, columns, rows, -1)):
        here = np.flatnonzero((longer * sign > 0) & (score < 0.7))
        if len(here):
            joint = judge_joined(first, second, own[here], its[here])
            score[here] = np.maximum(score[here], 0.98 * joint.score)
    return score
