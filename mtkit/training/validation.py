"""How good the model is now: chrF on the dev sets, through CTranslate2 in int8, as it is used."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mtkit.errors import MissingExtraError
from mtkit.langs import label
from mtkit.training.data import Pair
from mtkit.training.vocabulary import Vocabulary

_BEAM = 2


@dataclass(frozen=True, slots=True)
class DevScore:
    """chrF2 of one direction of one dev set.

    Args:
        corpus: Id of the set.
        direction: ``"en-ar"``.
        chrf: 0-100, as sacrebleu counts it.
        sample: A source and its translation, for a reader.
    """

    corpus: str
    direction: str
    chrf: float
    sample: tuple[str, str] = ("", "")


def evaluate(
    model: Path,
    dev: Sequence[Pair],
    *,
    languages: Sequence[str],
    sides: Sequence[int],
    threads: int,
) -> list[DevScore]:
    """Translate the dev sets with a model folder and score them.

    Args:
        model: Marian model in the transformers layout.
        dev: Pairs of all sets, by set.
        languages: The two.
        sides: Source side of the directions to score.
        threads: Of the processor.
    """
    try:
        import ctranslate2
        import sacrebleu
        from ctranslate2.converters import TransformersConverter
    except ImportError as error:
        raise MissingExtraError("evaluation during training", "train") from error
    vocabulary = Vocabulary(model, languages)
    scores = []
    with tempfile.TemporaryDirectory() as folder:
        TransformersConverter(str(model)).convert(folder, quantization="int8", force=True)
        translator = ctranslate2.Translator(folder, inter_threads=1, intra_threads=threads)
        for corpus in dict.fromkeys(pair.corpus for pair in dev):
            pairs = [pair.texts for pair in dev if pair.corpus == corpus]
            for side in sides:
                sources = [texts[side] for texts in pairs]
                name = label(languages[1 - side])
                results = translator.translate_batch(
                    [[name, *vocabulary.pieces(text), "</s>"] for text in sources],
                    beam_size=_BEAM,
                    max_batch_size=1500,
                    batch_type="tokens",
                    max_decoding_length=160,
                )
                hypotheses = [vocabulary.decode(result.hypotheses[0]) for result in results]
                references = [[texts[1 - side] for texts in pairs]]
                chrf = float(sacrebleu.corpus_chrf(hypotheses, references).score)
                middle = len(pairs) // 2
                direction = f"{languages[side]}-{languages[1 - side]}"
                sample = (sources[middle], hypotheses[middle])
                scores.append(DevScore(corpus, direction, chrf, sample))
    return scores


def mean(scores: Sequence[DevScore]) -> float:
    """Return the mean chrF, by which checkpoints are compared."""
    return sum(score.chrf for score in scores) / len(scores)
