"""Recipes: read strictly, said clearly what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtkit.errors import ConfigError
from mtkit.training.recipe_toml import read_recipe, write_recipe

GOOD = """
id = "r"
languages = ["en", "ar"]
[training]
updates = 10
[[corpora]]
id = "c"
path = "${MTKIT_TEST_DATA}/c.tsv"
format = "tsv"
"""


def read(folder: Path, text: str) -> object:
    path = folder / "r.toml"
    path.write_text(text, "utf-8")
    return read_recipe(path)


def test_paths_and_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTKIT_TEST_DATA", "data")
    path = tmp_path / "r.toml"
    path.write_text(GOOD)
    recipe = read_recipe(path)
    assert recipe.corpora[0].path == tmp_path / "data" / "c.tsv"
    assert recipe.sides == (0, 1)


def test_every_shipped_recipe_is_readable() -> None:
    recipes = sorted((Path(__file__).parents[2] / "models" / "recipes").glob("*.toml"))
    assert recipes
    for path in recipes:
        assert read_recipe(path).id == path.stem


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("updates = 10", "", "either hours or updates"),
        ("updates = 10", "updates = 10\nhours = 1", "either hours or updates"),
        ("updates = 10", 'updates = "ten"', "training.updates is 'ten'; it must be of type int"),
        ("updates = 10", "updates = 10\nspeed = 1", r"\[training\] has no 'speed'"),
        ("updates = 10", "updates = 10\ndropout = 1.0", r"dropout is 1.0; it must be in \[0, 1\)"),
        ('format = "tsv"', 'format = "xls"', "format is 'xls'; it must be one of tsv"),
        ('id = "c"', "", r"lacks 'id'"),
        ("path = ", "# path = ", "corpus 'c' needs either a path or a set"),
        ('id = "c"', 'id = "c"\nset = "newsdesk"', "corpus 'c' needs either a path or a set"),
        ("path = ", 'set = "newsdesk"\n# path = ', "is a set, which has no format"),
        ('id = "c"', 'id = "c"\ntag = "bt"', "tag of corpus 'c' is 'bt'; write it like <bt>"),
        ('id = "c"', 'id = "c"\ndirections = ["fr-en"]', "'fr-en' is none of en-ar, ar-en"),
        ("[[corpora]]", '[[corpora]]\nid = "c"\nset = "x"\n[[corpora]]', "two corpora have the id"),
        ('["en", "ar"]', '["en", "eng"]', "name two different ones"),
        ('["en", "ar"]', '["en", "ar"]\ndirections = ["en-fr"]', "'en-fr' is none of en-ar, ar-en"),
        ('id = "r"', "id = ", "not a TOML file"),
    ],
)
def test_mistakes_are_one_clear_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert str(caught.value).startswith(str(tmp_path / "r.toml"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["news-en-ar", "translit"])
def test_what_is_written_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("MTKIT_SHARED", str(tmp_path))
    recipe = read_recipe(Path(__file__).parents[2] / "models" / "recipes" / f"{name}.toml")
    write_recipe(recipe, tmp_path / "again.toml", head="written by a test")
    assert read_recipe(tmp_path / "again.toml") == recipe
    assert (tmp_path / "again.toml").read_text("utf-8").startswith("# written by a test\n")
