"""A vocabulary of characters: folded as it should be, the same in training and in an engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkit.engines.pieces import Codec, read_vocabulary
from mtkit.store.manifest import Manifest
from mtkit.text import arabic
from mtkit.training.characters import character_pieces, folds
from mtkit.training.vocabulary import Vocabulary, write_vocabulary

LANGUAGES = ("ar", "und-Latn")
TEXTS = ["abcdefghijklmnopqrstuvwxyz'-", "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ"]


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    folder = tmp_path_factory.mktemp("characters")
    pieces = character_pieces([(text, 1.0) for text in TEXTS * 3], size=200)
    write_vocabulary(pieces, folder, languages=LANGUAGES, folds=folds())
    return Vocabulary(folder, LANGUAGES)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Éric Müller-Łódź", "eric muller-lodz"),
        ("ʿAbd al‑Raḥmān", "'abd al-rahman"),
        ("e\u0301a", "ea"),
        ("İbrahim ŞAHİN", "ibrahim sahin"),
        ("  Straße’s ", "strasse's"),
        ("a\u200fb\u2069", "ab"),
        ("أَحْمَدُ بْنُ", "أحمد بن"),
        ("\u0627\u0654حمد", "أحمد"),
        ("إبراهيم علوية مصطفى", "إبراهيم علوية مصطفى"),
        ("ﻋﻠﻲ ﻻ", "علي لا"),
        ("علی کاظم", "علي كاظم"),
        ("طــارق", "طارق"),
    ],
)
def test_what_writers_disagree_on_folds_and_hamza_stays(
    vocabulary: Vocabulary, text: str, folded: str
) -> None:
    pieces = vocabulary.pieces(text)
    assert "".join(pieces) == folded.replace(" ", "▁")
    assert all(len(piece) == 1 for piece in pieces)
    assert vocabulary.decode(pieces) == folded


@given(st.text(st.sampled_from("abAÉñ'-اأىةعكیـَﻋ "), max_size=12))
def test_folding_is_idempotent(vocabulary: Vocabulary, text: str) -> None:
    once = vocabulary.decode(vocabulary.pieces(text))
    assert vocabulary.decode(vocabulary.pieces(once)) == once


def test_an_engine_reads_the_same_letters_and_knows_their_places(vocabulary: Vocabulary) -> None:
    manifest = Manifest(
        "t", (LANGUAGES,), "transformers", "CC0", labels={"und-Latn": ">>und<<"}, normalizer="none"
    )
    names = read_vocabulary(vocabulary.folder)
    codec = Codec(vocabulary.folder, names, manifest, append_eos=True)
    text = "عَلِيّ ﻻ"
    label, *letters, end = codec.encode(text, codec.label(*LANGUAGES))
    assert [piece.piece for piece in letters] == vocabulary.pieces(text)
    assert [arabic.strip_marks(piece.span.of(text)) for piece in letters[:3]] == ["ع", "ل", "ي"]
    assert (label.piece, end.piece) == (">>und<<", "</s>")


def test_the_file_depends_on_pieces_and_folds_alone(vocabulary: Vocabulary, tmp_path: Path) -> None:
    pieces = [(name, 0.0) for name in vocabulary.ids if len(name) == 1]
    write_vocabulary(pieces, tmp_path, languages=LANGUAGES, folds=folds())
    again = (tmp_path / "source.spm").read_bytes()
    assert again == (vocabulary.folder / "source.spm").read_bytes()


def test_rare_characters_are_left_out_and_the_size_is_kept() -> None:
    texts = [("aaa bbbb cc", 1.0), ("dddAÀ", 1.0)]
    assert character_pieces(texts, size=9) == [(piece, 0.0) for piece in "▁abd"]
    assert [piece for piece, _ in character_pieces(texts, size=2)] == ["▁", "a"]
