"""What a name is made of: titles, given and family names, compounds, generic words.

A form is read once from left to right.  What belongs together in Arabic is one part however it is
spelled: Abdul Ghany, Abd al-Ghani and عبد الغني; Izzedine, Izz ad-Din and عز الدين; Abu Mazen and
أبو مازن; al-Assad, Al Assad and الأسد.  A role is given where position or a table makes it nearly
sure; the others are plainly ``"name"``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mtkit.names import roles
from mtkit.names.normalize import clean
from mtkit.names.wordforms import Word, words
from mtkit.text.scripts import main_script
from mtkit.types import Span

Role = Literal[
    "title",  # rank, office or form of address
    "given",
    "family",
    "name",  # given, family or a place's own name: nothing tells
    "nisba",  # from a place, tribe or school: al-Halabi
    "kunya",  # Abu, Umm or Dhu with what follows
    "patronymic",  # Ibn, Bin, Bint or Ould with what follows
    "particle",  # de, van; آل
    "initial",
    "acronym",
    "place_word",  # says what a place is: Governorate
    "org_word",  # says what an organization is: Front
    "feature",  # of the name, but shared or translated: Tell, Eastern, Democratic
    "number",
    "suffix",  # Jr, III
    "other",  # of, the, في
]

_GENERIC = frozenset({"title", "place_word", "org_word", "suffix", "other"})
_DEEPEST = 3  # heads in a row: Ibn Abi Abd al-…; what is deeper is no name


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name.

    Args:
        form: As it is written, article included: ``span.of(name.form)``.
        span: Of `Name.form`.
        role: What it is.
        key: What is compared: comparable, no spaces, no article (``"abdghani"``, ``"assad"``); of a
            title or a generic word its English name, whatever the language (``"governorate"``).
        head: The first word of a compound as it stands in `key` (``"abd"``, ``"abu"``, ``"bin"``,
            ``"ابو"``); empty for other parts.
    """

    form: str
    span: Span
    role: Role
    key: str
    head: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A form and its parts.

    Every letter and digit of `form` is in one part, but for a possessive ending; parts are in order
    and do not overlap.

    Args:
        form: As `mtkit.names.normalize.clean` gives it.
        script: ISO 15924 code of most letters, ``"Zyyy"`` without letters.
        parts: In text order; empty when the form has neither letter nor digit.
    """

    form: str
    script: str
    parts: tuple[Part, ...]

    @property
    def core(self) -> tuple[Part, ...]:
        """The parts without titles, generic and small words; all parts where nothing is left."""
        return tuple(part for part in self.parts if part.role not in _GENERIC) or self.parts


_Token = tuple[int, int, Word]
_Draft = tuple[int, Role, str, str]
"""A part in the making: index after its last token, role, key, head."""


def parse(form: str, *, language: str | None = None) -> Name:
    """Find the parts of a name; any text has an answer, in time that grows with its length.

    Args:
        form: A name in any script.
        language: BCP 47 code of the text that it stands in, where known.  Arabic, Persian, Kurdish
            and Latin-script names are told apart by their letters alone, so nothing is done with it
            yet but to reserve the place.
    """
    form = clean(form)
    reader = _Reader(form)
    return Name(form, _script(form, reader.tokens), reader.parts())


class _Reader:
    """Reads the tokens of one form."""

    __slots__ = ("drafts", "form", "tokens")

    def __init__(self, form: str) -> None:
        self.form = form
        self.tokens: list[_Token] = list(words(form))
        self.drafts: list[_Draft] = []

    def parts(self) -> tuple[Part, ...]:
        at = 0
        while at < len(self.tokens):
            draft = self._next(at)
            self.drafts.append(draft)
            at = draft[0]
        parts: list[Part] = []
        at = 0
        for end, role, key, head in _with_roles(self.drafts):
            start, stop = self.tokens[at][0], self.tokens[end - 1][1]
            parts.append(Part(self.form[start:stop], Span(start, stop), role, key, head))
            at = end
        return tuple(parts)

    def _next(self, at: int) -> _Draft:
        """Return the part that begins at token `at`."""
        word = self.tokens[at][2]
        if word.plain:
            return self._compound(at)
        return self._small(at, word) or self._generic(at, word) or self._compound(at)

    def _small(self, at: int, word: Word) -> _Draft | None:
        """Read a title, initial, acronym, number or small word."""
        end = at + 1
        if (word.titles and all(draft[1] == "title" for draft in self.drafts)) and (
            sense := self._sense(word.titles, at, titles=True)
        ):
            return end + len(sense.rest), "title", sense.key, ""
        if word.dotted or (len(word.text) == 1 and word.text.isupper()):
            return end, "acronym" if word.key in roles.acronyms() else "initial", word.key, ""
        if word.key.isdecimal():
            return end, "number", word.key, ""
        if word.text.isupper() and self._is_acronym(at, word):
            return end, "acronym", word.key, ""
        if word.kind == "small" and (word.arabic or word.text.islower() or len(word.text) > 2):
            return end, "other", word.key, ""
        if word.kind == "suffix" and at > 0 and end == len(self.tokens):
            return end, "suffix", word.key, ""
        if end < len(self.tokens) and (word.kind == "particle" or self._is_clan(at, word)):
            return end, "particle", word.key, ""
        return None

    def _is_acronym(self, at: int, word: Word) -> bool:
        if word.key in roles.acronyms():
            return True
        alone = len(self.tokens) == 1 or not self.form.isupper()
        return alone and at == 0 and 2 <= len(word.text) <= 4 and not word.kind

    def _is_clan(self, at: int, word: Word) -> bool:
        """Tell Āl from the article: by its own spelling, or by a house that is known to be Āl."""
        if word.kind == "clan":
            return True
        following = self.tokens[at + 1][2]
        return word.text == "Al" and following.kind == "house" and not self._hyphen(at)

    def _hyphen(self, at: int) -> bool:
        return self.form[self.tokens[at][1] : self.tokens[at][1] + 1] in {"-", "‐", "‑", "–"}

    def _generic(self, at: int, word: Word) -> _Draft | None:
        if not word.generics or len(self.tokens) == 1:
            return None
        if self._tail(at) or self._after_person():
            return None
        sense = self._sense(word.generics, at)
        if sense is None:
            return None
        end = at + 1 + len(sense.rest)
        more = end < len(self.tokens)
        if sense.kind == "feature":
            named = any(role in {"name", "kunya"} for _, role, _, _ in self.drafts)
            return (end, "feature", sense.key, "") if more and not named else None
        if sense.kind in {"direction", "quality"}:
            fits = self._qualifies(at, word) if word.arabic else more or sense.kind == "quality"
            return (end, "feature", sense.key, "") if fits else None
        return end, "place_word" if sense.kind == "generic" else "org_word", sense.key, ""

    def _qualifies(self, at: int, word: Word) -> bool:
        """Tell whether an Arabic adjective belongs to what stands before it.

        With the article it follows a definite noun (الغوطة الشرقية, محافظة إدلب الشمالية); after a
        bare name it is a family's (لطفي الشعبي).
        """
        if at == 0:
            return True
        return self.tokens[at - 1][2].defined or any(
            role in {"place_word", "org_word", "feature"} for _, role, _, _ in self.drafts
        )

    def _after_person(self) -> bool:
        """Tell whether a given name has been read: what follows is no place."""
        return any(role == "name" and _is_given(key, head) for _, role, key, head in self.drafts)

    def _sense(
        self, senses: tuple[roles.Sense, ...], at: int, *, titles: bool = False
    ) -> roles.Sense | None:
        """Return the longest sense whose words stand at `at`."""
        for sense in senses:
            end = at + 1 + len(sense.rest)
            following = tuple(word.bare for _, _, word in self.tokens[at + 1 : end])
            if following == sense.rest and not (titles and sense.given and not self._sure(at)):
                return sense
        return None

    def _sure(self, at: int) -> bool:
        """Tell whether a title that is a given name as well is a title here."""
        word = self.tokens[at][2]
        if word.arabic:
            return word.defined and at + 1 < len(self.tokens)
        following = [word for _, _, word in self.tokens[at + 1 :] if word.kind in {"", "house"}]
        return len(following) >= 2

    def _compound(self, at: int, depth: int = 0) -> _Draft:
        """Read a name with its article, and what is one with it: Abd al-…, Abu …, … ad-Din."""
        start = self._after_article(at)
        word = self.tokens[start][2]
        if start + 1 < len(self.tokens) and depth < _DEEPEST:
            if word.kind and (role := self._headed(start, word)):
                end, _, key, _ = self._compound(start + 1, depth + 1)
                return end, role, word.small + key, word.small
            if tail := self._tail(start):
                return tail + 1, "name", word.bare + self.tokens[tail][2].small, ""
        key = word.small if word.kind in {"god", "lord"} else word.bare
        return start + 1, "name", key, word.head

    def _headed(self, at: int, word: Word) -> Role | None:
        """Return the role of the compound that `word` begins; None where it begins none."""
        if word.kind == "servant":
            following = self.tokens[at + 1][2]
            if self._after_article(at + 1) > at + 1 or following.defined:
                return "name"
            return "name" if following.kind in {"god", "lord"} else None
        return _HEADS.get(word.kind)

    def _tail(self, at: int) -> int:
        """Return the index of the ad-Din or Allah that belongs to the word at `at`, or 0."""
        word = self.tokens[at][2]
        if at + 1 >= len(self.tokens) or word.kind in {"small", "particle", "article"}:
            return 0
        tail = self._after_article(at + 1)
        kind = self.tokens[tail][2].kind
        if kind == "god":
            return tail
        if kind != "faith":
            return 0
        article = tail > at + 1 or len(self.tokens[tail][2].key) > 4
        return tail if article or word.kind == "stem" else 0

    def _after_article(self, at: int) -> int:
        """Return the index of the word that a separately written article at `at` belongs to."""
        word = self.tokens[at][2]
        if word.kind not in {"article", "assimilated"} or at + 1 >= len(self.tokens):
            return at
        if word.kind == "assimilated":
            return at + 1 if self.tokens[at + 1][2].key[0] == word.key[1] else at
        certain = word.key in {"al", "el"} or word.text.islower() or self._hyphen(at)
        return at + 1 if certain else at


_HEADS: dict[str, Role] = {"servant-al": "name", "kunya": "kunya", "patronymic": "patronymic"}


def _with_roles(drafts: list[_Draft]) -> list[_Draft]:
    """Tell given from family names where a table and the order make it sure."""
    names = [index for index, draft in enumerate(drafts) if draft[1] == "name"]
    if not names or any(role in _IMPERSONAL for _, role, _, _ in drafts):
        return drafts
    told = list(drafts)
    first, last = names[0], names[-1]
    person = _is_given(told[first][2], told[first][3])
    if person:
        told[first] = _as(told[first], "given")
    for index in names[person:]:
        if told[index][2] in roles.listed("nisba.tsv"):
            told[index] = _as(told[index], "nisba")
    named = person or drafts[0][1] == "initial"
    if named and told[last][1] == "name" and not _is_given(told[last][2], told[last][3]):
        told[last] = _as(told[last], "family")
    return told


_IMPERSONAL = frozenset({"place_word", "org_word", "feature", "acronym", "number"})


def _as(draft: _Draft, role: Role) -> _Draft:
    end, _, key, head = draft
    return end, role, key, head


def _is_given(key: str, head: str) -> bool:
    return head in {"abd", "عبد"} or key in roles.listed("given.tsv")


def _script(form: str, tokens: list[_Token]) -> str:
    scripts = {word.script for _, _, word in tokens}
    return scripts.pop() if len(scripts) == 1 else main_script(form)
