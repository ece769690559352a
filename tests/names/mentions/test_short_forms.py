"""Short forms of a name in one document."""

from __future__ import annotations

import pytest

from mtkit.names.mentions.short_forms import with_full_forms
from mtkit.types import Mention, NameType, Span


def _mention(form: str, kind: NameType) -> Mention:
    return Mention(Span(0, len(form)), form, kind)


@pytest.mark.parametrize(
    ("full", "short", "kind", "language", "linked"),
    [
        ("Ibrahim Huweija", "Al Huweija", "PER", "en", True),
        ("Kamal Jumblatt", "Jumblatt", "PER", "en", True),
        ("Bashar Al Assad", "Bashar", "PER", "en", True),
        ("Kamal Jumblatt", "Assad", "PER", "en", False),
        ("Hayat Tahrir Al Sham", "HTS", "ORG", "en", True),
        ("Syrian Observatory for Human Rights", "SOHR", "ORG", "en", True),
        ("Ministry of Defence", "Ministry of Interior", "ORG", "en", False),
        ("كمال جنبلاط", "جنبلاط", "PER", "ar", True),
    ],
)
def test_links(full: str, short: str, kind: NameType, language: str, linked: bool) -> None:
    document = [[_mention(full, kind)], [_mention(short, kind)]]
    found = with_full_forms(document, language=language)
    assert found[0][0].full is None
    assert found[1][0].full == (full if linked else None)


def test_the_last_one_before_is_meant() -> None:
    forms = ["Hafez Al Assad", "Bashar Al Assad", "Mr Al Assad"]
    found = with_full_forms([[_mention(form, "PER") for form in forms]], language="en")
    assert found[0][2].full == "Bashar Al Assad"
