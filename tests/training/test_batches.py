"""Batches: every pair as often as its weight says, nothing invented, the same after a restart."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.training.batches import END, UNKNOWN, make_batch, plan_pass
from mtkit.training.bitext import Bitext
from mtkit.training.packing import Packed

pytestmark = pytest.mark.torch

LABELS, PAD = (2, 3), 99


def bitext_of(lengths: list[tuple[int, int]], weight: float = 1.0) -> Bitext:
    random = np.random.default_rng(len(lengths))
    sides = [[n[side] for n in lengths] for side in (0, 1)]
    return Bitext(
        pieces=tuple(random.integers(4, 90, sum(n)).astype(np.int32) for n in sides),
        offsets=tuple(np.concatenate([[0], np.cumsum(n)]).astype(np.int64) for n in sides),
        links=tuple(np.zeros(sum(n), np.int16) for n in sides),
        weight=np.full(len(lengths), weight, np.float32),
    )


LENGTHS = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), min_size=4, max_size=60)


@given(LENGTHS, st.integers(20, 200), st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_a_pass_reads_every_pair_once_each_way(
    lengths: list[tuple[int, int]], pieces: int, number: int
) -> None:
    bitext = bitext_of(lengths)
    plan = plan_pass(bitext, (0, 1), number=number, seed=7, pieces=pieces, longest=30)
    assert Counter(np.concatenate(plan)) == Counter(range(2 * len(lengths)))
    for batch in plan:
        size = sum(sum(lengths[e // 2]) + 3 for e in batch) / 2
        assert size <= pieces or len(batch) == 1


def test_weights_longest_and_workers() -> None:
    lengths = [(5, 5)] * 1000 + [(31, 5)] * 100
    plan = plan_pass(
        bitext_of(lengths, weight=0.3), (0,), number=0, seed=1, pieces=60, longest=30, workers=3
    )
    read = np.concatenate(plan) // 2
    assert read.max() < 1000
    assert 250 < len(read) < 350
    assert len(plan) % 3 == 0


def test_same_number_same_plan() -> None:
    bitext = bitext_of([(4, 6), (8, 3), (2, 2), (9, 9)] * 20)

    def plan(number: int) -> list[list[int]]:
        batches = plan_pass(bitext, (0, 1), number=number, seed=1, pieces=60, longest=30)
        return [batch.tolist() for batch in batches]

    assert plan(3) == plan(3)
    assert plan(3) != plan(4)


def test_batch_is_label_pieces_end_and_shifted_target() -> None:
    bitext = bitext_of([(3, 2), (1, 4)])
    batch = make_batch(bitext, np.array([0, 3]), labels=LABELS, pad=PAD)
    english, arabic = (bitext.pieces[side].tolist() for side in (0, 1))
    assert batch.source.ids[: batch.source.count].tolist() == [
        2,
        *english[:3],
        END,
        3,
        *arabic[2:],
        END,
    ]
    assert batch.labels.tolist() == [*arabic[:2], END, english[3], END]
    assert batch.target.ids[: batch.target.count].tolist() == [PAD, *arabic[:2], PAD, english[3]]
    links = zip(batch.link_sentence, batch.link_target, batch.link_source, strict=True)
    assert [tuple(map(int, link)) for link in links] == [
        (0, 0, 1), (0, 1, 1), (0, 2, 4), (1, 0, 1), (1, 1, 5),
    ]  # fmt: skip


def test_hidden_pieces_never_hide_the_start() -> None:
    bitext = bitext_of([(10, 10)] * 20)
    batch = make_batch(bitext, np.arange(0, 40, 2), labels=LABELS, pad=PAD, hidden=0.5, seed=(1,))
    hidden = batch.target.ids[: batch.target.count] == UNKNOWN
    assert 0.3 < hidden.float().mean() < 0.7
    assert (
        batch.target.ids[: batch.target.count][batch.target.positions[: batch.target.count] == 0]
        == PAD
    ).all()


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_unpad_undoes_pad(lengths: list[int]) -> None:
    side = Packed(np.zeros(sum(lengths), np.int64), np.array(lengths))
    x = torch.randn(side.rows, 3, requires_grad=True)
    again = side.unpad(side.pad(x))
    assert torch.equal(again[: side.count], x[: side.count])
    again.backward(torch.ones_like(again))
    assert x.grad is not None
    assert torch.equal(x.grad[: side.count], torch.ones(side.count, 3))
    assert not x.grad[side.count :].any()


def test_synthetic_pairs_are_read_one_way_and_begin_with_their_tag() -> None:
    plain = bitext_of([(3, 4), (5, 2), (4, 4)])
    tag, there, back = 7, 1, 2  # masks: side 0 read, side 1 read
    bitext = replace(
        plain,
        sides=np.array([there | back, there, back], np.uint8),
        tags=np.array([-1, tag, -1], np.int32),
    )
    plan = plan_pass(bitext, (0, 1), number=0, seed=1, pieces=100, longest=50)
    assert sorted(np.concatenate(plan).tolist()) == [0, 1, 2, 5]
    batch = make_batch(bitext, np.array([0, 2]), labels=LABELS, pad=PAD)
    first = batch.source.ids[:5].tolist(), batch.source.ids[5:13].tolist()
    assert [ids[0] for ids in first] == [LABELS[0]] * 2
    assert first[1][1] == tag
    assert first[1][2:7] == plain.pieces[0][3:8].tolist()
    tagged = batch.link_sentence == 1
    ends = int(batch.link_source[tagged].max()), int(batch.link_target[tagged].max())
    assert ends == (2 + 5, 2), "end looks at end, behind label and tag"


def test_a_model_of_one_target_has_no_label_and_its_own_end() -> None:
    bitext = bitext_of([(3, 4)])
    batch = make_batch(bitext, np.array([0]), labels=(None, None), pad=PAD, end=42)
    assert batch.source.ids[:4].tolist() == [*bitext.pieces[0].tolist(), 42]
    assert batch.labels.tolist() == [*bitext.pieces[1].tolist(), 42]


def test_old_files_have_neither_sides_nor_tags(tmp_path: Path) -> None:
    bitext = bitext_of([(3, 4), (2, 2)])
    bitext.save(tmp_path / "b.npz")
    assert Bitext.load(tmp_path / "b.npz").sides is None
    tagged = replace(bitext, sides=np.array([3, 1], np.uint8), tags=np.array([-1, 5], np.int32))
    tagged.save(tmp_path / "b.npz")
    again = Bitext.load(tmp_path / "b.npz")
    assert again.sides is not None
    assert again.tags is not None
    assert again.tags.tolist() == [-1, 5]
