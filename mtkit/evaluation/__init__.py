"""Judging translations: how good, how sure, which is better, and is something wrong with the file.

    evaluate(hypotheses, references, sources) -> Evaluation

| module | holds |
|---|---|
| `judging` | `evaluate`, from texts to results |
| `inputs`, `lines`, `corpora` | the same from files, reference sets by name, models |
| `metrics` | a file a metric, found by name |
| `expected_names`, `encoders` | what some metrics look for, or look with |
| `resampling`, `significance` | bootstrap, approximate randomization, correction |
| `gates` | what makes a score mean less than it seems |
| `results`, `tables`, `requirements` | what comes out, how it is written, what it must reach |
| `report` | one HTML page to read it in |
"""

from mtkit.evaluation.findings import Finding
from mtkit.evaluation.judging import evaluate
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.evaluation.results import Comparison, Evaluation, Sampling, Score, SliceScore

__all__ = [
    "Comparison",
    "Evaluation",
    "Finding",
    "ReferenceSet",
    "Sampling",
    "Score",
    "SliceScore",
    "evaluate",
]
