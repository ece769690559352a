import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.formats.text import parse

PIECES = ["a", " ", "\t", "\n", "\r", "\r\n", "- ", "1. ", "و", "\x85", "\0"]
LINES = st.lists(st.sampled_from(PIECES))


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param("one\ntwo\r\nthree\rfour", ["one", "two", "three", "four"], id="line ends"),
        pytest.param("  indented \n\n\tmore\n", ["indented", "more"], id="white space"),
        pytest.param(
            "- one\n • two\n3) three\n(4) four\n", ["one", "two", "three", "four"], id="bullets"
        ),
        pytest.param("1.5 million\n-5 degrees\n", ["1.5 million", "-5 degrees"], id="no bullets"),
        pytest.param("---\n***\n- \n", [], id="nothing to read"),
        pytest.param("", [], id="empty"),
    ],
)
def test_a_line_is_a_block(text: str, blocks: list[str]) -> None:
    document = parse(text)
    assert [block.text for block in document.blocks] == blocks
    assert document.render() == text


def test_addresses_and_tags_are_kept() -> None:
    (block,) = parse("See https://example.org/a, says @user.\n").blocks
    assert [keep.span.of(block.text) for keep in block.keeps] == ["https://example.org/a", "@user"]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param("hard\nwrapped\n\nnext", ["hard wrapped", "next"], id="blank line"),
        pytest.param("intro\n- one\n  more\n- two", ["intro", "one more", "two"], id="bullets"),
    ],
)
def test_unwrapping_joins_lines(text: str, blocks: list[str]) -> None:
    document = parse(text, unwrap=True)
    assert [block.text for block in document.blocks] == blocks
    assert document.render() == text


@settings(deadline=None, max_examples=200)
@given(LINES.map("".join), st.booleans())
def test_text_comes_back_as_it_was(text: str, unwrap: bool) -> None:
    assert parse(text, unwrap=unwrap).render() == text


@settings(deadline=None, max_examples=200)
@given(LINES.map("".join), st.text(min_size=1))  # nothing between \r and \n makes them one
def test_lines_in_are_lines_out(text: str, translation: str) -> None:
    document = parse(text)
    blocks = [replace(block, text=translation, keeps=()) for block in document.blocks]
    lines = re.split(r"\r\n|\r|\n", document.skeleton.render(blocks))
    assert len(lines) == len(re.split(r"\r\n|\r|\n", text))
