"""Is a model what its manifest says it is?"""

from __future__ import annotations

from dataclasses import dataclass

from mtkit.errors import ChecksumError
from mtkit.io import sha256
from mtkit.store import golden
from mtkit.store.manifest import Model


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, and what was wrong.

    Args:
        model: The model.
        files: How many files were hashed.
        sentences: How many golden sentences were translated.
        problems: One line each; empty when all is well.
    """

    model: Model
    files: int
    sentences: int
    problems: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was wrong."""
        return not self.problems


def verify(model: Model, *, translate: golden.Translate | None = None) -> Verification:
    """Hold a model's files and, given a way to run it, its golden sentences against its manifest.

    Args:
        model: The model.
        translate: Runs the model; None checks only files.  Not called when a file is wrong.
    """
    manifest = model.manifest
    problems = check_files(model)
    sentences = 0
    if translate is not None and not problems:
        problems = golden.check(manifest.golden, translate)
        sentences = len(manifest.golden)
    return Verification(model, len(manifest.files), sentences, tuple(problems))


def check_files(model: Model) -> list[str]:
    """Return a line for each file of the model that is missing or not as recorded."""
    problems = []
    for name, expected in model.manifest.files.items():
        path = model.path / name
        if not path.is_file():
            problems.append(f"{path}: missing")
        elif (found := sha256(path)) != expected:
            problems.append(str(ChecksumError(path, expected, found)))
    return problems
