"""Names are swapped on both sides alike, and only where the sentence can bear it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtkit.errors import ConfigError
from mtkit.training.data import read_corpus
from mtkit.training.name_swap import swapped
from mtkit.training.recipe import CorpusSpec

NEWSDESK = Path(__file__).parents[2] / "corpora" / "newsdesk" / "train.jsonl"
LANGUAGES = ("en", "ar")


def write(path: Path, *records: tuple[str, str, list[tuple[str, str, str]]]) -> Path:
    """Write sentences, each a document of its own."""
    lines = [
        {
            "doc": f"d{i}",
            "en": en,
            "ar": ar,
            "names": [{"en": a, "ar": b, "type": kind} for a, b, kind in names],
        }
        for i, (en, ar, names) in enumerate(records)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def only(path: Path, text: str) -> tuple[str, str]:
    """Return what became of the sentence that begins so."""
    (made,) = [pair for pair in swapped(path, LANGUAGES) if pair[0].startswith(text)]
    return made


def test_both_sides_get_the_same_other_name_and_keep_their_clitics(tmp_path: Path) -> None:
    path = write(
        tmp_path / "n.jsonl",
        ("He went to Homs and left Homs.", "ذهب إلى حمص وغادر لحمص.", [("Homs", "حمص", "LOC")]),
        ("Idlib is calm.", "إدلب هادئة.", [("Idlib", "إدلب", "LOC")]),
    )
    assert only(path, "He went") == (
        "He went to Idlib and left Idlib.",
        "ذهب إلى إدلب وغادر لإدلب.",
    )


def test_lam_takes_the_alif_of_the_article_and_gives_it_back(tmp_path: Path) -> None:
    path = write(
        tmp_path / "n.jsonl",
        ("Aid for Raqqa came.", "وصلت مساعدات للرقة.", [("Raqqa", "الرقة", "LOC")]),
        ("Hasaka is calm.", "وبالحسكة هدوء.", [("Hasaka", "الحسكة", "LOC")]),
    )
    assert only(path, "Aid")[1] == "وصلت مساعدات للحسكة."
    assert only(path, "Raqqa is")[1] == "وبالرقة هدوء."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("LOC", "Homs", "حمص"), ("ORG", "Fatah", "فتح")),
        (("LOC", "Homs", "حمص"), ("LOC", "Hasaka", "الحسكة")),
        (("ORG", "Ministry of Health", "وزارة الصحة"), ("ORG", "Bank of Syria", "مصرف سوريا")),
        (("PER", "Ahmad Sami", "أحمد سامي"), ("PER", "Huda Nasr", "هدى نصر")),
    ],
)
def test_what_does_not_fit_is_left_alone(
    tmp_path: Path, one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    records = [(f"{en} is here.", f"هنا {ar}.", [(en, ar, kind)]) for kind, en, ar in (one, other)]
    assert list(swapped(write(tmp_path / "n.jsonl", *records), LANGUAGES)) == []


def test_persons_go_by_their_pronoun(tmp_path: Path) -> None:
    def person(en: str, ar: str, he: str) -> tuple[str, str, list[tuple[str, str, str]]]:
        return f"{en} said {he} was {he}.", f"{ar} هنا.", [(en, ar, "PER")]

    path = write(
        tmp_path / "n.jsonl",
        person("Ahmad Sami", "أحمد سامي", "he"),
        person("Omar Badr", "عمر بدر", "he"),
        person("Huda Nasr", "هدى نصر", "she"),
    )
    made = dict(swapped(path, LANGUAGES))
    assert made == {
        "Omar Badr said he was he.": "عمر بدر هنا.",
        "Ahmad Sami said he was he.": "أحمد سامي هنا.",
    }


def test_a_name_inside_another_is_left_alone(tmp_path: Path) -> None:
    names = [("Homs", "حمص", "LOC"), ("Homs Bank", "مصرف حمص", "ORG")]
    path = write(
        tmp_path / "n.jsonl",
        ("Homs Bank left Homs.", "غادر مصرف حمص حمص.", names),
        ("Idlib is calm.", "إدلب هادئة.", [("Idlib", "إدلب", "LOC")]),
    )
    assert all("Bank" not in en for en, _ in swapped(path, LANGUAGES))


def test_the_seed_decides_and_the_recipe_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    lines = NEWSDESK.read_text("utf-8").splitlines()[:150]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    once = list(swapped(path, LANGUAGES))
    assert once == list(swapped(path, LANGUAGES))
    assert once != list(swapped(path, LANGUAGES, seed=2))
    originals = {json.loads(line)["en"] for line in lines}
    assert len(once) > 40
    assert not originals & {en for en, _ in once}
    spec = CorpusSpec(id="names", path=path, format="names", weight=0.5)
    assert [pair.texts for pair in read_corpus(spec, ("ar", "en"))] == [p[::-1] for p in once]


def test_other_languages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="between en and ar"):
        list(swapped(tmp_path / "n.jsonl", ("en", "fr")))
