"""A vocabulary of single characters, for names: case, accents and vowel signs fold away.

The folding is compiled into the SentencePiece model itself, so that training and every engine read
the same letters.  Letters that Unicode can take apart are folded by it (Ç, ş, ﻼ); those that it
cannot, and apostrophes, hyphens and Persian letters, are listed in ``data/characters.tsv``.  Hamza,
ta marbuta and alif maqsura stay: they tell vowels.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files

from mtkit.text import arabic

_SPACE = "▁"
_RANGES = (
    (0x21, 0x250),  # Latin
    (0x2B0, 0x370),  # modifier letters, combining accents
    (0x600, 0x700),  # Arabic
    (0x1E00, 0x1F00),  # Latin with two accents
    (0x2000, 0x2070),  # spaces, dashes, quotation marks, directional controls
    (0xFB50, 0xFE00), (0xFE70, 0xFF5F),  # Arabic presentation forms, full-width Latin
)  # fmt: skip
_HAMZA = ("\u0653", "\u0654", "\u0655")  # madda and hamza as marks of their own


def folds() -> Iterator[tuple[str, str]]:
    """Yield what is replaced, one character or a letter with its hamza, and by what."""
    listed = _listed()
    for start, end in _RANGES:
        for character in map(chr, range(start, end)):
            folded = _fold(character, listed)
            if folded != character:
                yield character, folded
    for letter in map(chr, range(0x620, 0x64B)):
        for mark in _HAMZA:
            if len(composed := unicodedata.normalize("NFC", letter + mark)) == 1:
                yield letter + mark, composed


def character_pieces(texts: Iterable[tuple[str, float]], *, size: int) -> list[tuple[str, float]]:
    """Return the commonest characters of the text after folding, the space first, with score 0.

    Args:
        texts: Text and how much it counts; a character seen less than three times is left out.
        size: Most characters.
    """
    table = dict(folds())
    counts: Counter[str] = Counter()
    for text, _ in texts:
        counts.update("".join(table.get(c, c) for c in unicodedata.normalize("NFC", text)))
    common = [c for c, n in counts.most_common(size) if n >= 3 and not c.isspace()]
    return [(piece, 0.0) for piece in (_SPACE, *common)][:size]


def _fold(character: str, listed: dict[str, str]) -> str:
    if character in listed:
        return listed[character]
    if arabic.is_letter(character):  # its hamza is part of it
        return character
    if arabic.is_mark(character) or character == arabic.TATWEEL:
        return ""
    if unicodedata.category(character) in ("Mn", "Cf", "Cn"):
        return character if character in _HAMZA else ""
    parts = unicodedata.normalize("NFKD", character).casefold()
    if len(parts) > 1 and any(map(arabic.is_letter, parts)):  # presentation forms
        composed = unicodedata.normalize("NFKC", character)
        return "".join(_fold(c, listed) if c != character else c for c in composed)
    kept = (c for c in parts if unicodedata.category(c) != "Mn")
    return "".join(listed.get(c, c) for c in kept)


def _listed() -> dict[str, str]:
    table = (files("mtkit.training") / "data" / "characters.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {chr(int(code, 16)): folded for code, folded, _ in rows}
