"""Where a run stands, on disk: whole or not there, the last good one kept until then.

A checkpoint is a folder: ``position.json`` and, for every worker, ``worker0.safetensors`` with the
float32 weights and the optimiser's moments (each worker has its own).  Nothing random is saved: all
of it follows from seed and update number.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtkit.errors import ModelError
from mtkit.io import atomic_file
from mtkit.training.weights import save_tensors

if TYPE_CHECKING:
    import torch


@dataclass(slots=True)
class Position:
    """How far a run has come.

    Args:
        update: Updates done by each worker.
        number: Pass that is being read, from 0.
        step: Batches of it that each worker has read.
        longest: Most pieces of a pair in this pass, from the curriculum.
        seconds: Time spent, evaluation included.
        pieces: Target pieces read by all workers.
        best: Highest mean dev chrF; -1 before the first evaluation.
        best_update: Where it was.
        worse: Evaluations since then.
    """

    update: int = 0
    number: int = 0
    step: int = 0
    longest: int = 0
    seconds: float = 0.0
    pieces: int = 0
    best: float = -1.0
    best_update: int = 0
    worse: int = 0


def write_worker(folder: Path, rank: int, tensors: dict[str, torch.Tensor]) -> None:
    """Write a worker's part of the checkpoint that is being made.

    Raises:
        ModelError: There is no room for it; the last checkpoint stays.
    """
    new = _new(folder)
    new.mkdir(parents=True, exist_ok=True)
    save_tensors(tensors, new / f"worker{rank}.safetensors")


def finish(folder: Path, position: Position) -> None:
    """Make the checkpoint the current one, after every worker wrote its part."""
    new, old = _new(folder), folder.with_name(folder.name + ".old")
    with atomic_file(new / "position.json") as file:
        file.write(json.dumps(dataclasses.asdict(position), indent=1).encode())
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def read_position(folder: Path) -> Position | None:
    """Return where a run stands; None before its first checkpoint.

    Raises:
        ModelError: The checkpoint is damaged.
    """
    old = folder.with_name(folder.name + ".old")
    if not folder.exists() and old.exists():  # killed between two renames
        old.rename(folder)
    path = folder / "position.json"
    if not path.exists():
        return None
    try:
        return Position(**json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError) as error:
        raise ModelError(f"{path}: damaged; remove the folder to start the run anew") from error


def read_worker(folder: Path, rank: int) -> dict[str, torch.Tensor]:
    """Return a worker's tensors; those of worker 0 where there were fewer workers then."""
    from safetensors.torch import load_file

    path = folder / f"worker{rank}.safetensors"
    return load_file(path if path.exists() else folder / "worker0.safetensors")


def _new(folder: Path) -> Path:
    return folder.with_name(folder.name + ".new")
