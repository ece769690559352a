"""``mtkit names mentions`` and ``mtkit names pairs``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtkit.cli.app import run

ENGLISH = "Ibrahim Huweija was arrested in Damascus.\n"
ARABIC = "أوقف إبراهيم حويجة في دمشق.\n"
NAMES = [("Ibrahim Huweija", "إبراهيم حويجة"), ("Damascus", "دمشق")]


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text("Kamal Jumblatt was killed.\nMr Jumblatt led.\n\n" + ENGLISH, "utf-8")
    return path


def bitext(folder: Path, suffix: str) -> list[str]:
    """Write the sentence pair in a format and return the arguments that name it."""
    source, target = ENGLISH.strip(), ARABIC.strip()
    if suffix == "txt":
        sides = folder / "en.txt", folder / "ar.txt"
        for path, side in zip(sides, (ENGLISH, ARABIC), strict=True):
            path.write_text(side, "utf-8")
        return [str(path) for path in sides]
    path = folder / f"pairs.{suffix}"
    unit = "".join(
        f'<tuv xml:lang="{language}"><seg>{side}</seg></tuv>'
        for language, side in (("en", source), ("ar", target))
    )
    content = {
        "tsv": f"{source}\t{target}\n",
        "jsonl": json.dumps({"en": source, "ar": target}) + "\n",
        "tmx": f'<tmx version="1.4"><header/><body><tu>{unit}</tu></body></tmx>',
    }
    path.write_text(content[suffix], "utf-8")
    return [str(path)]


def test_mentions_as_a_table(text: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["names", "mentions", str(text)]) == 0
    head, *rows = capfdbinary.readouterr().out.decode().splitlines()
    assert head.split("\t") == ["line", "start", "end", "form", "type", "score", "full"]
    cells = [row.split("\t") for row in rows]
    assert [(row[0], row[3], row[6]) for row in cells] == [
        ("1", "Kamal Jumblatt", ""),
        ("2", "Jumblatt", "Kamal Jumblatt"),
        ("4", "Ibrahim Huweija", ""),
        ("4", "Damascus", ""),
    ]


@pytest.mark.parametrize("suffix", ["txt", "tsv", "jsonl", "tmx"])
def test_pairs_of_every_bitext(
    tmp_path: Path, suffix: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["names", "pairs", *bitext(tmp_path, suffix), "--json"]) == 0
    rows = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert [(row["source"], row["target"]) for row in rows] == NAMES
    assert [ENGLISH[row["source_start"] : row["source_end"]] for row in rows] == [
        source for source, _ in NAMES
    ]


def test_from_arabic_into_a_file(tmp_path: Path) -> None:
    paths = bitext(tmp_path, "txt")[::-1]
    made = tmp_path / "out" / "pairs.tsv"
    made.parent.mkdir()
    assert run(["names", "pairs", *paths, "--from", "ar", "--to", "en", "-o", str(made)]) == 0
    _, *rows = (line.split("\t") for line in made.read_text("utf-8").splitlines())
    assert {(row[4], row[1]) for row in rows} == set(NAMES)


@pytest.mark.parametrize(
    ("second", "told"),
    [(ARABIC * 2, "align them first"), (None, "No such file")],
)
def test_what_cannot_be_paired(
    tmp_path: Path, second: str | None, told: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    paths = bitext(tmp_path, "txt")
    if second is None:
        Path(paths[1]).unlink()
    else:
        Path(paths[1]).write_text(second, "utf-8")
    output = tmp_path / "pairs.tsv"
    assert run(["names", "pairs", *paths, "-o", str(output)]) == 2
    assert told in capfdbinary.readouterr().err.decode()
    assert not output.exists()
