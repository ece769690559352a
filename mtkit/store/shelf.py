"""The shelf: the models at hand, and which of them translates what."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtkit.errors import ConfigError, ModelError, MtkitError, UnknownEntryError
from mtkit.langs import base, standard
from mtkit.paths import data_dir, shipped
from mtkit.store import catalog, manifest_toml
from mtkit.store.manifest import Model
from mtkit.store.settings import configured_model

_log = logging.getLogger(__name__)

PIVOT = "en"
"""The language that pairs without a model go through."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The model that will be used.

    Args:
        model: The model.
        why: For the line that every run prints: "asked for", "the only one for en-ar".
    """

    model: Model
    why: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The models at hand.

    Looked for in this order, the first of an id being the one that counts: `folders`, the folders
    of ``MTKIT_MODELS`` (separated as in ``PATH``), those that were pulled or added, those that ship
    with mtkit.

    Args:
        folders: Each a model's own folder, or a folder of such.
    """

    folders: Sequence[Path] = ()

    def list(self) -> tuple[Model, ...]:
        """Return every model, in the order of search; one with a broken manifest is warned of."""
        found: dict[str, Model] = {}
        for folder in self._model_folders():
            try:
                model = _open(folder)
            except MtkitError as error:
                _log.warning("%s", error)
            else:
                found.setdefault(model.id, model)
        return tuple(found.values())

    def get(self, id_or_folder: str | Path) -> Model:
        """Return the model with this id, or in this folder.

        Raises:
            UnknownEntryError: There is none.
            FormatError: The folder's manifest is broken.
            ModelError: The folder has none.
        """
        folder = Path(id_or_folder).expanduser()
        if (folder / manifest_toml.NAME).is_file():
            return _open(folder)
        models = {model.id: model for model in self.list()}
        if str(id_or_folder) not in models:
            if folder.is_dir():
                raise ModelError(
                    f"{folder}: no {manifest_toml.NAME} here; mtkit models add {folder}"
                )
            raise UnknownEntryError("model at hand", str(id_or_folder), models)
        return models[str(id_or_folder)]

    def for_pair(self, source: str, target: str) -> tuple[Model, ...]:
        """Return the models that translate `source` to `target`, best first; none if none does.

        A configured one comes first.  Of the others, one stands before another where it scored more
        on a set on which both were measured; where nothing compares them, measured models stand
        before unmeasured ones, and those that ship with mtkit last.
        """
        serving = [model for model in self.list() if serves(model, source, target)]
        ranked = _rank(serving, source, target)
        chosen = self._configured(source, target)
        if chosen is None:
            return ranked
        return (chosen.model, *(model for model in ranked if model.id != chosen.model.id))

    def choose(self, source: str, target: str, *, explicit: str | Path | None = None) -> Choice:
        """Choose the model for a pair: explicit, else configured, else best measured, else shipped.

        Args:
            source: Language of the text.
            target: Language wanted.
            explicit: An id or a folder.

        Raises:
            UnknownEntryError: No model serves the pair, or there is none by that name; the message
                says what there is and how to get one.
            ConfigError: The model that was asked for or configured does not serve the pair.
        """
        if explicit is not None:
            model = self.get(explicit)
            _require(model, source, target, str(explicit))
            return Choice(model, "asked for")
        chosen = self._configured(source, target)
        if chosen is not None:
            return chosen
        candidates = self.for_pair(source, target)
        if not candidates:
            raise NoModelError(source, target, self.list())
        return Choice(candidates[0], _why(candidates, source, target))

    def route(self, source: str, target: str) -> tuple[tuple[str, str], ...]:
        """Return the pairs to translate through: one, or two by way of English.

        Raises:
            NoModelError: No model serves the pair, nor do two together.
            ConfigError: The languages are the same.
        """
        source, target = standard(source), standard(target)
        if source == target:
            raise ConfigError(f"source and target are both {source!r}; nothing to translate")
        direct = ((source, target),)
        through = ((source, PIVOT), (PIVOT, target))
        for legs in (direct, through):
            if all(self.for_pair(*leg) for leg in legs):
                return legs
        raise NoModelError(source, target, self.list())

    def _configured(self, source: str, target: str) -> Choice | None:
        said = configured_model(standard(source), standard(target))
        if said is None:
            return None
        try:
            model = self.get(said.model)
        except UnknownEntryError as error:
            raise ConfigError(f"{said.place}: {error}") from None
        _require(model, source, target, said.place)
        return Choice(model, f"configured in {said.place}")

    def _model_folders(self) -> Iterator[Path]:
        listed = os.environ.get("MTKIT_MODELS", "").split(os.pathsep)
        told = [*self.folders, *(Path(folder).expanduser() for folder in listed if folder)]
        for place in told:
            if not place.is_dir():
                _log.warning("%s: no such folder of models", place)
        for place in (*told, installed(), shipped("models")):
            folders = [place, *sorted(place.iterdir())] if place.is_dir() else []
            for folder in folders:
                hidden = folder.name.startswith(".")  # half-made by a run that was killed
                if not hidden and (folder / manifest_toml.NAME).is_file():
                    yield folder


class NoModelError(UnknownEntryError):
    """No model at hand translates a pair; the message says which there are and what to pull."""

    def __init__(self, source: str, target: str, models: Sequence[Model]) -> None:
        at_hand = [
            f"{model.id} ({', '.join('-'.join(pair) for pair in model.manifest.pairs)})"
            for model in models
        ]
        super().__init__("model for", f"{source}-{target}", at_hand)
        known = catalog.serving(standard(source), standard(target))
        name = known[0].id if known else f"Helsinki-NLP/opus-mt-{source}-{target}"
        self.args = (f"{self.args[0]}; get one with: mtkit models pull {name}",)


def installed() -> Path:
    """Return the folder of models that were pulled or added."""
    return data_dir() / "models"


def serves(model: Model, source: str, target: str) -> bool:
    """Tell whether the model translates the pair; a region (``ar-SY``) by its language."""
    sources, targets = {standard(source), base(source)}, {standard(target), base(target)}
    return any(s in sources and t in targets for s, t in model.manifest.pairs)


def better(model: Model, other: Model, source: str, target: str) -> bool:
    """Tell whether `model` scored more than `other` on a set that both have (chrF first)."""
    ours, theirs = _scores(model, source, target), _scores(other, source, target)
    common = sorted(set(ours) & set(theirs), key=lambda yardstick: yardstick[0] != "chrF")
    return bool(common) and ours[common[0]] > theirs[common[0]]


def _open(folder: Path) -> Model:
    manifest = manifest_toml.load(folder)
    if folder.parent == shipped("models"):
        return Model(manifest, folder, "shipped")
    pulled = folder.parent == installed() and manifest.revision
    return Model(manifest, folder, "pulled" if pulled else "added")


def _scores(model: Model, source: str, target: str) -> dict[tuple[str, str], float]:
    pair = (base(source), base(target))
    return {
        (score.metric, score.corpus): score.value
        for score in model.manifest.scores
        if (base(score.pair[0]), base(score.pair[1])) == pair
    }


def _rank(models: Sequence[Model], source: str, target: str) -> tuple[Model, ...]:
    """Order the models so that, as far as possible, none stands before one that is better."""

    def preference(model: Model) -> tuple[bool, bool, str]:
        return model.origin == "shipped", not _scores(model, source, target), model.id

    ranked = []
    waiting = sorted(models, key=preference)
    while waiting:
        unbeaten = (
            model
            for model in waiting
            if not any(better(other, model, source, target) for other in waiting)
        )
        ranked.append(next(unbeaten, waiting[0]))  # sets that contradict each other beat all
        waiting.remove(ranked[-1])
    return tuple(ranked)


def _why(candidates: Sequence[Model], source: str, target: str) -> str:
    first, *others = candidates
    if not others:
        return f"the only one for {source}-{target}"
    if better(first, others[0], source, target):
        return f"the best measured for {source}-{target}"
    return f"preferred for {source}-{target} to {', '.join(model.id for model in others)}"


def _require(model: Model, source: str, target: str, place: str) -> None:
    if not serves(model, source, target):
        pairs = ", ".join("-".join(pair) for pair in model.manifest.pairs)
        raise ConfigError(f"{place}: {model.id} translates {pairs}, not {source}-{target}")
