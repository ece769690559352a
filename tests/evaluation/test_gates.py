"""Gates: every way in which a file can be wrong is named, and nothing else is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from mtkit import paths
from mtkit.errors import FormatError
from mtkit.evaluation.gates import Gates, check_references
from mtkit.evaluation.reference_set import ReferenceSet

Texts = list[str]


def _pairs(part: str, count: int) -> tuple[Texts, Texts]:
    path = paths.shipped("corpora") / "newsdesk" / f"{part}.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()[:count]]
    return [row["en"] for row in rows], [row["ar"] for row in rows]


ENGLISH, ARABIC = _pairs("dev", 200)
OTHER_ENGLISH, OTHER_ARABIC = _pairs("train", 200)
REFERENCES = ReferenceSet((tuple(ARABIC),), tuple(ENGLISH), "en", "ar")
GATES = Gates(REFERENCES)


def imperfect(texts: Texts) -> Texts:
    """Return translations as a system might give them: every fourth word is another one."""
    spoiled = []
    for text in texts:
        words = text.split()
        spoiled.append(" ".join("كلمة" if i % 4 == 3 else word for i, word in enumerate(words)))
    return spoiled


GOOD = imperfect(ARABIC)


def swap(texts: Texts, one: int, other: int) -> Texts:
    swapped = list(texts)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    return swapped


FAULTS: dict[str, tuple[Callable[[], Texts], str, str]] = {
    "shifted by one": (lambda: [*GOOD[1:], GOOD[0]], "shifted", "lines 1-199 .* 1 line later"),
    "shifted back": (lambda: ["نعم", *GOOD[:-1]], "shifted", "lines 2-200 .* 1 line earlier"),
    "shifted in the middle": (
        lambda: [*GOOD[:80], *GOOD[81:121], "نعم", *GOOD[121:]],
        "shifted",
        "lines 81-121 .* 1 line later",
    ),
    "neighbours swapped": (lambda: swap(GOOD, 10, 11), "swapped", "lines 11 and 12"),
    "far lines swapped": (lambda: swap(GOOD, 10, 150), "swapped", "lines 11 and 151"),
    "source": (lambda: ENGLISH, "copied", "200 segments"),
    "five per cent empty": (
        lambda: ["" if i % 20 == 0 else text for i, text in enumerate(GOOD)],
        "empty",
        r"10 segments \(5\.0%",
    ),
    "wrong language": (lambda: OTHER_ENGLISH, "language", "not in the script"),
    "stuck decoder": (lambda: [GOOD[0]] * 200, "repeated", "same translation"),
    "reference": (lambda: ARABIC, "reference", "are the reference"),
    "another test set": (lambda: imperfect(OTHER_ARABIC), "unrelated", "no more like"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_faults_are_named(fault: str) -> None:
    make, code, message = FAULTS[fault]
    found = {finding.code: finding for finding in GATES.check("mt", make())}
    assert code in found
    assert found[code].severity == "error"
    assert found[code].system == "mt"
    assert re.search(message, found[code].message)


def test_another_language_of_the_same_script() -> None:
    french = ["Le ministre a déclaré que la ville serait reconstruite avant la fin de l'année."]
    references = ReferenceSet((tuple(ENGLISH),), target_language="en")
    found = Gates(references).check("mt", french * 199 + ["Oui."])
    assert "does not look like 'en'" in [finding.message for finding in found]


def test_a_sound_file_has_no_findings() -> None:
    assert GATES.check("mt", GOOD) == []
    assert check_references(REFERENCES) == []


@pytest.mark.parametrize(
    ("hypotheses", "message"),
    [
        (GOOD[:60] + GOOD[61:], "199 lines, .* 200; from line 61 on they fit 1 line later"),
        (GOOD[:60] + GOOD[62:], "198 lines, .* from line 61 on they fit 2 lines later"),
        (GOOD[:-3], "197 lines, .* the last 3 seem to be missing"),
        ([*GOOD[:60], "نعم", *GOOD[60:]], "201 lines, .* from line 61 on they fit 1 line earlier"),
    ],
    ids=["one missing", "two missing", "cut", "one too many"],
)
def test_other_lengths_are_refused_with_the_place(hypotheses: Texts, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        GATES.require_length("mt", hypotheses)


def test_references_are_checked_too() -> None:
    sources, references = list(ENGLISH), list(ARABIC)
    sources[30] = sources[20]
    found = check_references(ReferenceSet((tuple(references),), tuple(sources), "en", "ar"))
    assert [finding.code for finding in found] == ["contradiction"]
    assert found[0].segments == (20, 30)
    wrong_way = check_references(ReferenceSet((tuple(ENGLISH),), tuple(ENGLISH), "en", "ar"))
    assert {finding.code for finding in wrong_way} == {"language", "copied"}


@pytest.mark.shared
@pytest.mark.parametrize("pair", ["en-ar", "ar-en"])
def test_no_false_alarm_on_real_systems(shared: Path, pair: str) -> None:
    source, target = pair.split("-")
    folder = shared / "systems" / pair
    sides = [
        tuple((folder / f"flores-dev.{language}").read_text("utf-8").splitlines())
        for language in (target, source)
    ]
    gates = Gates(ReferenceSet((sides[0],), sides[1], source, target))
    findings = [
        (path.name.split(".")[1], finding.code)
        for path in sorted(folder.glob(f"flores-dev.*.{target}"))
        for finding in gates.check(path.name, path.read_text("utf-8").splitlines())
    ]
    copies = [("argos", "copied"), ("argos", "language")]  # 73 lines are the English source
    assert findings == (copies if pair == "en-ar" else [])
