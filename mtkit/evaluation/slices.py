"""Parts of a test set that are worth a look of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.evaluation.expected_names import expected_names
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.text.digits import numbers

_LENGTHS = (("1-10 words", 10), ("11-20 words", 20), ("21-30 words", 30))
_LONGEST = "31 words and more"
_FEWEST = 10  # segments; of fewer no interval says anything


@dataclass(frozen=True, slots=True)
class Slice:
    """Segments that have something in common.

    Args:
        kind: In what they may differ (``"length"``, ``"number"``, the name of a label).
        label: What they have in common (``"1-10 words"``).
        segments: Their 0-based numbers, in order.
    """

    kind: str
    label: str
    segments: tuple[int, ...]


def slices(references: ReferenceSet, *, names: bool = False) -> list[Slice]:
    """Cut a set by length, by numbers in digits (both of the source, else reference 1), by labels.

    Slices of fewer than 10 segments are left out.

    Args:
        references: The set.
        names: Cut by names in the reference, too; its language must be one that they are found in.
    """
    texts = references.sources or references.references[0]
    labels: dict[str, Sequence[str]] = {
        "length": [_length(text) for text in texts],
        "number": [_number(text) for text in texts],
        **references.labels,
    }
    if names:
        labels["name"] = ["with a name" if row else "without" for row in expected_names(references)]
    order = {label: i for i, (label, _) in enumerate(_LENGTHS)} | {_LONGEST: len(_LENGTHS)}
    found = []
    for kind, values in labels.items():
        members: defaultdict[str, list[int]] = defaultdict(list)
        for segment, label in enumerate(values):
            members[label].append(segment)
        for label in sorted(members, key=lambda label: (order.get(label, 0), label)):
            if len(members[label]) >= _FEWEST:
                found.append(Slice(kind, label, tuple(members[label])))
    return found


def _length(text: str) -> str:
    words = len(text.split())
    return next((label for label, most in _LENGTHS if words <= most), _LONGEST)


def _number(text: str) -> str:
    return "with a number" if any(number.in_digits for number in numbers(text)) else "without"
