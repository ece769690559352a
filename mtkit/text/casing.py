"""Headlines in capitals: written as a sentence for a model to read, and put back afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import resources

from mtkit import langs
from mtkit.text.scripts import CASED

_WORD = re.compile(r"[^\W_]*[^\W\d_][^\W_]*(?:['’][^\W\d_]+)*")
_STEM = re.compile(r"[^\W_]+")
_START = re.compile(r"(?:\A|[!?:…]|(?<![^\W\d_][.]\w)[.])\s*[\"'“”‘«(\[]*\Z")
_MOSTLY = 0.9
_LONG_WORD = 4


def is_all_caps(text: str) -> bool:
    """Tell whether `text` is written in capitals, as some headlines are.

    Nine letters of ten are capitals (a "Mc" or "al-" may stay small), and at least one word of four
    letters is no acronym: "UN" and "NATO" by themselves are not.
    """
    cased = [char for char in text if char.isupper() or char.islower()]
    if not cased or sum(map(str.isupper, cased)) < _MOSTLY * len(cased):
        return False
    words = (word for word in _WORD.findall(text) if len(word) >= _LONG_WORD)
    return any(word.isupper() and word not in _acronyms("acronym") for word in words)


def recase(text: str) -> str:
    """Write English text that is in capitals as a sentence: acronyms stay, names get a capital.

    Words known to be written small become small; all others are taken for names, since a name in
    lower case is lost on a model and a noun with a capital is not.  Nothing moves: the result has
    the length of `text`, so offsets stay valid.

    Example:
        >>> recase("SYRIA: UN SAYS 12 KILLED IN HOMS")
        'Syria: UN says 12 killed in Homs'
    """
    question = text.rstrip().endswith("?")

    def cased(match: re.Match[str]) -> str:
        word = match[0]
        starts = _START.search(text, max(0, match.start() - 8), match.start()) is not None
        stem = _STEM.match(word)[0]  # type: ignore[index]
        if len(stem) == 1 and (starts or stem != "A"):
            keep = stem  # an initial, "I", "U.S."
        elif stem in _acronyms("acronym") or (
            starts and not question and stem in _acronyms("ambiguous")
        ):
            keep = stem
        elif stem.lower() in _small_words() and not starts:
            keep = ""
        else:
            keep = stem[0]
        return keep + _each(word[len(keep) :], str.lower)

    return _WORD.sub(cased, text)


def restore(text: str, language: str) -> str:
    """Write the translation of a headline in capitals in capitals, where the language has them.

    The result has the length of `text`; a letter whose capital is two letters stays (ß).

    Raises:
        ConfigError: `language` is no language code.
    """
    return _each(text, str.upper) if langs.script(language) in CASED else text


def _each(text: str, change: Callable[[str], str]) -> str:
    """Change the case of each character whose other case is one character too."""
    changed = map(change, text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, changed, strict=True))


@cache
def _small_words() -> frozenset[str]:
    return frozenset(_lines("lowercase_en.txt"))


@cache
def _acronyms(kind: str) -> frozenset[str]:
    rows = (line.split("\t") for line in _lines("acronyms.tsv"))
    return frozenset(word for name, words in rows if name == kind for word in words.split())


def _lines(name: str) -> list[str]:
    table = (resources.files("mtkit.text") / "data" / name).read_text("utf-8")
    return [line for line in table.splitlines() if not line.startswith("#")]
