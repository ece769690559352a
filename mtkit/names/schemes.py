"""Standards of romanization, as tables (``data/romanize_*.tsv``).

``ala-lc`` (Library of Congress, 2012), ``bgn-pcgn`` (1956; maps and gazetteers), ``din-31635``
(1982), ``ijmes`` (journals) and ``iso-233`` (1984; one sign for one sign, so it can be undone).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from mtkit.errors import UnknownEntryError
from mtkit.names import roles

SCHEMES = ("ala-lc", "bgn-pcgn", "din-31635", "ijmes", "iso-233")

_SHADDA = "\u0651"
_VOWEL_FIRST = re.compile(f"([\u064b-\u0650\u0652])({_SHADDA})")


@dataclass(frozen=True, slots=True)
class Scheme:
    """What a standard writes for letters, by rule, and for whole words.

    A scheme without rules is strict: sign for sign, vowel signs included.
    """

    letters: dict[str, str]
    rules: dict[str, str]
    words: dict[str, str]

    def strictly(self, arabic: str) -> str:
        """Write sign for sign; shadda before the vowel that Unicode puts first."""
        ordered = _VOWEL_FIRST.sub(r"\2\1", arabic)
        return "".join(self.letters.get(sign, sign) for sign in ordered)

    def undo(self, latin: str) -> str:
        """Undo `strictly`, exactly for what its letters cover; NFC."""
        signs = {
            unicodedata.normalize("NFD", sign): arabic for arabic, sign in self.letters.items()
        }
        longest_first = sorted(signs, key=len, reverse=True)
        pattern = re.compile("|".join(map(re.escape, longest_first)))
        decomposed = unicodedata.normalize("NFD", latin)
        arabic = pattern.sub(lambda match: signs[match[0]], decomposed)
        return unicodedata.normalize("NFC", arabic)


@cache
def scheme_named(name: str) -> Scheme:
    """Return the scheme of that name.

    Raises:
        UnknownEntryError: No such scheme.
    """
    if name not in SCHEMES:
        raise UnknownEntryError("romanization scheme", name, SCHEMES)
    kinds: dict[str, dict[str, str]] = {"letter": {}, "rule": {}, "word": {}}
    for kind, key, *written in roles.rows(f"romanize_{name}.tsv"):
        kinds[kind][key] = written[0] if written else ""
    return Scheme(kinds["letter"], kinds["rule"], kinds["word"])
