from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.formats.subtitles import break_lines, parse_srt, parse_vtt
from mtkit.types import Document

SRT = "1\n00:00:01,000 --> 00:00:02,500\n"
VTT = "WEBVTT\n\n00:01.000 --> 00:02.000 align:start\n"


def write(document: Document, *texts: str) -> str:
    blocks = [replace(b, text=t) for b, t in zip(document.blocks, texts, strict=True)]
    return document.skeleton.render(blocks)


@pytest.mark.parametrize(
    ("cue", "blocks", "written"),
    [
        pytest.param("Hello\n", ["Hello"], "A\n", id="one line"),
        pytest.param("Hello\r\nyou\r\n", ["Hello you"], "A\r\n", id="a sentence over two lines"),
        pytest.param("<i>All of\nit</i>\n", ["All of it"], "<i>A</i>\n", id="italics around all"),
        pytest.param("{\\an8}Up here", ["Up here"], "{\\an8}A", id="position"),
        pytest.param("- Yes?\n- No.\n", ["Yes?", "No."], "- A\n- A\n", id="two speakers"),
        pytest.param("<i>- Yes?</i>\n", ["Yes?"], "<i>- A</i>\n", id="dash in italics"),
        pytest.param(
            "<font color=red>Red</font> x", ["Red x"], "<font color=red></font>A", id="font"
        ),
        pytest.param("a < b & <x>\n", ["a < b & <x>"], "A\n", id="no markup"),
        pytest.param("♪ ♪\n", [], "♪ ♪\n", id="no words"),
    ],
)
def test_srt_cues(cue: str, blocks: list[str], written: str) -> None:
    document = parse_srt(SRT + cue)
    assert [block.text for block in document.blocks] == blocks
    assert document.render() == SRT + cue
    if not any(block.tags for block in document.blocks):
        assert write(document, *["A"] * len(blocks)) == SRT + written


def test_a_cue_number_without_blank_line_is_no_text() -> None:
    text = SRT + "Hi\n2\n00:00:03,000 --> 00:00:04,000\nyou\n"
    document = parse_srt(text)
    assert [block.text for block in document.blocks] == ["Hi", "you"]
    assert document.render() == text


@pytest.mark.parametrize(
    ("cue", "text", "written"),
    [
        pytest.param("<v Ann>Hello", "Hello", "<v Ann>A &amp; &lt;b&gt;", id="voice"),
        pytest.param(
            "<v Ann>Hello</v>\n", "Hello", "<v Ann>A &amp; &lt;b&gt;</v>\n", id="voice with end"
        ),
        pytest.param(
            "<00:01.500>a &amp; b", "a & b", "<00:01.500>A &amp; &lt;b&gt;", id="time, entity"
        ),
        pytest.param("<c.loud>Hey</c>", "Hey", "<c.loud>A &amp; &lt;b&gt;</c>", id="class"),
    ],
)
def test_vtt_cues(cue: str, text: str, written: str) -> None:
    document = parse_vtt(VTT + cue)
    assert [block.text for block in document.blocks] == [text]
    assert write(document, "A & <b>") == VTT + written


def test_notes_and_styles_stay() -> None:
    text = "WEBVTT - A title\n\nNOTE do not read\nthis\n\nSTYLE\n::cue { color: red }\n\nintro\n"
    assert parse_vtt(text).blocks == ()
    assert parse_vtt(text).render() == text


@pytest.mark.parametrize(
    ("text", "lines", "expected"),
    [
        pytest.param("short enough", 1, "short enough", id="one line"),
        pytest.param("one two three four", 2, "one two\nthree four", id="two lines"),
        pytest.param(
            "a " * 30 + "b", 1, "a " * 15 + "a\n" + "a " * 14 + "b", id="too long for one"
        ),
        pytest.param("indivisible", 3, "indivisible", id="one word"),
        pytest.param("قال الرئيس إن بلاده لن تقبل", 2, "قال الرئيس إن\nبلاده لن تقبل", id="Arabic"),
    ],
)
def test_lines_are_even(text: str, lines: int, expected: str) -> None:
    assert break_lines(text, lines) == expected


SOUP = st.lists(
    st.sampled_from(
        [
            "a",
            " ",
            "\n",
            "\n\n",
            "\r\n",
            "- ",
            "<i>",
            "</i>",
            "<b>",
            "<v Bob>",
            "<c.x>",
            "</c>",
            "&amp;",
            "<00:01.0>",
            "{\\an8}",
            SRT,
            VTT,
            "\n00:01.000 --> 00:02.000\n",
            "<",
            "12\n",
            "https://a.org/b",
        ]
    )
)


@settings(deadline=None, max_examples=200)
@given(SOUP.map("".join), st.sampled_from([parse_srt, parse_vtt]))
def test_subtitles_come_back_as_they_were(text, parse) -> None:
    assert parse(text).render() == text


@settings(deadline=None, max_examples=200)
@given(SOUP.map("".join), st.sampled_from([parse_srt, parse_vtt]))
def test_times_and_markup_stay_when_the_words_change(text, parse) -> None:
    document = parse(text)
    written = document.skeleton.render(
        [replace(b, text=b.text.replace("a", "و")) for b in document.blocks]
    )
    assert written.count("-->") == text.count("-->")
    marks = ["<i>", "</i>", "<b>", "{\\an8}"]
    if parse is parse_vtt:
        marks += ["<v Bob>", "<c.x>", "<00:01.0>"]
    for mark in marks:
        assert written.count(mark) == text.count(mark)
