"""The statistics: right where the truth is known, and sacreBLEU's where it is right."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.errors import ConfigError
from mtkit.evaluation.resampling import bootstrap_sums, random_half_sums
from mtkit.evaluation.significance import bootstrap_p, holm, interval, randomization_p

SEGMENTS, SAMPLES = 200, 300


def ratio(sums: np.ndarray) -> np.ndarray:
    return sums[..., 0] / sums[..., 1]


def a_sample(rng: np.random.Generator) -> np.ndarray:
    """Draw matches and totals of segments: a ratio of sums, like the precision of BLEU."""
    totals = rng.integers(5, 40, SEGMENTS)
    quality = rng.beta(6, 4, SEGMENTS)
    return np.stack([rng.binomial(totals, quality), totals], axis=1).astype(np.float64)


def test_the_interval_covers_the_truth() -> None:
    rng = np.random.default_rng(1)
    covered, draws = 0, 500
    for draw in range(draws):
        scores = ratio(bootstrap_sums(a_sample(rng), samples=SAMPLES, seed=draw))
        range_ = interval(scores)
        covered += range_.low <= 0.6 <= range_.high
    assert 0.93 <= covered / draws <= 0.97


def test_two_samples_of_one_system_differ_in_six_per_cent_at_most() -> None:
    rng = np.random.default_rng(2)
    rejected, draws = {"bootstrap": 0, "randomization": 0}, 1500
    for draw in range(draws):
        both = np.concatenate([a_sample(rng), a_sample(rng)], axis=1)
        sums = bootstrap_sums(both, samples=SAMPLES, seed=draw)
        halves = random_half_sums(both, trials=SAMPLES, seed=draw)
        totals = both.sum(axis=0)
        differences = ratio(sums[:, :2]) - ratio(sums[:, 2:])
        observed = float(ratio(totals[:2]) - ratio(totals[2:]))
        rejected["bootstrap"] += bootstrap_p(differences, observed) < 0.05
        p = randomization_p(ratio, (halves[:, :2], halves[:, 2:]), (totals[:2], totals[2:]))
        rejected["randomization"] += p < 0.05
    assert max(rejected.values()) / draws <= 0.06
    assert min(rejected.values()) / draws >= 0.03  # a test that never rejects would pass, too


def test_a_system_against_itself_is_never_significant() -> None:
    counts = a_sample(np.random.default_rng(3))
    sums = bootstrap_sums(counts, samples=100)
    halves = random_half_sums(counts, trials=100)
    total = counts.sum(axis=0)
    assert bootstrap_p(ratio(sums) - ratio(sums), 0.0) == 1
    assert randomization_p(ratio, (halves, halves), (total, total)) == 1


def test_randomization_is_the_exact_test_on_few_segments() -> None:
    counts = np.array([[5, 3], [4, 2], [6, 5], [3, 3]], dtype=np.float64)  # two systems' scores
    signs = np.array(np.meshgrid(*[[-1, 1]] * 4)).reshape(4, -1).T
    exact = np.mean(abs(signs @ (counts[:, 0] - counts[:, 1])) >= 5)
    halves = random_half_sums(counts, trials=20_000)
    total = counts.sum(axis=0)
    p = randomization_p(lambda s: s[..., 0], (halves[:, :1], halves[:, 1:]), (total[:1], total[1:]))
    assert p == pytest.approx(exact, abs=0.02)


def test_intervals_are_sacrebleus() -> None:
    from sacrebleu.metrics import CHRF

    from mtkit.evaluation.metrics import METRICS
    from mtkit.evaluation.reference_set import ReferenceSet

    rng = np.random.default_rng(4)
    words = np.array(["the", "army", "entered", "left", "Aleppo", "on", "Friday", "again"])
    texts = [" ".join(rng.choice(words, 8)) for _ in range(120)]
    references, hypotheses = texts[:60], texts[60:]
    theirs = CHRF().corpus_score(hypotheses, [references], n_bootstrap=1000)
    metric = METRICS.get("chrf")(ReferenceSet((tuple(references),)))
    scores = metric.score(bootstrap_sums(metric.counts(hypotheses), samples=1000))
    ours = interval(scores)
    assert scores.mean() == pytest.approx(theirs._mean, abs=1e-4)  # theirs sums in single precision
    assert (ours.high - ours.low) / 2 == pytest.approx(theirs._ci, abs=0.05)


@pytest.mark.parametrize("draw", [bootstrap_sums, lambda c, samples: random_half_sums(c, trials=7)])
def test_columns_are_resampled_alike(draw: object) -> None:
    column = np.arange(50, dtype=np.float64)[:, None]
    sums = draw(np.concatenate([column, 3 * column], axis=1), samples=7)  # type: ignore[operator]
    assert sums.shape == (7, 2)
    assert np.array_equal(3 * sums[:, 0], sums[:, 1])


def test_no_samples_is_a_mistake() -> None:
    with pytest.raises(ConfigError, match="at least 1"):
        bootstrap_sums(np.ones((3, 1)), samples=0)


def test_holm() -> None:  # the example of Holm's own procedure: 0.01 * 4, 0.02 * 3, 0.03 * 2, 0.04
    assert holm([0.01, 0.04, 0.03, 0.02]) == pytest.approx([0.04, 0.06, 0.06, 0.06])
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=8))
def test_holm_raises_p_values_and_keeps_their_order(p_values: list[float]) -> None:
    corrected = holm(p_values)
    assert all(p <= c <= 1 for p, c in zip(p_values, corrected, strict=True))
    pairs = sorted(zip(p_values, corrected, strict=True))
    assert all(a[1] <= b[1] for a, b in pairwise(pairs))
