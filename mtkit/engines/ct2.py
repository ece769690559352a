"""The engine that mtkit uses: CTranslate2, quantized, several batches at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit.engines.base import DecodeOptions
from mtkit.engines.convert import CONVERTER_VERSION, converted, digest
from mtkit.engines.normalize import NORMALIZER_VERSION
from mtkit.engines.pieces import (
    EOS,
    Codec,
    Coded,
    blank,
    decode,
    is_blank,
    read_json,
    read_vocabulary,
)
from mtkit.engines.schedule import length_limit, schedule
from mtkit.errors import ConfigError, ModelError
from mtkit.store.manifest import Model
from mtkit.types import Hypothesis, Piece

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PREFERRED = {"cpu": ("int8", "float32"), "cuda": ("float16", "int8_float16", "int8", "float32")}
_BUDGET = {"cpu": 2048, "cuda": 65536}  # source pieces of a batch times hypotheses of the beam
_WINDOW = {"cpu": 256, "cuda": 4096}
_MOST_WORKERS = 8
_FOLLOWED = 32  # sentences of a batch whose translation is given


@dataclass(frozen=True, slots=True)
class _Setup:
    device: str
    compute_type: str
    inter_threads: int
    intra_threads: int


class CTranslate2Engine(Coded):
    """A Marian model on CTranslate2.

    Beam search gives a text the same translation in any company (see `mtkit.engines.schedule`).
    Sampling gives a call the same translations every time; which draws a text gets depends on the
    texts before it.

    Args:
        model: In any layout; converted on first use.
        device: ``"cpu"``, ``"cuda"`` or ``"auto"``.
        compute_type: ``"int8"``, ``"float32"`` …; ``"auto"`` is int8 on a CPU and float16 on a GPU,
            where the machine has them.
        inter_threads: Batches decoded side by side; None decides by the cores.
        intra_threads: Threads of one batch; None decides by the cores.

    Raises:
        ModelError: The model cannot be converted or loaded.
        ConfigError: Device or compute type that this machine does not have, or no sound number of
            threads.
    """

    name = "ctranslate2"

    def __init__(
        self,
        model: Model,
        *,
        device: str = "auto",
        compute_type: str = "auto",
        inter_threads: int | None = None,
        intra_threads: int | None = None,
    ) -> None:
        device = _device(device)
        compute_type = _compute_type(compute_type, device)
        self._setup = _Setup(device, compute_type, *threads(inter_threads, intra_threads))
        self._folder = converted(model, compute_type)
        self._translator = _open(self._folder, self._setup)
        adds_eos = read_json(self._folder / "config.json").get("add_source_eos", False)
        codec = Codec(
            model.path, read_vocabulary(self._folder), model.manifest, append_eos=not adds_eos
        )
        super().__init__(codec, model.manifest.pairs)
        facts = (self.name, digest(model), compute_type, NORMALIZER_VERSION, CONVERTER_VERSION)
        self.fingerprint = hashlib.sha256(repr(facts).encode()).hexdigest()

    def stream(
        self, texts: Iterable[str], *, source: str, target: str, options: DecodeOptions
    ) -> Iterator[list[Hypothesis]]:
        """Yield the hypotheses of each text; while batches are decoded, further texts are read.

        A text of nothing but white space gives one empty hypothesis.
        """
        label = self._codec.label(source, target)
        setup = self._setup
        translator = self._translator
        if options.sampling_topk:
            translator = self._seeded(options.seed)
        return schedule(
            (self._codec.encode(text, label) for text in texts),
            start=partial(_start, translator, options),
            length=len,
            budget=_BUDGET[setup.device] // max(2, options.beam_size),
            window=_WINDOW[setup.device],
            in_flight=setup.inter_threads + 1,
        )

    def follow(
        self, pairs: Iterable[tuple[str, str]], *, source: str, target: str
    ) -> Iterator[Hypothesis]:
        """Let the model write given translations, and yield them with its attention, in order.

        Args:
            pairs: (source text, its translation), neither of them blank.
            source: Language of the source texts.
            target: Language of the translations.

        Raises:
            ModelError: The pair is not served, or a text is longer than the model's positions.
        """
        label = self._codec.label(source, target)
        encoded = (
            (self._codec.encode(text, label), self._codec.encode_target(given), given)
            for text, given in pairs
        )
        while batch := list(islice(encoded, _WINDOW[self._setup.device])):
            yield from _followed(self._translator, batch)

    def _seeded(self, seed: int) -> Any:
        # A worker draws its generator when it starts and keeps it: a seed needs a new, single one.
        import ctranslate2

        ctranslate2.set_random_seed(seed)
        single = _Setup(self._setup.device, self._setup.compute_type, 1, self._setup.intra_threads)
        return _open(self._folder, single)


@dataclass(frozen=True, slots=True)
class _Batch:
    sources: Sequence[tuple[Piece, ...]]
    futures: Sequence[Any]
    openings: Sequence[Any]
    options: DecodeOptions

    def done(self) -> bool:
        # A call's results come all at once, in order: the last one tells.
        return all(call[-1].done() for call in (self.futures, self.openings) if call)

    def result(self) -> list[list[Hypothesis]]:
        openings = [future.result().attention[0][0] for future in self.openings]
        return [
            self._hypotheses(source, future.result(), opening)
            for source, future, opening in zip_longest(self.sources, self.futures, openings)
        ]

    def _hypotheses(
        self, source: tuple[Piece, ...], result: Any, opening: list[float] | None
    ) -> list[Hypothesis]:
        if is_blank(source):
            return [blank(source, aligned=self.options.alignment)]
        attentions = result.attention or [None] * len(result.hypotheses)
        if opening is not None:
            attentions = [[opening, *attention[1:]] for attention in attentions]
        return [
            self._hypothesis(source, *one)
            for one in zip(result.hypotheses, result.scores, attentions, strict=True)
        ]

    def _hypothesis(
        self, source: tuple[Piece, ...], said: list[str], score: float, attention: Any
    ) -> Hypothesis:
        ended = said[-1:] == [EOS]
        text, pieces = decode(said[:-1] if ended else said)
        mean = score * len(said) ** (self.options.length_penalty - 1)
        return Hypothesis(text, mean, source, pieces, _array(attention, len(pieces), len(source)))


def _start(translator: Any, options: DecodeOptions, sources: Sequence[tuple[Piece, ...]]) -> _Batch:
    sampling = options.sampling_topk > 0
    beam_size = 1 if sampling else options.beam_size
    pieces = [[piece.piece for piece in source] for source in sources]
    submit = partial(
        translator.translate_batch,
        pieces,
        asynchronous=True,
        max_input_length=0,
        disable_unk=True,
        return_attention=options.alignment,
    )
    futures = submit(
        beam_size=beam_size,
        num_hypotheses=options.num_hypotheses,
        length_penalty=options.length_penalty,
        repetition_penalty=options.repetition_penalty,
        no_repeat_ngram_size=options.no_repeat_ngram_size,
        sampling_topk=options.sampling_topk if sampling else 1,
        sampling_temperature=options.sampling_temperature,
        max_decoding_length=length_limit(max(map(len, sources)), options),
        return_scores=True,
        return_end_token=True,
    )
    # Beam search over several sentences returns as the first row of attention that of another
    # sentence (seen in 4.8.5).  The row depends on the source alone: one greedy step gives it.
    wrong = options.alignment and beam_size > 1 and len(sources) > 1
    openings = submit(beam_size=1, max_decoding_length=1) if wrong else ()
    return _Batch(sources, futures, openings, options)


def _followed(
    translator: Any, batch: Sequence[tuple[tuple[Piece, ...], tuple[Piece, ...], str]]
) -> Iterator[Hypothesis]:
    results = translator.translate_batch(
        [[piece.piece for piece in read] for read, _, _ in batch],
        target_prefix=[[piece.piece for piece in written] for _, written, _ in batch],
        beam_size=1,
        max_batch_size=_FOLLOWED,
        max_input_length=0,
        # what is written after the prefix is cut off
        max_decoding_length=max(len(written) for _, written, _ in batch),
        return_attention=True,
    )
    for (read, written, given), result in zip(batch, results, strict=True):
        attention = _array(result.attention[0], len(written), len(read))
        yield Hypothesis(given, None, read, written, attention)


def _array(rows: Any, height: int, width: int) -> NDArray[np.float32] | None:
    if rows is None:
        return None
    import numpy as np

    return np.asarray(rows[:height], dtype=np.float32).reshape(height, width)


def _open(folder: Path, setup: _Setup) -> Any:
    import ctranslate2

    try:
        return ctranslate2.Translator(
            str(folder),
            device=setup.device,
            compute_type=setup.compute_type,
            inter_threads=setup.inter_threads,
            intra_threads=setup.intra_threads,
            max_queued_batches=-1,
        )
    except (RuntimeError, ValueError) as error:
        raise ModelError(f"{folder}: CTranslate2 cannot load it: {error}") from None


def _device(asked: str) -> str:
    if asked not in ("auto", "cpu", "cuda"):
        raise ConfigError(f"device is {asked!r}; it must be 'cpu', 'cuda' or 'auto'")
    if asked == "cpu":
        return asked
    import ctranslate2

    if ctranslate2.get_cuda_device_count():
        return "cuda"
    if asked == "cuda":
        raise ConfigError("no CUDA device on this machine; use device 'cpu'")
    return "cpu"


def _compute_type(asked: str, device: str) -> str:
    import ctranslate2

    supported = ctranslate2.get_supported_compute_types(device)
    if asked == "auto":
        return next(name for name in _PREFERRED[device] if name in supported)
    if asked not in supported:
        known = ", ".join(sorted(supported))
        raise ConfigError(
            f"compute type {asked!r} does not run on this {device}; those do: {known}"
        )
    return asked


def threads(inter: int | None, intra: int | None) -> tuple[int, int]:
    """Return how many batches to decode side by side, and the threads of each.

    Workers come first: a small model gains little by a second thread.

    Raises:
        ConfigError: Fewer than one was asked for.
    """
    for given in (inter, intra):
        if given is not None and given < 1:
            raise ConfigError(f"{given} threads asked for; ask for at least 1")
    cores = _cores()
    if inter is None:
        inter = max(1, cores // intra) if intra else min(cores, _MOST_WORKERS)
    return inter, intra or max(1, cores // inter)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # in a container or under taskset, fewer than there are
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
