"""Reading pairs: every format gives the same pairs, and bad files one clear line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mtkit.bitext import write_bitext
from mtkit.errors import CorpusError, MtkitError
from mtkit.training.data import at_hand, files, read_corpus
from mtkit.training.recipe import CorpusSpec

PAIRS = [("the city", "المدينة"), ("a long road", "طريق طويل"), ("peace", "سلام")]
LANGUAGES = ("en", "ar")


def write(folder: Path, form: str) -> CorpusSpec:
    path = folder / f"corpus.{form}"
    match form:
        case "tsv":
            path.write_text("".join(f"{en}\t{ar}\n" for en, ar in PAIRS), "utf-8")
        case "jsonl":
            path.write_text("".join(json.dumps({"en": e, "ar": a}) + "\n" for e, a in PAIRS))
        case "lines":
            path.mkdir()
            for side, language in enumerate(LANGUAGES):
                text = "".join(pair[side] + "\n" for pair in PAIRS)
                (path / f"{language}.txt").write_text(text, "utf-8")
        case "tmx":
            write_bitext(path, PAIRS, LANGUAGES)
        case "parquet":
            tables = pytest.importorskip("pyarrow.parquet")
            arrow = pytest.importorskip("pyarrow")
            columns = {"en": [e for e, _ in PAIRS], "ar": [a for _, a in PAIRS]}
            tables.write_table(arrow.table(columns), path)
    return CorpusSpec(id="c", path=path, format=form)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "form", ["tsv", "jsonl", "lines", "tmx", pytest.param("parquet", marks=pytest.mark.tables)]
)
def test_every_format_gives_the_pairs(tmp_path: Path, form: str) -> None:
    assert [pair.texts for pair in read_corpus(write(tmp_path, form), LANGUAGES)] == PAIRS


def test_the_suffix_tells_the_format(tmp_path: Path) -> None:
    spec = replace(write(tmp_path, "tmx"), format=None)
    assert [pair.texts for pair in read_corpus(spec, LANGUAGES)] == PAIRS


@pytest.mark.parametrize("languages", [("en", "ar"), ("ar", "en")])
def test_a_set_at_hand_is_read_by_its_name(languages: tuple[str, str]) -> None:
    spec = CorpusSpec(id="dev", set="newsdesk/dev-pairs", limit=1)
    (pair,) = read_corpus(spec, languages)
    assert dict(zip(languages, pair.texts, strict=True)) == {
        "en": "Nine hundred young people sat the customs recruitment exam.",
        "ar": "تقدم 900 شاب لمسابقة التوظيف في الجمارك.",
    }
    assert [path.name for path in files(spec)] == ["dev_pairs.tsv"]


def test_a_set_that_is_not_at_hand() -> None:
    spec = CorpusSpec(id="gone", set="nowhere")
    with pytest.raises(CorpusError, match=r"no set 'nowhere' at hand for corpus 'gone' \(known: "):
        list(read_corpus(spec, LANGUAGES))
    assert not at_hand(replace(spec, optional=True))


def test_line_aligned_files_may_share_a_stem(tmp_path: Path) -> None:
    for side, ending in enumerate(LANGUAGES):
        text = "".join(pair[side] + "\n" for pair in PAIRS)
        (tmp_path / f"news.{ending}").write_text(text, "utf-8")
    (tmp_path / "news").touch()
    spec = CorpusSpec(id="c", path=tmp_path / "news", format="lines", columns=LANGUAGES)
    assert [pair.texts for pair in read_corpus(spec, LANGUAGES)] == PAIRS


def test_limit_is_spread_over_the_file(tmp_path: Path) -> None:
    spec = replace(write(tmp_path, "tsv"), limit=2)
    assert [pair.texts for pair in read_corpus(spec, LANGUAGES)] == [PAIRS[0], PAIRS[1]]


@pytest.mark.parametrize(
    ("form", "content", "columns", "message"),
    [
        ("tsv", "one\tواحد\nalone\n", (), ":2: 1 columns, column 1 is asked for"),
        ("tsv", "one\tواحد\n", ("0", "5"), ":1: 2 columns, column 5 is asked for"),
        ("tsv", "one\tواحد\n", ("en", "ar"), "columns of a TSV file are numbers"),
        ("tsv", "one\tواحد\ntwo\t \n", (), ":2: an empty side"),
        ("jsonl", '{"en": "one"}\n', (), ":1: no fields 'en' and 'ar'"),
        ("jsonl", "[1]\n", (), ":1: no fields 'en' and 'ar'"),
        ("jsonl", "not json\n", (), ":1: not a JSON record"),
    ],
)
def test_bad_tables_are_one_clear_line(
    tmp_path: Path, form: str, content: str, columns: tuple[str, ...], message: str
) -> None:
    path = tmp_path / "bad"
    path.write_text(content, "utf-8")
    spec = CorpusSpec(id="c", path=path, format=form, columns=columns)  # type: ignore[arg-type]
    with pytest.raises(MtkitError, match=message) as caught:
        list(read_corpus(spec, LANGUAGES))
    assert "\n" not in str(caught.value)


def test_unequal_line_counts_name_the_short_file(tmp_path: Path) -> None:
    spec = write(tmp_path, "lines")
    (spec.path / "ar.txt").write_text("واحد\n", "utf-8")
    with pytest.raises(MtkitError, match=r"ar\.txt: ends at line 1 while en\.txt goes on"):
        list(read_corpus(spec, LANGUAGES))


def test_missing_corpus(tmp_path: Path) -> None:
    spec = CorpusSpec(id="gone", path=tmp_path / "gone.tsv", format="tsv")
    with pytest.raises(MtkitError, match="corpus 'gone' is not there"):
        list(read_corpus(spec, LANGUAGES))


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "latin.tsv"
    path.write_bytes("caf\xe9\tمقهى\n".encode("utf-16"))
    with pytest.raises(MtkitError, match="not UTF-8 text"):
        list(read_corpus(CorpusSpec(id="c", path=path, format="tsv"), LANGUAGES))
