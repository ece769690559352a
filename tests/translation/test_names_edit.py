"""Words of a translation exchanged: the text changes there and nowhere else, links stay sound."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtkit.text.words import words
from mtkit.translation.names.edit import put, put_source
from mtkit.types import Link, Span, Translation, WordAlignment

_WORDS = st.lists(
    st.sampled_from(["قال", "وبشار", "للأمم", "في", "Ghaني", "دمشق،", "3.5"]), max_size=7
)
_FORMS = st.sampled_from(["بشار الأسد", "وبشار الأسد", "للأمم المتحدة", "حمص", "HTS"])


@st.composite
def _translations(draw: st.DrawFn) -> Translation:
    source = " ".join(draw(st.lists(st.sampled_from(["Assad", "said", "UN", "in"]), min_size=1)))
    text = " ".join(draw(_WORDS))
    sources = tuple(words(source, "en", clitics=True))
    targets = tuple(words(text, "ar", clitics=True))
    cells = [(i, j) for i in range(len(sources)) for j in range(len(targets))]
    chosen = draw(st.sets(st.sampled_from(cells))) if cells else set()
    links = tuple(Link(*cell) for cell in sorted(chosen))
    return Translation(source, text, -0.5, WordAlignment(sources, targets, links))


@st.composite
def _edits(draw: st.DrawFn) -> tuple[Translation, Span, str]:
    translation = draw(_translations())
    start = draw(st.integers(0, len(translation.text)))
    end = draw(st.integers(start, len(translation.text)))
    return translation, Span(start, end), draw(_FORMS)


@given(_edits())
def test_text_and_alignment_change_together(edit: tuple[Translation, Span, str]) -> None:
    translation, span, form = edit
    done = put(translation, span, form, language="ar")
    before, after = translation.alignment, done.alignment
    assert before is not None
    assert after is not None
    assert done.text == translation.text[: span.start] + form + translation.text[span.end :]
    assert (done.source, done.score, after.source) == (
        translation.source, translation.score, before.source,
    )  # fmt: skip
    assert list(after.links) == sorted(set(after.links))
    assert all(link.target < len(after.target) for link in after.links)
    ends = [0, *(word.end for word in after.target)]
    assert all(word.start >= end for word, end in zip(after.target, ends, strict=False))
    assert ends[-1] <= len(done.text)
    # words outside the span, and their links, are what they were
    kept = {word.of(translation.text) for word in before.target if word.end <= span.start}
    assert kept <= {word.of(done.text) for word in after.target}


@given(_edits())
def test_a_source_is_changed_in_the_same_way(edit: tuple[Translation, Span, str]) -> None:
    translation, span, form = edit
    alignment = translation.alignment
    assert alignment is not None
    links = tuple(sorted(Link(link.target, link.source) for link in alignment.links))
    turned = Translation(
        translation.text,
        translation.source,
        alignment=WordAlignment(alignment.target, alignment.source, links),
    )
    done, there = (
        put_source(turned, span, form, language="ar"),
        put(translation, span, form, language="ar"),
    )
    assert (done.source, done.text) == (there.text, there.source)
    assert done.alignment is not None
    assert there.alignment is not None
    assert {(one.target, one.source) for one in done.alignment.links} == {
        (one.source, one.target) for one in there.alignment.links
    }


def test_new_words_are_linked_like_the_old_ones() -> None:
    source, text = "and Bashar said", "وباشر قال"
    alignment = WordAlignment(
        (Span(0, 3), Span(4, 10), Span(11, 15)),
        (Span(0, 1), Span(1, 5), Span(6, 9)),
        (Link(0, 0), Link(1, 1), Link(2, 2)),
    )
    done = put(
        Translation(source, text, alignment=alignment), Span(0, 5), "وبشار الأسد", language="ar"
    )
    assert done.alignment is not None
    found = [word.of(done.text) for word in done.alignment.target]
    linked = {found[link.target] for link in done.alignment.links if link.source == 1}
    assert done.text == "وبشار الأسد قال"
    assert {"بشار", "الأسد"} <= linked or {"بشار", "أسد"} <= linked
    assert found[-1] == "قال"
    assert Link(2, len(found) - 1) in done.alignment.links


def test_a_name_without_links_gets_those_of_its_mention() -> None:
    alignment = WordAlignment((Span(0, 4),), (Span(0, 3), Span(4, 8)), ())
    done = put(
        Translation("Homs", "في Hmmm", alignment=alignment),
        Span(3, 7), "حمص", language="ar", source=Span(0, 4),
    )  # fmt: skip
    assert done.alignment is not None
    assert [link.source for link in done.alignment.links] == [0]
