"""Pieces of both languages: SentencePiece models, and one joint table of ids.

Ids of a new model: ``</s>`` 0, ``<unk>`` 1, a label for each target language, tags, the pieces by
falling score, and ``<pad>`` last.  This is the layout of OPUS-MT models, which CTranslate2 and
transformers read; those have pieces of their own for source and target, and may have no labels.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit.engines.normalize import normalize
from mtkit.engines.tracked import Tracked
from mtkit.errors import ConfigError, ModelError
from mtkit.io import atomic_file
from mtkit.langs import label

if TYPE_CHECKING:
    from mtkit.training.encoder import PretrainedEncoder

_SPACE = "▁"
_ALWAYS = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?()[]\"'-–—%$€£/&+*=<>«»“”‘’"
    "،؛؟٪ـءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْ٠١٢٣٤٥٦٧٨٩"
)
END, UNKNOWN, PAD = "</s>", "<unk>", "<pad>"
FILES = ("source.spm", "target.spm", "vocab.json", "tokenizer_config.json")


class Vocabulary:
    """The vocabulary of a Marian model folder.

    Args:
        folder: Holds ``source.spm``, ``target.spm`` and ``vocab.json``.
        languages: The two that the model knows.
        sides: Which of them it reads.
        normalizer: ``"opus"`` brings text into the form that OPUS models know.

    Raises:
        ModelError: A file is missing, the model has no label for a target, or it should read both
            languages with pieces that are made for one.
    """

    def __init__(
        self,
        folder: Path,
        languages: Sequence[str],
        *,
        sides: Sequence[int] = (0, 1),
        normalizer: str = "none",
    ) -> None:
        from sentencepiece import SentencePieceProcessor

        for name in ("source.spm", "target.spm", "vocab.json"):
            if not (folder / name).is_file():
                raise ModelError(f"{folder / name}: not there; a Marian model has it")
        same = (folder / "source.spm").read_bytes() == (folder / "target.spm").read_bytes()
        if not same and len(sides) > 1:
            raise ModelError(
                f"{folder}: two different sets of pieces cannot serve both directions; "
                'name the one to train: directions = ["en-ar"]'
            )
        self.folder = folder
        self.ids: dict[str, int] = json.loads((folder / "vocab.json").read_text("utf-8"))
        for name in (END, UNKNOWN, PAD):
            if name not in self.ids:
                raise ModelError(f"{folder / 'vocab.json'}: has no {name}, as every Marian has")
        self.end, self.unknown = self.ids[END], self.ids[UNKNOWN]
        self._opus = normalizer == "opus"
        self._pieces = SentencePieceProcessor(model_file=str(folder / "source.spm"))
        self._target = SentencePieceProcessor(model_file=str(folder / "target.spm"))
        self.labels = (self._label(languages, 0, sides), self._label(languages, 1, sides))
        """Id that a source begins with, in direction 0 and 1; None where there is none."""

    def __len__(self) -> int:
        return len(self.ids)

    def _label(self, languages: Sequence[str], side: int, sides: Sequence[int]) -> int | None:
        """Return the label of the language that is written where `side` is read."""
        name = label(languages[1 - side])
        if side not in sides or not any(map(_is_label, self.ids)):
            return None
        if name not in self.ids:
            known = ", ".join(sorted(filter(_is_label, self.ids)))
            raise ModelError(f"{self.folder / 'vocab.json'}: has no label {name} (it has {known})")
        return self.ids[name]

    def encode(self, texts: Sequence[str], *, as_target: bool = False) -> list[list[int]]:
        """Return the piece ids of each text, without label and end of sentence."""
        pieces = self._target if as_target else self._pieces
        prepared = [normalize(Tracked.of(text)).text for text in texts] if self._opus else texts
        table = [
            self.ids.get(pieces.id_to_piece(i), self.unknown)
            for i in range(pieces.get_piece_size())
        ]
        return [[table[i] for i in ids] for ids in pieces.encode(list(prepared))]

    def pieces(self, text: str) -> list[str]:
        """Return the pieces of a text as strings."""
        return list(self._pieces.encode(text, out_type=str))

    def decode(self, pieces: Sequence[str]) -> str:
        """Return the text of pieces."""
        return str(self._target.decode(list(pieces)))

    def copy_to(self, folder: Path) -> None:
        """Copy the vocabulary's files into another model folder."""
        for name in FILES:
            if (self.folder / name).is_file():
                shutil.copyfile(self.folder / name, folder / name)


def _is_label(piece: str) -> bool:
    return piece.startswith(">>") and piece.endswith("<<")


def prune(
    encoder: PretrainedEncoder, texts: Iterable[tuple[str, float]], *, size: int
) -> list[int]:
    """Return the ids of the encoder's pieces that the text needs most, by falling score.

    Letters, digits and marks of both scripts and every letter seen three times are kept, so that
    nothing common is unreadable.

    Args:
        encoder: Has pieces with unigram scores.
        texts: Text and how much it counts.
        size: Number of pieces kept.

    Raises:
        ConfigError: The text uses fewer pieces than `size`, or `size` has no room for the letters.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.spm"
        ordinary = encoder.ordinary_pieces
        write_sentencepiece([(encoder.pieces[i], encoder.scores[i]) for i in ordinary], path)
        counts, letters = _count(path, texts)
    index = {encoder.pieces[i]: i for i in ordinary}
    needed = {c for c, n in letters.items() if n >= 3} | set(_ALWAYS)
    keep = {index[p] for c in needed for p in (c, _SPACE + c) if p in index} | {index[_SPACE]}
    if len(keep) > size:
        raise ConfigError(f"a vocabulary of {size} has no room for the {len(keep)} letters alone")
    for piece, _ in counts.most_common():
        if len(keep) >= size:
            break
        if piece > 0:  # 0 is <unk>
            keep.add(ordinary[piece - 1])
    if len(keep) < size:
        raise ConfigError(
            f"the text uses only {len(keep):,} pieces; set the vocabulary's size to that or less"
        )
    return sorted(keep, key=lambda i: -encoder.scores[i])


def _count(path: Path, texts: Iterable[tuple[str, float]]) -> tuple[Counter[int], Counter[str]]:
    from sentencepiece import SentencePieceProcessor

    processor = SentencePieceProcessor(model_file=str(path))
    counts: Counter[int] = Counter()
    letters: Counter[str] = Counter()
    for text, weight in texts:
        letters.update(text)
        for piece in processor.encode(text):
            counts[piece] += weight  # type: ignore[assignment]
    return counts, letters


def train_pieces(
    texts: Iterable[tuple[str, float]], *, size: int, path: Path
) -> list[tuple[str, float]]:
    """Train a unigram SentencePiece model and return its pieces with scores.

    Raises:
        ConfigError: The text has fewer pieces than `size`.
    """
    import sentencepiece

    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(text for text, _ in texts),
            model_prefix=str(path.with_suffix("")),
            vocab_size=size + 1,
            model_type="unigram",
            character_coverage=1.0,
            normalization_rule_name="nmt_nfkc",
            bos_id=-1,
            eos_id=-1,
            minloglevel=2,
        )
    except RuntimeError as error:
        message = str(error)
        if "Vocabulary size" in message or "vocab_size" in message:
            raise ConfigError(f"a vocabulary of {size} is larger than the text allows") from error
        raise
    model = _proto(path.with_suffix(".model").read_bytes())
    return [(p.piece, p.score) for p in model.pieces if p.type == p.NORMAL]


def write_sentencepiece(
    pieces: Sequence[tuple[str, float]],
    path: Path,
    *,
    folds: Iterable[tuple[str, str]] = (),
) -> None:
    """Write a unigram SentencePiece model of given pieces.

    Args:
        pieces: Piece and score.
        path: Of the file.
        folds: What its normalization replaces by what, for a vocabulary of characters, which has
            no space before the first word; none is the usual NFKC.
    """
    import sentencepiece

    with tempfile.TemporaryDirectory() as folder:
        # The compiled normalization map comes from a tiny model trained with the same rule.
        prefix = Path(folder) / "tiny"
        rule: dict[str, Any] = {"normalization_rule_name": "nmt_nfkc"}
        if rows := ["\t".join(map(_code_points, fold)) for fold in folds]:
            table = prefix.with_suffix(".tsv")
            table.write_text("\n".join(rows), "utf-8")
            rule = {"normalization_rule_tsv": str(table), "add_dummy_prefix": False}
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(["a b c d e f g"] * 50),
            model_prefix=str(prefix),
            vocab_size=12,
            hard_vocab_limit=False,
            minloglevel=2,
            **rule,
        )
        model = _proto(prefix.with_suffix(".model").read_bytes())
    del model.pieces[:]
    kind = model.SentencePiece
    model.pieces.append(kind(piece="<unk>", score=0.0, type=kind.UNKNOWN))
    model.pieces.extend(kind(piece=p, score=float(s), type=kind.NORMAL) for p, s in pieces)
    trainer = model.trainer_spec
    trainer.unk_id, trainer.bos_id, trainer.eos_id, trainer.pad_id = 0, -1, -1, -1
    trainer.model_prefix = model.normalizer_spec.normalization_rule_tsv = ""  # temporary paths
    trainer.vocab_size = len(model.pieces)
    with atomic_file(path) as file:
        file.write(model.SerializeToString())


def _code_points(text: str) -> str:
    return " ".join(f"{ord(character):X}" for character in text)


def _proto(data: bytes) -> Any:
    from sentencepiece import sentencepiece_model_pb2

    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(data)
    return model


def write_vocabulary(
    pieces: Sequence[tuple[str, float]],
    folder: Path,
    *,
    languages: Sequence[str],
    tags: Sequence[str] = (),
    folds: Iterable[tuple[str, str]] = (),
) -> None:
    """Write the vocabulary files of a Marian model.

    Args:
        pieces: Piece and score, by falling score.
        folder: Is there already.
        languages: Each gets a label.
        tags: Of synthetic text.
        folds: See `write_sentencepiece`.
    """
    write_sentencepiece(pieces, folder / "source.spm", folds=folds)
    shutil.copyfile(folder / "source.spm", folder / "target.spm")
    labels = [*map(label, languages), *tags]
    names = [END, UNKNOWN, *labels, *(piece for piece, _ in pieces), PAD]
    table = {name: i for i, name in enumerate(names)}
    config = {
        "tokenizer_class": "MarianTokenizer",
        "eos_token": "</s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
        "model_max_length": 512,
        "separate_vocabs": False,
        "source_lang": None,
        "target_lang": None,
    }
    for name, content in (("vocab.json", table), ("tokenizer_config.json", config)):
        with atomic_file(folder / name) as file:
            file.write(json.dumps(content, ensure_ascii=False, indent=1).encode())
