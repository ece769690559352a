"""Learn what `pairs` and `association` ship: ``python -m mtkit.names.learn_pairs EN AR``.

Taggers look surer of sentences that they were trained on than of new ones.  So the logistic model
is fitted on every fifth document, with taggers EN and AR that were trained on the others
(``python -m mtkit.names.mentions.learn --hold-out``) and an association learned from the others.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkit import paths
from mtkit.io import atomic_file
from mtkit.names.association import Association, format_association, learn_association
from mtkit.names.mentions.gold import FOLD, MarkedPair, read_marked
from mtkit.names.mentions.tagger import load_model, tag
from mtkit.names.pairs import EVIDENCE, candidates
from mtkit.types import Mention

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_RIDGE = 1.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, learn and write both files."""
    parser = argparse.ArgumentParser(prog="python -m mtkit.names.learn_pairs")
    parser.add_argument("models", nargs=2, type=Path, metavar="EN AR")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data")
    options = parser.parse_args(arguments)
    marked = paths.shipped("corpora") / "newsdesk" / "train.jsonl"
    documents = list(read_marked(marked))
    models = [load_model(path) for path in options.models]
    seen = [doc for number, doc in enumerate(documents) if number % FOLD]
    unseen = [doc for number, doc in enumerate(documents) if number % FOLD == 0]
    rows, right = _examples(unseen, models, associate(seen))
    weights = fit(rows, right)
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
    documents: Iterable[Sequence[MarkedPair]], models: Sequence[Any], association: Association
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    import numpy as np

    rows: list[tuple[float, ...]] = []
    right: list[bool] = []
    for pair, english, arabic in _tagged(documents, models):
        gold = pair.span_pairs()
        for candidate in candidates(
            pair.en,
            pair.ar,
            english,
            arabic,
            alignment=None,
            association=association,
            source_language="en",
            target_language="ar",
        ):
            rows.append(candidate.evidence)
            right.append((candidate.source.span, candidate.target.span) in gold)
    return np.array(rows), np.array(right, dtype=np.float64)


def _tagged(
    documents: Iterable[Sequence[MarkedPair]], models: Sequence[Any]
) -> Iterator[tuple[MarkedPair, list[Mention], list[Mention]]]:
    for document in documents:
        sides = []
        for language, model in zip(("en", "ar"), models, strict=True):
            texts = [pair.text(language) for pair in document]
            sides.append(
                [
                    [
                        Mention(name.span, name.span.of(text), name.type, name.score)
                        for name in found
                    ]
                    for text, found in zip(texts, tag(texts, language, model=model), strict=True)
                ]
            )
        yield from zip(document, *sides, strict=True)


def fit(rows: NDArray[np.float64], right: NDArray[np.float64]) -> list[float]:
    """Fit a logistic model by Newton's method with a ridge; return bias and weights, rounded."""
    import numpy as np

    inputs = np.column_stack([np.ones(len(rows)), rows])
    weights = np.zeros(inputs.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (right - chance) - _RIDGE * weights
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs
        weights += np.linalg.solve(bend + _RIDGE * np.eye(len(weights)), slope)
    return [round(float(weight), 4) for weight in weights]


if __name__ == "__main__":
    main()
