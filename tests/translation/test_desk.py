"""Documents through the whole desk: real parts, the embedded model where words matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtkit import Translator
from mtkit.engines.base import DecodeOptions
from mtkit.engines.identity import IdentityEngine
from mtkit.formats import FormatOptions, parse
from mtkit.store.manifest import Model
from mtkit.translation.desk import Desk
from mtkit.translation.jobs import Job, run_job
from mtkit.translation.segments import SegmentTranslator
from mtkit.types import Document

GREEDY = DecodeOptions(beam_size=1)


def identity() -> Desk:
    return Desk(SegmentTranslator(IdentityEngine(), "en", "ar", options=GREEDY, checked=False))


@pytest.fixture(scope="module")
def to_arabic(embedded: Model) -> Iterator[Translator]:
    with Translator(source="en", target="ar", memory=False, options=GREEDY) as translator:
        yield translator


@pytest.fixture(scope="module")
def to_english(embedded: Model) -> Iterator[Translator]:
    with Translator(source="ar", target="en", memory=False, options=GREEDY) as translator:
        yield translator


@pytest.mark.parametrize("markup", ["html", "text", "markdown"])
def test_identity_gives_the_same_document(markup: str, seed: Path) -> None:
    text = seed.read_text("utf-8") + "\r\n\n  <p>Fish &amp; chips\n cost £3.</p> *now*"
    document = parse(text, markup=markup)
    (done,) = identity().documents([document])
    assert done.document.render() == text


def test_windows_keep_the_order_of_documents() -> None:
    texts = [f"Sentence {number}. And another one.\n" * 40 for number in range(120)]
    done = identity().documents(parse(text, markup="text") for text in texts)
    assert [document.document.render() for document in done] == texts


def test_reading_stays_a_window_ahead() -> None:
    read = 0

    def documents() -> Iterator[Document]:
        nonlocal read
        for _ in range(20_000):
            read += 1
            yield parse("One sentence.", markup="text")

    stream = iter(identity().documents(documents()))
    next(stream)
    assert read < 10_000


def test_a_reader_that_stops_stops_the_desk() -> None:
    stream = iter(identity().documents(parse("A b.", markup="text") for _ in range(10_000)))
    next(stream)
    stream.close()  # type: ignore[attr-defined]


@pytest.mark.model
def test_seed_article_there_and_back(
    seed: Path, tmp_path: Path, to_arabic: Translator, to_english: Translator
) -> None:
    there, back = tmp_path / "there.html", tmp_path / "back.html"
    options = FormatOptions()
    first = run_job(Job(seed, there), lambda sample: to_arabic, options=options)
    run_job(Job(there, back), lambda sample: to_english, options=options)
    source = seed.read_text("utf-8")
    links = re.findall(r'href="([^"]+)"', source)
    assert len(links) == 2
    assert first.tally.segments == 40
    assert "read as html: there are tags in it" in first.notices
    for page in (there, back):
        text = page.read_text("utf-8")
        assert re.findall(r"<[^>]+>", text).count("<i>") == 1
        assert sorted(re.findall(r'href="([^"]+)"', text)) == sorted(links)
        assert text.count("<a ") == text.count("</a>") == 2
    arabic = there.read_text("utf-8")
    letters = [char for char in re.sub(r"<[^>]*>", "", arabic) if char.isalpha()]
    assert sum("\u0600" <= char <= "\u06ff" for char in letters) > 0.8 * len(letters)


@pytest.mark.model
def test_same_text_same_translation_in_any_company(to_arabic: Translator, seed: Path) -> None:
    sentences = [
        "The army entered Aleppo on Friday.",
        "Residents fled.",
        "The minister said the talks would resume next week.",
    ]
    alone = [to_arabic.translate(sentence) for sentence in sentences]
    together = to_arabic.translate_batch([*sentences, seed.read_text("utf-8"), *sentences])
    assert together[:3] == alone
    assert together[4:] == alone


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    ["", "   ", "12.5%", "—", "😀 🚀", "https://example.org/a?b=c", "١٢٣", "\n\n\n"],
    ids=["empty", "blank", "number", "dash", "emoji", "url", "digits", "lines"],
)
def test_what_has_no_words_passes_untouched(text: str, to_arabic: Translator) -> None:
    assert to_arabic.translate(text) == text


@pytest.mark.model
def test_characters_that_the_model_cannot_read_are_reported(to_arabic: Translator) -> None:
    (result,) = to_arabic.stream(["The ☙ team won the match."])
    (flag,) = [f for s in result.segments for f in s.flags if f.code == "unreadable"]
    assert "☙" in flag.detail


@pytest.mark.model
def test_lines_stay_lines(to_arabic: Translator) -> None:
    text = "SYRIA: UN SAYS 12 KILLED\n\n  The army left the city.\r\nIt rained.\n"
    translated = to_arabic.translate(text)
    assert len(translated.splitlines()) == len(text.splitlines())
    assert translated.endswith("\n")
    assert "\r\n" in translated


@pytest.mark.model
def test_urls_and_code_are_carried_over(to_arabic: Translator) -> None:
    html = "<p>Write to <code>desk@example.org</code> or read https://example.org/news today.</p>"
    translated = to_arabic.translate(html, markup="html")
    assert translated.count("<code>desk@example.org</code>") == 1
    assert translated.count("https://example.org/news") == 1


@pytest.mark.model
def test_memory_goes_on_where_a_run_stopped(tmp_path: Path, embedded: Model) -> None:
    text = "The army entered Aleppo. Residents fled the city."
    runs = []
    for _ in range(2):
        with Translator(
            source="en", target="ar", memory=tmp_path / "memory.sqlite", options=GREEDY, align=True
        ) as translator:
            runs.append(next(iter(translator.stream([text]))))
    assert runs[0].text == runs[1].text
    assert {segment.origin for segment in runs[1].segments} == {"memory"}
    assert all(segment.alignment for segment in runs[0].segments)
    assert [s.alignment for s in runs[0].segments] == [s.alignment for s in runs[1].segments]


@pytest.mark.model
def test_only_what_has_markup_is_aligned_unless_asked(to_arabic: Translator) -> None:
    document = parse("<p>It rained.</p><p>The <b>army</b> left.</p>", markup="html")
    plain, marked = to_arabic.translate_document(document).blocks
    assert plain.segments[0][1].alignment is None
    assert marked.segments[0][1].alignment is not None


@pytest.mark.model
def test_source_is_found_out(embedded: Model) -> None:
    import mtkit

    assert "arabic" not in mtkit.translate("قال الوزير إن المحادثات انتهت.", target="en").lower()
    assert mtkit.translate(["The talks ended."], target="ar")[0] != "The talks ended."
