"""The card of a trained model: what it is made of and what it is worth, written by the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mtkit.store.manifest import Manifest
from mtkit.training.judging import Verdict
from mtkit.training.recipe import CorpusSpec, Recipe

_CURVE = 12  # rows of the learning curve
_WORST = 5
_ORDINARY = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What a card is written from.

    Args:
        recipe: What was made.
        manifest: Of the finished model.
        cleaning: The run's ``cleaning.json``.
        curve: Records of its evaluations, from its log.
        verdicts: On every set, in every direction; with two systems, the first is the start.
        hours: That training took.
        updates: Of each worker.
        hardware: In words.
        int8_size: Bytes of the converted model.
        recipe_text: The recipe as it was written.
    """

    recipe: Recipe
    manifest: Manifest
    cleaning: Mapping[str, Any]
    curve: Sequence[Mapping[str, Any]]
    verdicts: Sequence[Verdict]
    hours: float
    updates: int
    hardware: str
    int8_size: int
    recipe_text: str


def write(facts: Facts) -> str:
    """Return the card as Markdown."""
    return "\n".join(_lines(facts)) + "\n"


def _lines(facts: Facts) -> Iterator[str]:
    manifest = facts.manifest
    yield f"# {manifest.id}"
    yield ""
    yield manifest.summary or f"A MarianMT model for {_directions(facts)}, made by `mtkit train`."
    yield ""
    yield from _table(("", ""), _overview(facts))
    yield from _section("Scores", _scores(facts))
    yield from _section("Text", _data(facts))
    yield from _section("Learning curve", _curve(facts.curve))
    yield from _section("Translations", _examples(facts.verdicts))
    yield from _section("Recipe", ("```toml", facts.recipe_text.rstrip(), "```"))


def _overview(facts: Facts) -> Iterator[tuple[str, str]]:
    manifest = facts.manifest
    yield "directions", _directions(facts)
    yield "license", manifest.license
    yield "starts from", _start(facts.recipe)
    size = f"{manifest.parameters / 1e6:.1f} million, {manifest.size / 1e6:.0f} MB in float16"
    yield "weights", f"{size}, {facts.int8_size / 1e6:.0f} MB in int8"
    yield "trained", f"{facts.hours:.1f} hours, {facts.updates:,} updates a worker"
    yield "hardware", facts.hardware
    fastest = max(facts.verdicts, key=lambda v: v.sentences_per_second, default=None)
    if fastest is not None:
        speed = f"{fastest.sentences_per_second:.0f} sentences/s"
        pieces = f"{fastest.pieces_per_second:,.0f} pieces/s"
        yield "speed", f"{speed}, {pieces} (int8, beam 4, {fastest.set.name})"


def _scores(facts: Facts) -> Iterator[str]:
    yield (
        "Whole sets, CTranslate2 int8, beam 4, with 95% bootstrap intervals.  *Doubtful* is the "
        "share of sentences to which mtkit's checks object before any repair."
    )
    yield ""
    compared = any(len(verdict.result.systems) > 1 for verdict in facts.verdicts)
    head = ["set", "direction", "chrF", "BLEU", "doubtful"]
    yield from _table((*head, *(("chrF before",) if compared else ())), _score_rows(facts))
    for verdict in facts.verdicts:
        if verdict.set.seen:
            share = f"{verdict.set.seen:,} of {len(verdict.set.pairs):,}"
            yield f"\nOf {verdict.set.name}, {share} pairs stand in the training text."


def _score_rows(facts: Facts) -> Iterator[tuple[str, ...]]:
    for verdict in facts.verdicts:
        values = []
        for metric, unit in (("chrf", ""), ("bleu", ""), ("flags", "%")):
            score = verdict.score(metric)
            low, high = score.interval.low, score.interval.high
            values.append(f"{score.value:.1f}{unit} ({low:.1f}-{high:.1f})")
        row = (f"{verdict.set.name}, {len(verdict.set.pairs):,}", "→".join(verdict.direction))
        yield (*row, *values, *_before(verdict))


def _before(verdict: Verdict) -> Iterator[str]:
    for comparison in verdict.result.comparisons:
        if comparison.metric == "chrf":
            before = verdict.result.score(comparison.system, "chrf").value
            sure = "significant" if comparison.significant else "not significant"
            yield f"{before:.1f} ({0 - comparison.difference:+.1f}, {sure})"


def _data(facts: Facts) -> Iterator[str]:
    read, kept = facts.cleaning["read"], facts.cleaning["kept"]
    specs = {spec.id: spec for spec in facts.recipe.corpora}
    rows = (
        (id, f"{kept.get(id, 0):,}", f"{count:,}", *_told(specs.get(id)))
        for id, count in read.items()
    )
    yield from _table(("corpus", "pairs kept", "read", "weight", "license"), rows)
    held = ", ".join(f"{id} ({n:,})" for id, n in facts.cleaning["held_out"].items())
    dropped = sum(
        count
        for reasons in facts.cleaning["dropped"].values()
        for reason, count in reasons.items()
        if reason.startswith("held out")
    )
    yield ""
    yield (
        f"Held out, on either side, case, punctuation and Arabic spelling variants aside: "
        f"{held or 'nothing'}.  {dropped:,} pairs were dropped for that."
    )


def _told(spec: CorpusSpec | None) -> tuple[str, str]:
    return ("", "") if spec is None else (f"{spec.weight:g}", spec.license or "not stated")


def _curve(records: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not records:
        yield "None: there were no dev sets."
        return
    count = min(_CURVE, len(records))
    chosen = [records[i * (len(records) - 1) // max(count - 1, 1)] for i in range(count)]
    names = list(records[-1]["chrf"])
    rows = (
        (
            f"{record['seconds'] / 3600:.2f}",
            f"{record['update']:,}",
            *(f"{record['chrf'].get(name, float('nan')):.1f}" for name in names),
        )
        for record in chosen
    )
    yield "chrF, beam 2, on the part of the dev sets that the run looked at."
    yield ""
    yield from _table(("hours", "updates", *names), rows)


def _examples(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield ordinary and worst translations of the first set, by the chrF of each sentence."""
    first = verdicts[0].set.name if verdicts else ""
    for verdict in verdicts:
        if verdict.set.name != first:
            continue
        system = verdict.result.systems[-1]
        scores = verdict.result.segment_scores[system, "chrf"]
        order = sorted(range(len(scores)), key=lambda i: float(scores[i]))
        middle = len(order) // 2
        chosen = (
            *((i, "ordinary") for i in order[middle : middle + _ORDINARY]),
            *((i, "worst") for i in order[:_WORST] if i not in order[middle : middle + _ORDINARY]),
        )
        yield f"**{'→'.join(verdict.direction)}**, {first}"
        yield ""
        rows = (
            (
                kind,
                verdict.sources[i],
                verdict.references[i],
                verdict.hypotheses[system][i],
                f"{float(scores[i]):.0f}",
            )
            for i, kind in chosen
        )
        yield from _table(("", "source", "reference", "translation", "chrF"), rows)
        yield ""


def _start(recipe: Recipe) -> str:
    spec = recipe.model
    if spec.start is not None:
        return spec.start.name
    if spec.encoder == "none":
        return "random weights"
    return f"{spec.encoder}, first {spec.encoder_layers} layers"


def _directions(facts: Facts) -> str:
    return ", ".join("→".join(pair) for pair in facts.manifest.pairs)


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    yield from lines


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(_cell(value) for value in row)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
