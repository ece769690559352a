"""Names in English text, by its capitals."""

from __future__ import annotations

import pytest

from mtkit.names.mentions import english_names


@pytest.mark.parametrize(
    ("sentences", "names"),
    [
        (["He met Ibrahim Huweija in Latakia."], ["Ibrahim Huweija", "Latakia"]),
        (["The army left.", "Residents fled."], []),
        (["Assad fled.", "They followed Assad."], ["Assad"]),
        (["The Syrian army and the Lebanese police met on Friday."], []),
        (["It was Bashar's father."], ["Bashar"]),
        (["She joined the Network for Human Rights."], ["Network for Human Rights"]),
        (["He saw Hama, Homs and Idlib."], ["Hama", "Homs", "Idlib"]),
        (["Mr Jumblatt spoke; I listened."], ["Jumblatt"]),
        ([], []),
    ],
    ids=[
        "two",
        "none",
        "first word",
        "adjectives",
        "possessive",
        "joined",
        "list",
        "title",
        "empty",
    ],
)
def test_names(sentences: list[str], names: list[str]) -> None:
    assert english_names(sentences) == names
