from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.errors import FormatError
from mtkit.store import Golden, Manifest, MeasuredScore
from mtkit.store.manifest_toml import dump, load

HASH = "0123456789abcdef" * 4
MINIMAL = 'id = "m"\npairs = [["en", "ar"]]\nlayout = "transformers"\nlicense = "MIT"\n'


def written(folder: Path, text: str) -> Path:
    (folder / "model.toml").write_text(text, "utf-8")
    return folder


def test_the_least_manifest(tmp_path):
    assert load(written(tmp_path, MINIMAL)) == Manifest(
        id="m", pairs=(("en", "ar"),), layout="transformers", license="MIT"
    )


def test_languages_come_out_in_standard_form(tmp_path):
    text = MINIMAL.replace('["en", "ar"]', '["eng", "ara"]') + '[labels]\nara = ">>ara<<"\n'
    manifest = load(written(tmp_path, text))
    assert manifest.pairs == (("en", "ar"),)
    assert manifest.labels == {"ar": ">>ara<<"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(('id = "m"', ""), "id: missing", id="no id"),
        pytest.param(('"m"', '"a/b"'), "id: 'a/b' may hold only", id="id with a slash"),
        pytest.param(('"m"', "3"), "id: 3 should be a string", id="id a number"),
        pytest.param(('[["en", "ar"]]', "[]"), "pairs: empty", id="no pair"),
        pytest.param(('["en", "ar"]', '"en-ar"'), r"pairs\[0\]: 'en-ar' should be two", id="pair"),
        pytest.param(
            ('"ar"', '"arabic?"'), r"pairs\[0\]: 'arabic\?' is no language", id="language"
        ),
        pytest.param(('"transformers"', '"onnx"'), "layout: 'onnx' is none of", id="layout"),
        pytest.param(("id =", "size = -1\nid ="), "cannot be negative", id="size"),
        pytest.param(("id =", "size = true\nid ="), "size: True should be", id="bool for number"),
        pytest.param(("id =", 'lisence = "MIT"\nid ='), "lisence: unknown key", id="unknown key"),
        pytest.param(("id =", "id"), "not TOML", id="not TOML"),
    ],
)
def test_a_wrong_value_is_named_with_file_and_key(tmp_path, change, message):
    with pytest.raises(FormatError, match=message) as caught:
        load(written(tmp_path, MINIMAL.replace(*change)))
    assert str(caught.value).startswith(f"{tmp_path / 'model.toml'}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('[files]\n"../x" = "{HASH}"', r"files\.\.\./x: must lie in the model's own folder"),
        ('[files]\n"/etc/x" = "{HASH}"', "must lie in the model's own folder"),
        ('[files]\n"C:x" = "{HASH}"', "must lie in the model's own folder"),
        ('[files]\nx = "abc"', r"files\.x: 'abc' should be a SHA-256"),
        ("[files]\nx = 1", r"files\.x: 1 should be a string"),
        ("[labels]\nxx1 = '>>x<<'", r"labels\.xx1: 'xx1' is no language"),
        (
            "[[scores]]\npair = ['en', 'ar']\ncorpus = 'x'\nmetric = 'chrF'",
            r"scores\[0\]\.value: miss",
        ),
        ("[[golden]]\nsource_language = 'en'", r"golden\[0\]\.target_language: missing"),
    ],
)
def test_a_wrong_table_is_named_with_its_place(tmp_path, table, message):
    with pytest.raises(FormatError, match=message):
        load(written(tmp_path, MINIMAL + table.replace("{HASH}", HASH)))


def test_a_missing_manifest_is_an_error_that_names_it(tmp_path):
    with pytest.raises(FormatError, match="no such manifest"):
        load(tmp_path)


def test_comments_order_and_equal_values_stay_when_it_is_written_again(tmp_path):
    text = (
        "# by hand\n" + MINIMAL.replace("MIT", "CC0-1.0") + "size = 1 # bytes\n\n"
        "[recipe] # ours\nhours = 2\n"
    )
    manifest = load(written(tmp_path, text))
    dump(replace(manifest, size=2, files={"x": HASH}), tmp_path)
    again = (tmp_path / "model.toml").read_text("utf-8")
    assert again.startswith(text.split("size")[0])
    assert "[recipe] # ours\nhours = 2\n" in again
    assert load(tmp_path) == replace(manifest, size=2, files={"x": HASH})


def test_what_is_no_longer_so_is_taken_out(tmp_path):
    manifest = load(written(tmp_path, MINIMAL + 'summary = "old"\n'))
    dump(replace(manifest, summary=""), tmp_path)
    assert "summary" not in (tmp_path / "model.toml").read_text("utf-8")


_words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
_languages = st.sampled_from(["en", "ar", "fr", "zh-Hans"])
_pairs = st.tuples(_languages, _languages)
_manifests = st.builds(
    Manifest,
    id=st.from_regex(r"[a-z0-9][a-z0-9._-]{0,8}", fullmatch=True),
    pairs=st.lists(_pairs, min_size=1, max_size=3).map(tuple),
    layout=st.sampled_from(["transformers", "marian", "ctranslate2"]),
    license=_words.filter(bool),
    source=_words,
    revision=_words,
    labels=st.dictionaries(_languages, _words, max_size=2),
    files=st.dictionaries(st.from_regex(r"[a-z][a-z.]{0,6}[a-z]", fullmatch=True), st.just(HASH)),
    size=st.integers(0, 2**50),
    parameters=st.integers(0, 2**50),
    normalizer=st.sampled_from(["opus", "none"]),
    scores=st.lists(
        st.builds(MeasuredScore, _pairs, _words, _words, st.floats(0, 100), _words), max_size=2
    ).map(tuple),
    golden=st.lists(st.builds(Golden, _languages, _languages, _words, _words), max_size=2).map(
        tuple
    ),
    summary=_words,
    extra=st.dictionaries(
        st.sampled_from(["recipe", "data"]), st.dictionaries(_words, _words, min_size=1, max_size=2)
    ),
)


@given(_manifests, _manifests)
@settings(max_examples=60, deadline=None)
def test_read_after_write_is_the_same_also_over_another(tmp_path_factory, first, second):
    folder = tmp_path_factory.mktemp("model")
    for manifest in (first, second):
        dump(manifest, folder)
        assert load(folder) == manifest
