"""A finished run becomes a model: judged, recorded, described; whole or not at all."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mtkit.engines.convert import converted, forget
from mtkit.engines.install import add, translator
from mtkit.errors import ModelError
from mtkit.io import atomic_dir, atomic_file, sha256
from mtkit.store import golden, manifest_toml
from mtkit.store.manifest import Manifest, Model
from mtkit.store.sealing import CARD, measure
from mtkit.training import card, checkpoint
from mtkit.training.data import at_hand, files
from mtkit.training.identity import manifest_of
from mtkit.training.judging import JudgedSet, Verdict, judge, judged_sets, measured_scores
from mtkit.training.prepare import read_text
from mtkit.training.progress import read_log
from mtkit.training.recipe import Recipe

BEAM = 4


@dataclass(frozen=True, slots=True)
class Finished:
    """A run that is over.

    Args:
        recipe: What was made.
        recipe_file: As it was written.
        run: Folder of the run.
        id: Of the model; empty is the recipe's.
        sets: What the model is judged on; None is every set at hand.
        compared: Also judge the model that training started from.
    """

    recipe: Recipe
    recipe_file: Path
    run: Path
    id: str = ""
    sets: Sequence[JudgedSet] | None = None
    compared: bool = False


def export(finished: Finished, folder: Path, *, say: Callable[[str], None]) -> list[Verdict]:
    """Write the best model of a run, with manifest, golden sentences and card.

    Args:
        finished: The run.
        folder: Of the model; replaced if it is there.
        say: Takes lines for a reader.

    Returns:
        How it did.

    Raises:
        ModelError: The run has no model yet, or its model gives no sensible translations.
    """
    best = finished.run / "best"
    if not best.is_dir():
        raise ModelError(f"{best}: no model there; a run with [[dev]] sets writes its best one")
    recipe = replace(finished.recipe, id=finished.id or finished.recipe.id)
    sets = finished.sets
    if sets is None:
        sets = list(judged_sets(recipe, (pair.texts for pair in read_text(finished.run))))
    with atomic_dir(folder) as work:
        for path in best.iterdir():
            shutil.copyfile(path, work / path.name)
        manifest = measure(_manifest(finished, recipe), work)
        model = Model(manifest, work)
        models = _judged(finished, recipe, model)
        try:
            sentences = golden.record(manifest, translator(model))
            say(f"judging on {', '.join(one.name for one in sets) or 'nothing'}")
            verdicts = list(
                judge(models, sets, languages=recipe.languages, sides=recipe.sides, beam_size=BEAM)
            )
            int8_size = _size(converted(model, "int8"))
        finally:
            for each in models.values():  # made for this alone
                forget(each)
        signature = f"CTranslate2 int8, beam {BEAM}"
        scores = measured_scores(verdicts, signature=signature)
        manifest = replace(manifest, golden=sentences, scores=scores)
        manifest_toml.dump(manifest, work)
        text = card.write(_facts(finished, manifest, verdicts, int8_size))
        with atomic_file(work / CARD) as file:
            file.write(text.encode())
    return verdicts


def install(finished: Finished, *, say: Callable[[str], None]) -> tuple[Model, list[Verdict]]:
    """Do the same, and put the model on the user's shelf, under its id.

    Raises:
        ModelError: As `export`; or the model's files changed on the way.
    """
    made = finished.run / "model" / (finished.id or finished.recipe.id)
    verdicts = export(finished, made, say=say)
    return add(made), verdicts


def _judged(finished: Finished, recipe: Recipe, model: Model) -> dict[str, Model]:
    if not finished.compared:
        return {model.id: model}
    start = finished.run / "start"
    return {"before": Model(manifest_of(recipe, start), start), model.id: model}


def _manifest(finished: Finished, recipe: Recipe) -> Manifest:
    """Return the manifest but for what is measured on the files."""
    position = checkpoint.read_position(finished.run / "checkpoint")
    cleaning = _cleaning(finished.run)
    training: dict[str, object] = {
        "recipe": finished.recipe_file.name,
        "recipe_sha256": sha256(finished.recipe_file),
        "mtkit": version("mtkit"),
        "revision": _revision(),
        "hardware": _hardware(),
    }
    if position is not None:
        training |= {
            "hours": round(position.seconds / 3600, 2),
            "updates": position.update,
            "best_update": position.best_update,
            "pieces": position.pieces,
        }
    data: dict[str, object] = {
        spec.id: {
            "pairs": cleaning["kept"].get(spec.id, 0),
            "license": spec.license or "not stated",
            "sha256": {path.name: cleaning["sha256"].get(str(path), "") for path in files(spec)},
        }
        for spec in recipe.corpora
        if at_hand(spec)
    }
    plain = manifest_of(recipe, finished.run / "best")
    return replace(
        plain,
        license=recipe.license or "not stated; see the licenses of its text in CARD.md",
        source=f"mtkit train {finished.recipe_file.name}",
        extra={"training": training, "data": data},
    )


def _facts(
    finished: Finished, manifest: Manifest, verdicts: Sequence[Verdict], int8_size: int
) -> card.Facts:
    position = checkpoint.read_position(finished.run / "checkpoint") or checkpoint.Position()
    return card.Facts(
        recipe=finished.recipe,
        manifest=manifest,
        cleaning=_cleaning(finished.run),
        curve=read_log(finished.run, "dev"),
        verdicts=verdicts,
        hours=position.seconds / 3600,
        updates=position.update,
        hardware=_hardware(),
        int8_size=int8_size,
        recipe_text=finished.recipe_file.read_text("utf-8"),
    )


def _cleaning(run: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((run / "cleaning.json").read_text("utf-8"))
    return found


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def _hardware() -> str:
    import torch

    if torch.cuda.is_available():
        return f"{torch.cuda.device_count()} x {torch.cuda.get_device_name()}"
    return f"{os.cpu_count()} processor cores ({platform.machine()}), torch {torch.__version__}"


def _revision() -> str:
    """Return the commit of the code, ``-dirty`` where it was changed; empty if unknown."""
    command = ["git", "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"]
    try:
        result = subprocess.run(
            command, cwd=Path(__file__).parent, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return result.stdout.strip()
