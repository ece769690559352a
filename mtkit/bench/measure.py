"""How a cell is measured, in a process that does nothing else.

Loading is timed from the start of the process, imports with it.  The first sentence is timed cold.
Then the whole set is translated once, from text to text as the desk does it; these are the
hypotheses that are judged.  Now that all is warm, a part of the set is gone through several times,
in turn by the engine alone, over sentences that are split already, and by the desk from end to end.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from mtkit.bench.machine import busy_seconds, peak_memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the process is told to do.

    Args:
        model: Folder of the model.
        source: Language translated from.
        target: Language translated into.
        engine: Registered name.
        compute_type: ``"int8"``, ``"float32"`` …
        beam_size: From 1.
        threads: Batches decoded side by side, threads of each.
        texts: All segments.
        timed: Places of the segments that are gone through several times.
        repeats: How often, from 1.
    """

    model: str
    source: str
    target: str
    engine: str
    compute_type: str
    beam_size: int
    threads: tuple[int, int]
    texts: Sequence[str]
    timed: Sequence[int]
    repeats: int


@dataclass(frozen=True, slots=True)
class Speed:
    """How long it took to go through the timed segments.

    Args:
        seconds: Of each repeat.
        sentences: Sentences in them.
        tokens: Pieces of their translations; 0 where they are not counted.
        cpu_seconds: Of all cores, median of the repeats.
    """

    seconds: tuple[float, ...]
    sentences: int
    tokens: int = 0
    cpu_seconds: float = 0.0

    @property
    def sentences_per_second(self) -> float:
        """By the median repeat."""
        return self.sentences / median(self.seconds)

    @property
    def tokens_per_second(self) -> float:
        """By the median repeat."""
        return self.tokens / median(self.seconds)

    @property
    def tokens_per_cpu_second(self) -> float:
        """For a second of one core; 0 where no time was counted."""
        return self.tokens / self.cpu_seconds if self.cpu_seconds else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What one process has found.

    Args:
        load_seconds: From the start of the process to a model that is ready.
        first_seconds: For the first sentence after that.
        decode: The engine alone: subwords, search, text.
        end_to_end: The desk: sentences, checks and repair as well.
        peak_memory: Bytes; None where the system does not tell.
        others: Cores that other processes kept busy meanwhile, mean; None where the system does not
            tell.
        hypotheses: A translation of each segment; they are stored apart.
    """

    load_seconds: float
    first_seconds: float
    decode: Speed
    end_to_end: Speed
    peak_memory: int | None
    others: float | None = None
    hypotheses: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def from_dict(cls, table: dict[str, Any]) -> Measurement:
        """Read what `dataclasses.asdict` wrote, after its way through JSON."""
        speeds = {
            name: Speed(**{**table[name], "seconds": tuple(table[name]["seconds"])})
            for name in ("decode", "end_to_end")
        }
        return cls(**{**table, **speeds, "hypotheses": tuple(table.get("hypotheses", ()))})


def measure(order: Order, *, started: float) -> Measurement:
    """Do what the order says.

    Args:
        order: What to do; `texts` has at least one text.
        started: `time.perf_counter` at the start of the process.

    Raises:
        MtkitError: The model cannot be run.
    """
    from mtkit.engines import DecodeOptions
    from mtkit.segment import segments
    from mtkit.translation.translator import Setup, Translator

    inter, intra = order.threads
    setup = Setup(
        model=order.model,
        engine=order.engine,
        device="cpu",
        compute_type=order.compute_type,
        inter_threads=inter,
        intra_threads=intra,
    )
    options = DecodeOptions(beam_size=order.beam_size)
    with Translator(
        source=order.source, target=order.target, setup=setup, options=options, memory=False
    ) as desk:
        engine = desk.engine
        loaded = time.perf_counter()
        desk.translate(order.texts[0])
        first = time.perf_counter()
        hypotheses = desk.translate_batch(order.texts)
        timed = [order.texts[place] for place in order.timed]
        sentences = [
            segment.text
            for text in timed
            for segment in segments(text, order.source, limit=128, measure=engine.count_pieces)
        ]

        def decode() -> int:
            found = engine.translate(
                sentences, source=order.source, target=order.target, options=options
            )
            return sum(len(hypotheses[0].pieces) for hypotheses in found)

        before = _Clock.now()
        alone, whole = _in_turn(decode, lambda: len(desk.translate_batch(timed)), order.repeats)
    return Measurement(
        load_seconds=loaded - started,
        first_seconds=first - loaded,
        decode=Speed(alone.seconds, len(sentences), alone.count, alone.cpu_seconds),
        end_to_end=Speed(whole.seconds, len(sentences), 0, whole.cpu_seconds),
        peak_memory=peak_memory(),
        others=before.others_since(),
        hypotheses=tuple(hypotheses),
    )


@dataclass(frozen=True, slots=True)
class _Clock:
    """Time that has passed on the wall, for this process, and for all."""

    wall: float
    own: float
    all: float | None

    @classmethod
    def now(cls) -> _Clock:
        return cls(time.perf_counter(), time.process_time(), busy_seconds())

    def others_since(self) -> float | None:
        """Return how many cores others have kept busy since then, mean."""
        now = _Clock.now()
        if now.all is None or self.all is None:
            return None
        spent = (now.all - self.all) - (now.own - self.own)
        return round(max(0.0, spent / (now.wall - self.wall)), 2)


@dataclass(frozen=True, slots=True)
class _Timing:
    seconds: tuple[float, ...]
    cpu_seconds: float
    count: int


def _in_turn(
    one: Callable[[], int], other: Callable[[], int], repeats: int
) -> tuple[_Timing, _Timing]:
    """Time both in turn, since the speed of a machine drifts."""
    rows: tuple[list[tuple[float, float, int]], ...] = ([], [])
    for _ in range(repeats):
        for run, row in zip((one, other), rows, strict=True):
            clock, cpu = time.perf_counter(), time.process_time()
            count = run()
            row.append((time.perf_counter() - clock, time.process_time() - cpu, count))
    first, second = (
        _Timing(tuple(r[0] for r in row), median(r[1] for r in row), row[0][2]) for row in rows
    )
    return first, second
