"""The form in which the aligners know a word."""

from __future__ import annotations

from collections.abc import Sequence

from mtkit.text.arabic import normalize
from mtkit.types import Span


def known_forms(text: str, found: Sequence[Span]) -> list[str]:
    """Return each word without case and without Arabic spelling variants (`normalize`)."""
    return [normalize(word.of(text)).casefold() for word in found]
