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

Ints = NDArray[np.intp]
Floats = NDArray[np.float32]

SAME = 0.5
"""Score from which two forms are taken for the same."""

_CELLS = 1 << 22  # of the matrix at a time: some 100 MB of working space
_FAINT = 0.005  # half the score of the nearest pair that is not worth comparing letter by letter
_CLEAR = 0.7  # score above which no other parting of a name is tried
_JOINED = 0.98  # what joining two words of one name leaves of the score


def similarity(a: str, b: str) -> float:
    """Return the probability that two forms can name the same thing as they are spelled.

    Names of any script and language; built for Arabic and Latin.  Titles do not count, the order of
    parts little.  A form that is a part of the other (Assad, Bashar al-Assad) has 0.4 to 0.7.

    Returns:
        In [0, 1], symmetric; 1.0 for forms that are equal once cleaned.
    """
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
    decided = known > 0.0 and score - known < 1e-6
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
    """Return `similarity` of every form of `a` with every one of `b`.

    Words are read once and compared letter by letter only where their gists are near, so that a
    matrix is far cheaper than its cells.

    Args:
        a: Forms; they may repeat.
        b: Forms; they may repeat.

    Returns:
        ``[a][b]``, in [0, 1].
    """
    rows, row_of = _unique(a)
    columns, column_of = _unique(b)
    found = _distinct(rows, columns)
    return found[np.ix_(row_of, column_of)]


def _unique(forms: list[str]) -> tuple[list[str], Ints]:
    number: dict[str, int] = {}
    where = [number.setdefault(clean(form), len(number)) for form in forms]
    return list(number), np.array(where, dtype=np.intp)


def _distinct(a: list[str], b: list[str]) -> Floats:
    one, other = side([profile(form) for form in a]), side([profile(form) for form in b])
    found = np.zeros((len(a), len(b)), dtype=np.float32)
    step = max(1, _CELLS // max(1, len(b)))
    for at in range(0, len(a), step):
        rows, columns, whole = candidates(one, other, slice(at, at + step))
        found[at : at + step] = _FAINT * (1 + whole)
        found[rows, columns] = np.maximum(found[rows, columns], _scores(one, other, rows, columns))
    for row, column, score in known_pairs(one.profiles, other.profiles):
        found[row, column] = max(found[row, column], score)
    places = {form: column for column, form in enumerate(b)}
    for row, form in enumerate(a):
        if form in places:
            found[row, places[form]] = 1.0
    return found


def _scores(one: Side, other: Side, rows: Ints, columns: Ints) -> Floats:
    """Judge pairs as they are parted and, where one has more slots, with two of them in one."""
    score = judge(one, other, rows, columns).score
    more = one.counts[rows] - other.counts[columns]
    for first, second, own, its, longer in (
        (one, other, rows, columns, more > 0),
        (other, one, columns, rows, more < 0),
    ):
        here = np.flatnonzero(longer & (score < _CLEAR))
        if len(here):
            joint = judge_joined(first, second, own[here], its[here])
            score[here] = np.maximum(score[here], _JOINED * joint.score)
    return score
