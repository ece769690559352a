"""Languages: tags in their shortest form, direction of writing, labels of multi-target models.

Codes are BCP 47 (``ar``, ``en``, ``zh-Hans``); ISO 639-3 (``ara``) and locales (``ar_SY.UTF-8``)
are taken too.  The tables are those of `langcodes` (CLDR), imported only when a code is not plain.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from mtkit.errors import ConfigError

Direction = Literal["ltr", "rtl"]

RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr"})
"""ISO 15924 codes of the scripts written from right to left that are in use today."""

_COMMON = {"en": ("eng", "Latn"), "ar": ("ara", "Arab")}  # the two that must cost no import
_AS_THEY_ARE = frozenset({*_COMMON, "und-Latn"})  # nor must what the shelf's own manifests hold


@lru_cache(maxsize=1024)
def standard(code: str) -> str:
    """Return the BCP 47 tag for `code`, as short as it can be (``ara`` and ``AR`` give ``ar``).

    Raises:
        ConfigError: `code` is no language code.
    """
    plain = code.strip().split(".")[0].replace("_", "-")
    if plain in _AS_THEY_ARE:
        return plain
    import langcodes

    try:
        tag = langcodes.Language.get(plain)
    except ValueError:
        tag = None
    if tag is None or not plain or not tag.is_valid():
        raise ConfigError(f"{code!r} is no language code; write it like 'en', 'ar' or 'zh-Hans'")
    return langcodes.standardize_tag(tag)


def base(code: str) -> str:
    """Return the language without script and region (``ar-SY`` gives ``ar``)."""
    return standard(code).split("-")[0]


@lru_cache(maxsize=1024)
def alpha3(code: str) -> str:
    """Return the ISO 639-3 code, which OPUS model labels use (``ar`` gives ``ara``)."""
    tag = base(code)
    if tag in _COMMON:
        return _COMMON[tag][0]
    import langcodes

    return langcodes.Language.get(tag).to_alpha3()


@lru_cache(maxsize=1024)
def script(code: str) -> str:
    """Return the ISO 15924 code of the script that the language is usually written in."""
    tag = standard(code)
    if tag in _COMMON:
        return _COMMON[tag][1]
    import langcodes

    return langcodes.Language.get(tag).maximize().script or "Zyyy"


def direction(code: str) -> Direction:
    """Return ``"rtl"`` for languages written from right to left, else ``"ltr"``."""
    return "rtl" if script(code) in RTL_SCRIPTS else "ltr"


def label(code: str) -> str:
    """Return the label by which multi-target OPUS models are told the target (``>>ara<<``)."""
    return f">>{alpha3(code)}<<"
