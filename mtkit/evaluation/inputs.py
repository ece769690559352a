"""An evaluation of files: texts by path, reference sets by name, models as systems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mtkit.errors import ConfigError, UnknownEntryError
from mtkit.evaluation.corpora import corpora, find_corpus, load_part
from mtkit.evaluation.findings import Finding
from mtkit.evaluation.judging import evaluate
from mtkit.evaluation.lines import Lines, read_lines, split_place
from mtkit.evaluation.metrics import usual_metrics
from mtkit.evaluation.reference_set import ReferenceSet, language_of
from mtkit.evaluation.results import Evaluation, Sampling


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What is judged, and against what.

    Args:
        hypotheses: Places (see `mtkit.evaluation.lines`), each a system; ``NAME=PLACE`` names it,
            else it has its file's name.
        references: Places, or the name of one reference set (``newsdesk``, ``newsdesk/dev``).
        source: Place of the source; a reference set has its own.
        models: Ids of models that translate the source.
        pair: Source and target language; None finds them out, if they are English and Arabic.
        labels: Kind → place, for slices.
        terms: List of terms (see `mtkit.evaluation.metrics.terms`) that translations should keep.
    """

    hypotheses: Sequence[str] = ()
    references: Sequence[str] = ()
    source: str | None = None
    models: Sequence[str] = ()
    pair: tuple[str, str] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    terms: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A result and the texts it is about."""

    result: Evaluation
    references: ReferenceSet
    hypotheses: Mapping[str, Sequence[str]]


def judge(
    inputs: Inputs, *, metrics: Sequence[str] | None = None, sampling: Sampling | None = None
) -> Judged:
    """Read everything, let the models translate, and evaluate (see `mtkit.evaluation.evaluate`).

    Raises:
        MtkitError: Something cannot be read, or does not fit together.
    """
    references, findings = read_references(inputs)
    if inputs.terms is not None:
        others = usual_metrics(references) if metrics is None else metrics
        metrics = [*(name for name in others if name != "terms"), f"terms={inputs.terms}"]
    systems: dict[str, Sequence[str]] = {}
    for name, place in named(inputs.hypotheses):
        lines = read_lines(place, role="hypothesis")
        findings += [replace(finding, system=name) for finding in lines.findings]
        systems[name] = lines.texts
    for model in inputs.models:
        systems[_unused(Path(model).name, systems)] = _translate(model, references)
    result = evaluate(systems, references, metrics=metrics, sampling=sampling)
    findings += result.findings
    return Judged(replace(result, findings=tuple(findings)), references, systems)


def evaluate_inputs(
    inputs: Inputs, *, metrics: Sequence[str] | None = None, sampling: Sampling | None = None
) -> Evaluation:
    """Return the result of `judge` alone."""
    return judge(inputs, metrics=metrics, sampling=sampling).result


def read_references(inputs: Inputs) -> tuple[ReferenceSet, list[Finding]]:
    """Read what the systems are judged against, and what was odd about its files.

    Raises:
        MtkitError: It cannot be read, or the sides do not have the same number of lines.
    """
    if not inputs.references:
        raise ConfigError("give --reference: a file, or a reference set (mtkit corpora list)")
    if not split_place(inputs.references[0])[0].exists():
        found = find_corpus(inputs.references[0])
        if found is not None:
            corpus, part = found
            if inputs.pair is None:
                known = " or ".join(corpus.languages)
                raise ConfigError(f"{corpus.id}: say --pair, from and into {known} (en-ar)")
            if len(inputs.references) > 1 or inputs.source:
                raise ConfigError(f"{corpus.id} has its own source and reference; give no others")
            source, target = inputs.pair
            return load_part(corpus, part, source=source, target=target), []
        if "." not in inputs.references[0] and "/" not in inputs.references[0]:
            known_ids = [corpus.id for corpus in corpora()]
            raise UnknownEntryError("file or reference set", inputs.references[0], known_ids)
    sides = [read_lines(place, role="reference") for place in inputs.references]
    source_lines = read_lines(inputs.source, role="source") if inputs.source else None
    labels = {kind: read_lines(place, role="label") for kind, place in inputs.labels.items()}
    return _assembled(inputs, sides, source_lines, labels)


def _assembled(
    inputs: Inputs, sides: Sequence[Lines], source: Lines | None, labels: Mapping[str, Lines]
) -> tuple[ReferenceSet, list[Finding]]:
    stated_source, stated_target = inputs.pair or (None, None)
    references = ReferenceSet(
        references=tuple(side.texts for side in sides),
        sources=source.texts if source else None,
        source_language=language_of(source.texts, stated_source) if source else stated_source,
        target_language=language_of(sides[0].texts, stated_target),
        labels={kind: lines.texts for kind, lines in labels.items()},
        name=Path(sides[0].place).name,
    )
    read = [*sides, *([source] if source else []), *labels.values()]
    return references, [finding for lines in read for finding in lines.findings]


def named(hypotheses: Sequence[str]) -> list[tuple[str, str]]:
    """Return (name, place) of every system: the name given, else the file's, whole if need be."""
    systems = []
    for item in hypotheses:
        name, equals, place = item.partition("=")
        if not equals or Path(item).exists():
            path, column = split_place(item)
            name, place = (f"{path.stem}#{column}" if column else path.stem), item
        systems.append((name, place))
    names = _without_common_start([name for name, _ in systems])
    places = [place for _, place in systems]
    unique = [
        (name if names.count(name) == 1 else place, place)
        for name, place in zip(names, places, strict=True)
    ]
    if len({name for name, _ in unique}) < len(unique):
        raise ConfigError("two systems have one name; give them names: NAME=FILE")
    return unique


def _without_common_start(names: Sequence[str]) -> list[str]:
    """Return ``set.google``, ``set.nllb`` as ``google``, ``nllb``."""
    parts = [name.split(".") for name in names]
    while len(parts) > 1 and min(map(len, parts)) > 1 and len({part[0] for part in parts}) == 1:
        parts = [part[1:] for part in parts]
    return [".".join(part) for part in parts]


def _unused(name: str, systems: Mapping[str, object]) -> str:
    return name if name not in systems else f"{name} (model)"


def _translate(model: str, references: ReferenceSet) -> list[str]:
    from mtkit.translation.translator import Translator

    sources = references.require_sources("--model")
    if references.source_language is None or references.target_language is None:
        raise ConfigError("--model needs the languages: say --pair, like en-ar")
    source, target = references.source_language, references.target_language
    with Translator(source=source, target=target, model=model, memory=False) as translator:
        return translator.translate_batch(sources)
