"""How good the model is now: chrF on the dev sets, through the engine, in int8, as it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mtkit.engines import DecodeOptions, load
from mtkit.engines.convert import forget
from mtkit.engines.pieces import LONGEST
from mtkit.errors import MissingExtraError
from mtkit.store.manifest import Model
from mtkit.training.data import Pair
from mtkit.training.identity import manifest_of
from mtkit.training.recipe import Recipe

_BEAM = 2
_MOST_PIECES = 160


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


def evaluate(folder: Path, dev: Sequence[Pair], *, recipe: Recipe, threads: int) -> list[DevScore]:
    """Translate the dev sets with a model folder and score them.

    Args:
        folder: Marian model in the transformers layout.
        dev: Pairs of all sets, by set; those that are longer than the model reads are left out.
        recipe: Whose model it is.
        threads: Of the processor.
    """
    try:
        import sacrebleu
    except ImportError as error:
        raise MissingExtraError("evaluation during training", "train") from error
    model = Model(manifest_of(recipe, folder), folder)
    try:
        engine = load(model, inter_threads=threads, intra_threads=1)
        options = DecodeOptions(beam_size=_BEAM, max_length=_MOST_PIECES)
        scores = []
        for corpus in dict.fromkeys(pair.corpus for pair in dev):
            whole = [pair.texts for pair in dev if pair.corpus == corpus]
            for side in recipe.sides:
                pairs = [texts for texts in whole if engine.count_pieces(texts[side]) <= LONGEST]
                sources = [texts[side] for texts in pairs]
                source, target = recipe.languages[side], recipe.languages[1 - side]
                results = engine.translate(sources, source=source, target=target, options=options)
                hypotheses = [found[0].text for found in results]
                references = [[texts[1 - side] for texts in pairs]]
                chrf = float(sacrebleu.corpus_chrf(hypotheses, references).score)
                middle = len(pairs) // 2
                sample = (sources[middle], hypotheses[middle])
                scores.append(DevScore(corpus, f"{source}-{target}", chrf, sample))
        return scores
    finally:
        forget(model)  # the next evaluation has other weights


def mean(scores: Sequence[DevScore]) -> float:
    """Return the mean chrF, by which checkpoints are compared."""
    return sum(score.chrf for score in scores) / len(scores)
