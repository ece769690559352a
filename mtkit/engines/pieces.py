"""Text to subwords and back, with the place of every subword in the text as it was given.

SentencePiece is used directly: `MarianTokenizer` does the same work after seconds of imports, and
keeps no offsets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

from mtkit.engines.base import Eager
from mtkit.engines.normalize import normalize
from mtkit.engines.tracked import Tracked
from mtkit.errors import ModelError
from mtkit.langs import base
from mtkit.store.manifest import Manifest
from mtkit.types import Hypothesis, Piece, Span

EOS, UNK = "</s>", "<unk>"
LONGEST = 512
"""Pieces that a Marian model has positions for, label and end of sentence included."""

_SPACE = "▁"  # how SentencePiece writes a space
_WRITTEN_LABEL = re.compile(r">>(?=[^\s<>]+<<)")
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which cannot be written as UTF-8
_NOWHERE = Span(0, 0)


class Codec:
    """Encodes and decodes the text of one model.

    Args:
        folder: Holds `source.spm` and `target.spm`.
        vocabulary: Pieces that the model knows.
        manifest: Says its labels and how its text is normalized.
        append_eos: The caller ends the source with ``</s>``, as the model itself does not.

    Raises:
        ModelError: A SentencePiece model is missing or broken, or a label is not in the vocabulary.
    """

    def __init__(
        self, folder: Path, vocabulary: Sequence[str], manifest: Manifest, *, append_eos: bool
    ) -> None:
        self._folder = folder
        self._source = _processor(folder / "source.spm")
        self._manifest = manifest
        self._vocabulary = frozenset(vocabulary)
        _check_labels(manifest, self._vocabulary)
        self._end = (Piece(EOS, _NOWHERE),) if append_eos else ()

    def label(self, source: str, target: str) -> str | None:
        """Return what the source must begin with; None for a model of one target.

        A region that the model does not know is its language: ``ar-SY`` has the label of ``ar``.

        Raises:
            ModelError: The model does not serve the pair.
        """
        manifest = self._manifest
        pairs = product((source, base(source)), (target, base(target)))
        pair = next((pair for pair in pairs if pair in manifest.pairs), None)
        if pair is None:
            served = ", ".join("-".join(pair) for pair in manifest.pairs)
            raise ModelError(f"{manifest.id}: does not translate {source}-{target}, only {served}")
        target = pair[1]
        if manifest.labels and target not in manifest.labels:
            raise ModelError(f"{manifest.id}: no label for {target}; add it to model.toml")
        return manifest.labels.get(target)

    def encode(self, text: str, label: str | None) -> tuple[Piece, ...]:
        """Return `text` as the model reads it: label, pieces, end of sentence.

        A piece's span is the part of `text` that it stands for, without the space before it.  Where
        one character gives several pieces (½), each has the span of the character.  Pieces that are
        not in the vocabulary are ``<unk>``.  A label written in the text is text (``> >ara<<``).

        Raises:
            ModelError: More pieces than the model has positions for.
        """
        prepared = self._prepare(text)
        found = self._source.encode(prepared.text, return_type="offset_mapping")
        names = (piece if piece in self._vocabulary else UNK for piece in found["pieces"])
        places = _places(prepared, found["pieces"], found["offsets"])
        pieces = (
            *((Piece(label, _NOWHERE),) if label else ()),
            *map(Piece, names, places),
            *self._end,
        )
        if len(pieces) > LONGEST:
            raise ModelError(
                f"{text[:40]!r}… has {len(pieces)} pieces, the model reads at most {LONGEST}; "
                "cut it into sentences"
            )
        return pieces

    def encode_target(self, text: str) -> tuple[Piece, ...]:
        """Return a given translation as the model would have written it, without end of sentence.

        Raises:
            ModelError: `target.spm` is missing or broken, or there are more pieces than positions.
        """
        prepared = self._prepare(text)
        found = self._target.encode(prepared.text, return_type="offset_mapping")
        names = (piece if piece in self._vocabulary else UNK for piece in found["pieces"])
        pieces = tuple(map(Piece, names, _places(prepared, found["pieces"], found["offsets"])))
        if len(pieces) >= LONGEST:
            raise ModelError(f"{text[:40]!r}… has {len(pieces)} pieces, more than the model writes")
        return pieces

    @cached_property
    def _target(self) -> Any:
        return _processor(self._folder / "target.spm")

    def count(self, text: str) -> int:
        """Return how many pieces the model reads for `text`, label and end of sentence included."""
        found = self._source.encode(self._prepare(text).text, return_type=int)
        return len(found) + bool(self._manifest.labels) + 1

    def unknown(self, text: str) -> frozenset[str]:
        """Return the characters of `text` that reach the model, wholly or in part, as ``<unk>``."""
        prepared = self._prepare(text)
        found = self._source.encode(prepared.text, return_type="offset_mapping")
        places = _places(prepared, found["pieces"], found["offsets"])
        lost = (
            place.of(text)
            for piece, place in zip(found["pieces"], places, strict=True)
            if piece not in self._vocabulary
        )
        return frozenset(char for part in lost for char in part if not char.isspace())

    def _prepare(self, text: str) -> Tracked:
        prepared = Tracked.of(text).sub(_WRITTEN_LABEL, lambda match: "> >")
        prepared = prepared.sub(_SURROGATE, lambda match: "\ufffd")
        return normalize(prepared) if self._manifest.normalizer == "opus" else prepared


class Coded(Eager):
    """What an engine of one model says by its codec alone.

    Args:
        codec: Of the model.
        pairs: (source, target) languages of the model.
    """

    def __init__(self, codec: Codec, pairs: tuple[tuple[str, str], ...]) -> None:
        self._codec, self._pairs = codec, pairs

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the (source, target) languages of the model."""
        return self._pairs

    def count_pieces(self, text: str) -> int:
        """Return how many pieces the model reads for `text`, label and end of sentence included."""
        return self._codec.count(text)

    def unknown(self, text: str) -> frozenset[str]:
        """Return the characters of `text` that reach the model, wholly or in part, as ``<unk>``."""
        return self._codec.unknown(text)


def is_blank(source: Sequence[Piece]) -> bool:
    """Tell whether an encoded text has nothing to translate."""
    return not any(piece.span for piece in source)


def blank(source: tuple[Piece, ...], *, aligned: bool) -> Hypothesis:
    """Return the translation of a text that has nothing to translate: nothing."""
    if not aligned:
        return Hypothesis("", 0.0, source)
    import numpy as np

    return Hypothesis("", 0.0, source, (), np.zeros((0, len(source)), dtype=np.float32))


def decode(pieces: Sequence[str]) -> tuple[str, tuple[Piece, ...]]:
    """Return the text that `pieces` of the target spell, and the pieces with their places in it.

    Specials such as ``<unk>`` are spelled out, so that they are seen and can be checked for.
    """
    text = ""
    spans = []
    for piece in pieces:
        written = piece.replace(_SPACE, " ")
        word = written.lstrip(" ")
        text += written if text else word
        spans.append((len(text) - len(word), len(text)))
    text = text.rstrip(" ")
    last = len(text)
    placed = (Span(min(start, last), min(end, last)) for start, end in spans)
    return text, tuple(map(Piece, pieces, placed))


def read_vocabulary(folder: Path) -> tuple[str, ...]:
    """Return the pieces of a model in the order of their numbers.

    Args:
        folder: In the layout of Transformers (`vocab.json`) or CTranslate2
            (`*_vocabulary.json`, `.txt`).

    Raises:
        ModelError: There is none, or it cannot be read.
    """
    for name in ("shared_vocabulary", "source_vocabulary"):
        if (path := folder / f"{name}.txt").exists():  # CTranslate2 before version 3
            return tuple(path.read_text("utf-8").splitlines())
        if (path := folder / f"{name}.json").exists():
            return tuple(read_json(path))
    if (path := folder / "vocab.json").exists():
        return _in_order(read_json(path), path)
    raise ModelError(f"{folder}: no vocabulary here; fetch the model again")


def read_json(path: Path) -> Any:
    """Return what a JSON file of a model holds.

    Raises:
        ModelError: It is not there, or not JSON.
    """
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: cannot be read ({error}); fetch the model again") from None


def _in_order(numbers: Mapping[str, int], path: Path) -> tuple[str, ...]:
    if sorted(numbers.values()) != list(range(len(numbers))):
        raise ModelError(f"{path}: not a vocabulary: its numbers do not run from 0 without a gap")
    return tuple(sorted(numbers, key=numbers.__getitem__))


def _processor(path: Path) -> Any:
    import sentencepiece

    try:
        return sentencepiece.SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(f"{path}: not a SentencePiece model ({reason}); fetch it again") from None


def _check_labels(manifest: Manifest, vocabulary: frozenset[str]) -> None:
    for target, label in manifest.labels.items():
        if label not in vocabulary:
            known = sorted(piece for piece in vocabulary if re.fullmatch(r">>\S+<<", piece))
            raise ModelError(
                f"{manifest.id}: label {label!r} for {target} is not in the vocabulary "
                f"(known: {', '.join(known) or 'none'}); correct it in model.toml"
            )


def _places(text: Tracked, pieces: Sequence[str], offsets: Sequence[tuple[int, int]]) -> list[Span]:
    """Return the span of each piece in the original; `offsets` count from the prepared text."""
    places: list[Span] = []
    following: Span | None = None
    for piece, (start, end) in zip(reversed(pieces), reversed(offsets), strict=True):
        while start < end and text.text[start].isspace():
            start += 1
        place = text.span(start, end)
        # SentencePiece gives a character that became several pieces to the last of them.
        if not place and following and following.start == place.start and piece != _SPACE:
            place = following
        places.append(place)
        following = place
    return places[::-1]
