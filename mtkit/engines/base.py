"""What an engine is: texts in, hypotheses out, the same ones at any batch size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from mtkit.errors import ConfigError
from mtkit.types import Hypothesis


@dataclass(frozen=True, slots=True)
class DecodeOptions:
    """How a model searches for its translation; the defaults are what the desk uses.

    Args:
        beam_size: Hypotheses kept at each step, from 1.
        length_penalty: Scores are divided by length to this power; 1 compares means.
        no_repeat_ngram_size: No n-gram of this many pieces twice; 0 is off.
        repetition_penalty: Above 1 makes pieces that were said less likely.
        num_hypotheses: How many translations to return, best first, up to `beam_size`.
        sampling_topk: Draw each piece from the best so many instead of searching; 0 is off.
        sampling_temperature: Above 1 draws more evenly.
        seed: For sampling; the same seed gives the same translations.
        max_length: Most pieces of a translation; None is 2 x source + 20, where a source of less
            than 64 pieces counts as the longest of its octave (16-31, 32-63).
        alignment: Return attention, from which words are aligned.
    """

    beam_size: int = 4
    length_penalty: float = 1.0
    no_repeat_ngram_size: int = 0
    repetition_penalty: float = 1.0
    num_hypotheses: int = 1
    sampling_topk: int = 0
    sampling_temperature: float = 1.0
    seed: int = 0
    max_length: int | None = None
    alignment: bool = False

    def __post_init__(self) -> None:
        if self.beam_size < 1:
            raise ConfigError(f"beam size is {self.beam_size}; it must be at least 1")
        if self.no_repeat_ngram_size < 0 or self.sampling_topk < 0:
            raise ConfigError("no-repeat n-gram size and sampling top-k cannot be negative")
        if self.repetition_penalty <= 0 or self.sampling_temperature <= 0:
            raise ConfigError("repetition penalty and sampling temperature must be above 0")
        if self.num_hypotheses < 1:
            raise ConfigError(f"{self.num_hypotheses} hypotheses asked for; ask for at least 1")
        if self.num_hypotheses > self.beam_size and not self.sampling_topk:
            raise ConfigError(
                f"{self.num_hypotheses} hypotheses need a beam of at least {self.num_hypotheses}; "
                f"it is {self.beam_size}"
            )
        if self.max_length is not None and self.max_length < 1:
            raise ConfigError(f"maximum length is {self.max_length}; it must be at least 1")


class Engine(Protocol):
    """Something that translates sentences of one or more language pairs.

    `translate` gives a text the same hypotheses whatever else is in the call.
    """

    @property
    def name(self) -> str:
        """Registered name: ``"ctranslate2"``, ``"transformers"``, ``"identity"``."""
        ...

    @property
    def fingerprint(self) -> str:
        """Hash of all that decides the output besides text and options: weights, vocabulary,
        normalizer version, compute type.  Part of the translation memory's key."""
        ...

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the (source, target) languages it serves, as `langs.standard` writes them."""
        ...

    def count_pieces(self, text: str) -> int:
        """Return how many subwords the model would read for `text`."""
        ...

    def unknown(self, text: str) -> frozenset[str]:
        """Return the characters of `text` that the model's vocabulary cannot read or write."""
        ...

    def translate(
        self, texts: Sequence[str], *, source: str, target: str, options: DecodeOptions
    ) -> list[list[Hypothesis]]:
        """Return for each text its hypotheses, best first, in input order.

        Raises:
            ModelError: The pair is not served, or a text is longer than the model can read.
        """
        ...

    def stream(
        self, texts: Iterable[str], *, source: str, target: str, options: DecodeOptions
    ) -> Iterator[list[Hypothesis]]:
        """Do the same lazily: reading, tokenizing and decoding overlap; order is kept."""
        ...


class Eager:
    """Gives an engine that has `stream` its `translate`."""

    __slots__ = ()

    def translate(
        self: Engine, texts: Sequence[str], *, source: str, target: str, options: DecodeOptions
    ) -> list[list[Hypothesis]]:
        """Return for each text its hypotheses, best first, in input order.

        Raises:
            ModelError: The pair is not served, or a text is longer than the model can read.
        """
        return list(self.stream(texts, source=source, target=target, options=options))
