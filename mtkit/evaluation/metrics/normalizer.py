"""The normalizer of ``chrf-norm`` and ``bleu-norm``: spelling that is no quality.

Newsrooms and systems write the same Arabic with or without vowel signs, with ١٢ or 12, أ or ا, «»
or "".  13a BLEU takes all of it for errors.  `normalize` does, in this order:

1. letters, marks and tatweel: `mtkit.text.arabic.normalize`;
2. digits of all scripts as 0-9: `mtkit.text.digits.western_digits`;
3. punctuation as ASCII has it (`data/punctuation.tsv`);
4. white space as single spaces, none before closing punctuation.

Its name in signatures has a number that changes with anything it does.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from mtkit.text import arabic
from mtkit.text.digits import western_digits

NAME = "mtkit-ar.1"

_BEFORE_PUNCTUATION = re.compile(r"\s+(?=[,;:!?.)\]%](?:\s|$))")


def normalize(text: str) -> str:
    """Return `text` as it is scored; idempotent."""
    plain = western_digits(arabic.normalize(text)).translate(_punctuation())
    return " ".join(_BEFORE_PUNCTUATION.sub("", plain).split())


@lru_cache(maxsize=32)  # several metrics normalize the same texts
def normalized(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return every text as it is scored."""
    return tuple(map(normalize, texts))


@cache
def _punctuation() -> dict[int, str]:
    table = (files("mtkit.evaluation") / "data" / "punctuation.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {ord(sign): plain for sign, plain in rows}
