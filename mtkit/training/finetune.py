"""Fine-tuning: a model that is there learns from a little text of one's own, and forgets little.

A recipe is written and trained like any other; what is special is what goes into it: a low learning
rate, a part of the text held out to judge by, and general text mixed in against forgetting (Chu et
al. 2017), a part of which is held out too, so that what was gained and what was forgotten are both
measured.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mtkit.bitext import write_bitext
from mtkit.errors import ConfigError, CorpusError, ModelError
from mtkit.langs import standard
from mtkit.store.corpora import find_corpus
from mtkit.store.manifest import Model
from mtkit.store.shelf import Shelf
from mtkit.training.data import read_corpus
from mtkit.training.judging import sets_at_hand
from mtkit.training.recipe import (
    CorpusSpec,
    Guide,
    ModelSpec,
    Recipe,
    TrainingSpec,
    VocabularySpec,
)
from mtkit.training.recipe_toml import write_recipe

_HELD_OUT = 0.1  # share of the text
_MOST_HELD_OUT = 500
_LOOKED_AT = 150  # of those, by each evaluation on the way
_MOST_GENERAL = 10  # pairs of general text for each of one's own
_LEAST = 20  # pairs; with less there is nothing to learn from and nothing to judge by


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to fine-tune, and on what.

    Args:
        model: Id or folder of a Marian model.
        texts: Bitexts to learn from: files as `mtkit.bitext` reads them, or sets by name.
        general: Bitexts of the kind that the model knows already, against forgetting.
        dev: Bitexts to choose the best checkpoint by; empty holds out a part of `texts`.
        id: Of the new model.
        pair: (source, target); None where the model serves one pair, or one both ways.
        general_share: Of what is read, in [0, 1).
        hours: Length of the run.  This or `updates`.
        updates: Length of the run in updates of a worker.
        learning_rate: At its highest.
        workers: Processes; 0 is one for each core.
    """

    model: str
    texts: Sequence[str]
    general: Sequence[str] = ()
    dev: Sequence[str] = ()
    id: str
    pair: tuple[str, str] | None = None
    general_share: float = 0.5
    hours: float = 0.0
    updates: int = 0
    learning_rate: float = 1e-4
    workers: int = 0


def write(request: Request, folder: Path) -> Path:
    """Write the recipe of a fine-tuning, and the text that it holds out; return the recipe's path.

    The same request writes the same files, so that a run that was stopped goes on.

    Args:
        request: What is wanted.
        folder: Of the run; made if need be.

    Raises:
        UnknownEntryError: No such model.
        ModelError: It cannot be trained.
        ConfigError: It serves several pairs, and none was chosen; a number that makes no sense.
        CorpusError: A bitext is missing, or too small to hold anything out.
    """
    if not 0 <= request.general_share < 1:
        raise ConfigError(f"the share of general text is {request.general_share}; it is in [0, 1)")
    model = Shelf().get(request.model)
    if model.manifest.layout != "transformers":
        raise ModelError(
            f"{model.id}: stored as {model.manifest.layout}, which cannot be trained; "
            "take the same model from the hub (mtkit models pull)"
        )
    languages, directions = _languages(model, request.pair)
    folder.mkdir(parents=True, exist_ok=True)
    own = [_spec(text, f"text{i}") for i, text in enumerate(request.texts, 1)]
    general = [_spec(text, f"general{i}") for i, text in enumerate(request.general, 1)]
    if request.dev:
        dev = [_spec(text, f"dev{i}") for i, text in enumerate(request.dev, 1)]
    else:
        dev = [_hold_out(own, languages, folder / "dev.jsonl")]
    if general:
        dev.append(_hold_out(general, languages, folder / "general.jsonl"))
    count = sum(_count(spec, languages) for spec in own)
    mixed_in = _mixed_in(general, languages, own=count, share=request.general_share)
    recipe = Recipe(
        id=request.id,
        summary=f"{model.id}, fine-tuned",
        license=model.manifest.license,
        languages=languages,
        directions=directions,
        model=ModelSpec(start=model.path),
        vocabulary=VocabularySpec(word_list=0),
        guide=Guide(weight=0.1, early_weight=0.1, early_updates=0),
        training=TrainingSpec(
            hours=request.hours,
            updates=request.updates,
            workers=request.workers,
            learning_rate=request.learning_rate,
            encoder_learning_rate=request.learning_rate,
            warmup=50,
            average_updates=100,
            evaluate_minutes=10,
            patience=5,
        ),
        corpora=(*own, *mixed_in),
        dev=tuple(dev),
    )
    recipe = replace(recipe, held_out=tuple(sets_at_hand(languages, but=recipe.corpora)))
    path = folder / "recipe.toml"
    write_recipe(recipe, path, head="written by mtkit finetune; mtkit train takes it")
    return path


def _languages(
    model: Model, asked: tuple[str, str] | None
) -> tuple[tuple[str, str], tuple[str, ...]]:
    """Return the two languages, and the directions to train."""
    pairs = model.manifest.pairs
    if asked is None:
        first = pairs[0]
        if any(set(pair) != set(first) for pair in pairs):
            known = ", ".join("-".join(pair) for pair in pairs)
            raise ConfigError(f"{model.id} serves {known}; choose one with --pair")
        return first, tuple("-".join(pair) for pair in pairs)
    pair = (standard(asked[0]), standard(asked[1]))
    if pair not in pairs:
        known = ", ".join("-".join(known_pair) for known_pair in pairs)
        raise ConfigError(f"{model.id} does not serve {'-'.join(pair)}, only {known}")
    return pair, ("-".join(pair),)


def _spec(text: str, id: str) -> CorpusSpec:
    path = Path(text).expanduser()
    if not path.exists() and (found := find_corpus(text)) is not None:
        return CorpusSpec(id=id, set=text, license=found[0].license)
    return CorpusSpec(id=id, path=path)


def _hold_out(specs: Sequence[CorpusSpec], languages: tuple[str, str], path: Path) -> CorpusSpec:
    """Write an evenly spread part of a text to `path`; the guard keeps it out of training."""
    pairs = [pair.texts for spec in specs for pair in read_corpus(spec, languages)]
    if len(pairs) < _LEAST:
        raise CorpusError(f"{len(pairs)} pairs are too few to learn from; give at least {_LEAST}")
    count = min(_MOST_HELD_OUT, math.ceil(_HELD_OUT * len(pairs)))
    write_bitext(path, [pairs[i * len(pairs) // count] for i in range(count)], languages)
    return CorpusSpec(id=path.stem, path=path, format="jsonl", columns=languages, limit=_LOOKED_AT)


def _count(spec: CorpusSpec, languages: tuple[str, str]) -> int:
    return sum(1 for _ in read_corpus(spec, languages))


def _mixed_in(
    specs: Sequence[CorpusSpec], languages: tuple[str, str], *, own: int, share: float
) -> list[CorpusSpec]:
    """Return general text so that it makes `share` of what is read beside `own` pairs."""
    counts = [_count(spec, languages) for spec in specs]
    total = sum(counts)
    part = min(1.0, _MOST_GENERAL * own / max(total, 1))  # no need to prepare what is hardly read
    weight = share / (1 - share) * own / max(total * part, 1)
    limits = [0 if part == 1 else math.ceil(part * count) for count in counts]
    return [
        replace(spec, weight=round(weight, 4), limit=limit)
        for spec, limit in zip(specs, limits, strict=True)
    ]
