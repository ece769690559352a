"""What is read of HTML: blocks, elements in them, what is kept, and how changes are written.

In the tables ``[i:word]`` is a tag, ``{br}`` a zero-width keep, ``{code=x}`` a keep with words.
"""

from dataclasses import replace

import pytest

from mtkit.formats.html import declared_charset, looks_like_html, parse, redeclare
from mtkit.formats.slots import Mark, weave
from mtkit.paths import shipped
from mtkit.types import Block, Document


def show(block: Block) -> str:
    marks = {tag.id: Mark((f"[{tag.name}:",), ("]",)) for tag in block.tags}
    for keep in block.keeps:
        words = keep.span.of(block.text)
        marks[keep.id] = Mark((f"{{{keep.name}={words}}}" if words else f"{{{keep.name}}}",))
    return "".join(map(str, weave(block, marks, str)))


def texts(source: str) -> list[str]:
    return [block.text for block in parse(source).blocks]


def rewritten(document: Document) -> str:
    """Return the document with every block written anew, though its text is the same."""
    blocks = [replace(block, kind="changed") for block in document.blocks]
    return document.skeleton.render(blocks)


READ = {
    "text": ("Hello", ["Hello"]),
    "paragraphs": ("<p>One.</p><p>Two.", ["One.", "Two."]),
    "block ends a line of text": ("a<div>b</div>c", ["a", "b", "c"]),
    "end of a block alone": ("a</div>b", ["a", "b"]),
    "list without ends": ("<ul><li>a<li>b</ul>", ["a", "b"]),
    "cells": ("<tr><td>a<td>b", ["a", "b"]),
    "controls": ("<button>Yes</button><button>No</button>", ["Yes", "No"]),
    "inline does not end it": ("a <i>b</i> <u>c</u>", ["a [i:b] [u:c]"]),
    "unknown element is inline": ("a <x-y>b</x-y> c", ["a [x-y:b] c"]),
    "no letters, no block": ("<p>1,234</p><p>—</p><p> </p>", []),
    "nested": ("a <b>b <i>c</i></b> d", ["a [b:b [i:c]] d"]),
    "equal spans": ("a <b><i>c</i></b> d", ["a [b:[i:c]] d"]),
    "neighbors": ("a <b>b</b><i>c</i>", ["a [b:b][i:c]"]),
    "inside a word": ("un<b>believ</b>able", ["un[b:believ]able"]),
    "around all": ("<p><a href=x>All <i>of</i> it</a></p>", ["All [i:of] it"]),
    "around all, not closed": ("<p><b>All</p>", ["All"]),
    "space inside the start": ("a<b> b</b>", ["a [b:b]"]),
    "space inside the end": ("<i>a </i>b", ["[i:a] b"]),
    "space on both sides": ("a <i> b </i> c", ["a [i:b] c"]),
    "line break in a paragraph": ("<p>\n a\n\tb </p>", ["a b"]),
    "no-break space stays": ("a&nbsp; b", ["a\xa0 b"]),
    "written spaces collapse": ("a&#32;&#10; b", ["a b"]),
    "references": ("R&amp;D &lt; &eacute;&#x645;&#1605;", ["R&D < éمم"]),
    "references without semicolon": ("R&ampD &copy 2 &notit;", ["R&D © 2 ¬it;"]),
    "no references": ("R&D & &nosuch; &", ["R&D & &nosuch; &"]),
    "lone signs": ("a < b > c <3 <- <", ["a < b > c <3 <- <"]),
    "quoted >": ("a <a title=1 href='>\">'>b</a>", ["a [a:b]"]),
    "quote that is not closed": ('a <a href="x>b</a> c', ["a [a:b] c"]),
    "slashes": ("a <b/x/>b</b/> c", ["a [b:b] c"]),
    "upper case": ("a <B>b</b> c<BR>d", ["a [b:b] c{br} d"]),
    "br": ("a<br>b", ["a{br} b"]),
    "br with white space": ("a <br/>\n b", ["a{br} b"]),
    "br before punctuation": ("a<br>.", ["a{br}."]),
    "two br": ("a<br><br/>b", ["a", "b"]),
    "two br apart": ("a<br>\n<!-- c --> <br>b", ["a", "b"]),
    "br at the edges": ("<br>a<br>", ["a"]),
    "br in tags": ("a <b>b<br>c</b> d", ["a [b:b{br} c] d"]),
    "wbr": ("a Lata<wbr>kia", ["a Lata{wbr}kia"]),
    "img": ("a <img src=x> b", ["a{img} b"]),
    "img without space": ("a<img>b", ["a{img} b"]),
    "img in a link": ("a <a href=x> <img> </a> b", ["a{a} b"]),
    "img with text in a link": ("a <a><img> b</a> c", ["a {img}[a:b] c"]),
    "empty element": ("a <a id=x></a>b", ["a {a}b"]),
    "empty element, space in it": ("a<i> </i>b", ["a{i} b"]),
    "empty in empty": ("a<i><b></b></i>b", ["a{i}b"]),
    "comment": ("a<!-- <p> -->b <!---->c<!-->d", ["a{comment}b {comment}c{comment}d"]),
    "comment that is not closed": ("a<!-- b", ["a"]),
    "CDATA, PI": ("a <![CDATA[ x > y ]]>b<?php z ?>c", ["a {comment}b{comment}c"]),
    "not closed": ("<p>a <b>b<p>c", ["a [b:b]", "c"]),
    "stray end": ("a</i> b", ["a{i} b"]),
    "crossed": ("<b>a<i>b</b>c</i>d", ["[b:a[i:b]]c{i}d"]),
    "closed in another block": ("a <b>b<p>c</b> d", ["a [b:b]", "c{b} d"]),
    "cut off tag": ("a <b>b</b> c<a href='x", ["a [b:b] c"]),
    "script and style": (
        "a<script>if (x</p>) y</script>b<style>p{}</style>c",
        ["a{script}b{style}c"],
    ),
    "script in a script's comment": ("<script><!--<script></script>x--></script>b", ["b"]),
    "title": ("<title>a <b> &amp; c</title>d", ["a <b> & c", "d"]),
    "title of a drawing": ("a <svg><title/><text>b</text></svg> c", ["a{svg} c"]),
    "textarea": ("a <textarea>b</i></textarea> c", ["a{textarea} c"]),
    "code": ("Run <code>a <b>b</b></code>.", ["Run {code=a b}."]),
    "code at the edge": ("<p><kbd>C</kbd> copies", ["{kbd=C} copies"]),
    "only code": ("<p><code>abc</code></p>", []),
    "pre": ("a<pre>b</pre>c", ["a", "c"]),
    "code that is not closed": ("<p>a <code>b<p>c</code>d", ["a {code=b}", "c{code}d"]),
    "translate=no": ("a <b translate=no>b <b>c</b></b> d", ["a {b=b c} d"]),
    "notranslate": ("a <b class='x notranslate'>b</b> c", ["a {b=b} c"]),
    "notranslate block": ("a<div class=notranslate>b<p>c</p></div>d", ["a", "d"]),
    "translate=yes inside": ("<div translate=no>a<p translate=yes>b</p>c</div>", ["b"]),
    "block that is ended for it": ("<li translate=no>a<li>b", ["b"]),
    "URL": ("See https://a.org/?b&amp;c now", ["See {url=https://a.org/?b&c} now"]),
    "URL in a link": ("See <a>https://a.org/</a>", ["See [a:{url=https://a.org/}]"]),
    "URL with a tag in it": ("See https://<b>a</b>.org/x", ["See https://[b:a].org/x"]),
    "address in code": ("See <code>a@b.org</code>", ["See {code=a@b.org}"]),
    "only a URL": ("<p>https://example.org/</p>", []),
}


@pytest.mark.parametrize(("source", "shown"), READ.values(), ids=READ)
def test_reads(source: str, shown: list[str]) -> None:
    document = parse(source)
    assert [show(block) for block in document.blocks] == shown
    assert document.render() == source


ATTRIBUTES = {
    "everywhere": ('<a title="A b" aria-label=c>d</a>', ["A b", "c", "d"]),
    "in reading order": ("<p>a <img alt=b> c", ["a c", "b"]),
    "in an image in a link": ("<a href=x><img alt='A b'></a>", ["A b"]),
    "no letters": ("<img alt=''><img alt='1'><img alt>", []),
    "references": ("<img alt='a &quot;b&quot;&#10;c &copy=d'>", ['a "b" c &copy=d']),
    "input": ("<input type=submit value=Go><input value=no placeholder=Name>", ["Go", "Name"]),
    "option": ("<select><optgroup label=A><option label=B value=c>D", ["A", "B", "D"]),
    "meta": ("<meta name=Description content=A><meta name=x content=b>", ["A"]),
    "open graph": ("<meta property=og:title content=A><meta property=og:url content=b>", ["A"]),
    "not translated": ("<img translate=no alt=a><pre><img alt=b></pre>", []),
    "of code": ("<code title=A>b</code><iframe title=C></iframe>", ["A", "C"]),
    "twice": ("<img alt=a alt=b>", ["a"]),
}


@pytest.mark.parametrize(("source", "read"), ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_reads_attributes(source: str, read: list[str]) -> None:
    assert texts(source) == read


def test_names_kinds() -> None:
    source = "<title>a</title><h2>b</h2><td>c</td><p title=e>d</p>"
    kinds = {block.text: block.kind for block in parse(source).blocks}
    assert kinds == {"a": "title", "b": "heading", "c": "cell", "d": "text", "e": "attribute"}


ANEW = {
    "space moves out": ("<i>a </i>b", "<i>a</i> b"),
    "edges stay": ("<p>\n  a\n b\n</p>\n", "<p>\n  a b\n</p>\n"),
    "edges stay inside elements": ("<a>\n a\n</a>\n", "<a>\n a\n</a>\n"),
    "spelling": ("&ldquo;a&rdquo; &mdash;&nbsp;b", "&ldquo;a&rdquo; &mdash;&nbsp;b"),
    "literal": ("“a” —\xa0b > c & d < e", "“a” —\xa0b > c & d < e"),
    "escaped": ("a &lt;b&gt; &amp;amp; c&d", "a &lt;b&gt; &amp;amp; c&amp;d"),
    "br takes its space along": ("a <br>\n  b", "a <br>\n  b"),
    "br without space": ("a<br>b", "a<br>b"),
    "pictures": ("a <img> b<img>c (<img>) d", "a <img> b<img>c (<img>) d"),
    "keep at the end of a link": ("a <a>b<img></a> c", "a <a>b<img></a> c"),
    "keep before a link": ("a <wbr><a>b</a> c", "a <wbr><a>b</a> c"),
    "not closed": ("a <b>b <i>c</b> d", "a <b>b <i>c</b> d"),
    "code": ("a <code> &amp; <b>b </code>c", "a <code> &amp; <b>b </code> c"),
    "URL": ("a https://b.org/?c&amp;d&e=&#x41; f", "a https://b.org/?c&amp;d&e=&#x41; f"),
    "attribute": ("<img alt='it&#39;s \"a\" &amp; b'>", "<img alt='it&#39;s \"a\" &amp; b'>"),
}


@pytest.mark.parametrize(("source", "written"), ANEW.values(), ids=ANEW)
def test_writes_the_same_text_anew(source: str, written: str) -> None:
    assert rewritten(parse(source)) == written


CHANGED = {
    "text": ("<p> old </p>", ["new & <b>"], "<p> new &amp; &lt;b&gt; </p>"),
    "quotes": ("<p title='a' lang=x>b", ["“c” 'd'", "e"], "<p title='“c” &#39;d&#39;' lang=x>e"),
    "double quotes": ('<p title="a">1', ['"b"'], '<p title="&quot;b&quot;">1'),
    "no quotes": ("<img alt=a id=b>", ["c d"], '<img alt="c d" id=b>'),
    "no quotes needed": ("<img alt=a id=b>", ["c"], "<img alt=c id=b>"),
    "attribute within text": ("a <img alt=b> c", ["a c", "d"], "a <img alt=d> c"),
    "attribute within kept": ("a <i><img alt=b></i> c", ["a c", "d"], "a <i><img alt=d></i> c"),
}


@pytest.mark.parametrize(("source", "new", "written"), CHANGED.values(), ids=CHANGED)
def test_writes_changes(source: str, new: list[str], written: str) -> None:
    document = parse(source)
    blocks = [replace(b, text=text) for b, text in zip(document.blocks, new, strict=True)]
    assert document.skeleton.render(blocks) == written


def test_writes_moved_elements() -> None:
    document = parse("<p>The <a href='x'>old <b>house</b></a> is<br>big.</p>")
    (block,) = document.blocks
    link, bold = block.tags
    (line_break,) = block.keeps
    moved = replace(
        block,
        text="كبير البيت القديم",
        tags=(
            replace(link, span=replace(link.span, start=5, end=17)),
            replace(bold, span=replace(bold.span, start=5, end=10)),
        ),
        keeps=(replace(line_break, span=replace(line_break.span, start=4, end=4)),),
    )
    written = document.skeleton.render([moved])
    assert written == "<p>كبير<br><a href='x'><b>البيت</b> القديم</a></p>"


def test_refuses_the_wrong_number_of_blocks() -> None:
    with pytest.raises(ValueError, match="zip"):
        parse("a<p>b").skeleton.render([Block("a")])


LOOKS = {
    "page": ("<!doctype html>x", True),
    "paragraphs": ("\n<p>One\n<p>Two", True),
    "link": ('See <a href="x">this</a>.', True),
    "italics": ("The <i>National</i> said", True),
    "line breaks": ("a<br>b", True),
    "less than": ("a < b and c > d", False),
    "arrow": ("x <- y", False),
    "address": ("Jo <jo@example.org>, <https://example.org/>", False),
    "generics": ("List<String> and vector<a>", False),
    "talk about a tag": ("the <b> tag", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("text", "expected"), LOOKS.values(), ids=LOOKS)
def test_tells_html_from_text(text: str, expected: bool) -> None:
    assert looks_like_html(text) is expected


def test_reads_an_article_without_document_element() -> None:
    (path,) = shipped("seeds").glob("000_*.txt")
    source = path.read_text("utf-8")
    document = parse(source)
    (block,) = document.blocks
    assert looks_like_html(source)
    assert [(tag.name, tag.span.of(block.text)) for tag in block.tags] == [
        ("a", "clashes"),
        ("a", "Hayat Tahrir Al Sham"),
        ("i", "The National"),
    ]
    assert rewritten(document) == source


CHARSETS = {
    "charset": (b'<head><meta charset="UTF-8">', "utf-8"),
    "content type": (
        b"<meta http-equiv=Content-Type content='text/html; charset=windows-1256'>",
        "windows-1256",
    ),
    "XML": (b'<?xml version="1.0" encoding="ISO-8859-6"?><html>', "iso-8859-6"),
    "in a comment": (b"<!-- <meta charset=x> -->", None),
    "in a script": (b"<script>'<meta charset=x>'</script>", None),
    "too late": (b" " * 1024 + b"<meta charset=utf-8>", None),
    "none": (b"<p>charset=utf-8", None),
}


@pytest.mark.parametrize(("head", "charset"), CHARSETS.values(), ids=CHARSETS)
def test_finds_the_declared_charset(head: bytes, charset: str | None) -> None:
    assert declared_charset(head) == charset
    changed = redeclare(head.decode("ascii"), "utf-8").encode("ascii")
    assert declared_charset(changed) == ("utf-8" if charset else None)


@pytest.mark.parametrize("opening", ["<b>", "<div>", "<code>", "x<b>y ", "<a><img>", "<ul><li>"])
def test_depth_does_not_matter(opening: str) -> None:
    source = opening * 10_000 + "end"
    assert parse(source).render() == source
