"""What a model's files say and whether they are whole: layouts, weights, zips, cards, hashes."""

from __future__ import annotations

import json
import stat
import zipfile
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from mtkit.errors import FormatError, ModelError
from mtkit.store import Golden, Manifest, Model, layouts, manifest_toml, seal, verify
from mtkit.store.archive import unpack
from mtkit.store.describe import describe
from mtkit.store.weights import count_parameters, read_header

TRANSFORMERS = ["config.json", "vocab.json", "source.spm", "target.spm", "model.safetensors"]
MARIAN = ["decoder.yml", "opus.vocab.yml", "source.spm", "target.spm", "opus.npz"]
CTRANSLATE2 = ["config.json", "shared_vocabulary.json", "source.spm", "target.spm", "model.bin"]


def make(folder: Path, *, vocabulary: tuple[str, ...] = ("</s>", "<unk>"), card: str = "") -> Path:
    """Write a Marian model in the layout of Transformers, all but its weights of use."""
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text('{"model_type": "marian"}')
    (folder / "vocab.json").write_text(json.dumps({piece: i for i, piece in enumerate(vocabulary)}))
    (folder / "source.spm").write_bytes(b"pieces")
    (folder / "target.spm").write_bytes(b"pieces")
    if card:
        (folder / "CARD.md").write_text(card)
    weights = {"a": np.zeros((3, 4), np.float16), "b": np.zeros(5, np.float32)}
    save_file(weights, folder / "model.safetensors")
    return folder


# --- layouts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "layout", "weights"),
    [
        (TRANSFORMERS, "transformers", "model.safetensors"),
        ([*TRANSFORMERS, "pytorch_model.bin"], "transformers", "model.safetensors"),
        ([*TRANSFORMERS[:-1], "pytorch_model.bin"], "transformers", "pytorch_model.bin"),
        (MARIAN, "marian", "opus.npz"),
        (CTRANSLATE2, "ctranslate2", "model.bin"),
    ],
)
def test_a_layout_is_told_by_its_files(names, layout, weights):
    selection = layouts.select([*names, "README.md", "tf_model.h5", "run.sh"], where="here")
    assert (selection.layout, selection.weights) == (layout, weights)
    assert set(selection.names) == ({*names, "README.md"} - {"pytorch_model.bin"}) | {weights}


@pytest.mark.parametrize("names", [TRANSFORMERS, MARIAN, CTRANSLATE2], ids=lambda x: x[-1])
def test_every_needed_file_is_missed(names):
    for missing in names:
        with pytest.raises(ModelError, match="here: "):
            layouts.select([name for name in names if name != missing], where="here")


def test_a_decoder_that_names_files_elsewhere_is_refused(tmp_path):
    (tmp_path / "decoder.yml").write_text("models: [../../other.npz]\nvocabs: [opus.vocab.yml]\n")
    selection = layouts.select(MARIAN, where="here")
    with pytest.raises(ModelError, match=r"names '\.\./\.\./other\.npz'"):
        layouts.check_runnable(tmp_path, selection, where="here")


# --- weights -------------------------------------------------------------------------------------


def test_weights_are_counted_from_the_header(tmp_path):
    assert count_parameters(make(tmp_path)) == 3 * 4 + 5


def test_weights_of_marian_are_counted_without_its_options(tmp_path):
    np.savez(
        tmp_path / "m.npz", a=np.zeros((2, 3)), **{"special:model.yml": np.zeros(100, np.int8)}
    )
    assert count_parameters(tmp_path) == 6


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: content[:-1], id="cut short"),
        pytest.param(lambda content: content + b" ", id="too long"),
        pytest.param(lambda content: content[:20], id="header cut"),
        pytest.param(lambda content: b"\xff" * len(content), id="header too long"),
        pytest.param(lambda content: b"", id="empty"),
        pytest.param(lambda content: content[:8] + b"[" + content[9:], id="header no JSON"),
    ],
)
def test_damaged_safetensors_are_refused(tmp_path, damage):
    path = make(tmp_path) / "model.safetensors"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(FormatError, match=r"model\.safetensors: "):
        read_header(path)


# --- zips ----------------------------------------------------------------------------------------


def test_a_zip_is_unpacked_without_its_folders(tmp_path):
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        archive.writestr("opus/", "")
        archive.writestr("opus/source.spm", "pieces")
    unpack(tmp_path / "m.zip", tmp_path)
    assert (tmp_path / "source.spm").read_text() == "pieces"


def _link() -> zipfile.ZipInfo:
    member = zipfile.ZipInfo("link")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


@pytest.mark.parametrize(
    ("members", "message"),
    [
        (["../evil"], "leads out of the archive"),
        (["a/../../evil"], "leads out of the archive"),
        (["/etc/evil"], "leads out of the archive"),
        (["..\\evil"], "leads out of the archive"),
        (["C:evil"], "leads out of the archive"),
        ([_link()], "is a link"),
        (["a/source.spm", "b/source.spm"], "is there twice"),
    ],
    ids=str,
)
def test_a_zip_that_could_do_harm_is_refused_whole(tmp_path, members, message):
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        for member in ["good", *members]:
            archive.writestr(member, "x")
    target = tmp_path / "inside" / "target"
    target.mkdir(parents=True)
    with pytest.raises(FormatError, match=message):
        unpack(tmp_path / "m.zip", target)
    assert not any(path.is_file() for path in (tmp_path / "inside").rglob("*"))


def test_a_zip_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("mtkit.store.archive.MOST_BYTES", 1000)
    with zipfile.ZipFile(tmp_path / "m.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(1001))
    with pytest.raises(FormatError, match="unpacks to more than"):
        unpack(tmp_path / "m.zip", tmp_path)


# --- what a card, a name and a vocabulary say -----------------------------------------------------

FRONT = "---\nlanguage:\n- en\n- {}\nlicense: apache-2.0\n---\n"
LISTS = "* source language(s): eng\n* target language(s): ara arz\n"


@pytest.mark.parametrize(
    ("name", "vocabulary", "card", "pairs", "labels"),
    [
        pytest.param("opus-mt-en-ar", (">>ara<<",), "", "en-ar", {"ar": ">>ara<<"}, id="label"),
        pytest.param("opus-mt-ar-en", (), FRONT.format("ar"), "ar-en", {}, id="no label"),
        pytest.param("opus-mt-tc-big-ar-en", (), "", "ar-en", {}, id="tc-big"),
        pytest.param("opus-mt-en-ar-ct2-int8", (), "", "en-ar", {}, id="in the middle"),
        pytest.param(
            "opus-mt-en-sem", (">>ara<<", ">>heb<<"), "", "en-ar en-he",
            {"ar": ">>ara<<", "he": ">>heb<<"}, id="to a group",
        ),
        pytest.param(
            "opus-mt-sem-en", (), FRONT.format("ar\n- he"), "ar-en he-en", {}, id="from a group"
        ),
        pytest.param(
            "release", (">>ara<<", ">>arz<<"), LISTS, "en-ar en-arz",
            {"ar": ">>ara<<", "arz": ">>arz<<"}, id="lists of the card",
        ),
        pytest.param(
            "opus-mt-en-ar", (">>ara<<", ">>ara_Latn<<"), "", "en-ar", {"ar": ">>ara<<"},
            id="labels of other targets are left out",
        ),
    ],
)  # fmt: skip
def test_languages_are_found_out(tmp_path, name, vocabulary, card, pairs, labels):
    folder = make(tmp_path / name, vocabulary=("</s>", *vocabulary), card=card)
    manifest = describe(folder, id="m", source=str(folder))
    assert [f"{source}-{target}" for source, target in manifest.pairs] == pairs.split()
    assert manifest.labels == labels


def test_a_license_is_as_the_publisher_writes_it(tmp_path):
    folder = make(tmp_path / "opus-mt-ar-en")
    assert describe(folder, id="m", source="opus-mt-ar-en").license.startswith("not stated")
    (folder / "LICENSE").write_text("\nAttribution 4.0 International\n\nmore")
    assert (
        describe(folder, id="m", source="opus-mt-ar-en").license == "Attribution 4.0 International"
    )
    (folder / "CARD.md").write_text(FRONT.format("ar"))
    assert describe(folder, id="m", source="opus-mt-ar-en").license == "apache-2.0"


def test_front_matter_that_is_no_yaml_is_warned_of(tmp_path, caplog):
    folder = make(tmp_path / "opus-mt-ar-en", card="---\nlicense: [\n---\n")
    assert describe(folder, id="m", source="opus-mt-ar-en").pairs == (("ar", "en"),)
    assert "front matter cannot be read" in caplog.text


# --- sealing and verifying -----------------------------------------------------------------------


@pytest.fixture
def sealed(tmp_path) -> Model:
    folder = make(tmp_path / "m")
    golden = (Golden("en", "ar", "Peace.", "سلام."), Golden("ar", "en", "سلام.", "Peace."))
    pairs = (("en", "ar"), ("ar", "en"))
    manifest_toml.dump(Manifest("m", pairs, "transformers", "MIT", golden=golden), folder)
    return Model(seal(folder), folder)


def test_sealing_records_every_file_but_manifest_and_card(sealed):
    (sealed.path / "CARD.md").write_text("# card")
    manifest = seal(sealed.path)
    assert set(manifest.files) == set(TRANSFORMERS)
    assert manifest.size == sum((sealed.path / name).stat().st_size for name in TRANSFORMERS)
    assert manifest.parameters == 17
    assert manifest_toml.load(sealed.path) == manifest


def test_a_file_that_belongs_to_no_model_is_not_sealed(sealed):
    (sealed.path / "optimizer.pt").write_text("")
    with pytest.raises(ModelError, match=r"optimizer\.pt belongs to no model"):
        seal(sealed.path)


def test_a_sound_model_passes(sealed):
    said = {"Peace.": "سلام.", "سلام.": "Peace."}
    result = verify(sealed, translate=lambda texts, source, target: [said[text] for text in texts])
    assert (result.sound, result.files, result.sentences) == (True, 5, 2)


def test_damage_is_named_and_nothing_damaged_is_run(sealed):
    (sealed.path / "vocab.json").write_text("{}")
    (sealed.path / "target.spm").unlink()

    def translate(texts, source, target):
        raise AssertionError("a damaged model was run")

    result = verify(sealed, translate=translate)
    assert not result.sound
    assert [problem.partition(": ")[2][:7] for problem in result.problems] == ["missing", "SHA-256"]


def test_other_translations_than_recorded_are_named_by_pair(sealed):
    def translate(texts, source, target):
        return ["لا شيء من هذا"] if target == "ar" else ["Peace."]

    (problem,) = verify(sealed, translate=translate).problems
    assert problem.startswith("en-ar: golden sentences come out otherwise (chrF ")
