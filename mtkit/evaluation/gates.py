"""Gates: is what was scored what was meant to be scored?

A wrong file scores too, badly, and its number looks like any other.  Each gate looks for one way in
which files go wrong and says where, how much, and what to do.

| code | finds |
|---|---|
| empty | segments without a translation |
| copied | segments that are the source |
| language | another language or script than the references' |
| repeated | one translation for different segments |
| reference | hypotheses that are the reference |
| shifted | lines that fit the references some lines further on or back |
| swapped | pairs of lines that fit each other's reference |
| unrelated | hypotheses no more like their references than like any other |
| contradiction | one source with two references that have nothing in common |
| bom, crlf | byte order mark, Windows line ends (found by `lines`) |

Files of different length cannot be scored at all: `require_length` says where they part.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mtkit.errors import FormatError
from mtkit.evaluation.findings import Finding, Severity, listed
from mtkit.evaluation.likeness import Comparer
from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.text.identify import identify
from mtkit.text.scripts import has_letters, main_script

if TYPE_CHECKING:
    from mtkit.evaluation.likeness import Vectors

_SAMPLE = 300  # segments that the language is told by


class Gates:
    """Checks systems against one reference set.

    Args:
        references: Its first reference is the one that lines are compared with.
    """

    def __init__(self, references: ReferenceSet) -> None:
        self._set = references
        self._references = references.references[0]
        self._scripts = list(map(main_script, self._references))
        self._comparer = Comparer(self._references)

    def require_length(self, system: str, hypotheses: Sequence[str]) -> None:
        """Check that there is a hypothesis for every reference.

        Raises:
            FormatError: There is not; the message says from which line on they do not fit.
        """
        surplus = len(hypotheses) - len(self._references)
        if surplus:
            raise FormatError(
                f"{len(hypotheses)} lines, the references have {len(self._references)}; "
                f"{self._where_they_part(hypotheses, surplus)}",
                system,
            )

    def _where_they_part(self, hypotheses: Sequence[str], surplus: int) -> str:
        """Say where lines are missing or too many, if they are so in one place."""
        import numpy as np

        vectors = self._comparer.vectors(hypotheses)
        before = self._comparer.along(vectors)
        after = self._comparer.along(vectors, offset=-surplus)
        fits = np.concatenate([[0.0], np.cumsum(before - after)])
        line = int(fits.argmax()) + 1
        if surplus < 0:
            if line > len(hypotheses):
                return f"the last {-surplus} seem to be missing: write one line for every segment"
            lines = _counted(-surplus, "line")
            return f"from line {line} on they fit {lines} later: something is missing there"
        if line > len(self._references):
            return f"the last {surplus} are too many: take them out"
        lines = _counted(surplus, "line")
        return f"from line {line} on they fit {lines} earlier: is a line break too many there?"

    def check(self, system: str, hypotheses: Sequence[str]) -> list[Finding]:
        """Return what is wrong with a system's hypotheses, as many as there are references."""
        found = [
            self._copied(hypotheses),
            self._language(hypotheses),
            self._repeated(hypotheses),
            self._reference(hypotheses),
        ]
        if not any(finding and finding.severity == "error" for finding in found):
            vectors = self._comparer.vectors(hypotheses)
            shifted = self._shifted(vectors)
            found += [shifted, self._swapped(vectors, () if shifted is None else shifted.segments)]
            if not any(found):
                found.append(self._unrelated(vectors))
        found.append(self._empty(hypotheses))
        return [replace(finding, system=system) for finding in found if finding is not None]

    # --- what a text shows by itself -----------------------------------------------------------

    def _empty(self, hypotheses: Sequence[str]) -> Finding | None:
        due = [i for i, text in enumerate(self._references) if has_letters(text)]
        empty = [i for i in due if not has_letters(hypotheses[i])]
        advice = "translate them; scores count them as nothing"
        return _by_share("empty", empty, len(due), "have no translation", advice)

    def _copied(self, hypotheses: Sequence[str]) -> Finding | None:
        if self._set.sources is None:
            return None
        sources = list(map(_folded, self._set.sources))
        least = _limits("copied")["words"]
        due = [i for i, text in enumerate(sources) if len(text.split()) >= least]
        copied = [i for i in due if _folded(hypotheses[i]) == sources[i]]
        advice = "is it the source file, or did the model pass them through?"
        return _by_share("copied", copied, len(due), "are the source", advice)

    def _language(self, hypotheses: Sequence[str]) -> Finding | None:
        limits = _limits("language")
        advice = "check file and direction"
        due = [i for i, text in enumerate(hypotheses) if len(text) >= limits["letters"]]
        due = [i for i in due if has_letters(hypotheses[i]) and has_letters(self._references[i])]
        other = [i for i in due if main_script(hypotheses[i]) != self._scripts[i]]
        problem = "are not in the script of their reference"
        by_script = _by_share("language", other, len(due), problem, advice)
        target = self._set.target_language
        if target is None or (by_script is not None and by_script.severity == "error"):
            return by_script
        guess = identify(" ".join(hypotheses[:_SAMPLE]), [target])
        if guess is not None and guess.confidence < limits["confidence"]:
            return Finding("language", "error", f"does not look like {target!r}", advice)
        return by_script

    def _repeated(self, hypotheses: Sequence[str]) -> Finding | None:
        references: defaultdict[str, set[str]] = defaultdict(set)
        for text, reference in zip(hypotheses, self._references, strict=True):
            references[text].add(reference)
        worst = max(references, key=lambda text: len(references[text]) if text.strip() else 0)
        if len(references[worst]) < _limits("repeated")["least"]:
            return None
        same = [i for i, text in enumerate(hypotheses) if text == worst]
        problem = f"have the same translation “{worst[:30]}”"
        advice = "look at the decoder: it seems to be stuck"
        return _by_share("repeated", same, len(hypotheses), problem, advice)

    def _reference(self, hypotheses: Sequence[str]) -> Finding | None:
        least = _limits("reference")["words"]
        due = [i for i, text in enumerate(self._references) if len(text.split()) >= least]
        same = [i for i in due if hypotheses[i].strip() == self._references[i].strip()]
        advice = "is it the reference file, or was the model trained on it?"
        return _by_share("reference", same, len(due), "are the reference", advice)

    # --- what is in another place --------------------------------------------------------------

    def _shifted(self, vectors: Vectors) -> Finding | None:
        limits = _limits("shifted")
        own = self._comparer.along(vectors)
        best = (0.0, 0, 0, 0)
        for offset in range(-limits["reach"], limits["reach"] + 1):
            if offset:
                gains = self._comparer.along(vectors, offset=offset) - own
                best = max(best, (*_best_run(gains.tolist()), offset))
        gain, start, stop, offset = best
        if stop - start < limits["least"] or gain < limits["gain"] * (stop - start):
            return None
        distance = f"{_counted(abs(offset), 'line')} {'later' if offset > 0 else 'earlier'}"
        return Finding(
            "shifted",
            "error",
            f"lines {start + 1}-{stop} fit the references {distance}",
            f"a line is missing or too many near line {start + 1}",
            segments=tuple(range(start, stop)),
        )

    def _swapped(self, vectors: Vectors, shifted: Sequence[int]) -> Finding | None:
        """Find lines unlike their reference and like another, whose own line is in their place."""
        limits = _limits("swapped")
        own = self._comparer.along(vectors)
        own[list(shifted)] = 1
        strange = [int(i) for i in own.argsort()[: limits["most"]] if own[i] <= limits["own"]]
        likeness = vectors[strange] @ self._comparer.references.T
        pairs = set()
        for i, j, alike in zip(strange, likeness.argmax(axis=1), likeness.max(axis=1), strict=True):
            back = float(vectors[j] @ self._comparer.references[i])
            if alike >= limits["other"] and back > own[j] and not self._same_source(i, int(j)):
                pairs.add((min(i, int(j)), max(i, int(j))))
        if not pairs:
            return None
        shown = ", ".join(f"{i + 1} and {j + 1}" for i, j in sorted(pairs)[:4])
        message = f"lines {shown}{', …' if len(pairs) > 4 else ''} are swapped"
        segments = tuple(sorted({line for pair in pairs for line in pair}))
        advice = "put the hypotheses into the order of the references"
        return Finding("swapped", "error", message, advice, segments=segments)

    def _same_source(self, one: int, other: int) -> bool:
        sources = self._set.sources
        return sources is not None and sources[one] == sources[other]

    def _unrelated(self, vectors: Vectors) -> Finding | None:
        limits = _limits("unrelated")
        if len(vectors) < limits["least"]:
            return None
        own = float(self._comparer.along(vectors).mean())
        half = len(vectors) // 2
        others = float(self._comparer.along(vectors, offset=half)[:half].mean())
        if own > limits["factor"] * others:
            return None
        message = f"is no more like its references ({own:.2f}) than like others ({others:.2f})"
        return Finding("unrelated", "error", message, "is it the output for another test set?")


def check_references(references: ReferenceSet) -> list[Finding]:
    """Return what is wrong with the references themselves."""
    found = []
    for number, side in enumerate(references.references, start=1):
        name = f"reference {number}"
        empty = [i for i, text in enumerate(side) if not text.strip()]
        advice = "leave them out; they count against every system"
        found.append(_by_share("empty", empty, len(side), f"of {name} are empty", advice))
        found.append(_reference_language(side, references.target_language, name))
        if references.sources is not None:
            least = _limits("copied")["words"]
            due = [i for i, text in enumerate(side) if len(text.split()) >= least]
            same = [i for i in due if _folded(side[i]) == _folded(references.sources[i])]
            advice = "is the source given as reference?"
            found.append(_by_share("copied", same, len(due), f"of {name} are the source", advice))
            found.append(_contradiction(references.sources, side, "source", name))
            found.append(_contradiction(side, references.sources, name, "source"))
    return [finding for finding in found if finding is not None]


def _reference_language(side: Sequence[str], target: str | None, name: str) -> Finding | None:
    if target is None:
        return None
    guess = identify(" ".join(side[:_SAMPLE]), [target])
    if guess is not None and guess.confidence >= _limits("language")["confidence"]:
        return None
    message = f"{name} does not look like {target!r}"
    return Finding("language", "error", message, "check file and direction")


def _contradiction(
    texts: Sequence[str], partners: Sequence[str], name: str, partner_name: str
) -> Finding | None:
    """Find equal texts whose partners have nothing in common: one of them has a wrong partner."""
    limits = _limits("contradiction")
    members: defaultdict[str, list[int]] = defaultdict(list)
    for segment, text in enumerate(texts):
        if len(text.split()) >= limits["words"]:
            members[text].append(segment)
    doubles = [segment for group in members.values() for segment in group[1:]]
    if not doubles:
        return None
    comparer = Comparer(partners)
    firsts = [members[texts[segment]][0] for segment in doubles]
    alike = (comparer.references[doubles] * comparer.references[firsts]).sum(axis=1)
    pairs = zip(firsts, doubles, alike, strict=True)
    wrong = [(first, double) for first, double, like in pairs if like <= limits["alike"]]
    if not wrong:
        return None
    shown = ", ".join(f"{first + 1} and {double + 1}" for first, double in wrong[:4])
    return Finding(
        "contradiction",
        "warning",
        f"lines {shown} have the same {name} and nothing in common as {partner_name}",
        "one of each pair is wrong: leave it out or repair it",
        segments=tuple(sorted({line for pair in wrong for line in pair})),
    )


# --- helpers -----------------------------------------------------------------------------------


@cache
def _all_limits() -> Mapping[str, Any]:
    return tomllib.loads((files("mtkit.evaluation") / "data" / "gates.toml").read_text("utf-8"))


def _limits(code: str) -> Mapping[str, Any]:
    limits: Mapping[str, Any] = _all_limits()[code]
    return limits


def _by_share(
    code: str, segments: Sequence[int], due: int, problem: str, advice: str
) -> Finding | None:
    """Return a finding if more of the `due` segments show a fault than the limits allow."""
    limits = _limits(code)
    if not segments or len(segments) <= limits["warning"] * due:
        return None
    severity: Severity = "error" if len(segments) > limits["error"] * due else "warning"
    share = f"{len(segments) / due:.1%}: line {listed(segments)}"
    what = f"{_counted(len(segments), 'segment')} ({share}) {problem}"
    return Finding(code, severity, what, advice, segments=tuple(segments))


def _best_run(gains: Sequence[float]) -> tuple[float, int, int]:
    """Return the greatest sum of neighbours, and where it starts and stops (Kadane)."""
    best, total, start = (0.0, 0, 0), 0.0, 0
    for place, gain in enumerate(gains):
        if total <= 0:
            total, start = 0.0, place
        total += gain
        best = max(best, (total, start, place + 1))
    return best


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
