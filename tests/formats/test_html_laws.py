"""What holds for any string: nothing is lost, blocks are sound, only changes are written anew."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.formats.html import looks_like_html, parse
from mtkit.formats.html.tokens import tokens
from mtkit.types import Block, Keep, Tag

DATA = Path(__file__).parent.parent / "data" / "html"

INLINE = """<b> </b> <i> </i> <wbr> <br> <br/> <img~alt=Pic> <!--c--> <code> </code> <svg> </svg>
    <svg/> <span~translate=no> </span> <a~href='x>y'~title="A~b"> </a> <q~lang=en> </q> <x-y> </x-y>
    <script> </script> <input~type=submit~value='Go~on'> <?pi?> <textarea> </textarea>"""
BLOCKS = """<p> </p> <div~class="x~notranslate"> </div> <td> <li> <ul> </ul> <title> </title>
    <pre> </pre> <html~lang=en> <body~dir=ltr> <hr>"""
BROKEN = """< & <a~ <x~y=" </ <! <!-- --> <![CDATA[ ]]> > " ' \0 </script <title </svg>"""
TEXT = """word other &amp; &nbsp; &#39; &copy &lt; https://a.org/?b&amp;c x@y.org #tag é ، نص 12"""

pieces = st.sampled_from([p.replace("~", " ") for p in f"{INLINE} {BLOCKS} {TEXT}".split()])
space = st.sampled_from([" ", "\n", "", "", ""])
broken = st.sampled_from([*(p.replace("~", " ") for p in BROKEN.split()), "&#32;"])
soups = st.lists(pieces | space, max_size=25).map("".join)
plain = st.lists(
    st.sampled_from([*(p.replace("~", " ") for p in BLOCKS.split()), *TEXT.split()])
).map("".join)
anything = st.lists(pieces | space | broken | st.text(max_size=3), max_size=25).map("".join)
law = settings(deadline=None, max_examples=150)


@law
@given(anything)
def test_unchanged_is_the_same(source: str) -> None:
    document = parse(source)
    assert document.render() == source
    assert document.skeleton.render(list(document.blocks)) == source
    looks_like_html(source)


@law
@given(anything)
def test_tokens_cover_everything(source: str) -> None:
    found = list(tokens(source))
    assert "".join(source[token.start : token.end] for token in found) == source
    assert all(a.end == b.start for a, b in pairwise(found))


@law
@given(anything)
def test_blocks_are_sound(source: str) -> None:
    for block in parse(source).blocks:
        assert any(map(str.isalpha, block.text))
        assert block.text == " ".join(block.text.split(" ")).strip(" ")
        items: list[Tag | Keep] = [*block.tags, *block.keeps]
        assert len({item.id for item in items}) == len(items)
        assert all(item.span.end <= len(block.text) for item in items)
        assert list(block.tags) == sorted(block.tags, key=lambda t: (t.span.start, -t.span.end))
        assert list(block.keeps) == sorted(block.keeps, key=lambda k: (k.span.start, k.span.end))
        for tag in block.tags:
            words = tag.span.of(block.text)
            assert words
            assert words == words.strip(" ")
            for keep in block.keeps:
                assert not any(keep.span.start < e < keep.span.end for e in _edges(tag))
        for one, other in combinations(block.tags, 2):
            assert not one.span.overlaps(other.span) or one.span.contains(other.span)
        assert not any(a.span.overlaps(b.span) for a, b in combinations(block.keeps, 2))


@law
@given(soups.filter(lambda source: "<title>" not in source))  # Python's parser sees tags in it
def test_writing_anew_keeps_tags_and_text(source: str) -> None:
    document = parse(source)
    written = document.skeleton.render([replace(b, kind="changed") for b in document.blocks])
    assert _seen(written) == _seen(source)
    assert [block.text for block in parse(written).blocks] == [b.text for b in document.blocks]


@law
@given(plain, st.text(alphabet="ab<>&\"'; é\xa0", max_size=12))
def test_any_text_comes_back(source: str, text: str) -> None:
    document = parse(source)
    new = re.sub(" +", " ", f"X{text} Y")
    blocks = [Block(new, kind=block.kind) for block in document.blocks]
    again = parse(document.skeleton.render(blocks)).blocks
    assert [block.text for block in again] == [new for _ in blocks]


@law
@given(soups)
def test_only_language_and_direction_change(source: str) -> None:
    once = parse(source).render(language="ar")
    assert _text(once) == _text(source)
    assert parse(once).render(language="ar") == once


def test_a_whole_page() -> None:
    source = (DATA / "news.html").read_text("utf-8")
    document = parse(source)
    assert document.render() == source
    written = document.skeleton.render([replace(b, kind="changed") for b in document.blocks])
    assert _seen(written) == _seen(source)
    shouted = document.skeleton.render([_shout(block) for block in document.blocks], language="ar")
    assert shouted == (DATA / "news.shouted.html").read_text("utf-8")


def _shout(block: Block) -> Block:
    """Return `block` in capitals, which is as long and has its elements at the same places."""
    return replace(block, text=block.text.upper())


def _edges(tag: Tag) -> tuple[int, int]:
    return tag.span.start, tag.span.end


def _text(source: str) -> str:
    return _seen(source)[1]


def _seen(source: str) -> tuple[Counter[str], str]:
    """Return the markup and the text (without white space) that Python's own parser sees."""
    other = _OtherParser()
    other.feed(source)
    other.close()
    return other.markup, "".join(char for char in other.text if char not in " \t\n\f\r")


class _OtherParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.markup: Counter[str] = Counter()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.markup[self.get_starttag_text() or ""] += 1

    def handle_endtag(self, tag: str) -> None:
        self.markup[f"</{tag}>"] += 1

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.markup[f"<!--{data}-->"] += 1

    def handle_decl(self, decl: str) -> None:
        self.markup[f"<!{decl}>"] += 1

    def unknown_decl(self, data: str) -> None:
        self.markup[f"<![{data}]>"] += 1

    def handle_pi(self, data: str) -> None:
        self.markup[f"<?{data}>"] += 1
