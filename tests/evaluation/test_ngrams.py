"""N-grams of all segments at once are those of sacreBLEU's counters, one by one."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.evaluation.metrics.ngrams import ReferenceGrams

TEXT = st.text("abcحد\U0001f600", max_size=12)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5), st.integers(1, 7))
def test_matches_are_those_of_counters(pairs: list[tuple[str, str]], orders: int) -> None:
    references, hypotheses = map(list, zip(*pairs, strict=True))
    grams = ReferenceGrams(references, orders=orders)
    totals, matches = grams.matches(hypotheses)

    def counted(text: str, n: int) -> Counter[str]:
        return Counter(text[i : i + n] for i in range(len(text) - n + 1))

    for row, (reference, hypothesis) in enumerate(pairs):
        for n in range(1, orders + 1):
            ours, theirs = counted(hypothesis, n), counted(reference, n)
            assert totals[row, n - 1] == ours.total()
            assert grams.totals()[row, n - 1] == theirs.total()
            assert matches[row, n - 1] == (ours & theirs).total()


def test_words_are_elements_too() -> None:
    grams = ReferenceGrams([["the", "army"], []], orders=2)
    totals, matches = grams.matches([["the", "army", "left"], ["it"]])
    assert totals.tolist() == [[3, 2], [1, 0]]
    assert matches.tolist() == [[2, 1], [0, 0]]
