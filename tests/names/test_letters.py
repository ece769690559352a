"""Letters: folding, the network against torch, alignments, the lexicon, what training draws."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.names.letters.align import best_path, scores
from mtkit.names.letters.lexicon import overlap, parse_lexicon
from mtkit.names.letters.network import from_json, network
from mtkit.names.letters.words import fold, letter_words


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("Abd al-Ghani", ["abd+ghani"]),
        ("عبد الغني", ["عبدالغني"]),
        ("Nour Eddine", ["noureddine"]),
        ("Abu Bakr al-Baghdadi", ["abubakr", "+baghdadi"]),
        ("As-Suwayda", ["+suwayda"]),
        ("Dera'a", ["dera'a"]),
        ("Šukrī", ["shukree"]),
        ("Zahlé", ["zahle"]),
        ("", []),
        ("🙂 …", []),
    ],
)
def test_words_of_letters(form: str, words: list[str]) -> None:
    assert list(letter_words(form)) == words


@given(st.text("abzāšḥʿ’é -حسةىأ", max_size=20))
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


_words = st.lists(st.text("abdhiklmnrsuz+حسنمدا", min_size=1, max_size=18), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(_words, _words)
def test_the_bulk_score_is_that_of_the_path(one: Sequence[str], other: Sequence[str]) -> None:
    a, b = network().read(list(one)), network().read(list(other))
    rows, columns = (grid.ravel() for grid in np.indices((len(one), len(other))))
    bulk = scores(a, b, rows, columns)
    assert np.allclose(bulk, scores(b, a, columns, rows), atol=1e-4)
    path = best_path(network().read([one[0]]), network().read([other[0]]))
    assert sum(step.weight for step in path) == pytest.approx(bulk[0], abs=1e-3)
    assert [step.one for step in path if step.one >= 0] == list(range(min(16, len(one[0]))))
    assert [step.other for step in path if step.other >= 0] == list(range(min(16, len(other[0]))))


@pytest.mark.torch
def test_the_network_is_torchs() -> None:
    torch = pytest.importorskip("torch")
    from mtkit.names.letters.trainable import Trainable, encode, weights

    torch.manual_seed(0)
    net = Trainable(hidden=12, dimension=6, gist=8)
    plain = from_json(json.loads(json.dumps(weights(net))))
    one, other = ["nasser", "+shami", "ziad"], ["ناصر", "الشامي", "زياد"]
    rows = encode(one + other)
    with torch.no_grad():
        wanted, gists, _ = net.odds(rows[:3], rows[3:], torch.tensor([1, 1, 1]))
    a, b, each = plain.read(one), plain.read(other), np.arange(3)
    assert np.allclose(scores(a, b, each, each) + plain.biases[1], wanted.numpy(), atol=1e-2)
    assert np.allclose(a.gists, gists.numpy(), atol=1e-3)


def test_the_lexicon_tells_what_spellings_stood_for() -> None:
    known = parse_lexicon(
        "# head\nحسن\thassan:90|hasan:10\nحسان\thassan:9|hassane:1\nزيد\tzayd:3\n"
    )
    one = known.attested(["hassan", "hasan", "zayd", "unseen"])
    other = known.attested(["حسن", "الحسان", "زيد", "غريب"])
    rows, columns = (grid.ravel() for grid in np.indices((4, 4)))
    found = overlap(one, other, rows, columns).reshape(4, 4)
    assert found[0, 0] > 0.9
    assert found[0, 1] > 0.8  # hassan is mostly حسن, but حسان mostly hassan
    assert found[1, 1] == found[2, 0] == 0.0
    assert found[3].tolist() == [0.0] * 4
    assert other.counts.tolist() == [100.0, 10.0, 3.0, 0.0]


@pytest.mark.torch
def test_what_is_drawn_to_learn_from(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    from mtkit.names.letters.corpus import FILES, held_out, read
    from mtkit.names.letters.sampler import Sampler

    rows = {
        "full_names.tsv": "حسن علي\tHassan Ali\tSY\nحسن عمر\tHasan Umar\tSY\n"
        "سمير علي\tSamir Aly\tLB\n",
        "latin_variants_by_arabic.tsv": "حسان\tHassane:4|Hassen:1\nسامر\tSamer:9|Samir:1\n",
        "wikidata_tokens.tsv": "ماكرون\tmacron\t3\nزياد\tziad\t2\nزيد\tzayd\t2\n",
        "google_ar2en.tsv": "بلينكن\tblinken\n",
        "name_parts.tsv": "عبد الغني\tabdul ghani\n",
        "places.tsv": "حمص\tHoms|Hims\tSY\n",
    }
    for name in FILES:
        (tmp_path / name).write_text(rows[name], "utf-8")
    corpus = read(tmp_path)
    assert corpus.names["حسن"] == {"hassan": 1, "hasan": 1}
    assert corpus.places == {"حمص"}
    assert corpus.lexicon(lists=True)["حسان"] == {"hassane": 4}
    assert corpus.lexicon(lists=False).keys() == {"حسن", "علي", "عمر", "سمير"}
    drawn = Sampler(corpus, seed=3).batch(200)
    assert drawn == Sampler(corpus, seed=3).batch(200)
    assert 40 < sum(example.same for example in drawn) < 160
    arabic = {word for example in drawn for word in example[:2] if word > "\u0600"}
    assert arabic
    assert not any(held_out(word) for word in arabic)
