import pickle

import pytest

from mtkit.formats.builder import Builder
from mtkit.formats.events import Close, Event, Open, Text, Whole
from mtkit.formats.markdown import parse
from mtkit.formats.slots import Mark, weave
from mtkit.types import Block, Document, Keep, Span, Tag


def text(words: str) -> Text:
    return Text(words, words)


def document(*events: Event) -> Document:
    builder = Builder()
    builder.add(events, write=lambda block, marks: weave(block, marks, str))
    return builder.document("")


IT, END_IT = Open("i", ("<i>",)), Close("i", ("</i>",))
B, END_B = Open("b", ("<b>",), loose=True), Close("b", ("</b>",), loose=True)
BR = Whole("br", ("<br>",))


@pytest.mark.parametrize(
    ("events", "words", "tags", "keeps"),
    [
        pytest.param([text(" a "), IT, text("b"), END_IT], "a b", ["i:b"], [], id="tag"),
        pytest.param([BR, IT, text("a b"), END_IT, text("\n")], "a b", [], [], id="around all"),
        pytest.param([text("a"), IT, BR, END_IT, text("b")], "ab", [], ["i:"], id="without words"),
        pytest.param(
            [text("a"), IT, text(" "), END_IT, text("b")], "a b", [], ["i: "], id="a space"
        ),
        pytest.param([text("a "), IT, text("b")], "a b", [], ["i:"], id="no end"),
        pytest.param([text("a"), END_IT, text(" b")], "a b", [], ["i:"], id="no start"),
        pytest.param(
            [text("a"), IT, B, text("b"), END_IT, text("c"), END_B, text("d")],
            *("abcd", ["i:b"], ["b:", "b:"]),
            id="crossed",
        ),
        pytest.param([text("a @"), text("b c")], "a @b c", [], ["url:@b"], id="handle"),
    ],
)
def test_events_make_a_block(
    events: list[Event], words: str, tags: list[str], keeps: list[str]
) -> None:
    made = document(*events)
    (block,) = made.blocks
    assert block.text == words
    assert [f"{tag.name}:{tag.span.of(words)}" for tag in block.tags] == tags
    assert [f"{keep.name}:{keep.span.of(words)}" for keep in block.keeps] == keeps
    raws = [
        event.raw if isinstance(event, Text) else "".join(map(str, event.raw)) for event in events
    ]
    assert made.render() == "".join(raws)


def test_without_words_there_is_no_block() -> None:
    assert document(text(" 💬 "), IT, BR, END_IT).blocks == ()


@pytest.mark.parametrize(
    ("keep", "inside", "expected"),
    [
        pytest.param(0, [], "*<i>a</i>b", id="before a start"),
        pytest.param(0, [1], "<i>*a</i>b", id="after a start"),
        pytest.param(1, [1], "<i>a*</i>b", id="before an end"),
        pytest.param(1, [], "<i>a</i>*b", id="after an end"),
    ],
)
def test_a_keep_at_a_border_stays_on_its_side(keep: int, inside: list[int], expected: str) -> None:
    block = Block("ab", (Tag(Span(0, 1), 1, "i"),), (Keep(Span(keep, keep), 2, "x"),))
    marks = {1: Mark(("<i>",), ("</i>",)), 2: Mark(("*",), inside=frozenset(inside))}
    assert "".join(map(str, weave(block, marks, str))) == expected


def test_of_equal_spans_the_earlier_is_outside() -> None:
    block = Block("ab", (Tag(Span(0, 2), 1, "i"), Tag(Span(0, 2), 2, "b")))
    marks = {1: Mark(("<i>",), ("</i>",)), 2: Mark(("<b>",), ("</b>",))}
    assert "".join(map(str, weave(block, marks, str))) == "<i><b>ab</b></i>"


def test_a_keep_is_written_as_it_was_read() -> None:
    block = Block("see XX now", (), (Keep(Span(4, 6), 1, "code"),))
    assert "".join(map(str, weave(block, {1: Mark(("`x`",))}, str.upper))) == "SEE `x` NOW"


def test_documents_can_be_pickled() -> None:
    made = parse("A *word*[^1] ![alt](u) [here](u 't')\n\n[^1]: note")
    assert pickle.loads(pickle.dumps(made)).render() == made.render()
