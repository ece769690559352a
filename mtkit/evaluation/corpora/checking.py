"""Is a corpus what its manifest says, and is its text sound?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtkit.errors import MtkitError
from mtkit.evaluation.corpora.reading import load_part
from mtkit.evaluation.findings import Finding, listed
from mtkit.evaluation.gates import check_references
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.store.corpora.manifest import Corpus, Part


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked at, and what was found.

    Args:
        corpus: Its id.
        part: The part's name.
        segments: How many were read; 0 if they could not be.
        problems: Because of which it must not be used.
        remarks: What a reader of scores should know.
    """

    corpus: str
    part: str
    segments: int
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing forbids its use."""
        return not self.problems


def verify(corpus: Corpus, part: Part) -> Verdict:
    """Hold files against hashes, sides against number and first line; look for faults in the text.

    Faults are those of the gates (a side in another language, the source as reference, one source
    with two references that have nothing in common), empty lines and pairs that are there twice.
    """
    source, target = corpus.directions(part)[0]
    try:
        references = load_part(corpus, part, source=source, target=target)
    except MtkitError as error:
        return Verdict(corpus.id, part.name, 0, problems=(str(error),))
    findings = [*check_references(references), *_doubles(references)]
    return Verdict(
        corpus.id,
        part.name,
        len(references),
        problems=tuple(str(finding) for finding in findings if finding.severity == "error"),
        remarks=tuple(str(finding) for finding in findings if finding.severity == "warning"),
    )


def _doubles(references: ReferenceSet) -> Sequence[Finding]:
    sources = references.require_sources("looking for doubles")
    seen: set[tuple[str, str]] = set()
    doubles = []
    for segment, pair in enumerate(zip(sources, references.references[0], strict=True)):
        if pair in seen:
            doubles.append(segment)
        seen.add(pair)
    if not doubles:
        return []
    message = f"{len(doubles)} pairs are there twice: line {listed(doubles)}"
    advice = "each counts twice in a score"
    return [Finding("double", "warning", message, advice, segments=tuple(doubles))]
