"""The held-out guard: no sentence on which the model will be judged is learned from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from mtkit.text import arabic
from mtkit.training.data import Pair

_NOT_WORD = re.compile(r"[\W_]+")


def comparable(text: str) -> str:
    """Return `text` so that two writings of one sentence are equal.

    Case, punctuation, white space, Arabic marks and spelling variants do not count.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _NOT_WORD.sub(" ", arabic.normalize(folded)).strip()


class Guard:
    """Knows the sentences of reference sets, on both sides.

    Args:
        held_out: Pairs that must not be learned from.
    """

    def __init__(self, held_out: Iterable[Pair] = ()) -> None:
        self.corpora: dict[str, int] = {}
        self._texts: dict[str, str] = {}
        for pair in held_out:
            self.corpora[pair.corpus] = self.corpora.get(pair.corpus, 0) + 1
            for text in map(comparable, pair.texts):
                if text:
                    self._texts.setdefault(text, pair.corpus)

    def reason(self, sides: Iterable[str]) -> str | None:
        """Return why a pair is held out, or None; `sides` are `comparable` texts."""
        for text in sides:
            if text in self._texts:
                return f"held out ({self._texts[text]})"
        return None
