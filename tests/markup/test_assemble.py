"""Segments joined to a block."""

from __future__ import annotations

from mtkit.align.pharaoh import format_links
from mtkit.markup.assemble import assemble
from mtkit.text.words import words
from mtkit.types import Block, Link, Segment, Span, Translation, WordAlignment


def piece(block: Block, start: int, end: int, text: str) -> tuple[Segment, Translation]:
    segment = Segment(block.text[start:end], Span(start, end))
    source, target = tuple(words(segment.text)), tuple(words(text))
    links = tuple(Link(i, i) for i in range(min(len(source), len(target))))
    return segment, Translation(segment.text, text, alignment=WordAlignment(source, target, links))


def test_gaps_stay_and_offsets_move() -> None:
    block = Block(" Ali slept.\n\nOmar ate. ")
    text, alignment = assemble(
        block, [piece(block, 1, 11, "نام علي."), piece(block, 13, 22, "أكل عمر.")]
    )
    assert text == " نام علي.\n\nأكل عمر. "
    assert [word.of(text) for word in alignment.target] == ["نام", "علي", "أكل", "عمر"]
    assert [word.of(block.text) for word in alignment.source] == ["Ali", "slept", "Omar", "ate"]
    assert format_links(alignment.links) == "0-0 1-1 2-2 3-3"


def test_sentences_without_a_gap_get_a_space() -> None:
    block = Block("好。走。")
    text, _ = assemble(block, [piece(block, 0, 2, "Good."), piece(block, 2, 4, "Go.")])
    assert text == "Good. Go."
    assert (
        assemble(block, [piece(block, 0, 2, "好。"), piece(block, 2, 4, "走。")])[0] == "好。走。"
    )


def test_copied_segment_is_aligned_with_itself() -> None:
    block = Block("A 5")
    segment = Segment("A 5", Span(0, 3))
    _, alignment = assemble(block, [(segment, Translation("A 5", "A 5", origin="copied"))])
    assert format_links(alignment.links) == "0-0 1-1"


def test_no_segments() -> None:
    assert assemble(Block(" — "), []) == (" — ", WordAlignment())
