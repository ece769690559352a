"""Text to pieces and back."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.engines.pieces import EOS, LONGEST, UNK, Codec, decode, is_blank, read_vocabulary
from mtkit.errors import ModelError
from mtkit.store.manifest import Model
from mtkit.types import Piece, Span


@pytest.fixture(scope="module")
def codec(tiny: Model) -> Codec:
    return Codec(tiny.path, read_vocabulary(tiny.path), tiny.manifest, append_eos=True)


@pytest.fixture(scope="module")
def opus(tiny: Model) -> Codec:
    manifest = replace(tiny.manifest, normalizer="opus")
    return Codec(tiny.path, read_vocabulary(tiny.path), manifest, append_eos=False)


def words(pieces: tuple[Piece, ...], text: str) -> list[str]:
    """Fold pieces to the words that they spell in `text`."""
    found: list[Span] = []
    for piece in pieces:
        if not piece.span:
            continue
        if found and piece.span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, piece.span.end)
        else:
            found.append(piece.span)
    return [span.of(text) for span in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("dead in Latakia", ["dead", "in", "Latakia"], id="words"),
        pytest.param("  two   spaces ", ["two", "spaces"], id="spaces are nobody's"),
        pytest.param("ﷲ أكبر", ["ﷲ", "أكبر"], id="one character that is a word"),
        pytest.param("a ½ b", ["a", "½", "b"], id="one character that is three"),
        pytest.param("１３０ people", ["１３０", "people"], id="full-width digits"),
        pytest.param("cafe\u0301 x", ["cafe\u0301", "x"], id="combining accent"),
        pytest.param("قُتِل المدنيون", ["قُتِل", "المدنيون"], id="vowel marks"),
        pytest.param("ok 😀👍🏽 fine", ["ok", "😀👍🏽", "fine"], id="emoji"),
        pytest.param("a\tb\nc", ["a", "b", "c"], id="other white space"),
        pytest.param("wait… “now”", ["wait…", "“now”"], id="punctuation that is normalized"),
    ],
)
@pytest.mark.parametrize("normalizer", ["codec", "opus"])
def test_pieces_fold_to_words(
    text: str, expected: list[str], normalizer: str, request: pytest.FixtureRequest
) -> None:
    chosen: Codec = request.getfixturevalue(normalizer)
    assert words(chosen.encode(text, None), text) == expected


def test_every_piece_of_one_character_has_its_place(codec: Codec) -> None:
    pieces = [p for p in codec.encode("a ½", None) if p.span == Span(2, 3)]
    assert len(pieces) == 3
    assert UNK in [p.piece for p in pieces]


def test_source_is_label_text_and_end(codec: Codec) -> None:
    pieces = codec.encode("dead", codec.label("en", "ar"))
    assert [pieces[0].piece, pieces[-1].piece] == [">>ara<<", EOS]
    assert not pieces[0].span
    assert not pieces[-1].span


def test_end_is_left_to_models_that_add_it(opus: Codec) -> None:
    assert EOS not in [piece.piece for piece in opus.encode("dead", None)]


@pytest.mark.parametrize("text", [">>eng<< dead", "see >>eng<<", ">>>>eng<<<<", ">>xx<<"])
def test_a_written_label_is_text(codec: Codec, text: str) -> None:
    pieces = codec.encode(text, ">>ara<<")
    assert [p.piece for p in pieces if p.piece.startswith(">>")] == [">>ara<<"]
    lost = set(range(len(text))) - {i for p in pieces for i in range(p.span.start, p.span.end)}
    assert {text[i] for i in lost} <= {" "}


def test_pairs_that_are_not_served(codec: Codec) -> None:
    with pytest.raises(ModelError, match="does not translate en-fr, only en-ar, ar-en"):
        codec.label("en", "fr")


@pytest.mark.parametrize(
    ("source", "target"), [("en", "ar-SY"), ("en-GB", "ar"), ("en-GB", "ar-EG")]
)
def test_a_region_has_the_label_of_its_language(codec: Codec, source: str, target: str) -> None:
    assert codec.label(source, target) == ">>ara<<"


def test_a_label_that_the_vocabulary_lacks(tiny: Model) -> None:
    manifest = replace(tiny.manifest, labels={"ar": ">>arz<<"})
    with pytest.raises(ModelError, match=r"'>>arz<<' for ar .*known: >>ara<<, >>eng<<"):
        Codec(tiny.path, read_vocabulary(tiny.path), manifest, append_eos=True)


def test_a_text_that_is_too_long_is_refused_not_cut(codec: Codec) -> None:
    assert len(codec.encode("a " * (LONGEST - 2), ">>ara<<")) == LONGEST
    with pytest.raises(ModelError, match="has 513 pieces, the model reads at most 512"):
        codec.encode("a " * (LONGEST - 1), ">>ara<<")


@pytest.mark.parametrize("text", ["", " ", "dead in Latakia", "½ 😀"])
def test_count_is_what_encode_gives(codec: Codec, text: str) -> None:
    assert codec.count(text) == len(codec.encode(text, ">>ara<<"))


def test_unknown_characters(codec: Codec, opus: Codec) -> None:
    assert codec.unknown("dead 😀 ✪ in") == {"😀", "✪"}
    assert codec.unknown("dead in Latakia") == frozenset()
    assert "…" not in opus.unknown("wait…")


@pytest.mark.parametrize("text", ["", "  \n", "\u200b"])
def test_blank(codec: Codec, text: str) -> None:
    assert is_blank(codec.encode(text, ">>ara<<"))


@settings(deadline=None, max_examples=200)
@given(text=st.text(st.characters() | st.sampled_from("ab ½ﷲ１\u0301ﬁ…👍🏽>><<"), max_size=30))
def test_places_are_in_the_text_and_in_order(codec: Codec, text: str) -> None:
    spans = [piece.span for piece in codec.encode(text, None)[:-1]]
    assert all(span.end <= len(text) for span in spans)
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(spans))


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        pytest.param(["▁قال", "وا", "▁", "نعم", "."], "قالوا نعم.", id="words"),
        pytest.param(["▁", "a", "▁"], "a", id="ends"),
        pytest.param(["▁a", "<unk>"], "a<unk>", id="an unknown piece is seen"),
        pytest.param([], "", id="nothing"),
    ],
)
def test_decode(pieces: list[str], expected: str) -> None:
    assert decode(pieces)[0] == expected


@settings(deadline=None)
@given(st.lists(st.text("▁ab", min_size=1, max_size=4)))
def test_decoded_pieces_spell_their_places(pieces: list[str]) -> None:
    text, placed = decode(pieces)
    assert [piece.piece for piece in placed] == pieces
    spelled = [piece.span.of(text).strip(" ") for piece in placed]
    assert spelled == [piece.replace("▁", " ").strip(" ") for piece in pieces]


@pytest.mark.parametrize("text", ["dead in Latakia", "the clashes, 130 people."])
def test_there_and_back(codec: Codec, text: str) -> None:
    pieces = [piece.piece for piece in codec.encode(text, None)[:-1]]
    assert decode(pieces)[0] == text


@pytest.mark.parametrize("content", ["[1", '{"a": 0, "b": 2}'])
def test_a_broken_vocabulary(tmp_path: Path, content: str) -> None:
    (tmp_path / "vocab.json").write_text(content)
    with pytest.raises(ModelError, match=r"vocab\.json"):
        read_vocabulary(tmp_path)


def test_a_broken_sentencepiece_model(loose: Model) -> None:
    (loose.path / "source.spm").write_bytes(b"no")
    with pytest.raises(ModelError, match="not a SentencePiece model"):
        Codec(loose.path, read_vocabulary(loose.path), loose.manifest, append_eos=True)
