"""Two one-way alignments made into one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.align.symmetrize import Heuristic, Point, symmetrize
from mtkit.errors import UnknownEntryError

FORWARD = {(0, 0), (1, 1), (2, 1), (4, 4)}
BACKWARD = {(0, 0), (1, 1), (1, 2), (3, 5)}


@pytest.mark.parametrize(
    ("heuristic", "links"),
    [
        ("intersection", {(0, 0), (1, 1)}),
        ("union", FORWARD | BACKWARD),
        # (2, 1) and (1, 2) are neighbours of (1, 1) and bring a new word each
        ("grow-diag", {(0, 0), (1, 1), (2, 1), (1, 2)}),
        ("grow-diag-final-and", FORWARD | BACKWARD),
    ],
)
def test_heuristics(heuristic: Heuristic, links: set[Point]) -> None:
    assert symmetrize(FORWARD, BACKWARD, heuristic=heuristic) == links


def test_final_and_wants_two_new_words() -> None:
    forward, backward = {(0, 0), (0, 3)}, {(0, 0)}
    assert symmetrize(forward, backward, heuristic="grow-diag-final-and") == {(0, 0)}
    assert symmetrize(forward, backward, heuristic="grow-diag-final") == forward


def test_unknown_heuristic_lists_the_known() -> None:
    with pytest.raises(UnknownEntryError, match="grow-diag"):
        symmetrize(set(), set(), heuristic="och")  # type: ignore[arg-type]


POINTS = st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12)


@settings(deadline=None, max_examples=100)
@given(POINTS, POINTS, st.sampled_from(["grow-diag", "grow-diag-final", "grow-diag-final-and"]))
def test_between_intersection_and_union(
    forward: set[Point], backward: set[Point], heuristic: Heuristic
) -> None:
    links = symmetrize(forward, backward, heuristic=heuristic)
    assert forward & backward <= links <= forward | backward
