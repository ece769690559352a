"""What is known of a model: one `model.toml` beside its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Layout = Literal["transformers", "marian", "ctranslate2"]


@dataclass(frozen=True, slots=True)
class Golden:
    """A sentence and what the model makes of it: shows at load that weights and code agree."""

    source_language: str
    target_language: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class MeasuredScore:
    """A score of the model on a reference set, with the signature that says how it was made."""

    pair: tuple[str, str]
    corpus: str
    metric: str
    value: float
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A model's description.

    Args:
        id: Short name, also its folder's.
        pairs: (source, target) languages it serves.
        layout: How the weights are stored: ``"transformers"`` (config.json + model.safetensors or
            pytorch_model.bin), ``"marian"`` (npz + yml) or ``"ctranslate2"`` (model.bin).
        license: SPDX identifier, or as the publisher writes it.
        source: Where it came from: hub repository, folder or recipe.
        revision: Commit of the source; empty where it has none.
        labels: Target language → label that the source must begin with; empty for one target.
        files: File name → SHA-256, for every file of the model but the manifest and the card.
        size: Bytes of all `files`.
        parameters: Number of weights; 0 when unknown.
        normalizer: ``"opus"`` when the text must be normalized as OPUS models were trained
            (Moses punctuation); ``"none"`` when SentencePiece does all of it.
        scores: What was measured.
        golden: Sentences checked by `mtkit models verify`.
        summary: One line for a list.
        extra: Other tables, kept as they are (recipe, data, hardware).
    """

    id: str
    pairs: tuple[tuple[str, str], ...]
    layout: Layout
    license: str
    source: str = ""
    revision: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    size: int = 0
    parameters: int = 0
    normalizer: Literal["opus", "none"] = "opus"
    scores: tuple[MeasuredScore, ...] = ()
    golden: tuple[Golden, ...] = ()
    summary: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Model:
    """A model at hand: its manifest and the folder that holds its files."""

    manifest: Manifest
    path: Path
    origin: Literal["shipped", "pulled", "added"] = "shipped"

    @property
    def id(self) -> str:
        """The manifest's id."""
        return self.manifest.id
