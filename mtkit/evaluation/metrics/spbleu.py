"""spBLEU (Goyal et al. 2022): BLEU over the pieces of FLORES' SentencePiece model.

sacreBLEU downloads that model when it is first asked for; here nothing is downloaded.  It is taken
from sacreBLEU's own folder, or from the file that is named: ``spbleu=FILE``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mtkit.errors import ConfigError, FormatError
from mtkit.evaluation.metrics.bleu import of_scorer, scorer_of
from mtkit.evaluation.metrics.sacre import SacreMetric
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.io import sha256

_KINDS = ("flores200", "flores101")  # the better first


def spbleu(references: ReferenceSet, model: str = "") -> SacreMetric:
    """Return spBLEU.

    Args:
        references: The set.
        model: A SentencePiece model; empty for the one in sacreBLEU's folder, whose scores and
            signature are sacreBLEU's.

    Raises:
        ConfigError: The model is not there; the message says how to get it.
        FormatError: It is no SentencePiece model.
    """
    scorer = _of_file(Path(model)) if model else _of_sacrebleu()
    return of_scorer("spBLEU", references.references, scorer)


def _of_sacrebleu() -> Any:
    from sacrebleu.tokenizers import tokenizer_spm as spm

    folder = Path(spm.SACREBLEU_DIR) / "models"
    for kind in _KINDS:
        if (folder / Path(spm.SPM_MODELS[kind]["url"]).name).is_file():
            return scorer_of(kind)
    url = spm.SPM_MODELS[_KINDS[0]]["url"]
    raise ConfigError(
        f"spBLEU needs the SentencePiece model of FLORES-200: fetch {url} to "
        f"{folder / Path(url).name}, or name the file: spbleu=FILE"
    )


def _of_file(path: Path) -> Any:
    if not path.is_file():
        raise ConfigError(f"{path}: there is no such SentencePiece model")
    scorer = scorer_of("none")
    scorer.tokenizer = _Pieces(path)
    scorer.tokenizer_signature = f"spm-{path.stem}-{sha256(path)[:8]}"
    return scorer


class _Pieces:
    """A tokenizer as sacreBLEU calls it."""

    def __init__(self, path: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self._processor = SentencePieceProcessor()
        try:
            self._processor.Load(str(path))
        except RuntimeError as error:
            raise FormatError("it is no SentencePiece model", path) from error

    def __call__(self, line: str) -> str:
        return " ".join(self._processor.EncodeAsPieces(line))
