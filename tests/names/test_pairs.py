"""Names paired with their translations."""

from __future__ import annotations

import pytest

from mtkit import paths
from mtkit.names.association import Association, learn_association
from mtkit.names.mentions import arabic_mentions, english_mentions
from mtkit.names.mentions.gold import read_marked
from mtkit.names.pair_evidence import Both, Candidate
from mtkit.names.pairs import likeliest, pair_all, pair_names
from mtkit.types import Mention, Span


@pytest.mark.parametrize(
    ("source", "target", "names"),
    [
        (
            "Ibrahim Huweija was arrested in Damascus.",
            "أوقف إبراهيم حويجة في دمشق.",
            [("Ibrahim Huweija", "إبراهيم حويجة"), ("Damascus", "دمشق")],
        ),
        (
            "The United Nations left Egypt.",
            "غادرت الأمم المتحدة مصر.",
            [("United Nations", "الأمم المتحدة"), ("Egypt", "مصر")],
        ),
        ("Nobody came.", "لم يأت أحد.", []),
        ("", "", []),
    ],
)
def test_pairs(source: str, target: str, names: list[tuple[str, str]]) -> None:
    found = pair_names(source, target, english_mentions([source])[0], arabic_mentions([target])[0])
    assert [(pair.source.form, pair.target.form) for pair in found] == names
    assert all(0.3 <= pair.score <= 1 for pair in found)


def test_a_name_that_the_target_tagger_missed_is_found() -> None:
    source, target = "Bashar went to Latakia.", "ذهب بشار إلى اللاذقية."
    found = pair_names(source, target, english_mentions([source])[0], [])
    assert ("Latakia", "اللاذقية") in [(pair.source.form, pair.target.form) for pair in found]


def test_many_at_once_are_paired_like_one_by_one() -> None:
    texts = [
        ("Ali Hassan left Homs.", "غادر علي حسن حمص."),
        ("Nobody came.", "لم يأت أحد."),
        ("The United Nations left Aleppo.", "غادرت الأمم المتحدة حلب."),
    ]
    sides = [Both(en, ar, english_mentions([en])[0], arabic_mentions([ar])[0]) for en, ar in texts]
    one_by_one = [
        pair_names(each.source, each.target, each.source_mentions, each.target_mentions)
        for each in sides
    ]
    assert list(pair_all(sides)) == one_by_one
    assert [len(pairs) for pairs in one_by_one] == [2, 0, 2]


def test_association_tells_translations_apart() -> None:
    pairs = [
        (["Damascus", "Egypt"], ["دمشق", "مصر"]),
        (["Egypt"], ["مصر"]),
        (["Damascus"], ["دمشق"]),
    ]
    learned = learn_association(pairs * 2)
    assert learned.score("Damascus", "دمشق") > 2 * learned.score("Damascus", "مصر")
    assert learned.score("Egypt", "مصر") > 0.5
    assert learned.score("Egypt", "بيروت") == 0


def test_association_grows_pair_by_pair() -> None:
    learned = Association()
    for _ in range(3):
        learned.add(["Egypt"], ["مصر"])
    assert learned.score("egypt", "مصر") > 0.5


def test_no_name_is_paired_twice() -> None:
    def candidate(source: int, target: int) -> Candidate:
        one, other = Span(source, source + 1), Span(target, target + 1)
        return Candidate(Mention(one, "a"), Mention(other, "b"), ())

    # the surest pair alone is worth less than the two that it bars
    rated = [(candidate(0, 0), 0.95), (candidate(0, 1), 0.9), (candidate(1, 0), 0.9)]
    assert {(c.source.span.start, c.target.span.start) for c, _ in likeliest(rated)} == {
        (0, 1),
        (1, 0),
    }


def test_newsdesk() -> None:
    """Pairs, both spans exact, on the first documents of the part that nothing was trained on."""
    hit = found = wanted = 0
    for document, _ in zip(
        read_marked(paths.shipped("corpora") / "newsdesk" / "dev.jsonl"), range(10), strict=False
    ):
        english = english_mentions([pair.en for pair in document])
        arabic = arabic_mentions([pair.ar for pair in document])
        for pair, one, other in zip(document, english, arabic, strict=True):
            ours = {
                (p.source.span, p.target.span) for p in pair_names(pair.en, pair.ar, one, other)
            }
            gold = pair.span_pairs()
            hit, found, wanted = hit + len(ours & gold), found + len(ours), wanted + len(gold)
    assert 2 * hit / (found + wanted) >= 0.88
