from __future__ import annotations

import subprocess
import sys

import pytest

from mtkit.errors import ConfigError
from mtkit.text.identify import identify

ENGLISH = "Syrian security forces fought with loyalists of the former president for a second day."
ARABIC = "قال المتحدث إن المحادثات انتهت وإن الوفدين سيلتقيان قريباً في كركوك."
PERSIAN = "رئیس جمهور گفت که گفتگوها پایان یافته است و نمایندگان دو کشور به زودی دیدار خواهند کرد."
URDU = "صدر نے کہا ہے کہ مذاکرات ختم ہو چکے ہیں اور دونوں ملکوں کے نمائندے جلد ملیں گے۔"
FRENCH = (
    "Les forces de sécurité ont affronté des partisans de l'ancien président pour le deuxième jour."
)


@pytest.mark.parametrize(
    ("text", "candidates", "expected"),
    [
        pytest.param(ENGLISH, ["ar", "en"], "en", id="English by script"),
        pytest.param(ARABIC, ["en", "ar"], "ar", id="Arabic by script"),
        pytest.param("UN: مقتل أربعة في حمص", ["en", "ar"], "ar", id="mixed"),
        pytest.param(ARABIC, ["fa", "ur", "ar"], "ar", id="Arabic by letters"),
        pytest.param(PERSIAN, ["ar", "fa", "ur"], "fa", id="Persian by letters"),
        pytest.param(URDU, ["ar", "fa", "ur"], "ur", id="Urdu by letters"),
        pytest.param(FRENCH, ["en", "fr", "ar"], "fr", id="French by model"),
        pytest.param(ENGLISH, ["fr", "en", "de"], "en", id="English by model"),
        pytest.param("Привет, мир", ["en", "ru"], "ru", id="Russian by script"),
        pytest.param("他走了", ["ja", "en"], "ja", id="characters shared with Japanese"),
        pytest.param(ENGLISH, ["en", "ar", "en"], "en", id="candidate named twice"),
        pytest.param(ARABIC, ["en", "ara"], "ara", id="code as it was given"),
    ],
)
def test_language(text: str, candidates: list[str], expected: str) -> None:
    guess = identify(text, candidates)
    assert guess is not None
    assert guess.language == expected
    assert guess.confidence > 0.7


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        pytest.param(FRENCH, ["en", "ar"], id="French is not English"),
        pytest.param(PERSIAN, ["en", "ar"], id="Persian is not Arabic"),
        pytest.param("سلام", ["ar", "fa"], id="nothing tells them apart"),
    ],
)
def test_doubt(text: str, candidates: list[str]) -> None:
    guess = identify(text, candidates)
    assert guess is not None
    assert guess.confidence <= 0.5


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        pytest.param("", ["en", "ar"], id="empty"),
        pytest.param("12 — 13 🎉 …", ["en", "ar"], id="no letters"),
        pytest.param("他走了", ["en", "ar"], id="script of no candidate"),
        pytest.param(ENGLISH, [], id="no candidates"),
    ],
)
def test_no_guess(text: str, candidates: list[str]) -> None:
    assert identify(text, candidates) is None


def test_not_a_language() -> None:
    with pytest.raises(ConfigError):
        identify(ENGLISH, ["en", "not a language"])


def test_script_decides_without_the_model() -> None:
    code = (
        "import sys; from mtkit.text.identify import identify; identify('text', ['en', 'ar']);"
        "sys.exit('py3langid' in sys.modules or 'langcodes' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
