"""Synthetic pairs: what is doubtful is left out, and a run that was stopped goes on."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mtkit.engines.base import DecodeOptions, Eager
from mtkit.errors import ConfigError, FormatError
from mtkit.memory import TranslationMemory
from mtkit.training.data import read_corpus
from mtkit.training.given import Given, read_given
from mtkit.training.recipe import CorpusSpec
from mtkit.training.synthesize import (
    Maker,
    Report,
    Rules,
    nearest,
    snippet,
    written,
)
from mtkit.types import Hypothesis

WORDS = {"peace": "سلام", "city": "مدينة", "road": "طريق", "army": "جيش", "two": "2"}


@dataclass
class Glossary(Eager):
    """An engine that translates word by word: real enough to be checked, and counts its work."""

    table: dict[str, str]
    name: str = "glossary"
    fingerprint: str = "glossary"
    asked: list[str] = field(default_factory=list)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        return (("en", "ar"), ("ar", "en"))

    def count_pieces(self, text: str) -> int:
        return len(text.split()) + 2

    def unknown(self, text: str) -> frozenset[str]:
        return frozenset()

    def stream(
        self, texts: Iterable[str], *, source: str, target: str, options: DecodeOptions
    ) -> Iterator[list[Hypothesis]]:
        for text in texts:
            self.asked.append(text)
            said = " ".join(self.table.get(word, word) for word in text.split())
            alternatives = [said, " ".join(reversed(said.split()))]
            yield [Hypothesis(one, -0.5 - i) for i, one in enumerate(alternatives)]


def forward() -> Glossary:
    return Glossary(WORDS)


def made(maker: Maker, *texts: str) -> tuple[list[tuple[str, str]], Report]:
    report = Report()
    return list(maker.pairs(map(Given, texts), report)), report


def test_good_translations_are_kept_and_doubtful_ones_counted() -> None:
    maker = Maker(forward(), "en", "ar", rules=Rules(most_words=5))
    pairs, report = made(
        maker, "peace city", "peace city", "road unknownword elsewhere", "1 2 3", "road " * 9
    )
    assert pairs == [("peace city", "سلام مدينة")]
    assert (report.read, report.kept) == (4, 1), "the same text is read once"
    assert report.dropped == {"check 'script'": 1, "no letters": 1, "too long": 1}
    assert report.line().startswith("1 of 4 sentences (dropped: ")


def test_scripts_in_one_word_are_no_word() -> None:
    maker = Maker(Glossary({"peace": "xسلام", "city": "مدينة"}), "en", "ar")
    pairs, report = made(maker, "peace city city city city")
    assert pairs == []
    assert report.dropped.total() == 1


def test_unlikely_ones_are_left_out() -> None:
    assert made(Maker(forward(), "en", "ar", rules=Rules(least_score=-0.4)), "peace")[0] == []
    assert made(Maker(forward(), "en", "ar", rules=Rules(least_score=-0.6)), "peace")[0]


def test_round_trip() -> None:
    back = Glossary({"سلام": "peace", "مدينة": "town"})
    rules = Rules(round_trip=60)
    pairs, report = made(Maker(forward(), "en", "ar", reverse=back, rules=rules), "peace", "city")
    assert pairs == [("peace", "سلام")]
    assert report.dropped == {"round trip": 1}
    with pytest.raises(ConfigError, match="needs a model for the way back"):
        Maker(forward(), "en", "ar", rules=rules)


def test_of_the_n_best_the_one_most_like_the_reference() -> None:
    maker = Maker(forward(), "en", "ar")
    given = [Given("peace city", "مدينة سلام"), Given("road army", "طريق جيش")]
    assert list(maker.pairs(given, Report())) == [
        ("peace city", "مدينة سلام"),
        ("road army", "طريق جيش"),
    ]
    said = [Hypothesis("abc", -1.0), Hypothesis("abd", -2.0)]
    assert nearest(said, "abd").text == "abd"
    assert nearest(said, "xyz").text == "abc", "the likelier of equals"


@pytest.mark.parametrize("references", [False, True])
def test_a_stopped_run_goes_on_from_its_memory(tmp_path: Path, references: bool) -> None:
    given = [Given(w, WORDS[w] if references else None) for w in ("peace", "city", "road")]
    with TranslationMemory(tmp_path / "m.sqlite") as memory:
        first = Maker(forward(), "en", "ar", memory=memory)
        once = list(first.pairs(given[:2], Report()))
        engine = forward()
        again = Maker(engine, "en", "ar", memory=memory)
        assert list(again.pairs(given, Report()))[:2] == once
        assert engine.asked == ["road"]


def test_text_becomes_sentences_and_a_bitext_keeps_its_own(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("He left. She stayed.\n\nThey met.\n", "utf-8")
    assert [g.text for g in read_given(text, "en", "ar")] == [
        "He left.",
        "She stayed.",
        "They met.",
    ]
    records = tmp_path / "a.jsonl"
    records.write_text(json.dumps({"en": "One. Two.", "ar": "واحد"}) + "\n", "utf-8")
    assert [g.text for g in read_given(records, "en", "ar")] == ["One.", "Two."]
    given = list(read_given(records, "en", "ar", references=True))
    assert given == [Given("One. Two.", "واحد")]
    with pytest.raises(FormatError, match=r"a\.jsonl:1: no field 'body' with text"):
        list(read_given(records, "en", "ar", field="body"))
    text.write_bytes("café".encode("latin-1"))
    with pytest.raises(FormatError, match="not UTF-8 text"):
        list(read_given(text, "en", "ar"))


@pytest.mark.parametrize(
    ("use", "directions", "tag"),
    [("back-translation", ("ar-en",), "<bt>"), ("distillation", ("en-ar",), "")],
)
def test_what_is_written_is_what_the_recipe_reads(
    tmp_path: Path, use: str, directions: Sequence[str], tag: str
) -> None:
    path = tmp_path / "made.jsonl"
    maker = Maker(forward(), "en", "ar")
    report = written(path, maker, [Given("peace"), Given("city")], say=lambda line: None)
    assert report.kept == 2
    (table,) = tomllib.loads(snippet(path, use, source="en", target="ar"))["corpora"]  # type: ignore[arg-type]
    spec = CorpusSpec(
        id=table["id"],
        path=Path(table["path"]),
        directions=tuple(table["directions"]),
        tag=table.get("tag", ""),
    )
    assert (spec.directions, spec.tag) == (directions, tag)
    found = [pair.texts for pair in read_corpus(spec, ("ar", "en"))]
    assert found == [("سلام", "peace"), ("مدينة", "city")]
