"""Where sentences end in running text.

Every run of stops is a candidate; a chain of small questions decides it: what stands before (an
initial, a title, a number, an acronym), what closes after it, and what follows.  All words are the
language's data (`mtkit.segment.rules`); nothing here knows a language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtkit.segment import rules as _rules
from mtkit.segment.rules import QUOTES, Rules
from mtkit.text.arabic import strip_marks
from mtkit.types import Span

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile("(?:[^\\W_]|[\u064b-\u0652\u0670\u0640])+")
_BEFORE = re.compile(r"[^\s\-–—/()\[\]{}\"“”«»‘„,،;؛:]{1,24}\Z")
_OPENING = re.compile(r"[\s\"'“”«‘„‹(\[{¿¡*•–—\-\u200e\u200f]*")
_OPENING_QUOTES = frozenset('"“«„‘')
_NUMBERING = re.compile(r"(?:[^\W\d_]|[ivx]{1,5}|[IVX]{1,5})\W*")
_ROMAN = re.compile(r"[IVXLC]+\b")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
# iPhone, al-Assad, "b. Wash your hands"
_BEGINS_SMALL = re.compile(r"[^\W\d_]{1,3}[-'’]?[A-Z]|(?:[a-z]|[ivx]{2,4})[.)]\s")
_LONGEST_NAME = 6  # words, with its title
_BETWEEN_NAMES = re.compile(r"[\s.'’\-]*")


def split(text: str, language: str, *, headline: bool = False, lines: bool = False) -> list[Span]:
    """Find the sentences of `text`.

    The spans are in order, do not overlap, begin and end with something to read, and only white
    space lies between them: gaps + sentences = text.  A newline is white space.  Sentences within
    a quotation are sentences; what closes right after a stop belongs to it.  Text without letters
    is never a sentence of its own beside text with letters.

    Args:
        text: Running text without markup.
        language: BCP 47 code; one without rules of its own is split by those for all.
        headline: The text is a headline or title, where a capital letter says nothing, so that an
            abbreviation never ends a sentence.
        lines: A line break ends a sentence too.

    Returns:
        Sentences as spans of `text`; none for white space, one for text without letters.

    Raises:
        ConfigError: `language` is no language code.

    Example:
        >>> text = "“He wrote on X. Residents read it,” she said."
        >>> [span.of(text) for span in split(text, "en")]
        ['“He wrote on X.', 'Residents read it,” she said.']
    """
    finder = _Finder(text, _rules.load(language), headline)
    if not lines:
        return finder.sentences(0, len(text))
    return [span for line in _LINE.finditer(text) for span in finder.sentences(*line.span())]


class _Finder:
    """The sentences of one text: holds what every question needs."""

    def __init__(self, text: str, rules: Rules, headline: bool) -> None:
        self.text = text
        self.rules = rules
        self.headline = headline
        self.caseless = text.islower()

    def sentences(self, start: int, end: int) -> list[Span]:
        """Return the sentences of ``text[start:end]``."""
        spans: list[Span] = []
        for left, right in self._pieces(start, end):
            stripped = self.text[left:right].lstrip()
            left = right - len(stripped)
            right = left + len(stripped.rstrip())
            if left == right:
                continue
            if spans and not _LETTER.search(self.text, left, right):
                left = spans.pop().start
            spans.append(Span(left, right))
        return spans

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        first_letter = self._first_letter(start, end)
        for match in self.rules.candidate.finditer(self.text, start, end):
            if first_letter < match.start() and self._ends(match, first_letter):
                yield start, match.end()
                start = match.end()
                first_letter = self._first_letter(start, end)
        yield start, end

    def _first_letter(self, start: int, end: int) -> int:
        found = _LETTER.search(self.text, start, end)
        return found.start() if found else end

    def _ends(self, match: re.Match[str], first_letter: int) -> bool:
        """Tell whether the sentence whose first letter is at `first_letter` ends with `match`."""
        if match["unspaced"]:
            return True
        stop, tail = match["stop"], match["tail"]
        follows = self._skip(_OPENING, match.end())
        if follows == len(self.text) or self._goes_on(follows):
            return False
        if self.text[match.start() - 1] in "([":
            return False  # "(!)", "[…]"
        if tail and tail[-1] in ".…!?؟" and tail[0] in QUOTES:
            return True  # a stop of its own after the quotation
        quoted = any(mark in QUOTES for mark in tail)
        opened = not _OPENING_QUOTES.isdisjoint(self.text[match.end() : follows])
        if any(mark in "!?؟" for mark in stop):
            return self._strong(match.start(), follows, quoted=quoted, opened=opened)
        if "…" in stop or ".." in stop or " " in stop:
            return self._ellipsis(stop, match.start(), follows)
        if follows == match.end():
            return self._glued(match.start(), follows)
        return self._full(match.start(), first_letter, follows, opened=opened)

    # --- kinds of stops --------------------------------------------------------------------------

    def _strong(self, at: int, follows: int, *, quoted: bool, opened: bool) -> bool:
        if self._word_before(at) in self.rules.shouts:
            return False
        if not quoted:
            return True
        if self.rules.titles_in_quotes:
            return opened or self._starter(follows)
        return not self._credited(follows)

    def _ellipsis(self, stop: str, at: int, follows: int) -> bool:
        if self.rules.ellipsis == "starter":
            return stop != ".." and self._starter(follows)
        if self.text[follows : follows + 1].isdigit():
            return False
        return self._word(follows) != self._word_before(at)  # "I… I don't know"

    def _glued(self, at: int, follows: int) -> bool:
        """Decide a full stop between two words without space: "kilometres.The", but "un.org"."""
        first = self.text[follows]
        if first.lower() == first.upper():
            return True
        return first.isupper() and self._starter(follows)

    def _full(self, at: int, first_letter: int, follows: int, *, opened: bool) -> bool:
        word, rules = self._word_before(at), self.rules
        if not word:
            return True
        if word[-1].isdigit():
            return not self._item(word, at)
        bare = strip_marks(word)
        if rules.era.search(self.text, max(0, at - 8), at):
            return True
        if len(bare) == 1 and rules.labelled(bare, self._word_before(at - len(word) - 1)):
            return True
        if _NUMBERING.fullmatch(self.text, first_letter, at) or self._listed(bare, rules.open):
            return False
        if self._listed(bare, rules.numbered):
            number = self.text[follows].isdigit() or _ROMAN.match(self.text, follows)
            return opened or not number
        if self._listed(bare, rules.final):
            return self._word(follows) not in rules.continuations
        initial = len(bare) == 1 and not bare.islower()
        if initial or self._listed(bare, rules.closing) or _DOTTED.fullmatch(bare):
            return opened or self._starter(follows)
        return True

    # --- what stands before ----------------------------------------------------------------------

    def _word_before(self, at: int) -> str:
        found = _BEFORE.search(self.text, max(0, at - 24), at)
        return found[0].strip(".'’…!?؟\u200e\u200f") if found else ""

    def _listed(self, word: str, words: frozenset[str]) -> bool:
        return word in words or (len(word) > 1 and word.isupper() and word.capitalize() in words)

    def _item(self, number: str, at: int) -> bool:
        """Tell whether `number` before a full stop counts an item that a colon announces."""
        start = at - len(number)
        announced = self.text[max(0, start - 2) : start] in (": ", "؛ ", "; ", ":\n")
        return announced and len(number) <= 2

    # --- what follows ----------------------------------------------------------------------------

    def _skip(self, marks: re.Pattern[str], at: int) -> int:
        """Return where the `marks` that begin at `at` end; `at` itself where none do."""
        found = marks.match(self.text, at)
        return found.end() if found else at

    def _word(self, at: int) -> str:
        """Return the word that begins at `at`, as it is written."""
        found = _WORD.match(self.text, at)
        return found[0] if found else ""

    def _goes_on(self, follows: int) -> bool:
        """Tell whether what follows is in lower case where case means something."""
        if not self.text[follows : follows + 1].islower() or self.caseless:
            return False
        return not _BEGINS_SMALL.match(self.text, follows)

    def _starter(self, follows: int) -> bool:
        if self.headline:
            return False
        word = self._word(follows)
        after = self.text[follows + len(word) : follows + len(word) + 1]
        return after != "." and self._listed(strip_marks(word), self.rules.starters)

    def _credited(self, follows: int) -> bool:
        """Tell whether a name and a verb of speech follow: “Why?” Mr Saleh asked."""
        for index in range(_LONGEST_NAME):
            word = self._word(follows)
            if word.casefold() in self.rules.speech:
                return index > 0
            particle = index > 0 and word in self.rules.particles
            if not (word[:1].isupper() or particle) or (index == 0 and word in self.rules.starters):
                return False
            follows = self._skip(_BETWEEN_NAMES, follows + len(word))
        return False
