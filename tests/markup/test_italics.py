"""What becomes of italics in Arabic."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mtkit.errors import UnknownEntryError
from mtkit.markup.italics import ItalicsPolicy, apply_italics
from mtkit.types import Block


@pytest.mark.parametrize(
    ("policy", "written", "expected"),
    [
        ("keep", "قالت <i>النهار</i>", "قالت <i>النهار</i>"),
        ("drop", "قالت <i>النهار</i>", "قالت النهار"),
        ("quotes", "قالت <i>النهار</i>", "قالت «النهار»"),
        ("quotes", "قالت <b>النهار</b>", "قالت <b>النهار</b>"),
        ("quotes", "قالت «<i>النهار</i>» أمس", "قالت «النهار» أمس"),
        ("quotes", "قالت <em>«النهار»</em>", "قالت «النهار»"),
        ("quotes", "<a><i>النهار</i> أمس</a> <b>قالت</b>", "<a>«النهار» أمس</a> <b>قالت</b>"),
        ("quotes", "<a><i>النهار</i></a> قالت", "<a>«النهار»</a> قالت"),
        ("quotes", "<i><a>النهار</a></i> قالت", "«<a>النهار</a>» قالت"),
        ("quotes", "<b>قالت</b> <i>نهار<br/>ليل</i><ref/>", "<b>قالت</b> «نهار<br/>ليل»<ref/>"),
        ("quotes", "<i>نهار</i> <i>ليل</i>", "«نهار» «ليل»"),
        ("quotes", "<i>في <code>x</code></i> <code>y</code>", "«في <code>x</code>» <code>y</code>"),
    ],
)
def test_policies(
    policy: ItalicsPolicy,
    written: str,
    expected: str,
    read_block: Callable[[str], Block],
    write_block: Callable[[Block], str],
) -> None:
    assert write_block(apply_italics(read_block(written), policy, "ar")) == expected


def test_other_scripts_keep_them(read_block: Callable[[str], Block]) -> None:
    block = read_block("<i>An-Nahar</i> said")
    assert apply_italics(block, "drop", "en") == block


def test_unknown_policy(read_block: Callable[[str], Block]) -> None:
    with pytest.raises(UnknownEntryError, match="keep"):
        apply_italics(read_block("x"), "bold", "ar")  # type: ignore[arg-type]
