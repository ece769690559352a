"""What is marked in a segment: doubts of the desk's checks, and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.evaluation.results import Evaluation
from mtkit.translation.checks import CHECKS, CheckInput, run_checks
from mtkit.types import Mention

Texts = Sequence[str]

_CODES = tuple(code for code in CHECKS if code != "score")


def segment_flags(
    result: Evaluation, references: ReferenceSet, system: str, texts: Texts
) -> dict[str, list[list[str]]]:
    """Return segment → (code, detail) of what is doubtful about a system's translation of it.

    Which segments have doubts the metric ``flags`` has found; where it was not asked for there are
    none here.
    """
    scores = result.segment_scores.get((system, "flags"))
    source, target = references.source_language, references.target_language
    if scores is None or references.sources is None or source is None or target is None:
        return {}
    found = {}
    for segment in scores.nonzero()[0].tolist():
        item = CheckInput(references.sources[segment], texts[segment], source, target)
        flags = run_checks(item, codes=_CODES)
        found[str(segment)] = [[flag.code, flag.detail] for flag in flags]
    return found


def name_spans(
    references: ReferenceSet,
    hypotheses: Mapping[str, Texts],
    mentions: Mapping[str, Sequence[Sequence[Mention]]],
) -> list[dict[str, list[int]]]:
    """Return, for every column of texts, segment → starts and ends of its names.

    Columns are source (if there is one), references, hypotheses; offsets count UTF-16 units, as
    the browser does.

    Args:
        references: Sources and references.
        hypotheses: System → texts.
        mentions: ``"source"``, ``"reference 1"`` or a system → names in each segment.
    """
    columns: dict[str, Texts] = {}
    if references.sources is not None:
        columns["source"] = references.sources
    for place, side in enumerate(references.references, start=1):
        columns[f"reference {place}"] = side
    columns |= hypotheses
    found = []
    for name, texts in columns.items():
        spans = {}
        for segment, names in enumerate(mentions.get(name, ())):
            text = texts[segment]
            edges = [edge for item in names for edge in (item.span.start, item.span.end)]
            if edges:
                spans[str(segment)] = [utf16(text, edge) for edge in edges]
        found.append(spans)
    return found


def utf16(text: str, offset: int) -> int:
    """Return the offset in UTF-16 units of an offset in code points."""
    return offset if text.isascii() else len(text[:offset].encode("utf-16-le")) // 2
