"""Names marked by machine."""

from __future__ import annotations

from mtkit.names.mentions.silver import mark_by_machine
from mtkit.names.mentions.tagger import shipped_tagger

WHOLE = ("Bashar went to Latakia.", "ذهب بشار إلى اللاذقية.")
LACKING = ("Bashar went to Latakia.", "ذهب إلى هناك.")
NAMELESS = ("Nobody came.", "لم يأت أحد.")


def test_only_sentences_whose_names_are_all_found() -> None:
    (found,) = mark_by_machine([WHOLE, LACKING], shipped_tagger("en"))
    assert (found.en, found.ar) == WHOLE
    assert found.names == (("Bashar", "بشار", "PER"), ("Latakia", "اللاذقية", "LOC"))


def test_some_sentences_without_names_stay() -> None:
    found = list(mark_by_machine([NAMELESS] * 12, shipped_tagger("en")))
    assert [pair.names for pair in found] == [(), ()]
