from __future__ import annotations

from pathlib import Path

import pytest

from mtkit.errors import ConfigError, FormatError, ModelError, UnknownEntryError
from mtkit.paths import data_dir
from mtkit.store import Manifest, MeasuredScore, NoModelError, Shelf
from mtkit.store.manifest_toml import dump

EN_AR, AR_EN, FR_EN = ("en", "ar"), ("ar", "en"), ("fr", "en")


@pytest.fixture(autouse=True)
def places(monkeypatch, tmp_path):
    """Empty places for models; what ships lies in `shipped`."""
    monkeypatch.setenv("MTKIT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MTKIT_MODELS", raising=False)
    monkeypatch.setattr("mtkit.store.shelf.shipped", lambda kind: tmp_path / "shipped")
    return tmp_path


def put(place: Path, id: str, *pairs: tuple[str, str], **scores: float) -> Path:
    """Put a model there that was measured in chrF on the sets named, for its first pair."""
    folder = place / id
    folder.mkdir(parents=True)
    measured = tuple(MeasuredScore(pairs[0], corpus, "chrF", x) for corpus, x in scores.items())
    dump(Manifest(id, pairs, "transformers", "MIT", scores=measured), folder)
    return folder


def ids(source: str, target: str) -> list[str]:
    return [model.id for model in Shelf().for_pair(source, target)]


def pulled() -> Path:
    return data_dir() / "models"


def test_an_empty_shelf_is_no_error_until_something_is_wanted():
    assert Shelf().list() == ()
    with pytest.raises(
        NoModelError, match=r"there are none yet.*mtkit models pull opus-mt-tc-big-en-ar"
    ):
        Shelf().choose("en", "ar")


def test_places_are_searched_in_order_and_the_first_of_an_id_counts(places, monkeypatch):
    monkeypatch.setenv("MTKIT_MODELS", str(places / "listed"))
    for place in (places / "given", places / "listed", pulled(), places / "shipped"):
        put(place, "same", EN_AR)
    put(places / "listed", "listed", EN_AR)
    put(places / "shipped", "shipped", EN_AR)
    models = Shelf([places / "given"]).list()
    assert [(model.id, model.origin) for model in models] == [
        ("same", "added"),
        ("listed", "added"),
        ("shipped", "shipped"),
    ]
    assert models[0].path == places / "given" / "same"


def test_a_place_may_be_a_model_itself(places, monkeypatch):
    monkeypatch.setenv("MTKIT_MODELS", str(put(places, "mine", EN_AR)))
    assert ids("en", "ar") == ["mine"]


def test_a_broken_manifest_is_warned_of_and_stops_nobody(places, caplog):
    put(pulled(), "good", EN_AR)
    (put(pulled(), "bad", EN_AR) / "model.toml").write_text("id = ")
    assert ids("en", "ar") == ["good"]
    assert "bad/model.toml: not TOML" in caplog.text


def test_what_a_killed_run_left_is_not_seen(places):
    folder = put(pulled(), "half", EN_AR)
    folder.rename(folder.with_name(".half.1234.part"))
    assert Shelf().list() == ()


@pytest.mark.parametrize(
    ("models", "order"),
    [
        pytest.param({"b": {}, "a": {}}, ["a", "b"], id="nothing known: by name"),
        pytest.param({"a": {}, "b": {"x": 1.0}}, ["b", "a"], id="measured before unmeasured"),
        pytest.param({"a": {"x": 1.0}, "b": {"x": 2.0}}, ["b", "a"], id="higher first"),
        pytest.param({"a": {"x": 1.0}, "b": {"y": 2.0}}, ["a", "b"], id="different sets: no order"),
        pytest.param({"shipped": {"x": 9.0}, "b": {}}, ["b", "shipped"], id="shipped last"),
        pytest.param(
            {"shipped": {"x": 9.0}, "b": {"x": 8.0}}, ["shipped", "b"], id="unless it is better"
        ),
        pytest.param(
            {"shipped": {"x": 9.0}, "b": {"x": 8.0}, "c": {"y": 1.0}},
            ["c", "shipped", "b"],
            id="the beaten one goes behind its better",
        ),
        pytest.param(
            {"a": {"x": 1.0, "y": 2.0}, "b": {"x": 2.0, "z": 1.0}, "c": {"y": 1.0, "z": 2.0}},
            ["a", "c", "b"],
            id="sets that contradict each other: by name",
        ),
    ],
)
def test_order_of_candidates(places, models, order):
    for id, scores in models.items():
        put(places / "shipped" if id == "shipped" else pulled(), id, EN_AR, **scores)
    assert ids("en", "ar") == order


def test_the_best_measured_is_chosen_and_said(places):
    put(pulled(), "good", EN_AR, flores=50.0)
    put(places / "shipped", "small", EN_AR, AR_EN, flores=20.0)
    choice = Shelf().choose("en", "ar")
    assert (choice.model.id, choice.why) == ("good", "the best measured for en-ar")
    choice = Shelf().choose("ar", "en")
    assert (choice.model.id, choice.why) == ("small", "the only one for ar-en")


def test_configuration_beats_measurement_and_the_argument_beats_both(places, monkeypatch):
    for id, score in (("good", 50.0), ("mine", 10.0), ("other", 5.0)):
        put(pulled(), id, EN_AR, flores=score)
    (data_dir() / "config.toml").write_text('[models]\nen-ar = "mine"\n')
    choice = Shelf().choose("en", "ar")
    assert choice.model.id == "mine"
    assert choice.why == f"configured in {data_dir() / 'config.toml'}: en-ar"
    assert ids("en", "ar") == ["mine", "good", "other"]
    monkeypatch.setenv("MTKIT_MODEL_EN_AR", "other")
    choice = Shelf().choose("en", "ar")
    assert (choice.model.id, choice.why) == ("other", "configured in MTKIT_MODEL_EN_AR")
    choice = Shelf().choose("en", "ar", explicit="good")
    assert (choice.model.id, choice.why) == ("good", "asked for")


@pytest.mark.parametrize(
    ("config", "error", "message"),
    [
        ("[models]\nen-ar = 'gone'", ConfigError, "en-ar: no model at hand 'gone'"),
        ("[models]\nen-ar = 'french'", ConfigError, "french translates fr-en, not en-ar"),
        ("[models]\nen-ar = 3", FormatError, "models: should hold lines like"),
        ("models = [", FormatError, "not TOML"),
    ],
)
def test_a_configuration_that_makes_no_sense_is_not_passed_over(places, config, error, message):
    put(pulled(), "french", FR_EN)
    put(pulled(), "good", EN_AR)
    (data_dir() / "config.toml").write_text(config)
    with pytest.raises(error, match=message):
        Shelf().choose("en", "ar")


def test_a_model_that_was_asked_for_must_exist_and_serve(places):
    put(pulled(), "french", FR_EN)
    with pytest.raises(UnknownEntryError, match=r"no model at hand 'x' \(known: french\)"):
        Shelf().choose("en", "ar", explicit="x")
    with pytest.raises(ConfigError, match="french translates fr-en, not en-ar"):
        Shelf().choose("en", "ar", explicit="french")


def test_a_model_may_be_asked_for_by_its_folder(places):
    folder = put(places / "elsewhere", "mine", EN_AR)
    assert Shelf().choose("en", "ar", explicit=folder).model.path == folder
    with pytest.raises(ModelError, match="mtkit models add"):
        Shelf().choose("en", "ar", explicit=places)


def test_a_region_is_served_by_its_language(places):
    put(pulled(), "m", EN_AR)
    assert ids("en-GB", "ar_SY.UTF-8") == ["m"]
    assert ids("en", "arz") == []


def test_a_route_is_direct_or_through_english(places):
    put(pulled(), "f", FR_EN)
    put(pulled(), "a", EN_AR)
    assert Shelf().route("en", "ar") == (("en", "ar"),)
    assert Shelf().route("fr", "ar") == (("fr", "en"), ("en", "ar"))
    with pytest.raises(NoModelError, match=r"a \(en-ar\), f \(fr-en\).*Helsinki-NLP/opus-mt-ar-fr"):
        Shelf().route("ar", "fr")
    with pytest.raises(ConfigError, match="both 'ar'"):
        Shelf().route("ar", "ara")
