"""COMET (Rei et al. 2020) through its own command, with a checkpoint that lies on this machine.

unbabel-comet 2.2 wants older numpy, transformers and huggingface-hub than mtkit does, so the two
cannot share an environment; ``comet-score`` from one of its own, on the ``PATH``, is called.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtkit.errors import ConfigError, ModelError
from mtkit.evaluation.metrics.base import Better
from mtkit.evaluation.metrics.rates import ratio
from mtkit.evaluation.reference_set import ReferenceSet

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts

COMMAND = "comet-score"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comet:
    """Mean of COMET's segment scores, times 100.

    Args:
        command: Path of ``comet-score``.
        checkpoint: Path of the model.
        sources: The segments.
        reference: Their translations.
        signature: Which checkpoint.
    """

    command: str
    checkpoint: Path
    sources: tuple[str, ...]
    reference: tuple[str, ...]
    signature: str
    title: str = "COMET"
    better: Better = "higher"

    def counts(self, hypotheses: Sequence[str]) -> Counts:
        """Return the segment's score, 1.

        Raises:
            ModelError: The command failed; the message has its last line.
        """
        import numpy as np

        with tempfile.TemporaryDirectory() as folder:
            scores = np.array(self._scored(hypotheses, Path(folder)), dtype=np.float64)
        return np.stack([scores, np.ones(len(scores))], axis=1)

    def _scored(self, hypotheses: Sequence[str], folder: Path) -> list[float]:
        sides = {"src": self.sources, "mt": hypotheses, "ref": self.reference}
        for name, texts in sides.items():
            lines = (" ".join(text.split()) + "\n" for text in texts)
            (folder / name).write_text("".join(lines), "utf-8")
        result = folder / "scores.json"
        files = ["-s", folder / "src", "-t", folder / "mt", "-r", folder / "ref"]
        options = ["--model", self.checkpoint, "--gpus", "0", "--to_json", result]
        ran = subprocess.run(
            [self.command, *map(str, files + options)], capture_output=True, text=True, check=False
        )
        if ran.returncode or not result.is_file():
            said = (ran.stderr.strip() or ran.stdout.strip() or "nothing was said").splitlines()
            raise ModelError(f"{self.checkpoint}: {COMMAND} failed: {said[-1]}")
        rows = next(iter(json.loads(result.read_text("utf-8")).values()))
        return [float(row["COMET"]) for row in rows]

    def score(self, sums: Counts) -> Counts:
        """Return the mean."""
        return ratio(sums, numerator=0, denominator=1, scale=100, empty=0)

    def parts(self, sums: Counts) -> Mapping[str, float]:
        """Return nothing more."""
        return {}


def comet(references: ReferenceSet, checkpoint: str = "") -> Comet:
    """Return COMET against the first reference.

    Raises:
        ConfigError: There is no source, no checkpoint, or no ``comet-score``.
    """
    sources = references.require_sources("the metric 'comet'")
    path = Path(checkpoint)
    if path.suffix != ".ckpt" or not path.is_file():
        raise ConfigError("the metric 'comet' needs a checkpoint on this machine: comet=MODEL.ckpt")
    command = shutil.which(COMMAND)
    if command is None:
        raise ConfigError(
            f"the metric 'comet' needs the command {COMMAND} on the PATH: install unbabel-comet in "
            "an environment of its own (uv tool install unbabel-comet)"
        )
    name = path.parent.parent.name if path.parent.name == "checkpoints" else path.stem
    return Comet(
        command=command,
        checkpoint=path.resolve(),
        sources=sources,
        reference=references.references[0],
        signature=f"model:{name}|scale:100",
    )
