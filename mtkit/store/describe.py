"""A manifest for a model that has none: read from its files and its publisher's card."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from mtkit.errors import ConfigError, ModelError
from mtkit.langs import standard
from mtkit.store import catalog, layouts
from mtkit.store.manifest import Manifest, MeasuredScore
from mtkit.store.sealing import CARD, measure

Pairs = tuple[tuple[str, str], ...]

_log = logging.getLogger(__name__)

_LABEL = re.compile(r">>([a-z]{2,3}(?:_[A-Za-z]{4})?)<<")
_NAME = re.compile(r"\bmt-(?:(?:tc|bible|tiny|base|big)-)*(\w+)-(\w+)")  # opus-mt-tc-big-en-ar
_STATED = re.compile(r"(source|target) language\(s\):?\W*([a-zA-Z_, ]+)$", re.I | re.M)
_TASK = re.compile(r"\b([a-z]{2,3})-([a-z]{2,3})\b")
_METRICS = {"bleu": "BLEU", "chrf": "chrF", "chr-f": "chrF", "comet": "COMET"}
_NOT_STATED = "not stated by the publisher"


@dataclass(frozen=True, slots=True)
class _Card:
    """What the publisher says."""

    license: str = _NOT_STATED
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    scores: tuple[MeasuredScore, ...] = ()


def describe(
    folder: Path, *, id: str, source: str, revision: str = "", pairs: Sequence[tuple[str, str]] = ()
) -> Manifest:
    """Describe the model in `folder`, which is complete but for its manifest.

    Its languages are those given, or what its card states, or what its name says (OPUS names end in
    source and target); where the vocabulary has labels (``>>ara<<``), each is a target.

    Args:
        folder: Its card, if any, is `CARD.md`.
        id: Its id from now on.
        source: Where it came from; the name is looked for in its last part.
        revision: Commit of the source.
        pairs: (source, target) languages, when the caller knows.

    Raises:
        ModelError: The files do not make a model that can run, or its languages are unknown.
        FormatError: A file cannot be read.
    """
    selection = layouts.select({path.name for path in folder.iterdir()}, where=source)
    layouts.check_runnable(folder, selection, where=source)
    card = _read_card(folder)
    labels = _labels(folder, selection.names)
    pairs = _standard(pairs) or _pairs(card, Path(source).name, labels)
    if not pairs:
        raise ModelError(f"{source}: its languages are not stated; say them with --pair en-ar")
    targets = {target for _, target in pairs}
    known = {model.repository: model for model in catalog.hub_models()}.get(source)
    manifest = Manifest(
        id=id,
        pairs=tuple(pairs),
        layout=selection.layout,
        license=card.license,
        source=source,
        revision=revision,
        labels={code: label for code, label in labels.items() if code in targets},
        scores=known.scores if known and known.scores else card.scores,
        summary=known.summary if known else "",
    )
    return measure(manifest, folder)


def _pairs(card: _Card, name: str, labels: Collection[str]) -> Pairs:
    sources, targets = card.sources, card.targets
    match = _NAME.search(name)
    if match and not (sources and targets):
        source, target = (_languages([code]) for code in match.groups())
        targets = target if not labels or set(target) & set(labels) else tuple(labels)
        listed = tuple(code for code in card.languages if code not in targets)
        sources = source if not listed or set(source) & set(listed) else listed
    return tuple((source, target) for source in sources for target in targets if source != target)


def _labels(folder: Path, names: Collection[str]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for name in names:
        if "vocab" in name:
            text = (folder / name).read_text("utf-8", errors="replace")
            for code in _LABEL.findall(text):
                for language in _languages([code]):
                    labels.setdefault(language, f">>{code}<<")
    return labels


def _read_card(folder: Path) -> _Card:
    path = folder / CARD
    text = path.read_text("utf-8", errors="replace") if path.exists() else ""
    stated = {
        side.lower(): tuple(re.findall(r"\w+", codes)) for side, codes in _STATED.findall(text)
    }
    card = _Card(
        license=_license_file(folder),
        sources=_languages(stated.get("source", ())),
        targets=_languages(stated.get("target", ())),
    )
    return _with_front_matter(card, text, path) if text.startswith("---") else card


def _with_front_matter(card: _Card, text: str, path: Path) -> _Card:
    import yaml  # type: ignore[import-untyped]
    from huggingface_hub import ModelCard, ModelCardData

    try:
        data = cast(ModelCardData, ModelCard(text, ignore_metadata_errors=True).data)
    except (yaml.YAMLError, ValueError) as error:
        _log.warning("%s: its front matter cannot be read: %s", path, " ".join(str(error).split()))
        return card
    languages = [data.language] if isinstance(data.language, str) else data.language or []
    return _Card(
        license=str(data.license or card.license),
        languages=_languages(languages),
        sources=card.sources,
        targets=card.targets,
        scores=tuple(
            MeasuredScore(
                pair,
                str(result.dataset_name),
                _METRICS.get(result.metric_type.lower(), result.metric_type),
                float(result.metric_value),
                signature="as the model's card has it",
            )
            for result in data.eval_results or ()
            if (pair := _task_pair(result.task_name or ""))
            and isinstance(result.metric_value, int | float)
        ),
    )


def _task_pair(task: str) -> tuple[str, str] | None:
    match = _TASK.search(task)  # "Translation eng-ara"
    pair = _languages(match.groups()) if match else ()
    return (pair[0], pair[1]) if len(pair) == 2 else None


def _license_file(folder: Path) -> str:
    for path in sorted(folder.glob("LICENSE*")):
        for line in path.read_text("utf-8", errors="replace").splitlines():
            if line.strip():
                return line.strip()
    return _NOT_STATED


def _standard(pairs: Sequence[tuple[str, str]]) -> Pairs:
    return tuple((standard(source), standard(target)) for source, target in pairs)


def _languages(codes: Sequence[str]) -> tuple[str, ...]:
    """Return the codes that are languages, in standard form; groups such as ``mul`` are none."""
    languages = []
    for code in codes:
        try:
            language = standard(code)
        except ConfigError:
            continue
        if language not in _GROUPS and language not in languages:
            languages.append(language)
    return tuple(languages)


_GROUPS = frozenset({"mul", "und"})
