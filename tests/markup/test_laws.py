"""What holds for any block, translation and alignment."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.markup.project import Projected, project
from mtkit.text.words import words
from mtkit.types import Block, Keep, Link, Span, Tag, WordAlignment

TOKENS = [
    "army",
    "said",
    "H2O",
    ".",
    ",",
    "“",
    "”",
    "(x)",
    "Ali’s",
    "UK-based",
    "—",
    "قال",
    "الجيش",
    "والقدس",
    "وبوتين",
    "،",
    "«نعم»",
    "للرئيس",
    "130",
]
TEXT = st.lists(st.sampled_from([*TOKENS, "\n", ""]), max_size=14).map(" ".join)


@st.composite
def blocks(draw: st.DrawFn, *, tight: bool = False) -> Block:
    """Draw a block with elements anywhere; if `tight`, from word to word only."""
    text = draw(TEXT)
    found = words(text)
    edges = range(len(found) + 1) if tight else range(len(text) + 1)
    tags: list[Tag] = []
    keeps: list[Keep] = []

    def fill(low: int, high: int, depth: int) -> None:
        at = low
        while at < high and draw(st.booleans()):
            start = draw(st.integers(at, high - 1))
            end = draw(st.integers(start + 1, high))
            span = Span(found[start].start, found[end - 1].end) if tight else Span(start, end)
            identity = len(tags) + len(keeps) + 1
            kind = draw(st.sampled_from(["a", "i", "code", "br"]))
            if kind == "code":
                keeps.append(Keep(span, identity, kind))
            elif kind == "br":
                keeps.append(Keep(Span(span.start, span.start), identity, kind))
            else:
                tags.append(Tag(span, identity, kind))
                if depth:
                    fill(start, end, depth - 1)
            at = end

    fill(edges.start, edges.stop - 1, 2)
    tags.sort(key=lambda tag: (tag.span.start, -tag.span.end))
    keeps.sort(key=lambda keep: keep.span)
    return Block(text, tuple(tags), tuple(keeps))


@st.composite
def projections(draw: st.DrawFn) -> tuple[Block, str, WordAlignment | None]:
    block, target = draw(blocks()), draw(TEXT)
    source_words = tuple(words(block.text, "en", clitics=True))
    target_words = tuple(words(target, "ar", clitics=True))
    if not source_words or not target_words or draw(st.booleans()):
        return block, target, None
    link = st.builds(
        Link,
        st.integers(0, len(source_words) - 1),
        st.integers(0, len(target_words) - 1),
        st.sampled_from([0.2, 0.7, 1.0]),
    )
    links = draw(st.lists(link, max_size=12, unique_by=lambda link: (link.source, link.target)))
    return block, target, WordAlignment(source_words, target_words, tuple(sorted(links)))


def elements(block: Block) -> Counter[tuple[int, str, type]]:
    return Counter((e.id, e.name, type(e)) for e in (*block.tags, *block.keeps))


def is_sound(block: Block) -> bool:
    """Check the invariants that `Block` states."""
    tags, keeps = block.tags, block.keeps
    whole = Span(0, len(block.text))
    kept = [keep.span for keep in keeps if keep.span]
    return (
        all(whole.contains(e.span) for e in (*tags, *keeps))
        and [(t.span.start, -t.span.end) for t in tags]
        == sorted((t.span.start, -t.span.end) for t in tags)
        and [keep.span for keep in keeps] == sorted(keep.span for keep in keeps)
        and all(
            a.span.contains(b.span) or not (a.span.overlaps(b.span)) or b.span.contains(a.span)
            for a in tags
            for b in tags
        )
        and not any(a.overlaps(b) for i, a in enumerate(kept) for b in kept[:i])
        and not any(
            span.start < edge < span.end
            for span in kept
            for tag in tags
            for edge in (tag.span.start, tag.span.end)
        )
    )


@settings(deadline=None, max_examples=400)
@given(projections())
def test_nothing_is_lost_doubled_or_crossed(case: tuple[Block, str, WordAlignment | None]) -> None:
    block, target, alignment = case
    result: Projected = project(block, target, alignment)
    assert elements(result.block) == elements(block)
    assert is_sound(result.block)
    assert [p.id for p in result.placements] == [e.id for e in (*block.tags, *block.keeps)]
    if result.block.text.strip():
        assert all(tag.span for tag in result.block.tags)


@settings(deadline=None, max_examples=300)
@given(projections())
def test_text_is_the_translation(case: tuple[Block, str, WordAlignment | None]) -> None:
    block, target, alignment = case
    kept = {keep.id: keep.span.of(block.text) for keep in block.keeps}
    result = project(block, target, alignment).block
    assert {keep.id: keep.span.of(result.text) for keep in result.keeps} == kept
    if not any(kept.values()):
        assert result.text == target


@settings(deadline=None, max_examples=150)
@given(blocks())
def test_copied_text_keeps_its_markup(block: Block) -> None:
    found = tuple(words(block.text))
    alignment = WordAlignment(found, found, tuple(Link(i, i) for i in range(len(found))))
    assert project(block, block.text, alignment).block == block


@settings(deadline=None, max_examples=300)
@given(blocks(tight=True))
def test_identity_alignment_keeps_places(block: Block) -> None:
    """The same through the alignment: words are added at the end, so the text is not the same."""
    found = tuple(words(block.text, "en", clitics=True))
    target = block.text + " yes"
    last = Span(len(target) - 3, len(target))
    alignment = WordAlignment(found, (*found, last), tuple(Link(i, i) for i in range(len(found))))
    tags = tuple(tag for tag in block.tags if not all(map(tag.span.contains, found)))
    block = Block(block.text, tags, tuple(keep for keep in block.keeps if keep.span))
    result = project(block, target, alignment).block
    assert result.tags == block.tags
    assert result.keeps == block.keeps
