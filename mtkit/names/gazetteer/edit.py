"""What people do to a gazetteer.  Every step is kept as a decision and holds from then on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

import numpy as np

from mtkit.errors import ConfigError, UnknownEntryError
from mtkit.langs import standard
from mtkit.names.gazetteer.add import Adder
from mtkit.names.gazetteer.decisions import Decision, Decisions
from mtkit.names.gazetteer.likeness import Likeness
from mtkit.names.gazetteer.store import BY_SCRIPT, Form, Store, canonical
from mtkit.names.normalize import checked, comparable
from mtkit.text.scripts import main_script
from mtkit.types import NameType


class Editor:
    """Edits within a transaction that its caller has begun.

    Entries are named by number (``"#12"`` or 12) or by one of their forms.

    Args:
        store: Of the gazetteer.
        decisions: Of the gazetteer.
    """

    def __init__(self, store: Store, decisions: Decisions) -> None:
        self._store, self._decisions = store, decisions
        self._adder = Adder(store, decisions)

    def find(self, name: str | int) -> int:
        """Return the entry that `name` names.

        Raises:
            UnknownEntryError: None is named so.
            ConfigError: Several are.
        """
        entries = self._named(name)
        if not entries:
            raise UnknownEntryError("entry", str(name), ())
        if len(entries) > 1:
            numbers = ", ".join(f"#{entry}" for entry in entries)
            raise ConfigError(f"{name!r} names several entries ({numbers}); give the number")
        return entries[0]

    def same(self, one: str | int, other: str | int) -> int | None:
        """Decide that two names name the same; return the entry, None while a name is unknown.

        Raises:
            ConfigError: It was decided that forms of the two are different.
        """
        first, second = self._decide("same", one, other)
        if first is None or second is None or first == second:
            return first or second
        self._refuse_barred(first, second)
        self._store.unite(first, second)
        return first

    def different(self, one: str | int, other: str | int) -> None:
        """Decide that two names name different things; an entry that has both is split."""
        first, second = self._decide("different", one, other)
        if first is None or second is None:
            return
        if first == second:
            self._divide(first, self._key(one), self._key(other))
        else:
            self._settle(first, second)

    def merge(self, keep: str | int, others: Iterable[str | int]) -> int:
        """Make one entry of several; return it.

        Raises:
            ConfigError: It was decided that two of them are different.
            UnknownEntryError: There is no such entry.
        """
        target = self.find(keep)
        for name in others:
            gone = self.find(name)
            if gone != target:
                self._refuse_barred(target, gone)
                self._decisions.add(Decision("same", *self._telling(target, gone)))
                self._store.unite(target, gone)
        return target

    def split(self, name: str | int, forms: Sequence[str]) -> int:
        """Make a new entry of some forms of an entry; return it.

        Raises:
            ConfigError: These are not some of its forms, or all of them.
        """
        entry = self.find(name)
        keys = set(map(comparable, forms))
        theirs = list(self._store.forms([entry]))
        moved = [form for form in theirs if form.key in keys]
        stay = [form for form in theirs if form.key not in keys]
        if missing := keys - {form.key for form in moved}:
            raise ConfigError(f"entry #{entry} has no form {', '.join(sorted(missing))}")
        if not stay:
            raise ConfigError(f"these are all forms of entry #{entry}; leave it at least one")
        return self._part(entry, stay, moved)

    def canonical(self, name: str | int, *, language: str, form: str) -> int:
        """Decide how an entry is written in a language; return the entry.

        Raises:
            FormatError: `form` is no name.
            ConfigError: `language` is no language code.
        """
        entry, code, shown = self.find(name), standard(language), checked(form)
        self._decisions.add(Decision("canonical", self._anchor(entry, name, code), code, shown))
        self._adder.prefer(entry, code, shown)
        return entry

    def rename(self, name: str | int, form: str) -> int:
        """Decide how an entry is written in the language of the form's script; return the entry.

        Raises:
            ConfigError: Nothing tells the language.
        """
        entry, script = self.find(name), main_script(form)
        spoken = [
            their.language
            for their in self._store.forms([entry])
            if their.script == script and their.language != "und"
        ]
        language = spoken[0] if spoken else BY_SCRIPT.get(script)
        if language is None:
            raise ConfigError(f"{form!r}: no language goes with its script; use 'canonical'")
        return self.canonical(name, language=language, form=form)

    def set_type(self, name: str | int, type: str) -> int:
        """Decide what an entry is; return the entry.

        Raises:
            ConfigError: `type` is none of PER, LOC and ORG.
        """
        if type not in get_args(NameType):
            raise ConfigError(f"{type!r} is no type; known: {', '.join(get_args(NameType))}")
        entry = self.find(name)
        self._decisions.add(Decision("type", self._anchor(entry, name, None), "", type))
        self._store.set_type(entry, type)
        return entry

    def keep_apart(self, one: str, other: str) -> None:
        """Split every entry that has forms with the keys `one` and `other`."""
        having = {form.entry for form in self._store.by_key(one)}
        for entry in sorted(having & {form.entry for form in self._store.by_key(other)}):
            self._divide(entry, one, other)

    # --- steps ---------------------------------------------------------------------------------

    def _named(self, name: str | int) -> list[int]:
        number = str(name).removeprefix("#")
        if isinstance(name, int) or (name.startswith("#") and number.isdecimal()):
            return list(self._store.types([int(number)]))
        forms = self._store.by_key(comparable(name))
        full = [form for form in forms if not form.short]
        return list(dict.fromkeys(form.entry for form in full or forms))

    def _decide(self, kind: str, one: str | int, other: str | int) -> tuple[int | None, int | None]:
        first, second = (self.find(name) if self._named(name) else None for name in (one, other))
        numbers = [
            name for name in (one, other) if str(name).startswith("#") or isinstance(name, int)
        ]
        for name in numbers:
            self.find(name)  # a number must exist; a form may come later
        keys = (self._key(one), self._key(other))
        if numbers and first is not None and second is not None and first != second:
            keys = self._telling(first, second)
        if keys[0] == keys[1]:
            raise ConfigError(f"{one} and {other} are compared as the same form, {keys[0]!r}")
        self._decisions.add(Decision(kind, *keys))
        return first, second

    def _key(self, name: str | int) -> str:
        if isinstance(name, str) and not name.startswith("#"):
            return comparable(checked(name))
        return next(iter(self._store.forms([self.find(name)]))).key

    def _telling(self, one: int, other: int) -> tuple[str, str]:
        """Return keys, the best there are, that tell two entries apart."""
        mine, theirs = (
            {form.key: None for form in self._store.forms([entry]) if not form.short}
            for entry in (one, other)
        )
        first = next((key for key in mine if key not in theirs), None)
        second = next((key for key in theirs if key not in mine), None)
        return first or next(iter(mine), ""), second or next(iter(theirs), "")

    def _anchor(self, entry: int, name: str | int, language: str | None) -> str:
        """Return the key of the form by which a decision will find the entry again."""
        if isinstance(name, str) and not name.startswith("#"):
            return comparable(name)
        forms = list(self._store.forms([entry]))
        written = canonical(forms).get(language or "")
        return comparable(written) if written else forms[0].key

    def _refuse_barred(self, one: int, other: int) -> None:
        theirs = list(self._store.forms([other]))
        for mine in self._store.forms([one]):
            for their in theirs:
                if self._decisions.verdict(mine.key, their.key) is False:
                    raise ConfigError(
                        f"{mine.form} and {their.form} were called different; "
                        f"take that back first: mtkit gazetteer same '{mine.form}' '{their.form}'"
                    )

    def _divide(self, entry: int, one: str, other: str) -> None:
        """Split an entry in two: each form goes with that of the two which it is more like."""
        forms = list(self._store.forms([entry]))
        poles = [next(form.form for form in forms if form.key == key) for key in (one, other)]
        likeness = Likeness(self._decisions).matrix([form.form for form in forms], poles)
        with_other = np.argmax(likeness, axis=1).astype(bool).tolist()
        stay = [form for form, moves in zip(forms, with_other, strict=True) if not moves]
        moved = [form for form, moves in zip(forms, with_other, strict=True) if moves]
        self._part(entry, stay, moved)

    def _part(self, entry: int, stay: list[Form], moved: list[Form]) -> int:
        new = self._store.new_entry(self._store.types([entry])[entry])
        self._store.move([form.id for form in moved], new)
        full = [form for form in stay if not form.short] or stay
        for form in moved:
            self._decisions.add(Decision("different", full[0].key, form.key))
        return new

    def _settle(self, one: int, other: int) -> None:
        self._store.connection.execute(
            "DELETE FROM doubt WHERE one = ? AND other = ?", tuple(sorted((one, other)))
        )
