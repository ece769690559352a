"""``mtkit names transliterate`` and ``mtkit names variants``."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner, Result

from mtkit.cli import names_transliterate
from mtkit.errors import UnknownEntryError
from mtkit.names import profiles
from mtkit.names.transliterate import LANGUAGES
from mtkit.store.shelf import Shelf

pytestmark = pytest.mark.model

app = typer.Typer()
app.command("transliterate")(names_transliterate.transliterate)
app.command("variants")(names_transliterate.variants)


def invoke(*arguments: str, lines: str = "") -> Result:
    return CliRunner().invoke(app, arguments, input=lines)


@pytest.fixture(autouse=True)
def _model() -> None:
    if not Shelf().for_pair(LANGUAGES["ar"], LANGUAGES["Latn"]):
        pytest.skip("no transliteration model ships with this checkout")


def test_variants_as_json() -> None:
    (answer,) = json.loads(invoke("variants", "إبراهيم حويجة", "--limit", "3", "--json").stdout)
    assert answer["name"] == "إبراهيم حويجة"
    assert all(one["form"].startswith("Ibrahim ") for one in answer["variants"])
    assert len(answer["variants"]) == 3


def test_names_are_read_from_standard_input() -> None:
    header, *lines = invoke("transliterate", lines="Khaled\n\n123\n").stdout.splitlines()
    assert header == "name\ttransliteration\tprobability\tscore"
    assert [line.split("\t")[:2] for line in lines] == [["Khaled", "خالد"], ["123", ""]]


def test_help_names_every_profile() -> None:
    said = invoke("variants", "--help").stdout
    assert all(profile in said for profile in profiles.names())


def test_a_profile_that_is_none_is_said() -> None:
    error = invoke("variants", "وليد", "--profile", "mars").exception
    assert isinstance(error, UnknownEntryError)
    assert "egypt" in str(error)
