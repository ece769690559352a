"""What is known of reference sets, what is at hand, and where it is looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtkit import paths
from mtkit.errors import ConfigError, CorpusError
from mtkit.store.corpora import corpora, find_corpus, installed, known_corpora, locate
from mtkit.store.corpora.manifest import Corpus, Part, dump, load

SIZES = {
    "flores-200/dev": 997,
    "flores-200/devtest": 1012,
    "flores-plus/dev": 997,
    "flores-plus/devtest": 1012,
    "iwslt17/en-ar": None,
    "iwslt17/ar-en": None,
    "ntrex-128/test": 1997,
    "tatoeba-test/v2021-08-07": 10305,
    "tico-19/test": 2100,
    "tico-19/dev": 971,
    "wmt24pp/ar_EG": None,
    "wmt24pp/ar_SA": None,
}


def test_the_known_sets_are_those_with_the_published_sizes() -> None:
    known = {f"{c.id}/{p.name}": p.segments for c in known_corpora() for p in c.parts.values()}
    assert known == SIZES


@pytest.mark.parametrize("corpus", known_corpora(), ids=lambda corpus: corpus.id)
def test_a_known_set_says_all_that_one_must_know(corpus: Corpus) -> None:
    assert corpus.folder is None
    assert corpus.languages == ("en", "ar")
    assert all((corpus.summary, corpus.domain, corpus.license, corpus.source, corpus.citation))
    for part in corpus.parts.values():
        assert set(part.names()) <= set(part.fetch)  # every file that is read is fetched
        assert {key for file in part.files for key in file} - {"labels"} == {"en", "ar"}
    with pytest.raises(CorpusError, match=f"mtkit corpora pull {corpus.id}"):
        corpus.path("en.txt")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MTKIT_CORPORA", str(tmp_path))
    return tmp_path


def bare(folder: Path, **sides: str) -> Path:
    folder.mkdir()
    for language, text in sides.items():
        (folder / f"{language}.txt").write_text(text, "utf-8")
    return folder


def test_files_named_by_language_are_a_corpus(own: Path) -> None:
    bare(own / "mine", en="one\n", ar="واحد\n", notes="no language\n")
    bare(own / "alone", en="one\n")
    found = find_corpus("mine")
    assert found is not None
    assert found[0].languages == ("ar", "en")
    assert found[1].files == ({"ar": "ar.txt", "en": "en.txt"},)
    assert find_corpus("alone") is None


def test_a_folder_with_the_name_of_a_known_set_is_that_set(own: Path) -> None:
    bare(own / "flores-dev", en="x\n", ar="x\n")
    bare(own / "flores200-devtest", en="x\n", ar="x\n")
    found = find_corpus("flores-200/devtest")
    assert found is not None
    corpus, part = found
    assert (part.segments, corpus.license) == (1012, "CC-BY-SA-4.0")
    assert corpus.path(part.files[0]["en"]) == own / "flores200-devtest" / "en.txt"
    for alias in ("flores-200/dev", "flores-dev", "flores-200-dev"):
        again = find_corpus(alias)
        assert again is not None
        assert (again[0].id, again[1].name) == ("flores-200", "dev")


def test_ones_own_stands_before_what_was_added_and_that_before_what_ships(
    own: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MTKIT_HOME", str(tmp_path / "home"))
    (installed() / "newsdesk").mkdir(parents=True)
    parts = {"a": Part("a", files=({"en": "x", "ar": "y"},))}
    corpus = Corpus("newsdesk", "mine", ("en", "ar"), "l", "s", "", {}, parts, None)
    dump(corpus, installed() / "newsdesk")
    assert next(c for c in corpora() if c.id == "newsdesk").folder == installed() / "newsdesk"
    bare(own / "newsdesk", en="x\n", ar="x\n")
    assert next(c for c in corpora() if c.id == "newsdesk").folder == own / "newsdesk"


def test_a_place_in_a_recipe_means_the_first_folder_that_has_it(own: Path) -> None:
    shipped = paths.shipped("corpora") / "newsdesk" / "dev.jsonl"
    assert locate("newsdesk/dev.jsonl") == shipped  # though MTKIT_CORPORA is set to other folders
    bare(own / "mine", en="x\n", ar="x\n")
    assert locate("mine/en.txt") == own / "mine" / "en.txt"
    assert locate("nothing/en.txt") == paths.shipped("corpora") / "nothing" / "en.txt"


def test_a_folder_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTKIT_CORPORA", "/nothing/here")
    with pytest.raises(ConfigError, match="MTKIT_CORPORA: /nothing/here is no folder"):
        corpora()


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    part = Part(
        "test",
        segments=2,
        first={"en": 'a "quoted" line', "ar": "سطر"},
        files=({"en": "a.tsv#1", "ar": "a.tsv#2", "labels": {"doc": "a.tsv#3"}},),
        directions=(("en", "ar"),),
        aliases=("other",),
    )
    corpus = Corpus(
        id="set",
        summary="s",
        languages=("en", "ar"),
        license="CC0-1.0",
        source="somewhere",
        domain="news",
        files={"a.tsv": "0" * 64},
        parts={"test": part},
        folder=tmp_path,
        original="en",
        citation="Somebody 2020",
    )
    dump(corpus, tmp_path)
    assert load(tmp_path / "corpus.toml", folder=tmp_path) == corpus


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id = ", "corpus.toml: "),
        ("[parts.a]", "no id, summary, languages, license, source"),
        ('id="a"\nsummary="s"\nlanguages=["en"]\nlicense="l"\nsource="s"\n[parts.a]', "no files"),
        ('id="a"\nsummary="s"\nlanguages=["??"]\nlicense="l"\nsource="s"\nparts={a=1}', "'\\?\\?'"),
    ],
)
def test_a_broken_manifest_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "corpus.toml").write_text(text, "utf-8")
    with pytest.raises(CorpusError, match=message) as caught:
        load(tmp_path / "corpus.toml")
    assert "\n" not in str(caught.value)
