"""Export, import: the same, for what a format carries."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtkit.errors import FormatError, UnknownEntryError
from mtkit.names.gazetteer import Gazetteer
from mtkit.names.gazetteer.documents import NamedDocument
from mtkit.names.gazetteer.exchange.base import EXPORTS, IMPORTS, export_file, guess, import_file
from mtkit.names.gazetteer.exchange.items import Record
from mtkit.names.gazetteer.store import Written
from mtkit.types import Mention

SUFFIX = {
    "jsonl": ".jsonl", "csv": ".csv", "tsv": ".tsv", "tbx": ".tbx", "skos": ".ttl",
    "spacy": ".jsonl", "ftm": ".jsonl", "quickstatements": ".qs",
}  # fmt: skip


@pytest.fixture
def full(
    gazetteer: Gazetteer,
    bitext: Callable[..., NamedDocument],
    text: Callable[..., NamedDocument],
    mention: Callable[..., Mention],
) -> Gazetteer:
    """A gazetteer that has something of everything."""
    gazetteer.add_documents(
        [
            bitext(
                "a",
                ("Ibrahim Huweija", "إبراهيم حويجة"),
                ("Ibrahim Huwaija", "إبراهيم حويجة"),
                type="PER",
            ),
            bitext("b", ('The "Tiger" Forces', "قوات النمر"), ("A & B <Co>", "أ و ب"), type="ORG"),
            text(
                "c", mention("Kamal Jumblatt", "PER"), mention("Jumblatt", "PER", "Kamal Jumblatt")
            ),
            text("d", mention("Jordan", "LOC")),
            text("e", mention("Jordan", "PER")),
        ]
    )
    gazetteer.different("Hama", "Homs")
    gazetteer.set_canonical("Kamal Jumblatt", language="ar", form="كمال جنبلاط")
    return gazetteer


def again(full: Gazetteer, format: str, folder: Path) -> Gazetteer:
    path = folder / f"out{SUFFIX[format]}"
    assert export_file(full, path, format=format) == len(full)
    other = Gazetteer(folder / "again.sqlite", create=True)
    assert import_file(other, path).entries == len(full)  # what the file is, it says itself
    return other


def test_jsonl_carries_all(full: Gazetteer, tmp_path: Path) -> None:
    with again(full, "jsonl", tmp_path) as other:
        theirs = [item for item in other.items() if getattr(item, "name", "") != "out.jsonl"]
        assert theirs == list(full.items())
        assert other.review() == full.review()
        assert list(other) == list(full)


@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_tables_carry_entries_and_forms(full: Gazetteer, tmp_path: Path, format: str) -> None:
    with again(full, format, tmp_path) as other:
        assert records(other) == records(full)


@pytest.mark.parametrize("format", ["tbx", "skos"])
def test_terminology_carries_languages_and_what_is_preferred(
    full: Gazetteer, tmp_path: Path, format: str
) -> None:
    with again(full, format, tmp_path) as other:
        assert [essence(entry) for entry in records(other)] == [
            essence(entry) for entry in records(full)
        ]
        assert [entry.canonical for entry in other] == [entry.canonical for entry in full]


@pytest.mark.parametrize(("format", "short"), [("spacy", False), ("ftm", True)])
def test_others_carry_types_and_forms(
    full: Gazetteer, tmp_path: Path, format: str, short: bool
) -> None:
    with again(full, format, tmp_path) as other:
        for mine, theirs in zip(records(full), records(other), strict=True):
            assert theirs.type == mine.type
            kept = {form.form for form in mine.forms if short or not form.short}
            assert {form.form for form in theirs.forms} == kept


def test_every_import_has_an_export() -> None:
    assert set(IMPORTS) == set(EXPORTS) - {"quickstatements"}


def test_the_same_file_again_changes_nothing(full: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    export_file(full, path)
    with Gazetteer(tmp_path / "again.sqlite", create=True) as other:
        import_file(other, path)
        before = list(other.items())
        assert import_file(other, path).repeated == 1
        assert list(other.items()) == before


def test_an_import_joins_entries_that_are_there(
    full: Gazetteer, tmp_path: Path, bitext: Callable[..., NamedDocument]
) -> None:
    path = tmp_path / "out.jsonl"
    export_file(full, path)
    with Gazetteer(tmp_path / "again.sqlite", create=True) as other:
        other.add_documents(
            [
                bitext(
                    "a",
                    ("Ibrahim Huweija", "إبراهيم حويجة"),
                    ("Ibrahim Huwaija", "إبراهيم حويجة"),
                    type="PER",
                )
            ]
        )  # document a of the export, too
        import_file(other, path)
        counts = {v.form: v.count for v in other.entry("Ibrahim Huweija").variants}
        assert counts == {"Ibrahim Huweija": 1, "Ibrahim Huwaija": 1, "إبراهيم حويجة": 2}
        assert len(other) == len(full)


def test_skos_by_another_implementation(full: Gazetteer, tmp_path: Path) -> None:
    oxigraph = pytest.importorskip("pyoxigraph")
    path = tmp_path / "out.ttl"
    export_file(full, path)
    store = oxigraph.Store()
    store.load(path=path, format=oxigraph.RdfFormat.TURTLE)
    query = (
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "SELECT ?label WHERE { ?concept skos:prefLabel ?label FILTER (lang(?label) = 'ar') }"
    )
    labels = {row["label"].value for row in store.query(query)}
    assert labels == {e.canonical["ar"] for e in full if "ar" in e.canonical}


def test_ftm_entity(full: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "ftm.jsonl"
    export_file(full, path, format="ftm")
    entities = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    jumblatt = next(one for one in entities if "Kamal Jumblatt" in one["properties"]["name"])
    assert jumblatt["schema"] == "Person"
    assert jumblatt["properties"]["weakAlias"] == ["Jumblatt"]


def test_quickstatements(full: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "out.qs"
    export_file(full, path)
    written = path.read_text("utf-8")
    assert 'CREATE\nLAST\tLar\t"إبراهيم حويجة"\nLAST\tLen\t"Ibrahim Huweija"\n' in written
    assert 'LAST\tAen\t"Ibrahim Huwaija"\nLAST\tP31\tQ5\n' in written


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jsonl", "{not json\n", "no JSON Lines"),
        ("a.jsonl", "[1]\n", "JSON object"),
        ("a.jsonl", '{"entry": "1"}\n', "not a line of a gazetteer"),
        (
            "a.jsonl",
            '{"entry": "1", "type": "CAR", "forms": [{"form": "a", "language": "en"}]}',
            "CAR",
        ),
        ("a.jsonl", '{"entry": "1", "type": "PER", "forms": []}\n', "no forms"),
        ("a.jsonl", '{"doubt": ["1", "2"], "score": 0.5, "reason": "r"}\n', "not in the file"),
        ("a.csv", "a,b\n1,2\n", "no column 'form'"),
        ("a.csv", "form,count\nHoms,many\n", "a number"),
        ("a.tsv", "form\torigin\nHoms\twind\n", "origin"),
        ("a.tbx", "<tbx>", "not XML"),
        ("a.tbx", "<tbx/>", "no conceptEntry"),
        ("a.ttl", "@prefix", "not Turtle"),
        ("a.ttl", "<urn:a> <urn:b> <urn:c> .\n", "no SKOS labels"),
        ("a.jsonl", '{"label": "PERSON", "pattern": [{"IS_ALPHA": true}]}\n', "a pattern of text"),
        ("a.jsonl", '{"schema": "Person"}\n', "an entity"),
        ("a.xyz", "", "no format has this suffix"),
        ("a.jsonl.gz", "not gzip", "no JSON Lines"),
    ],
)
def test_bad_files_are_told_and_change_nothing(
    gazetteer: Gazetteer, tmp_path: Path, name: str, content: str, said: str
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(FormatError, match=said):
        import_file(gazetteer, path)
    assert gazetteer.stats()["documents"] == len(gazetteer) == 0


def test_unknown_format(gazetteer: Gazetteer, tmp_path: Path) -> None:
    with pytest.raises(UnknownEntryError, match="quickstatements"):
        export_file(gazetteer, tmp_path / "a", format="rdf")


def test_gzipped_files(full: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    export_file(full, path, evidence=False)
    packed = tmp_path / "out.jsonl.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert guess(packed) == "jsonl"
    with Gazetteer(tmp_path / "again.sqlite", create=True) as other:
        assert import_file(other, packed).entries == len(full)


names = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Co", "Cn")), min_size=1, max_size=20
).filter(lambda text: any(map(str.isalnum, text)))
written = st.builds(
    Written,
    form=names,
    language=st.sampled_from(["en", "ar", "und"]),
    origin=st.sampled_from(["seen", "list", "human", "model"]),
    short=st.booleans(),
    preferred=st.integers(0, 2),
    count=st.integers(0, 9),
)
entries = st.builds(
    Record,
    number=st.just("1"),
    type=st.sampled_from([None, "PER", "LOC", "ORG"]),
    forms=st.lists(written, min_size=1, max_size=4).map(tuple),
)


@pytest.mark.parametrize("format", ["jsonl", "csv", "tsv", "tbx", "skos", "spacy", "ftm"])
@given(entries)
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_name_survives(
    tmp_path_factory: pytest.TempPathFactory, format: str, entry: Record
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with (
        Gazetteer(folder / "one.sqlite", create=True) as one,
        Gazetteer(folder / "other.sqlite", create=True) as other,
    ):
        one.add_items([entry], digest=b"1", name="one")
        (mine,) = records(one)
        if format == "spacy" and all(form.short for form in mine.forms):
            return
        path = folder / f"out{SUFFIX[format]}"
        export_file(one, path, format=format)
        import_file(other, path, format=format)
        (theirs,) = records(other)
        skipped = format == "spacy"
        kept = {form.form for form in mine.forms if not (skipped and form.short)}
        assert {form.form for form in theirs.forms} == kept
        assert theirs.type == mine.type


def records(gazetteer: Gazetteer) -> list[Record]:
    return [item for item in gazetteer.items(evidence=False) if isinstance(item, Record)]


def essence(entry: Record) -> tuple[object, ...]:
    return entry.type, sorted((form.form, form.language, form.short) for form in entry.forms)
