"""The gate for results: floors, and what was measured before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mtkit.bench.requirements import below_floor, dropped
from mtkit.errors import ConfigError

BROKEN = {"code": "copied", "severity": "error", "message": "m", "advice": "a"}


def test_floors(make_record):
    records = [make_record("one", chrf=50), make_record("two", chrf=40)]
    assert below_floor(records, {"chrf": 40, "bleu": 20}) == []
    (line,) = below_floor(records, {"chrf": 45})
    assert line.endswith("two ctranslate2 int8 beam 4: chrf is 40.00, required is 45")
    assert "broken" in below_floor([make_record(chrf=90, findings=[BROKEN])], {"chrf": 1})[0]
    with pytest.raises(ConfigError, match="'ter' is no score of a result; there are chrf, bleu"):
        below_floor(records, {"ter": 1})


def test_a_drop_of_more_than_is_allowed(make_record):
    before = [make_record(chrf=50.0), make_record("other", chrf=10.0)]
    changed = replace(make_record(chrf=49.6, key="of other files"), model_sha256="2" * 64)
    assert dropped([changed], before, most=0.5) == []
    (line,) = dropped([changed], before, most=0.3)
    assert line.endswith("chrf was 50.00 and is 49.60; it may be lower by 0.3")
    assert dropped([make_record(chrf=60)], before, most=0) == []


def test_a_baseline_that_says_nothing_is_no_pass(make_record):
    with pytest.raises(ConfigError, match="no cell in common"):
        dropped([make_record("new")], [make_record("old")], most=1)
    other_text = replace(make_record(), text_sha256="3" * 64)
    with pytest.raises(ConfigError, match="another text than in the baseline"):
        dropped([make_record()], [other_text], most=1)
