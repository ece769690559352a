"""`mtkit.translate`: one call, for a prompt or a notebook."""

from __future__ import annotations

from functools import lru_cache
from typing import overload

from mtkit import langs
from mtkit.errors import ConfigError
from mtkit.store.shelf import Shelf
from mtkit.text.identify import identify
from mtkit.translation.translator import Translator


@overload
def translate(text: str, *, source: str = ..., target: str, model: str | None = ...) -> str: ...


@overload
def translate(
    text: list[str], *, source: str = ..., target: str, model: str | None = ...
) -> list[str]: ...


def translate(
    text: str | list[str], *, source: str = "auto", target: str, model: str | None = None
) -> str | list[str]:
    """Return `text` translated into `target`.

    The model stays loaded for the next call.  For documents, options or details of each sentence
    use `Translator`.

    Args:
        text: A text (a line is a paragraph), or a list of texts.
        source: Its language; ``"auto"`` finds it out among those the models at hand can read.
        target: Language to translate into.
        model: Id or folder of a model; None lets the shelf choose.

    Raises:
        MtkitError: No model serves the pair, or the language cannot be told.
    """
    texts = [text] if isinstance(text, str) else text
    if source == "auto":
        source = detect(" ".join(texts), target)
    translations = _translator(source, target, model).translate_batch(texts)
    return translations[0] if isinstance(text, str) else translations


def detect(text: str, target: str) -> str:
    """Return the language of `text`, among those that models at hand translate into `target`.

    Raises:
        ConfigError: No model translates into `target`, or the text has no letters to tell by.
    """
    wanted = langs.base(target)
    pairs = [pair for model in Shelf().list() for pair in model.manifest.pairs]
    readable = sorted(
        {
            start
            for start, end in pairs
            # und-Latn is what transliteration models read: names, no language to be told
            if langs.base(end) == wanted and langs.base(start) != "und"
        }
    )
    if not readable:
        raise ConfigError(f"no model at hand translates into {target!r}; see: mtkit models list")
    guess = identify(text, readable)
    if guess is None:
        raise ConfigError("cannot tell the language of the text; say it (--from en, source='en')")
    return guess.language


@lru_cache(maxsize=4)
def _translator(source: str, target: str, model: str | None) -> Translator:
    return Translator(source=source, target=target, model=model)
