"""What a text may be in is what models translate; a model of names reads no language."""

from __future__ import annotations

import sys

import pytest

from mtkit.translation.simple import detect

pytestmark = pytest.mark.model


def test_models_of_names_are_no_rivals(monkeypatch: pytest.MonkeyPatch) -> None:
    """English alone is read on the way to Arabic, so that no statistical model need be loaded."""
    monkeypatch.setitem(sys.modules, "py3langid", None)  # importing it would fail
    assert detect("The army entered Aleppo on Friday.", "ar") == "en"
    assert detect("دخل الجيش حلب يوم الجمعة.", "en") == "ar"
