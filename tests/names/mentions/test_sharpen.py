"""Types from a spaCy pipeline."""

from __future__ import annotations

import pytest

from mtkit.errors import MissingExtraError, ModelError
from mtkit.names.mentions import english_mentions, sharpen
from mtkit.types import Mention, Span

SENTENCE = "Angela Merkel flew to Berlin."


@pytest.fixture(scope="module")
def pipeline() -> str:
    """The name of an installed English pipeline."""
    spacy = pytest.importorskip("spacy")
    names = [name for name in spacy.util.get_installed_models() if name.startswith("en_")]
    if not names:
        pytest.skip("no English spaCy pipeline is installed")
    return str(names[0])


def test_only_a_doubtful_type_is_replaced(pipeline: str) -> None:
    def mention(score: float) -> Mention:
        return Mention(Span(0, 13), "Angela Merkel", "LOC", score)

    for score, kind in ((0.95, "LOC"), (0.3, "PER")):
        ((found,),) = sharpen([SENTENCE], [[mention(score)]], nlp=pipeline)
        assert (found.form, found.type, found.score) == ("Angela Merkel", kind, score)


def test_spans_stay(pipeline: str) -> None:
    found = english_mentions([SENTENCE])
    sharpened = sharpen([SENTENCE], found, nlp=pipeline)
    assert [m.span for m in sharpened[0]] == [m.span for m in found[0]]


def test_what_is_not_installed_is_named() -> None:
    with pytest.raises((MissingExtraError, ModelError), match="spacy"):
        sharpen([SENTENCE], [[]], nlp="no_such_pipeline")
