"""Capitals, as newspapers set them."""

from __future__ import annotations

import pytest

from mtkit.names.casing import capitalize_name


@pytest.mark.parametrize(
    "form",
    [
        "Bashar al-Assad",
        "Al-Assad",
        "Ibrahim Al Huweija",
        "Mohammed bin Salman",
        "Bin Laden",
        "Salah ad-Din",
        "El Baradei",
        "Jean-Claude Juncker",
        "Ursula von der Leyen",
        "Conor O'Brien",
        "Ka'b al-'Ulum",
        "",
    ],
)
def test_capitals(form: str) -> None:
    assert capitalize_name(form.lower()) == form
