"""Punctuation as OPUS-MT models saw it in training.

Transformers' `MarianTokenizer` builds a normalizer and never calls it, so that the quotation marks
and apostrophes of news copy reach the model as characters it hardly knows.  Moses'
`normalize-punctuation` is not applied: OPUS-MT dropped it in 2020, and it would turn « » and dashes
into what the models were not trained on.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from mtkit.engines.tracked import Tracked

NORMALIZER_VERSION = 1
"""Raised whenever `normalize` gives other text, which makes older translations stale."""

_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200c\u2028\u2029]")  # OPUS makes these spaces too
_EDGES = re.compile("^ +| +$")
_SPACES = re.compile(" {2,}")


def normalize(text: Tracked) -> Tracked:
    """Return `text` with plain punctuation and single spaces, and nothing that cannot be seen.

    Idempotent.  Soft hyphens and marks of direction go without leaving a space, though OPUS-MT left
    one: they stand inside words.
    """
    table = _punctuation()
    text = text.sub(_punctuation_pattern(), lambda match: table[match[0]])
    text = text.sub(_INVISIBLE, lambda match: "")
    text = text.sub(_CONTROL, lambda match: " ")
    return text.sub(_EDGES, lambda match: "").sub(_SPACES, lambda match: " ")


@cache
def _punctuation() -> dict[str, str]:
    text = (files("mtkit.engines") / "data" / "opus_punctuation.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.split("\n") if line and not line.startswith("#")]
    return {character: replacement for character, replacement in rows}  # noqa: C416


@cache
def _punctuation_pattern() -> re.Pattern[str]:
    # An ideographic full stop takes the spaces after it along, for it brings its own.
    return re.compile("[。．] *|[" + re.escape("".join(_punctuation())) + "]")
