"""Reference sets by name: the one that ships, and one's own."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from mtkit.errors import ChecksumError, ConfigError, CorpusError, UnknownEntryError
from mtkit.evaluation.corpora import corpora, find_corpus, load_part
from mtkit.evaluation.reference_set import ReferenceSet


def load(name: str, source: str = "en", target: str = "ar") -> ReferenceSet:
    found = find_corpus(name)
    assert found is not None
    return load_part(*found, source=source, target=target)


@pytest.mark.parametrize(("source", "target"), [("en", "ar"), ("ar", "en")])
def test_newsdesk_is_what_its_manifest_says(source: str, target: str) -> None:
    known = {
        "en": "Graduates block oilfield road in Basra over jobs",
        "ar": "خريجون يقطعون طريق حقل نفطي في البصرة للمطالبة بوظائف",
    }
    references = load("newsdesk", source, target)
    assert references.sources is not None
    assert (references.sources[0], references.references[0][0]) == (known[source], known[target])
    assert len(references) == 1051
    assert set(references.labels["text"]) == {"documents", "single sentences"}
    assert references.name == "newsdesk/dev"


def test_a_manifest_without_parts_is_no_reference_set() -> None:
    assert "newsdesk" in [corpus.id for corpus in corpora()]
    assert "sentences" not in [corpus.id for corpus in corpora()]


MANIFEST = """
id = "mine"
summary = "two lines"
languages = ["en", "ar"]
license = "CC0-1.0"
source = "https://example.org/mine"
[files]
"t.en" = "{en}"
"t.ar" = "{ar}"
[parts.test]
segments = {segments}
first = {{ en = "{first}", ar = "واحد" }}
files = [{{ en = "t.en", ar = "t.ar" }}]
"""


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MTKIT_CORPORA", str(tmp_path))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "t.en").write_text("one\ntwo\n", "utf-8")
    (tmp_path / "mine" / "t.ar").write_text("واحد\nاثنان\n", "utf-8")
    write_manifest(tmp_path / "mine")
    return tmp_path / "mine"


def write_manifest(folder: Path, *, segments: int = 2, first: str = "one") -> None:
    hashes = {
        language: hashlib.sha256((folder / f"t.{language}").read_bytes()).hexdigest()
        for language in ("en", "ar")
    }
    text = MANIFEST.format(**hashes, segments=segments, first=first)
    (folder / "corpus.toml").write_text(text, "utf-8")


def test_a_folder_of_ones_own(mine: Path) -> None:
    assert load("mine").sources == ("one", "two")
    assert load("mine/test", "ar", "en").references == (("one", "two"),)


def test_a_changed_file_is_refused(mine: Path) -> None:
    (mine / "t.en").write_text("one\nthree\n", "utf-8")
    with pytest.raises(ChecksumError, match=r"t\.en"):
        load("mine")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"segments": 3}, "2 lines of 'en', its manifest says 3"),
        ({"first": "two"}, "line 1 of 'en' is not the one of the manifest"),
    ],
    ids=["count", "known line"],
)
def test_wrong_content_is_refused(mine: Path, change: dict[str, int | str], message: str) -> None:
    write_manifest(mine, **change)  # type: ignore[arg-type]
    with pytest.raises(CorpusError, match=message):
        load("mine")


def test_what_is_not_there_is_named(mine: Path) -> None:
    with pytest.raises(UnknownEntryError, match="no part of mine 'dev'"):
        load("mine/dev")
    with pytest.raises(ConfigError, match="mine has no 'fr'"):
        load("mine", "en", "fr")
    (mine / "t.ar").unlink()
    with pytest.raises(CorpusError, match=r"missing; get it from: https://example\.org/mine"):
        load("mine")
    assert find_corpus("nothing") is None
