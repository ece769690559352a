"""mtkit: translate news between English and Arabic, align its names, judge its translations.

>>> import mtkit                                                               # doctest: +SKIP
>>> mtkit.translate("The army entered Aleppo.", source="en", target="ar")      # doctest: +SKIP

Everything here is loaded when it is first used, so that importing mtkit costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mtkit.errors import MtkitError
    from mtkit.evaluation.judging import evaluate
    from mtkit.translation.simple import translate
    from mtkit.translation.translator import TranslatedText, Translator
    from mtkit.types import Document

__all__ = ["Document", "MtkitError", "TranslatedText", "Translator", "evaluate", "translate"]

_HOMES = {
    "Document": "mtkit.types",
    "MtkitError": "mtkit.errors",
    "TranslatedText": "mtkit.translation.translator",
    "Translator": "mtkit.translation.translator",
    "evaluate": "mtkit.evaluation.judging",
    "translate": "mtkit.translation.simple",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'mtkit' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
