"""The names of documents kept through translation: from mentions to an account of each.

A model that writes a name rightly, alone, is left to itself; so is one that writes another spelling
of it, which is replaced.  What it cannot write, a familiar name stands in for from the beginning
(`mtkit.translation.names.standins`), so that names cost hardly a second translation.  A sentence
that still lacks one is translated again with other stand-ins, and that is taken only if it has more
of the names and the checks have no more to say of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Protocol

from mtkit.langs import base
from mtkit.names.mentions import mentions
from mtkit.names.similarity import similarity_matrix
from mtkit.translation.names import standins, unknown
from mtkit.translation.names.fit import Fitted, Place, counterparts, fit
from mtkit.translation.names.forms import locate
from mtkit.translation.names.known import NameBook, Wanted
from mtkit.translation.names.sentence import Sentence, account
from mtkit.translation.names.short import counterpart
from mtkit.translation.names.uses import Named
from mtkit.types import Translation

_LANGUAGES = frozenset({"en", "ar"})
_SURE = 0.5
"""Score of a mention from which it is a name even if no gazetteer has it."""

_ALIKE = 0.6
"""Similarity from which a model's form of a name is a spelling of it."""

_ATTEMPTS = 3  # to translate a sentence again
_THROUGH = 0.9  # confidence in the place of a stand-in


class Translate(Protocol):
    """Translates sentences."""

    def __call__(
        self, texts: Sequence[str], *, aligned: Collection[str] = (), again: bool = False
    ) -> Sequence[Translation]:
        """Return a translation for each text.

        Args:
            texts: Sentences, or single names.
            aligned: Those whose words are to be aligned.
            again: Whether these are beside the sentences that were asked for.
        """
        ...


Check = Callable[[Translation], Translation]
"""Returns the translation with the flags that it deserves."""


class NameKeeper:
    """Translates the sentences of documents and keeps their names.

    Args:
        book: What is known of names.
        source: BCP 47 code.
        target: BCP 47 code.
        translate: Gives translations.
        check: For sentences that were changed.
    """

    def __init__(
        self, book: NameBook, *, source: str, target: str, translate: Translate, check: Check
    ) -> None:
        self._book = book
        self._source, self._target = base(source), base(target)
        self._translate, self._check = translate, check

    @staticmethod
    def serves(source: str, target: str) -> bool:
        """Tell whether names of a direction can be found."""
        return {base(source), base(target)} == _LANGUAGES

    def documents(
        self, documents: Sequence[Sequence[str]], *, aligned: Collection[str] = ()
    ) -> list[Named]:
        """Return the translations of all sentences, in order, with their names.

        Args:
            documents: Sentences; a name is written alike throughout a document.
            aligned: Sentences whose words are to be aligned in any case.
        """
        opened = [self._open(document) for document in documents]
        sentences = list(chain.from_iterable(opened))
        alone = self._alone(sentences)
        for document in opened:
            self._guess_unknown(document, alone)
        for sentence in sentences:
            self._hide(sentence, self._unwritable(sentence, alone), 0)
        self._first(sentences, aligned, alone)
        for document in opened:
            self._settle_unknown(document)
        for sentence in sentences:
            if sentence.mentions:
                sentence.fitted = self._refit(sentence, sentence.best)
        for attempt in range(1, _ATTEMPTS + 1):
            self._again([one for one in sentences if one.lacking() or one.best.leaks], attempt)
        self._again([one for one in sentences if one.best.leaks], attempt=None)
        for sentence in sentences:
            if sentence.lacking():
                bold = self._fit(sentence, sentence.best.translation, boldly=True)
                sentence.offer(replace(bold, leaks=sentence.best.leaks))
        return [self._account(sentence) for sentence in sentences]

    # --- before ----------------------------------------------------------------------------------

    def _open(self, sentences: Sequence[str]) -> list[Sentence]:
        opened = []
        rows = mentions(sentences, language=self._source)
        for text, row in zip(sentences, rows, strict=True):
            found = [self._book.resolve(one) for one in self._book.mentions(text, row)]
            wanted = [goal for _, goal in found]
            known = [goal is not None for goal in wanted]
            opened.append(Sentence(text, [mention for mention, _ in found], wanted, known))
        return opened

    def _alone(self, sentences: Iterable[Sentence]) -> dict[str, str]:
        """Return what the model makes of each name by itself."""
        forms = dict.fromkeys(one.form for sentence in sentences for one in sentence.mentions)
        said = self._translate(list(forms), again=True) if forms else ()
        return {form: one.text.strip(" .،") for form, one in zip(forms, said, strict=True)}

    def _unwritable(self, sentence: Sentence, alone: dict[str, str]) -> list[int]:
        """Return the numbers of names of which the model's form is not like the wanted one."""
        return [
            at
            for at in sentence.goals
            if (goal := sentence.wanted[at]) is not None
            and not _says(alone[sentence.mentions[at].form], goal.form, self._target)
        ]

    def _hide(self, sentence: Sentence, names: Sequence[int], attempt: int) -> None:
        sentence.hidden = standins.disguise(
            sentence.text,
            sentence.mentions,
            sentence.wanted,
            names,
            language=self._source,
            attempt=attempt,
        )

    # --- translations ----------------------------------------------------------------------------

    def _first(
        self, sentences: Sequence[Sentence], aligned: Collection[str], alone: dict[str, str]
    ) -> None:
        wanted = {
            one.hidden.text
            for one in sentences
            if one.text in aligned or self._needs_alignment(one, alone)
        }
        texts = [one.hidden.text for one in sentences]
        for sentence, said in zip(sentences, self._translate(texts, aligned=wanted), strict=True):
            sentence.fitted = self._uncovered(sentence, said)

    def _needs_alignment(self, sentence: Sentence, alone: dict[str, str]) -> bool:
        """Tell whether there is a name in plain sight that may come out in another form."""
        plain = set(range(len(sentence.mentions))) - set(sentence.hidden.chosen)
        return any(
            (goal := sentence.wanted[at]) is None
            or not locate(alone[sentence.mentions[at].form], goal.form, self._target)
            for at in plain
        )

    def _again(self, sentences: Sequence[Sentence], attempt: int | None) -> None:
        """Translate sentences with other stand-ins: for the same names, then for all; then none."""
        for sentence in sentences:
            names: Collection[int] = ()
            if attempt == 1:
                names = {*sentence.lacking(), *sentence.hidden.chosen}
            elif attempt is not None:
                names = sentence.goals
            self._hide(sentence, sorted(names), attempt or 0)
        texts = [one.hidden.text for one in sentences]
        said = self._translate(texts, aligned=texts, again=True) if texts else ()
        for sentence, translation in zip(sentences, said, strict=True):
            sentence.offer(self._uncovered(sentence, translation))

    def _uncovered(self, sentence: Sentence, translation: Translation) -> Fitted:
        """Put the names in the place of stand-ins, and other spellings of names right."""
        if not sentence.mentions or translation.origin == "copied":
            return Fitted(translation, (None,) * len(sentence.mentions))
        through: frozenset[int] = frozenset()
        if sentence.hidden.chosen:
            undone, through = standins.undo(
                translation,
                sentence.hidden,
                sentence.mentions,
                sentence.wanted,
                languages=(self._source, self._target),
            )
            translation = self._check(replace(undone, source=sentence.text))
        fitted = self._fit(sentence, translation)
        left = standins.leaks(
            fitted.translation.text, sentence.hidden, sentence.wanted, language=self._target
        )
        return replace(fitted, places=tuple(_marked(fitted.places, through)), leaks=left)

    def _fit(self, sentence: Sentence, translation: Translation, *, boldly: bool = False) -> Fitted:
        fitted = fit(
            translation,
            sentence.mentions,
            sentence.wanted,
            language=self._target,
            boldly=boldly,
        )
        if fitted.translation.text == translation.text:
            return fitted
        return replace(fitted, translation=self._check(fitted.translation))

    def _refit(self, sentence: Sentence, before: Fitted) -> Fitted:
        """Fit once more, now that unknown names are settled; what stood keeps its means."""
        after = self._fit(sentence, before.translation)
        pairs = zip(before.places, after.places, strict=True)
        places = tuple(
            replace(new, means=old.means, confidence=old.confidence) if old and new else new
            for old, new in pairs
        )
        return replace(after, places=places, leaks=before.leaks)

    # --- what no gazetteer has -------------------------------------------------------------------

    def _guess_unknown(self, document: Sequence[Sentence], alone: dict[str, str]) -> None:
        """Choose a form for each unknown name: the model's for it alone, or its transliteration."""
        places = self._unknown(document)
        guessed = unknown.guesses(list(places), target=self._target)
        chosen = {
            form: unknown.settle(form, [alone[form]], guess)
            for form, guess in zip(places, guessed, strict=True)
        }
        _assign(places, chosen)

    def _settle_unknown(self, document: Sequence[Sentence]) -> None:
        """Choose again, where the model was left to write a name: what it wrote most often."""
        said: dict[str, list[str]] = defaultdict(list)
        places = self._unknown(document)
        for form, found in places.items():
            for sentence, at in found:
                if at not in sentence.hidden.chosen:
                    translation = sentence.best.translation
                    (place,) = counterparts(translation, [sentence.mentions[at]])
                    said[form] += [place[0].of(translation.text)] if place else []
        chosen = {}
        for form, found in places.items():
            before = found[0][0].wanted[found[0][1]]
            full = found[0][0].mentions[found[0][1]].full
            if said[form] and full not in places:
                guess = None if before is None else before.form
                chosen[form] = unknown.settle(form, said[form], guess)
            else:
                chosen[form] = before
        _assign(places, chosen)

    def _unknown(self, document: Iterable[Sentence]) -> dict[str, list[tuple[Sentence, int]]]:
        """Return the persons and places of a document that no gazetteer has, and where they are."""
        places: dict[str, list[tuple[Sentence, int]]] = defaultdict(list)
        for sentence in document:
            for at, mention in enumerate(sentence.mentions):
                if not sentence.known[at] and mention.type != "ORG" and mention.score >= _SURE:
                    places[mention.form].append((sentence, at))
        return places

    # --- after -----------------------------------------------------------------------------------

    def _account(self, sentence: Sentence) -> Named:
        best = sentence.best
        tied = counterparts(best.translation, sentence.mentions)
        uses = [
            account(mention, sentence, at, tied[at]) for at, mention in enumerate(sentence.mentions)
        ]
        return Named(best.translation, tuple(uses))


def _says(said: str, form: str, language: str) -> bool:
    """Tell whether `said` has the form, or is another spelling of it."""
    if locate(said, form, language):
        return True
    return bool(said) and float(similarity_matrix([form], [said])[0, 0]) >= _ALIKE


def _assign(
    places: dict[str, list[tuple[Sentence, int]]], chosen: dict[str, Wanted | None]
) -> None:
    """Give every mention its form; a short one the part of its full name's form."""
    for form, found in places.items():
        for sentence, at in found:
            full = sentence.mentions[at].full
            whole = None if full is None else chosen.get(full)
            goal = chosen[form]
            if full is not None and whole is not None:
                short = counterpart(form, full, whole.form)
                goal = Wanted(short, whole.form, whole.confidence)
            sentence.wanted[at] = goal


def _marked(places: Sequence[Place | None], through: frozenset[int]) -> Iterator[Place | None]:
    for at, place in enumerate(places):
        if place is not None and at in through:
            yield replace(place, means="stand-in", confidence=_THROUGH)
        else:
            yield place
