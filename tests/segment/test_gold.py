from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from mtkit import paths
from mtkit.errors import CorpusError
from mtkit.io import sha256
from mtkit.segment import split
from mtkit.segment.gold import Agreement, GoldText, agreement, read_gold

GOLD = read_gold()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("part", ["tune", "heldout"])
def test_the_splitter_agrees_with_the_gold_set(language: str, part: str) -> None:
    texts = [text for text in GOLD if (text.language, text.part) == (language, part)]
    total = Agreement()
    for text in texts:
        spans = split(text.text, language, headline=text.headline)
        total += agreement(text, [span.end for span in spans])
    assert total.expected > 30
    assert total.f1 >= 0.98


def test_the_set_is_as_large_as_its_readme_says() -> None:
    counts = {
        (language, part): sum(
            len(text.ends) for text in GOLD if (text.language, text.part) == (language, part)
        )
        for language in ("en", "ar")
        for part in ("tune", "heldout")
    }
    assert counts == {
        ("en", "tune"): 207,
        ("en", "heldout"): 47,
        ("ar", "tune"): 148,
        ("ar", "heldout"): 52,
    }


def test_the_set_is_the_one_that_its_manifest_names() -> None:
    folder = paths.shipped("corpora") / "sentences"
    manifest = tomllib.loads((folder / "corpus.toml").read_text("utf-8"))
    assert {name: sha256(folder / name) for name in manifest["files"]} == manifest["files"]


@pytest.mark.parametrize("text", GOLD, ids=lambda text: text.id)
def test_ends_stand_before_white_space_or_the_end(text: GoldText) -> None:
    assert list(text.ends) == sorted(set(text.ends))
    assert text.ends[-1] == len(text.text)
    assert all(not text.text[end : end + 1].strip() for end in text.ends)
    assert all(text.text[end - 1].strip() for end in text.ends)


def test_agreement_counts_inner_ends() -> None:
    text = GoldText("id", "en", "tune", False, "A b. C d. E f.", (4, 9, 14))
    assert agreement(text, [4, 6, 14]) == Agreement(found=2, expected=2, right=1)
    assert agreement(text, [14]).precision == 1.0
    assert agreement(text, [4, 9]).f1 == 1.0


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="missing"),
        pytest.param("{}", id="no sentences"),
        pytest.param("not JSON", id="not JSON"),
        pytest.param('{"id": 1, "seed": "absent.txt", "ends": [1]}', id="unknown seed"),
    ],
)
def test_a_broken_set_names_its_place(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "sentences.jsonl"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(CorpusError, match=r"sentences\.jsonl"):
        read_gold(path)
