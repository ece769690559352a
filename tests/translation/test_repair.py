"""The ladder finds better translations, never makes one worse, and ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.engines.base import DecodeOptions
from mtkit.translation.checks import CheckInput, run_checks, severity
from mtkit.translation.repair import clause_cutter, repair
from mtkit.types import Flag, Link, Span, Translation, WordAlignment

OPTIONS = DecodeOptions(beam_size=4)
GOOD = "وصل الوزير إلى دمشق يوم الجمعة لإجراء محادثات مع وسطاء."
SOURCE = "The minister arrived in Damascus on Friday for talks with mediators."
LOOP = "وصل الوزير " * 9


def check(translation: Translation) -> Translation:
    item = CheckInput(translation.source, translation.text, "en", "ar", translation.score)
    return replace(translation, flags=run_checks(item))


def flagged(source: str, text: str, score: float = -1.0) -> Translation:
    return check(Translation(source, text, score))


@dataclass
class Engine:
    """Answers by a rule and remembers what it was asked."""

    answer: Callable[[str, DecodeOptions], str]
    calls: list[tuple[tuple[str, ...], DecodeOptions]] = field(default_factory=list)

    def __call__(self, texts: Sequence[str], options: DecodeOptions) -> Iterator[Translation]:
        self.calls.append((tuple(texts), options))
        return (Translation(text, self.answer(text, options), -0.5) for text in texts)


def test_what_is_sound_is_not_asked_again() -> None:
    engine = Engine(lambda text, options: "")
    sound = [flagged(SOURCE, GOOD)]
    assert repair(sound, engine, check=check, options=OPTIONS) == sound
    assert engine.calls == []


@pytest.mark.parametrize(
    "cures",
    [
        lambda options: options.beam_size > OPTIONS.beam_size,
        lambda options: options.no_repeat_ngram_size == 3,
    ],
    ids=["beam", "no-repeat"],
)
def test_other_search(cures: Callable[[DecodeOptions], bool]) -> None:
    engine = Engine(lambda text, options: GOOD if cures(options) else LOOP)
    (repaired,) = repair([flagged(SOURCE, LOOP)], engine, check=check, options=OPTIONS)
    assert (repaired.text, repaired.flags, repaired.origin) == (GOOD, (), "repaired")


def test_a_rung_is_one_call_for_all_that_are_doubtful() -> None:
    engine = Engine(lambda text, options: LOOP)
    items = [flagged(SOURCE, LOOP), flagged(SOURCE, GOOD), flagged("Nobody came.", LOOP)]
    repair(items, engine, check=check, options=OPTIONS)
    assert [texts for texts, _ in engine.calls] == [(SOURCE, "Nobody came.")] * 2


def test_a_low_score_alone_is_not_searched_again() -> None:
    engine = Engine(lambda text, options: GOOD)
    low = flagged(SOURCE, GOOD, score=-9.0)
    assert repair([low], engine, check=check, options=OPTIONS) == [low]
    assert engine.calls == []


def test_clauses_are_joined_with_their_words() -> None:
    first, second = "The minister arrived in Damascus.", "Nobody met him there."
    answers = {first: "وصل الوزير إلى دمشق.", second: "لم يلتقه أحد هناك."}

    def translate(texts: Sequence[str], options: DecodeOptions) -> Iterable[Translation]:
        for text in texts:
            answer = answers.get(text, "وصل.")
            words = (Span(0, 3),)
            yield Translation(text, answer, -0.5, WordAlignment(words, words, (Link(0, 0),)))

    source = f"{first}  {second}"
    (repaired,) = repair(
        [flagged(source, "وصل.")],
        translate,
        check=check,
        options=OPTIONS,
        clauses=clause_cutter("en", lambda text: len(text.split())),
    )
    assert repaired.text == "وصل الوزير إلى دمشق. لم يلتقه أحد هناك."
    assert repaired.source == source
    assert repaired.flags == ()
    assert repaired.alignment is not None
    assert [word.of(source) for word in repaired.alignment.source] == ["The", "Nob"]
    assert [word.of(repaired.text) for word in repaired.alignment.target] == ["وصل", "لم "]
    assert repaired.alignment.links == (Link(0, 0), Link(1, 1))


def test_the_other_engine_comes_last() -> None:
    own, other = Engine(lambda *_: LOOP), Engine(lambda *_: GOOD)
    (repaired,) = repair(
        [flagged(SOURCE, LOOP)], own, check=check, options=OPTIONS, alternative=other
    )
    assert repaired.text == GOOD
    assert len(own.calls) == 2
    assert other.calls == [((SOURCE,), OPTIONS)]


def test_what_stays_doubtful_keeps_its_flags() -> None:
    item = flagged(SOURCE, LOOP)
    assert item.flags
    assert repair([item], Engine(lambda *_: LOOP), check=check, options=OPTIONS) == [item]


def test_of_equally_doubtful_ones_the_likelier_stays() -> None:
    engine = Engine(lambda *_: LOOP + "يوم")
    unlikely = flagged(SOURCE, LOOP, score=-1.5)
    assert repair([unlikely], engine, check=check, options=OPTIONS)[0].text == LOOP + "يوم"
    likely = flagged(SOURCE, LOOP, score=-0.1)
    assert repair([likely], engine, check=check, options=OPTIONS) == [likely]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One came. Two left.", ["One came.", "Two left."]),
        (
            "The ministers met in Amman on Sunday for long talks, and they agreed "
            "to meet again soon.",
            [
                "The ministers met in Amman on Sunday for long talks,",
                "and they agreed to meet again soon.",
            ],
        ),
        ("Too short, really.", ["Too short, really."]),
        (
            "The long sentence of the old minister has no place in it where one could cut it",
            ["The long sentence of the old minister has no place in it where one could cut it"],
        ),
    ],
    ids=["sentences", "clauses", "short", "no mark"],
)
def test_clause_cutter(text: str, parts: list[str]) -> None:
    cut = clause_cutter("en", lambda text: len(text.split()))
    assert [span.of(text) for span in cut(text)] == parts


codes = st.sampled_from(["empty", "repeated", "numbers", "score"])
doubts = st.tuples(st.lists(codes, unique=True), st.floats(-5, 0))


@given(st.lists(doubts), st.lists(doubts, min_size=1))
@settings(max_examples=80, deadline=None)
def test_never_worse_and_never_endless(
    items: list[tuple[list[str], float]], answers: list[tuple[list[str], float]]
) -> None:
    asked = 0

    def translate(texts: Sequence[str], options: DecodeOptions) -> list[Translation]:
        nonlocal asked
        asked += 1
        return [
            Translation(text, str(i % len(answers)), answers[i % len(answers)][1])
            for i, text in enumerate(texts, asked)
        ]

    def flag(translation: Translation) -> Translation:
        found = tuple(Flag(code, "") for code in answers[int(translation.text)][0])
        return replace(translation, flags=found)

    before = [
        Translation("a. b", f"first {i}", score, flags=tuple(Flag(code, "") for code in found))
        for i, (found, score) in enumerate(items)
    ]
    after = repair(before, translate, check=flag, options=OPTIONS)
    assert asked <= 2
    for old, new in zip(before, after, strict=True):
        assert severity(new.flags) <= severity(old.flags)
        assert (new is old) == (new.origin == "model")
