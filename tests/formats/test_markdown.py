from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.formats.inline import find_untranslatable
from mtkit.formats.markdown import parse
from mtkit.types import Block, Document, Keep, Span, Tag

NEWS = Path(__file__).with_name("markdown_news.md").read_text("utf-8")


def change(document: Document, new: Callable[[Block], Block]) -> str:
    return document.skeleton.render([new(block) for block in document.blocks])


def read(markdown: str) -> list[tuple[str, list[str], list[str]]]:
    """Return text, tagged words and kept words of each block."""
    return [
        (
            block.text,
            [f"{tag.name}:{tag.span.of(block.text)}" for tag in block.tags],
            [f"{keep.name}:{keep.span.of(block.text)}" for keep in block.keeps],
        )
        for block in parse(markdown).blocks
    ]


def test_a_document() -> None:
    assert parse(NEWS).render() == NEWS
    assert read(NEWS) == [
        ("A city in Syria", [], []),
        ("Ceasefire holds in Aleppo", ["em:holds", "a:Aleppo"], []),
        ("A street", [], []),
        (
            "By Sara Haddad, @sara · see https://example.org",
            ["strong:Sara Haddad"],
            ["code:@sara", "url:https://example.org"],
        ),
        (
            "The president said on Monday that nothing would change before the vote. He wrote to "
            'editor@example.org. "We wait", he added; 3 * 4 is not 11.',
            ["em:nothing", "strong:not"],
            ["footnote:", "url:editor@example.org", "br:"],
        ),
        ("Quoted words over two lines", ["em:words"], []),
        ("First x item", ["a:x"], []),
        ("nested item", ["s:item"], []),
        ("City", [], []),
        ("People | 2020", [], []),
        ("Homs", [], []),
        ("800 thousand", [], []),
        ("Bold move", ["b:Bold"], []),
        ("As Reuters reported.", ["em:Reuters"], []),
    ]
    kinds = [block.kind for block in parse(NEWS).blocks]
    assert kinds == [
        "attribute",
        "heading",
        "attribute",
        *["text"] * 5,
        *["cell"] * 4,
        *["text"] * 2,
    ]


def test_a_document_in_capitals() -> None:
    """Only what is read changes; a block becomes one line."""
    expected = Path(__file__).with_name("markdown_capitals.md").read_text("utf-8")
    assert change(parse(NEWS), lambda block: replace(block, text=block.text.upper())) == expected


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        pytest.param("a\n===\n", [("a", [], [])], id="underlined heading"),
        pytest.param("# a #\n", [("a", [], [])], id="closed heading"),
        pytest.param("***a** b*", [("a b", ["strong:a"], [])], id="nested emphasis"),
        pytest.param("a*b*c **d", [("abc **d", ["em:b"], [])], id="inside a word, unclosed"),
        pytest.param("a \\*b\\* &amp; c", [("a *b* & c", [], [])], id="escapes"),
        pytest.param(
            "a <b>c *d</b> e*", [("a c d e", ["em:d e"], ["b:", "b:"])], id="crossed HTML"
        ),
        pytest.param("a <b>c</b> d<br>e", [("a c de", ["b:c"], ["br:"])], id="HTML"),
        pytest.param("[a][r] b\n\n[r]: u", [("a b", ["a:a"], [])], id="reference"),
        pytest.param("[a] b", [("[a] b", [], [])], id="no reference"),
        pytest.param(
            "a ![b *c*](u 't') d",
            [("b c", ["em:c"], []), ("t", [], []), ("a  d", [], ["img:"])],
            id="image",
        ),
        pytest.param(
            "a^[note] b", [("note", [], []), ("a b", [], ["footnote:"])], id="note in the line"
        ),
        pytest.param("a\\\nb", [("a b", [], ["br:"])], id="hard break"),
        pytest.param("> [!NOTE]\n> a", [("a", [], [])], id="alert"),
        pytest.param("`a`\n\n    b\n\n~~~\nc\n~~~\n", [], id="code"),
        pytest.param("<!-- a -->\n\n<script>\nb\n</script>\n", [], id="comment and script"),
        pytest.param(
            "a http://b.org/c_d_e",
            [("a http://b.org/c_d_e", [], ["url:http://b.org/c_d_e"])],
            id="URL",
        ),
        pytest.param(
            "- a\n\n  b\n-\tc\n", [("a", [], []), ("b", [], []), ("c", [], [])], id="list"
        ),
        pytest.param(
            "a|b\n-|-\n\\|c|\n", [("a", [], []), ("b", [], []), ("|c", [], [])], id="table"
        ),
        pytest.param(
            "> a|b\n> -|-\n> - c|d",
            [("a", [], []), ("b", [], []), ("c|d", [], [])],
            id="a list ends it",
        ),
    ],
)
def test_what_is_read(markdown: str, blocks: list[object]) -> None:
    assert read(markdown) == blocks
    assert parse(markdown).render() == markdown


@pytest.mark.parametrize(
    ("markdown", "text", "written"),
    [
        pytest.param("a", "# 1. b", "\\# 1. b", id="heading"),
        pytest.param("a", "1. b", "1\\. b", id="list"),
        pytest.param("a", "- b", "\\- b", id="bullet"),
        pytest.param("a", "2 * 3 and snake_case", "2 * 3 and snake_case", id="no need"),
        pytest.param("a", "*b*", "\\*b*", id="emphasis"),
        pytest.param("a", "[b]: c", "\\[b]: c", id="definition"),
        pytest.param("a", "b <i>c</i>", "b \\<i\\>c\\</i\\>", id="HTML"),
        pytest.param("a", "b\n\nc", "b c", id="line breaks"),
        pytest.param("| a |\n|---|", "b | c", "| b \\| c |\n|---|", id="cell"),
        pytest.param("[a](u 'b')", 'c\'s "d"', "[c's \"d\"](u 'c\\'s \"d\"')", id="title"),
    ],
)
def test_text_that_would_be_markup_is_escaped(markdown: str, text: str, written: str) -> None:
    assert change(parse(markdown), lambda block: replace(block, text=text)) == written


@pytest.mark.parametrize(
    ("mark", "text", "span", "written"),
    [
        pytest.param("_", "قال بوتين", Span(4, 9), "قال _بوتين_", id="a word"),
        pytest.param("_", "وبوتين", Span(1, 6), "و*بوتين*", id="after a clitic"),
        pytest.param(
            "**", "و«بوتين» قال", Span(1, 8), "و<strong>«بوتين»</strong> قال", id="quotation marks"
        ),
        pytest.param("*", "قال بوتين", Span(3, 9), "قال *بوتين*", id="white space"),
    ],
)
def test_emphasis_is_seen_beside_arabic_letters(
    mark: str, text: str, span: Span, written: str
) -> None:
    def arabic(block: Block) -> Block:
        return replace(block, text=text, tags=tuple(replace(tag, span=span) for tag in block.tags))

    assert change(parse(f"said {mark}Putin{mark}"), arabic) == written


PIECES = [
    *"ab *_`[]()<>!#-+=~|\\&;:^1.\"'\t\n\r\0و«",
    *["\n\n", "\r\n", "  \n", "**", "~~", "```", "](u)", "](u 't')", "![", "[^1]", "[^1]: ", "^["],
    *["> ", "- ", "1. ", "    ", "| a |\n", "|---|\n", "---\n", "===\n"],
    *["<b>", "</b>", "<div>\n", "<!--", "-->", "&amp;", "http://x.org/z_a"],
]
SOUP = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@settings(deadline=None, max_examples=300)
@given(SOUP)
def test_markdown_comes_back_as_it_was(markdown: str) -> None:
    document = parse(markdown)
    assert document.render() == markdown
    for block in document.blocks:
        assert_invariants(block)


LINES = st.lists(st.sampled_from([p for p in PIECES if "\n" not in p and p not in "\r\0\t"]))
SOURCES = [
    *["A *word* here", "# A _line_", "| a **b** c |\n|---|", "> ~~gone~~ on"],
    *['- [link](u "T") z', "![alt](u)", "x^[note *here*] y"],
]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(SOURCES), LINES.map("".join), st.integers(0, 9), st.integers(1, 9))
def test_a_translation_is_read_as_it_was_meant(
    markdown: str, text: str, start: int, length: int
) -> None:
    text = " ".join(f"k {text}".split())
    if find_untranslatable(text):
        return
    span = Span(min(start, len(text) - 1), min(start + length, len(text)))

    def translated(block: Block) -> Block:
        tags = tuple(replace(tag, span=span) for tag in block.tags)
        return replace(block, text=text, tags=tags, keeps=tuple(_at_start(k) for k in block.keeps))

    document = parse(markdown)
    written = change(document, translated)
    assert [block.text.split() for block in parse(written).blocks] == [text.split()] * len(
        document.blocks
    )


def _at_start(keep: Keep) -> Keep:
    return replace(keep, span=Span(0, 0))


def assert_invariants(block: Block) -> None:
    """What `mtkit.types.Block` promises."""
    tags: tuple[Tag, ...] = block.tags
    assert all(len(tag.span) and tag.span.end <= len(block.text) for tag in tags)
    assert list(tags) == sorted(tags, key=lambda tag: (tag.span.start, -tag.span.end))
    assert list(block.keeps) == sorted(
        block.keeps, key=lambda keep: (keep.span.start, keep.span.end)
    )
    assert len({element.id for element in (*tags, *block.keeps)}) == len(tags) + len(block.keeps)
    for one in tags:
        for other in (*tags, *block.keeps):
            nested = one.span.contains(other.span) or other.span.contains(one.span)
            assert nested or not one.span.overlaps(other.span)
