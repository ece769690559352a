"""What a finished model is worth: every set at hand, every direction, with intervals and speed."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mtkit.engines import DecodeOptions, load
from mtkit.engines.base import Engine
from mtkit.engines.pieces import LONGEST
from mtkit.evaluation import Evaluation, ReferenceSet, Score, evaluate
from mtkit.store.corpora import Corpus, Part, corpora
from mtkit.store.manifest import MeasuredScore, Model
from mtkit.training.data import at_hand, files, read_corpus
from mtkit.training.guard import comparable
from mtkit.training.recipe import CorpusSpec, Recipe

METRICS = ("chrf", "bleu", "flags")


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Pairs on which a model is judged.

    Args:
        name: For a reader.
        pairs: Sentences, in the order of the recipe's languages.
        seen: How many of them stand in the training text, on either side.
    """

    name: str
    pairs: tuple[tuple[str, str], ...]
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one or more models did on a set in a direction.

    Args:
        set: What they were judged on.
        direction: (source, target).
        sources: As the models read them.
        references: What they should have written.
        result: Scores with intervals; a system a model.
        hypotheses: System → translations.
        sentences_per_second: Of the last model.
        pieces_per_second: Target pieces, of the last model.
    """

    set: JudgedSet
    direction: tuple[str, str]
    sources: Sequence[str]
    references: Sequence[str]
    result: Evaluation
    hypotheses: Mapping[str, Sequence[str]]
    sentences_per_second: float
    pieces_per_second: float

    def score(self, metric: str) -> Score:
        """Return the last system's score."""
        return self.result.score(self.result.systems[-1], metric)


def sets_at_hand(languages: Sequence[str], *, but: Iterable[CorpusSpec] = ()) -> list[CorpusSpec]:
    """Return the reference sets at hand in some languages.

    Parts called ``train…`` are none, nor are parts whose text another part has whole.

    Args:
        languages: All of which a set must have.
        but: What is learned from; sets that share a file with it are left out.
    """
    learned = {path for spec in but if at_hand(spec) for path in files(spec)}
    found: list[tuple[frozenset[str], CorpusSpec]] = []
    for corpus in corpora():
        if set(languages) <= set(corpus.languages):
            for part in corpus.parts.values():
                paths = {corpus.path(name) for name in part.names()}
                if not part.name.startswith("train") and not paths & learned:
                    found.append((_places(corpus, part), _spec(corpus, part)))
    return [spec for mine, spec in found if not any(mine < other for other, _ in found)]


def judged_sets(recipe: Recipe, learned: Iterable[tuple[str, str]]) -> Iterator[JudgedSet]:
    """Yield the sets that a model is judged on: held-out ones, dev sets, reference sets at hand.

    Args:
        recipe: Whose model it is.
        learned: The pairs that it learned from.
    """
    texts = {comparable(text) for pair in learned for text in pair}
    judged: set[Path] = set()
    at_large = sets_at_hand(recipe.languages, but=recipe.corpora)
    for spec in (*recipe.dev, *recipe.held_out, *at_large):
        if not at_hand(spec) or judged >= (paths := set(files(spec))):
            continue
        judged |= paths
        whole = replace(spec, limit=0)
        pairs = tuple(pair.texts for pair in read_corpus(whole, recipe.languages))
        seen = sum(any(comparable(text) in texts for text in pair) for pair in pairs)
        if pairs:
            yield JudgedSet(spec.id, pairs, seen)


def judge(
    models: Mapping[str, Model],
    sets: Iterable[JudgedSet],
    *,
    languages: Sequence[str],
    sides: Sequence[int],
    beam_size: int = 4,
) -> Iterator[Verdict]:
    """Yield how models do on every set in every direction.

    Args:
        models: Name → model; the first is what the others are compared with.
        sets: What they are judged on; sentences that a model cannot read count as not translated.
        languages: The two of the sets.
        sides: Which of them are translated from.
        beam_size: Of the search.
    """
    engines = {name: load(model) for name, model in models.items()}
    for one in sets:
        for side in sides:
            source, target = languages[side], languages[1 - side]
            references = ReferenceSet(
                references=(tuple(pair[1 - side] for pair in one.pairs),),
                sources=tuple(pair[side] for pair in one.pairs),
                source_language=source,
                target_language=target,
                name=one.name,
            )
            said, speeds = {}, (0.0, 0.0)
            for name, engine in engines.items():
                said[name], speeds = _translated(engine, references, beam_size)
            result = evaluate(said, references, metrics=METRICS)
            texts = references.require_sources("a card"), references.references[0]
            yield Verdict(one, (source, target), *texts, result, said, *speeds)


def measured_scores(verdicts: Sequence[Verdict], *, signature: str) -> tuple[MeasuredScore, ...]:
    """Return chrF and BLEU of the last model, as a manifest keeps them."""
    titles = {"chrf": "chrF", "bleu": "BLEU"}
    return tuple(
        MeasuredScore(v.direction, v.set.name, title, round(v.score(name).value, 1), signature)
        for v in verdicts
        for name, title in titles.items()
    )


def _translated(
    engine: Engine, references: ReferenceSet, beam_size: int
) -> tuple[list[str], tuple[float, float]]:
    """Return translations, sentences a second and target pieces a second."""
    sources = references.require_sources("a card")
    fits = [text if engine.count_pieces(text) <= LONGEST else "" for text in sources]
    start = time.perf_counter()
    found = engine.translate(
        fits,
        source=str(references.source_language),
        target=str(references.target_language),
        options=DecodeOptions(beam_size=beam_size),
    )
    seconds = max(time.perf_counter() - start, 1e-9)
    best = [hypotheses[0] for hypotheses in found]
    pieces = sum(len(hypothesis.pieces) for hypothesis in best)
    return [hypothesis.text for hypothesis in best], (len(best) / seconds, pieces / seconds)


def _places(corpus: Corpus, part: Part) -> frozenset[str]:
    places = (place for file in part.files for key, place in file.items() if key != "labels")
    return frozenset(f"{corpus.id}/{place}" for place in places)


def _spec(corpus: Corpus, part: Part) -> CorpusSpec:
    name = f"{corpus.id}/{part.name}"
    return CorpusSpec(id=name, set=name, license=corpus.license)
