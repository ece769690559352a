"""Learn what `pairs` and `association` ship: ``python -m mtkit.names.learn_pairs FOLDER``.

Taggers look surer of sentences that they were trained on than of new ones.  So the logistic model
is fitted on every fifth document, with the taggers in FOLDER that learned from the others
(``python -m mtkit.names.mentions.learn --hold-out``) and an association learned from the others.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtkit import paths
from mtkit.io import atomic_file
from mtkit.names.association import Association, format_association, learn_association
from mtkit.names.mentions.gold import FOLD, MarkedPair, read_marked
from mtkit.names.mentions.tagger import Tagger, load_tagger
from mtkit.names.pair_evidence import EVIDENCE, Both, candidates
from mtkit.types import Mention

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_RIDGE = 1.0
_ROUNDS = 30


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, learn and write both files."""
    parser = argparse.ArgumentParser(prog="python -m mtkit.names.learn_pairs")
    parser.add_argument("taggers", type=Path, help="folder with taggers that learned --hold-out")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    documents = list(read_marked(paths.shipped("corpora") / "newsdesk" / "train.jsonl"))
    english, arabic = (load_tagger(options.taggers, language) for language in ("en", "ar"))
    seen = [doc for number, doc in enumerate(documents) if number % FOLD]
    unseen = [doc for number, doc in enumerate(documents) if number % FOLD == 0]
    weights = fit(*_examples(unseen, english, arabic, associate(seen)))
    record = {"bias": weights[0], "weights": dict(zip(EVIDENCE, weights[1:], strict=True))}
    with atomic_file(options.out / "pairs.json") as file:
        file.write(json.dumps(record, indent=2).encode() + b"\n")
    with atomic_file(options.out / "association.en-ar.tsv.gz") as file:
        origin = "the names marked in corpora/newsdesk (CC BY 4.0, the mtkit project)"
        file.write(format_association(associate(documents), origin=origin))


def associate(documents: Iterable[Sequence[MarkedPair]]) -> Association:
    """Learn from the names marked in documents, not told which stands for which."""
    return learn_association(
        ([en for en, _, _ in pair.names], [ar for _, ar, _ in pair.names])
        for document in documents
        for pair in document
        if pair.names
    )


def _examples(
    documents: Iterable[Sequence[MarkedPair]],
    english: Tagger,
    arabic: Tagger,
    association: Association,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    import numpy as np

    rows: list[tuple[float, ...]] = []
    right: list[bool] = []
    for document in documents:
        texts = [pair.en for pair in document], [pair.ar for pair in document]
        sides = zip(*texts, _mentions(texts[0], english), _mentions(texts[1], arabic), strict=True)
        found = candidates(
            [Both(*side) for side in sides],
            association=association,
            source_language="en",
            target_language="ar",
        )
        for pair, row in zip(document, found, strict=True):
            gold = pair.span_pairs()
            rows += [candidate.evidence for candidate in row]
            right += [(one.source.span, one.target.span) in gold for one in row]
    return np.array(rows), np.array(right, dtype=np.float64)


def _mentions(texts: Sequence[str], tagger: Tagger) -> list[list[Mention]]:
    return [
        [Mention(name.span, name.span.of(text), name.type, name.score) for name in found]
        for text, found in zip(texts, tagger.tag(texts), strict=True)
    ]


def fit(rows: NDArray[np.float64], right: NDArray[np.float64]) -> list[float]:
    """Fit a logistic model by Newton's method, with a ridge on weights of scaled evidence.

    Returns:
        Bias and weights of the evidence as it is, rounded.
    """
    import numpy as np

    middle, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-9)
    inputs = np.column_stack([np.ones(len(rows)), (rows - middle) / spread])
    weights = np.zeros(inputs.shape[1])
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (right - chance) - _RIDGE * weights
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs
        weights += np.linalg.solve(bend + _RIDGE * np.eye(len(weights)), slope)
    unscaled = weights[1:] / spread
    return [round(float(weight), 4) for weight in (weights[0] - unscaled @ middle, *unscaled)]


if __name__ == "__main__":
    main()
