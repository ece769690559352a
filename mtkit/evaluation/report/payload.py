"""What the page's script reads: the results, and the segments in columns.

The texts of a segment stand side by side (source, references, hypotheses), so that compression
finds what they share.  Scores of segments are whole tenths.  `NaN`, which JSON has not, is null.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from typing import TYPE_CHECKING, Any

from mtkit import langs
from mtkit.evaluation.metrics.normalizer import normalize
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.evaluation.report.links import aligned_tokens, cheap_links
from mtkit.evaluation.report.marks import name_spans, segment_flags
from mtkit.evaluation.results import Evaluation
from mtkit.evaluation.slices import slices
from mtkit.evaluation.tables import notes
from mtkit.types import Mention, WordAlignment

if TYPE_CHECKING:
    from mtkit.evaluation.metrics.base import Counts

VERSION = 1
"""Of the payload's form."""

Texts = Sequence[str]
_ARABIC = range(0x0600, 0x0700)  # a query may hold letters that no text of the set has
_VERSIONED = ("mtkit", "sacrebleu", "numpy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What a report can show beside scores and texts.

    Args:
        command: How to make it again, as it is typed.
        files: Place → SHA-256 of what was read.
        speeds: System → sentences a second; plotted against quality.
        align: Align words that `alignments` does not.
        alignments: System → alignment of source and hypothesis, a segment each.
        mentions: ``"source"``, ``"reference 1"`` or a system → names in each segment.
    """

    command: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    speeds: Mapping[str, float] = field(default_factory=dict)
    align: bool = True
    alignments: Mapping[str, Sequence[WordAlignment | None]] = field(default_factory=dict)
    mentions: Mapping[str, Sequence[Sequence[Mention]]] = field(default_factory=dict)


def payload(
    result: Evaluation,
    references: ReferenceSet,
    hypotheses: Mapping[str, Texts],
    *,
    extras: Extras,
) -> dict[str, Any]:
    """Return all that the page shows, ready for JSON.

    Args:
        result: What `mtkit.evaluation.evaluate` returned for the other two.
        references: What was judged against.
        hypotheses: System → a translation of each segment.
        extras: What else there is to show.
    """
    return {
        "version": VERSION,
        **_about(result, extras),
        **_results(result),
        **_segments(result, references, hypotheses, extras),
    }


def _about(result: Evaluation, extras: Extras) -> dict[str, Any]:
    source, target = result.languages
    return {
        "set": result.reference_set,
        "source": _language(source),
        "target": _language(target),
        "references": result.references,
        "level": result.sampling.level,
        "notes": notes(result),
        "command": extras.command,
        "files": dict(extras.files),
        "versions": {"python": python_version(), **_versions()},
        "speeds": [extras.speeds.get(system) for system in result.systems],
    }


def _language(code: str | None) -> dict[str, str]:
    """Return code and direction; the browser decides where the language is not known."""
    return {"code": code or "", "dir": langs.direction(code) if code else "auto"}


def _versions() -> dict[str, str]:
    found = {}
    for name in _VERSIONED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # pragma: no cover - a tree that was copied, not installed
            continue
    return found


def _results(result: Evaluation) -> dict[str, Any]:
    place = {system: index for index, system in enumerate(result.systems)}
    names = [info.name for info in result.metrics]
    scores = {name: [result.score(system, name) for system in result.systems] for name in names}
    parts: dict[tuple[str, str], dict[str, Any]] = {}
    for score in result.slices:
        new = {
            "kind": score.kind,
            "label": score.label,
            "segments": score.segments,
            "scores": {name: [None] * len(place) for name in names},
        }
        part = parts.setdefault((score.kind, score.label), new)
        part["scores"][score.metric][place[score.system]] = _numbers(
            score.value, score.interval.low, score.interval.high
        )
    return {
        "systems": list(result.systems),
        "metrics": [
            {"name": info.name, "title": info.title, "better": info.better}
            for info in result.metrics
        ],
        "scores": {
            name: [_numbers(s.value, s.interval.low, s.interval.high) for s in row]
            for name, row in scores.items()
        },
        "parts": {name: [dict(score.parts) for score in row] for name, row in scores.items()},
        "ranks": {name: list(result.ranks(name).values()) for name in names},
        "comparisons": [
            [
                pair.metric,
                place[pair.system],
                place[pair.other],
                *_numbers(pair.difference, pair.interval.low, pair.interval.high),
                *_numbers(pair.p_corrected, digits=5),
                int(pair.significant),
            ]
            for pair in result.comparisons
        ],
        "slices": list(parts.values()),
        "findings": [finding.to_dict() for finding in result.findings],
    }


def _segments(
    result: Evaluation,
    references: ReferenceSet,
    hypotheses: Mapping[str, Texts],
    extras: Extras,
) -> dict[str, Any]:
    sides: list[Texts] = [*references.references, *(hypotheses[name] for name in result.systems)]
    if references.sources is not None:
        sides.insert(0, references.sources)
    return {
        "hasSource": references.sources is not None,
        "texts": [list(row) for row in zip(*sides, strict=True)],
        "folds": _folds(sides),
        "segmentScores": {
            info.name: [_tenths(result.segment_scores[name, info.name]) for name in result.systems]
            for info in result.metrics
        },
        "flags": [
            segment_flags(result, references, system, hypotheses[system])
            for system in result.systems
        ],
        "labels": _labels(references, names=any(i.name == "names" for i in result.metrics)),
        "names": name_spans(references, hypotheses, extras.mentions),
        "links": _links(references, hypotheses, extras),
    }


def _links(
    references: ReferenceSet, hypotheses: Mapping[str, Texts], extras: Extras
) -> list[list[str] | None] | None:
    sources = references.sources
    if sources is None:
        return None
    missing = [name for name in hypotheses if name not in extras.alignments]
    found: dict[str, list[str]] = {
        name: [
            aligned_tokens(source, text, alignment)
            for source, text, alignment in zip(
                sources, hypotheses[name], extras.alignments[name], strict=True
            )
        ]
        for name in hypotheses
        if name in extras.alignments
    }
    if extras.align and missing:
        found |= cheap_links(
            sources,
            {name: hypotheses[name] for name in missing},
            source_language=references.source_language,
            target_language=references.target_language,
        )
    return [found.get(name) for name in hypotheses] if found else None


def _labels(references: ReferenceSet, *, names: bool) -> list[dict[str, Any]]:
    """Return every kind of slice: its labels, and the place of each segment's label among them."""
    kinds: dict[str, list[str | None]] = {}
    for part in slices(references, names=names):
        column = kinds.setdefault(part.kind, [None] * len(references))
        for segment in part.segments:
            column[segment] = part.label
    kinds |= {kind: list(labels) for kind, labels in references.labels.items()}
    found = []
    for kind, column in kinds.items():
        values = list(dict.fromkeys(label for label in column if label is not None))
        place = {label: index for index, label in enumerate(values)}
        of = [-1 if label is None else place[label] for label in column]
        found.append({"kind": kind, "values": values, "of": of})
    return found


def _folds(sides: Iterable[Texts]) -> dict[str, str]:
    """Return character → what it is scored as, for those that the browser cannot fold itself.

    The browser takes marks off by decomposing (so alif with hamza is alif) and lower-cases; what is
    left to know are letters that newsrooms write one for another, digits and punctuation.
    """
    characters = {c for side in sides for text in side for c in text if not c.isascii()}
    folds = {}
    for character in sorted(characters | set(map(chr, _ARABIC))):
        category = unicodedata.category(character)
        decomposes = len(unicodedata.normalize("NFD", character)) > 1
        if decomposes or (category[0] not in "LNP" and category != "Cf"):
            continue
        folded = normalize(character)
        if folded != character:
            folds[character] = folded
    return folds


def _numbers(*values: float, digits: int = 3) -> list[float | None]:
    return [round(value, digits) if math.isfinite(value) else None for value in values]


def _tenths(scores: Counts) -> list[int | None]:
    return [round(10 * value) if math.isfinite(value) else None for value in scores.tolist()]
