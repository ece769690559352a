"""Shortlists: what was aligned is on them, and the decoder keeps to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtkit.store.manifest import Model
from mtkit.training.shortlist import learn, write
from mtkit.training.vocabulary import Vocabulary

pytest.importorskip("thot")


def test_what_was_aligned_is_on_the_list(
    vocabulary: Vocabulary, newsdesk: list[tuple[str, str]], tmp_path: Path
) -> None:
    found = learn(vocabulary, newsdesk, per_piece=3, always=5)
    assert found[""] == ("</s>",)
    assert len(found[">>ara<<"]) == len(found[">>eng<<"]) == 5
    english = {piece for en, _ in newsdesk for piece in vocabulary.pieces(en)}
    arabic = {piece for _, ar in newsdesk for piece in vocabulary.pieces(ar)} | {"<unk>"}
    assert set(found[">>ara<<"]) <= arabic
    one_way = learn(vocabulary, newsdesk, sides=(0,), per_piece=3, always=5)
    only_english = english - arabic
    read = [piece for piece in one_way if piece in only_english]
    assert len(read) > 50
    assert all(set(one_way[piece]) <= arabic and len(one_way[piece]) <= 3 for piece in read)

    write(one_way, tmp_path / "vmap.txt")
    lines = (tmp_path / "vmap.txt").read_text("utf-8").splitlines()
    assert {line.split("\t")[0]: tuple(line.split("\t")[1].split()) for line in lines} == one_way


@pytest.mark.model
def test_the_decoder_writes_nothing_else(embedded: Model, tmp_path: Path) -> None:
    import shutil

    import ctranslate2

    from mtkit.engines.convert import converted

    for path in converted(embedded, "int8").iterdir():
        shutil.copyfile(path, tmp_path / path.name)
    write({"": ("</s>",), ">>ara<<": ("▁في", "▁من")}, tmp_path / "vmap.txt")
    translator = ctranslate2.Translator(str(tmp_path), compute_type="int8", inter_threads=1)
    vocabulary = Vocabulary(embedded.path, ("en", "ar"))
    source = [">>ara<<", *vocabulary.pieces("The minister is in Damascus."), "</s>"]
    (result,) = translator.translate_batch([source], use_vmap=True, max_decoding_length=20)
    assert set(result.hypotheses[0]) <= {"▁في", "▁من"}
    assert result.hypotheses[0]
