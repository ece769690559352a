"""Word alignments as text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.align.pharaoh import format_links, parse_links
from mtkit.errors import FormatError
from mtkit.types import Link


@pytest.mark.parametrize(
    ("line", "links"),
    [
        pytest.param("", (), id="empty"),
        pytest.param("1-2 0-0\n", (Link(0, 0), Link(1, 2)), id="sorted"),
        pytest.param("0-0:0.25", (Link(0, 0, 0.25),), id="weight"),
        pytest.param("0-0:0.25 0-0:.5", (Link(0, 0, 0.5),), id="twice"),
    ],
)
def test_parse(line: str, links: tuple[Link, ...]) -> None:
    assert parse_links(line) == links


@pytest.mark.parametrize("line", ["0", "0:1", "a-b", "0-1:2", "0-1:0", "0-1,1-2"])
def test_what_is_no_link_is_named(line: str) -> None:
    with pytest.raises(FormatError, match=r"line 7: .* is no link"):
        parse_links(line, line_number=7)


def test_weights_can_be_left_out() -> None:
    assert format_links([Link(0, 1, 0.5)], weights=False) == "0-1"


LINKS = st.lists(
    st.builds(Link, st.integers(0, 99), st.integers(0, 99), st.sampled_from([0.125, 0.5, 1.0])),
    unique_by=lambda link: (link.source, link.target),
).map(lambda links: tuple(sorted(links)))


@settings(deadline=None, max_examples=50)
@given(LINKS)
def test_round_trip(links: tuple[Link, ...]) -> None:
    assert parse_links(format_links(links)) == links
