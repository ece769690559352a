"""How much inline markup lands on the right words: gold spans, both directions, several aligners.

    python benchmarks/markup.py [--model FOLDER] [--shared FOLDER]

Each gold pair is given as source text with markup and target text without; the markup is projected
and compared with the gold spans.  The translation is the gold one, so only the placing is measured.
The attention is that of the model while it is made to say the gold translation (forced decoding).

    exact   the span is the gold one, to the character
    words   the same words but for articles and clitics at the edges
    F1      of the words (clitics split) inside the span, mean over spans
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mtkit import langs
from mtkit.align.attention import word_attention
from mtkit.align.combine import both_ways, combine, link_words
from mtkit.align.lexicon import lexical_weights
from mtkit.align.statistical import Method, WordAligner
from mtkit.markup.project import project
from mtkit.paths import shipped
from mtkit.text.surface import surface_links
from mtkit.text.words import words
from mtkit.types import Block, Hypothesis, Link, Piece, Span, Tag, WordAlignment

ROOT = Path(__file__).resolve().parent.parent
EDGES = frozenset(["the", "a", "an", "'s", "’s", "و", "ف", "ب", "ل", "ك", "س", "ال", "لل"])

Aligner = Callable[[str, str], WordAlignment]
Weigher = Callable[[Any, Any, Sequence[Link]], Any]

WEIGHERS: dict[str, Weigher] = {
    "attention, one way": lambda attention, lexical, anchors: attention,
    "attention, both ways": lambda attention, lexical, anchors: both_ways(attention),
    "... and neighbours": lambda attention, lexical, anchors: combine(attention, 0 * lexical, []),
    "... and form": lambda attention, lexical, anchors: combine(attention, 0 * lexical, anchors),
    "... and dictionary (fold)": combine,
    "fold without attention": lambda attention, lexical, anchors: combine(
        0 * attention, lexical, anchors
    ),
}


def read_gold(text: str) -> Block:
    """Read ``<a1>…</a1>`` markup; the digits are the element's id."""
    plain, at, open_tags, tags = "", 0, [], []
    for match in re.finditer(r"<(/?)([a-z]+)(\d+)>", text):
        plain += text[at : match.start()]
        at = match.end()
        if match[1]:
            start, identity, name = open_tags.pop()
            tags.append(Tag(Span(start, len(plain)), identity, name))
        else:
            open_tags.append((len(plain), int(match[3]), match[2]))
    tags.sort(key=lambda tag: (tag.span.start, -tag.span.end))
    return Block(plain + text[at:], tuple(tags))


class Forced:
    """Attention of a Marian model that is made to say a given translation."""

    def __init__(self, folder: Path) -> None:
        import ctranslate2
        import sentencepiece

        with tempfile.TemporaryDirectory() as scratch:
            converter = ctranslate2.converters.TransformersConverter(str(folder))
            converted = converter.convert(str(Path(scratch) / "model"))
            self._translator = ctranslate2.Translator(converted, intra_threads=1)
        self._said: dict[tuple[str, str], Hypothesis] = {}
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))

    def hypothesis(self, source: str, target: str, target_language: str) -> Hypothesis:
        """Return `target` as the model's hypothesis, with the attention that it wrote it with."""
        if (source, target) not in self._said:
            self._said[source, target] = self._say(source, target, target_language)
        return self._said[source, target]

    def _say(self, source: str, target: str, target_language: str) -> Hypothesis:
        label = Piece(langs.label(target_language), Span(0, 0))
        source_pieces = (label, *self._split(source), Piece("</s>", Span(0, 0)))
        pieces = self._split(target)
        result = self._translator.translate_batch(
            [[piece.piece for piece in source_pieces]],
            target_prefix=[[piece.piece for piece in pieces]],
            max_decoding_length=len(pieces) + 1,
            beam_size=1,
            return_attention=True,
        )[0]
        import numpy as np

        attention = np.array(result.attention[0][: len(pieces)], dtype=np.float32)
        return Hypothesis(target, None, source_pieces, pieces, attention)

    def _split(self, text: str) -> tuple[Piece, ...]:
        offsets = [0]  # of every byte, in code points
        for index, character in enumerate(text):
            offsets += [index] * (len(character.encode()) - 1) + [index + 1]
        found = self._pieces.encode(text, return_type="proto").pieces
        return tuple(
            Piece(piece.piece, Span(offsets[piece.begin], offsets[piece.end])) for piece in found
        )


def attention_aligner(
    forced: Forced, source_language: str, target_language: str, *, weigh: Weigher
) -> Aligner:
    def align(source: str, target: str) -> WordAlignment:
        hypothesis = forced.hypothesis(source, target, target_language)
        sources = tuple(words(source, source_language, clitics=True))
        targets = tuple(words(target, target_language, clitics=True))
        weights = word_attention(hypothesis, sources, targets)
        lexical = lexical_weights(
            source,
            sources,
            target,
            targets,
            source_language=source_language,
            target_language=target_language,
        )
        anchors = surface_links(source, sources, target, targets)
        return WordAlignment(sources, targets, link_words(weigh(weights, lexical, anchors)))

    return align


def by_position(source: Block, target: str) -> Block:
    """Place every element in proportion, in whole words: what is left without any alignment."""
    from_words, to_words = words(source.text), words(target)
    scale = len(to_words) / len(from_words)
    tags = []
    for tag in source.tags:
        inside = [i for i, word in enumerate(from_words) if word.overlaps(tag.span)]
        first = min(round(inside[0] * scale), len(to_words) - 1)
        last = max(first, min(round((inside[-1] + 1) * scale), len(to_words)) - 1)
        tags.append(Tag(Span(to_words[first].start, to_words[last].end), tag.id, tag.name))
    return Block(target, tuple(tags))


def score(gold: Block, found: Block, language: str) -> Iterator[tuple[bool, bool, float]]:
    units = words(gold.text, language, clitics=True)
    right = {tag.id: tag.span for tag in found.tags}
    for tag in gold.tags:
        wanted = {i for i, unit in enumerate(units) if tag.span.contains(unit)}
        got = {i for i, unit in enumerate(units) if right[tag.id].contains(unit)}
        light = {i for i in wanted ^ got if units[i].of(gold.text).casefold() in EDGES}
        same_words = wanted ^ got == light and bool(wanted & got)
        f1 = 2 * len(wanted & got) / (len(wanted) + len(got)) if wanted or got else 1.0
        yield right[tag.id] == tag.span, same_words, f1


def bitext(shared: Path) -> list[tuple[str, str]]:
    """Return the training part of newsdesk as (English, Arabic)."""
    folder = next(f for f in (shipped("corpora") / "newsdesk", shared / "newsdesk") if f.is_dir())
    pairs = []
    for line in (folder / "train.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        pairs.append((record["en"], record["ar"]))
    for name in ("train_pairs.tsv", "train_phrases.tsv"):
        for line in (folder / name).read_text("utf-8").splitlines():
            english, arabic = line.split("\t")
            pairs.append((english, arabic))
    return pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--model",
        type=Path,
        default=shipped("models") / "newsdesk-small",
        help="Marian model, transformers layout",
    )
    parser.add_argument(
        "--shared", type=Path, default=Path(os.environ.get("MTKIT_SHARED", ROOT / "shared"))
    )
    parser.add_argument(
        "--method", choices=["hmm", "fast_align", "eflomal", "none"], default="eflomal"
    )
    parser.add_argument("--misses", action="store_true", help="print the spans that went wrong")
    options = parser.parse_args()
    sets = {name: read_set(name) for name in ("spans", "heldout")}
    forced = Forced(options.model)
    counts = ", ".join(f"{name} {len(records)} pairs" for name, records in sets.items())
    print(f"{'':28}{'exact':>8}{'words':>8}{'F1':>8} for each set: {counts}")
    for source, target in (("en", "ar"), ("ar", "en")):
        print(f"{source} → {target}")
        systems: dict[str, Callable[[Block, str], Block]] = {"position": by_position}
        systems["surface"] = with_aligner(None)
        for name, weigh in WEIGHERS.items():
            aligner = attention_aligner(forced, source, target, weigh=weigh)
            systems[name] = with_aligner(aligner)
        if options.method != "none":
            statistical = train(bitext(options.shared), source, target, options.method)
            systems[f"statistical ({options.method})"] = with_aligner(statistical.align)
        for name, system in systems.items():
            print(f"  {name:26}", end="")
            for records in sets.values():
                report(records, source, target, system, misses=options.misses)
            print(flush=True)


def read_set(name: str) -> list[dict[str, str]]:
    lines = (shipped("corpora") / "spans" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def train(pairs: list[tuple[str, str]], source: str, target: str, method: Method) -> WordAligner:
    ordered = pairs if source == "en" else [(b, a) for a, b in pairs]
    return WordAligner(ordered, source_language=source, target_language=target, method=method)


def with_aligner(aligner: Aligner | None) -> Callable[[Block, str], Block]:
    def place(block: Block, target: str) -> Block:
        return project(block, target, aligner(block.text, target) if aligner else None).block

    return place


def report(
    records: list[dict[str, str]],
    source: str,
    target: str,
    system: Callable[[Block, str], Block],
    *,
    misses: bool,
) -> None:
    scores = []
    for record in records:
        gold = read_gold(record[target])
        found = system(read_gold(record[source]), gold.text)
        results = list(score(gold, found, target))
        scores += results
        if misses and not all(same for _, same, _ in results):
            print(
                "   ",
                record[source],
                "|",
                [f"{t.name}{t.id}={t.span.of(gold.text)}" for t in found.tags],
            )
    exact, same, f1 = (sum(column) / len(scores) for column in zip(*scores, strict=True))
    print(f"{exact:8.1%}{same:8.1%}{f1:8.3f} |", end="")


if __name__ == "__main__":
    main()
