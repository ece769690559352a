"""From the corpora of a recipe to the numbers that training reads, each step done once.

    run/cleaning.json   what was read, kept and dropped, and which texts were held out
    run/text.jsonl      the pairs that were kept
    run/start/          the model to start from, with its vocabulary
    run/bitext.npz      piece ids and word alignment

A step is skipped while what it depends on (its part of the recipe, the corpora's files) is the
same.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mtkit.errors import CorpusError, MissingExtraError
from mtkit.io import atomic_file, sha256
from mtkit.training.clean import CleaningReport, clean
from mtkit.training.data import Pair, at_hand, files, place, read_corpus
from mtkit.training.guard import Guard
from mtkit.training.guided import align_pieces
from mtkit.training.recipe import CorpusSpec, Recipe
from mtkit.training.start import make_start, open_vocabulary

if TYPE_CHECKING:
    from mtkit.training.bitext import Bitext

Say = Callable[[str], None]


def prepare(recipe: Recipe, run: Path, *, say: Say) -> None:
    """Do all that comes before training.

    Args:
        recipe: What to make.
        run: Folder of the run; made if need be.
        say: Takes lines for a reader.

    Raises:
        CorpusError: A corpus is missing or broken, or nothing is left of the text.
        ConfigError: The vocabulary is larger than the text allows.
        ModelError: The model to start from is no Marian model.
    """
    run.mkdir(parents=True, exist_ok=True)
    text_key = _key(recipe.languages, recipe.corpora, recipe.held_out, recipe.dev, recipe.cleaning)
    if not _done(run / "text.jsonl", text_key):
        _write_text(recipe, run, say)
        _mark(run / "text.jsonl", text_key)
    start_key = _key(text_key, recipe.model, recipe.vocabulary, recipe.tags, recipe.seed)
    if not _done(run / "start", start_key):
        make_start(recipe, run / "start", texts=_vocabulary_texts(recipe, run), say=say)
        _mark(run / "start", start_key)
    bitext_key = _key(text_key, start_key, recipe.sides, recipe.guide.weight > 0)
    if not _done(run / "bitext.npz", bitext_key):
        _bitext(recipe, run, say).save(run / "bitext.npz")
        _mark(run / "bitext.npz", bitext_key)


def read_clean(recipe: Recipe, *, say: Say) -> tuple[list[Pair], CleaningReport, Guard]:
    """Return the pairs that a recipe learns from, what was dropped, and the guard that watched."""
    held = [spec for spec in (*recipe.held_out, *recipe.dev) if _there(spec, say)]
    whole = [dataclasses.replace(spec, limit=0) for spec in held]
    guard = Guard(chain.from_iterable(read_corpus(spec, recipe.languages) for spec in whole))
    report = CleaningReport()
    specs = [spec for spec in recipe.corpora if _there(spec, say)]
    raw = chain.from_iterable(read_corpus(spec, recipe.languages) for spec in specs)
    pairs = list(clean(raw, recipe.languages, rules=recipe.cleaning, guard=guard, report=report))
    empty = [spec.id for spec in specs if not report.kept[spec.id] and not spec.optional]
    if not pairs or empty:
        lines = [line for line in report.lines() if not pairs or line.startswith(f"{empty[0]}:")]
        raise CorpusError(f"nothing is left to learn from: {'; '.join(lines)}")
    return pairs, report, guard


def read_text(run: Path) -> Iterator[Pair]:
    """Yield the pairs that a run learns from."""
    with (run / "text.jsonl").open(encoding="utf-8") as file:
        for line in file:
            corpus, weight, first, second = json.loads(line)
            yield Pair((first, second), corpus, weight)


def _there(spec: CorpusSpec, say: Say) -> bool:
    if at_hand(spec):
        return True
    say(f"{spec.id}: not at hand ({place(spec)}), left out")
    return False


def _write_text(recipe: Recipe, run: Path, say: Say) -> None:
    pairs, report, guard = read_clean(recipe, say=say)
    for line in report.lines():
        say(line)
    with atomic_file(run / "text.jsonl") as file:
        for pair in pairs:
            record = (pair.corpus, pair.weight, *pair.texts)
            file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
    hashes = {
        str(path): sha256(path)
        for spec in (*recipe.corpora, *recipe.held_out, *recipe.dev)
        for path in files(spec)
    }
    summary = {
        "read": report.read,
        "kept": report.kept,
        "dropped": report.dropped,
        "examples": report.examples,
        "held_out": guard.corpora,
        "sha256": hashes,
    }
    with atomic_file(run / "cleaning.json") as file:
        file.write(json.dumps(summary, ensure_ascii=False, indent=1).encode())


def _vocabulary_texts(recipe: Recipe, run: Path) -> Iterator[tuple[str, float]]:
    """Yield text and weight: the pairs, and the commonest words of both languages."""
    for pair in read_text(run):
        for text in pair.texts:
            yield text, pair.weight
    if not recipe.vocabulary.word_list:
        return
    try:
        import wordfreq
    except ImportError as error:
        raise MissingExtraError("vocabulary.word_list", "train") from error
    for language in recipe.languages:
        for word in wordfreq.top_n_list(language, recipe.vocabulary.word_list):
            yield word, 1 + 3e5 * wordfreq.word_frequency(word, language)


def _bitext(recipe: Recipe, run: Path, say: Say) -> Bitext:
    from mtkit.training.bitext import Bitext

    vocabulary = open_vocabulary(recipe, run / "start")
    pairs = list(read_text(run))
    sides = [
        vocabulary.encode([pair.texts[side] for pair in pairs], as_target=side not in recipe.sides)
        for side in (0, 1)
    ]
    # Longer than the model reads or int16 counts; the trainer's `longest` comes on top.
    fits = [max(len(a), len(b)) < 500 for a, b in zip(*sides, strict=True)]
    first, second = ([ids for ids, ok in zip(side, fits, strict=True) if ok] for side in sides)
    say(
        f"{len(first):,} pairs, {sum(map(len, first)):,} and {sum(map(len, second)):,} pieces"
        + (f"; {len(fits) - sum(fits)} too long" if not all(fits) else "")
    )
    if recipe.guide.weight:
        say("aligning words")
        links = [align_pieces(second, first), align_pieces(first, second)]
    else:
        links = [np.full(sum(map(len, side)), -1, np.int16) for side in (first, second)]
    read = [pair for pair, ok in zip(pairs, fits, strict=True) if ok]
    masks = {spec.id: sum(1 << side for side in recipe.sides_of(spec)) for spec in recipe.corpora}
    tags = {spec.id: vocabulary.ids[spec.tag] if spec.tag else -1 for spec in recipe.corpora}
    return Bitext(
        pieces=(_end_to_end(first), _end_to_end(second)),
        offsets=(_offsets(first), _offsets(second)),
        links=(links[0], links[1]),
        weight=np.array([pair.weight for pair in read], np.float32),
        sides=np.array([masks[pair.corpus] for pair in read], np.uint8),
        tags=np.array([tags[pair.corpus] for pair in read], np.int32),
    )


def _end_to_end(sentences: list[list[int]]) -> Any:
    return np.fromiter(chain.from_iterable(sentences), np.int32)


def _offsets(sentences: list[list[int]]) -> Any:
    return np.concatenate([[0], np.cumsum([len(s) for s in sentences])]).astype(np.int64)


def _key(*parts: object) -> str:
    """Return a hash of parts of a recipe, and of size and time of the files that they name."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(repr(_facts(part)).encode())
        for spec in part if isinstance(part, tuple) else ():
            if isinstance(spec, CorpusSpec):
                for path in files(spec):
                    digest.update(f"{path} {path.stat().st_size} {path.stat().st_mtime}".encode())
    return digest.hexdigest()


def _facts(part: object) -> object:
    """Return what a part of a recipe says, without what it leaves at its default.

    So a setting that a later mtkit adds does not make finished work stale.
    """
    if isinstance(part, tuple):
        return tuple(map(_facts, part))
    if not dataclasses.is_dataclass(part):
        return part
    named = [(field, getattr(part, field.name)) for field in dataclasses.fields(part)]
    return {field.name: _facts(value) for field, value in named if value != field.default}


def _done(path: Path, key: str) -> bool:
    mark = path.with_name(f".{path.name}.key")
    return path.exists() and mark.is_file() and mark.read_text() == key


def _mark(path: Path, key: str) -> None:
    with atomic_file(path.with_name(f".{path.name}.key")) as file:
        file.write(key.encode())
