"""What is measured: every model on every set, in every direction, with every engine and setting."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import product

from mtkit.bench.machine import versions
from mtkit.errors import ConfigError, UnknownEntryError
from mtkit.evaluation.corpora import corpora, find_corpus, load_part
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.langs import standard
from mtkit.store.manifest import Model
from mtkit.store.shelf import Shelf, serves

Direction = tuple[str, str]

ALIASES = {"ct2": "ctranslate2", "hf": "transformers"}
"""Short names of engines."""

_PACKAGES = {"ctranslate2": ("ctranslate2",), "transformers": ("transformers", "torch")}
_FLOAT_ONLY = ("transformers",)  # engines that compute in float32 alone


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing to measure.

    Args:
        model: Id.
        set: ``ID/PART``.
        source: Language translated from.
        target: Language translated into.
        engine: Registered name.
        compute_type: ``"int8"``, ``"float32"`` …
        beam_size: From 1.
        limit: Segments taken, evenly spread over the set; 0 is all.
    """

    model: str
    set: str
    source: str
    target: str
    engine: str
    compute_type: str
    beam_size: int
    limit: int = 0

    @property
    def direction(self) -> str:
        """As it is written: ``en-ar``."""
        return f"{self.source}-{self.target}"

    @property
    def system(self) -> str:
        """What tells systems on one board apart: model, engine, compute type, beam."""
        return f"{self.model} {self.engine} {self.compute_type} beam {self.beam_size}"

    def __str__(self) -> str:
        part = f" ({self.limit} segments)" if self.limit else ""
        return f"{self.set}{part} {self.direction} {self.system}"


@dataclass(frozen=True, slots=True)
class Task:
    """A cell with what it takes to run it.

    Args:
        cell: What is measured.
        model: The model.
        references: Sources and references of the direction, `limit` of them.
        threads: Batches decoded side by side, threads of each.
        key: Hash of all that decides the result but the machine.
    """

    cell: Cell
    model: Model
    references: ReferenceSet
    threads: tuple[int, int]
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the user wants measured.

    Args:
        models: Ids or folders; none is all at hand.
        sets: ``ID`` or ``ID/PART``.
        pairs: Directions; none is all that model and set serve.
        engines: Registered names, or `ALIASES`.
        compute_types: ``"int8"``, ``"float32"`` …
        beams: Beam sizes.
        limit: Segments of each set; 0 is all.
        inter_threads: Batches decoded side by side; None decides by the cores.
        intra_threads: Threads of one batch; None decides by the cores.
    """

    models: Sequence[str] = ()
    sets: Sequence[str] = ("newsdesk/dev",)
    pairs: Sequence[Direction] = ()
    engines: Sequence[str] = ("ctranslate2",)
    compute_types: Sequence[str] = ("int8",)
    beams: Sequence[int] = (4,)
    limit: int = 0
    inter_threads: int | None = None
    intra_threads: int | None = None


def plan(request: Request) -> list[Task]:
    """Return the tasks, set by set, so that what is compared is measured one after the other.

    What cannot be is left out: a direction that the model does not serve, int8 in an engine that
    computes in float32 alone (unless that is all that was asked of it).

    Raises:
        UnknownEntryError: A model, set or engine that is not at hand.
        ConfigError: Nothing is left to measure, a number makes no sense, or the machine lacks a
            compute type.
    """
    models = [Shelf().get(name) for name in request.models] or list(Shelf().list())
    engines = [_engine(name) for name in request.engines]
    for number in (*request.beams, request.limit or 1):
        if number < 1:
            raise ConfigError(f"{number}: beams and limit are numbers from 1")
    tasks: list[Task] = []
    for name in request.sets:
        set_name, directions = _directions(name, request.pairs)
        for direction in directions:
            serving = [model for model in models if serves(model, *direction)]
            if serving:
                references = _references(set_name, direction)
                settings = product(serving, engines, request.beams)
                tasks += _tasks(request, set_name, references, settings)
    if not tasks:
        ids = ", ".join(model.id for model in models) or "there are none"
        raise ConfigError(f"no model at hand serves these sets and directions (models: {ids})")
    return tasks


def _tasks(
    request: Request,
    name: str,
    references: ReferenceSet,
    settings: Iterable[tuple[Model, str, int]],
) -> Iterator[Task]:
    """Yield the tasks of one set in one direction."""
    limit = request.limit if request.limit < len(references) else 0
    references = some_of(references, limit) if limit else references
    direction = (references.source_language or "", references.target_language or "")
    for model, engine, beam in settings:
        threads = _threads(engine, request)
        for compute_type in _compute_types(engine, request.compute_types):
            cell = Cell(model.id, name, *direction, engine, compute_type, beam, limit)
            yield Task(cell, model, references, threads, _key(cell, model, references, threads))


def _engine(name: str) -> str:
    from mtkit.engines import ENGINES

    name = ALIASES.get(name, name)
    if name not in ENGINES or name not in _PACKAGES:
        raise UnknownEntryError("engine to measure", name, [*_PACKAGES, *ALIASES])
    return name


def _directions(name: str, wanted: Sequence[Direction]) -> tuple[str, list[Direction]]:
    """Return the set's full name, and its directions that are wanted."""
    found = find_corpus(name)
    if found is None:
        error = UnknownEntryError("reference set at hand", name, [c.id for c in corpora()])
        error.args = (f"{error.args[0]}; see: mtkit corpora list",)
        raise error
    corpus, part = found
    served = corpus.directions(part)
    asked = [(standard(source), standard(target)) for source, target in wanted]
    return f"{corpus.id}/{part.name}", [pair for pair in served if not asked or pair in asked]


def _references(name: str, direction: Direction) -> ReferenceSet:
    found = find_corpus(name)
    if found is None:  # taken away since
        raise UnknownEntryError("reference set at hand", name, [c.id for c in corpora()])
    return load_part(*found, source=direction[0], target=direction[1])


def some_of(references: ReferenceSet, limit: int) -> ReferenceSet:
    """Return `limit` segments of a set, evenly spread over it."""
    chosen = spread(len(references), limit)

    def taken(side: Sequence[str]) -> tuple[str, ...]:
        return tuple(side[i] for i in chosen)

    return replace(
        references,
        references=tuple(map(taken, references.references)),
        sources=taken(references.require_sources("the bench")),
        labels={kind: taken(labels) for kind, labels in references.labels.items()},
        names=references.names and tuple(references.names[i] for i in chosen),
    )


def spread(count: int, limit: int) -> list[int]:
    """Return at most `limit` of `count` places, in order, evenly spread."""
    limit = min(count, limit)
    return [place * count // limit for place in range(limit)]


def _compute_types(engine: str, wanted: Sequence[str]) -> Sequence[str]:
    if engine in _FLOAT_ONLY:
        return ("float32",)
    import ctranslate2

    supported = ctranslate2.get_supported_compute_types("cpu")
    for name in wanted:
        if name not in supported:
            known = ", ".join(sorted(supported))
            raise ConfigError(f"compute type {name!r} does not run here; those do: {known}")
    return tuple(dict.fromkeys(wanted))


def _threads(engine: str, request: Request) -> tuple[int, int]:
    from mtkit.engines.ct2 import threads

    if engine in _FLOAT_ONLY:  # one batch at a time, on all cores
        return threads(1, request.intra_threads)
    return threads(request.inter_threads, request.intra_threads)


def text_digest(references: ReferenceSet) -> str:
    """Return a hash of sources and references, by which a set is known to be the same one."""
    texts = [references.sources, references.references]
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()


def engine_versions(engine: str) -> dict[str, str]:
    """Return the versions that a result depends on."""
    return versions(("mtkit", *_PACKAGES[engine]))


def _key(cell: Cell, model: Model, references: ReferenceSet, threads: tuple[int, int]) -> str:
    from mtkit.engines.convert import digest

    packages = {k: v for k, v in engine_versions(cell.engine).items() if k != "python"}
    facts = [asdict(cell), digest(model), text_digest(references), threads, packages]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]
