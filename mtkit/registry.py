"""Name → factory, loaded when first asked for.

A registry line is ``"name": "package.module:attribute"``: adding an engine, a format or a metric is
one file and one line, and nothing is imported before it is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Generic, TypeVar, cast

from mtkit.errors import UnknownEntryError

T = TypeVar("T")


class Registry(Generic[T]):
    """A table of things found by name.

    Args:
        kind: What one entry is, for messages ("format").
        entries: Name → ``"module:attribute"``.
    """

    def __init__(self, kind: str, entries: Mapping[str, str]) -> None:
        self.kind = kind
        self._entries = dict(entries)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def get(self, name: str) -> T:
        """Return the entry `name`, importing its module if need be.

        Raises:
            UnknownEntryError: No such entry; the message lists those there are.
        """
        if name not in self._entries:
            raise UnknownEntryError(self.kind, name, self._entries)
        module, attribute = self._entries[name].split(":")
        return cast(T, getattr(import_module(module), attribute))
