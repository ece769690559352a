"""Names found in text and paired in bitext: the tables of docs/quality/mentions.md.

    python benchmarks/mentions.py [--errors 20] [--spacy en_core_web_sm]

Spans count when both ends are right, whatever the type; measured on corpora/newsdesk/dev.jsonl,
which nothing was trained on, and on the seed article with names marked by hand.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from mtkit import paths
from mtkit.names.mentions import mentions, sharpen
from mtkit.names.mentions.gold import MarkedPair, locate, read_marked
from mtkit.names.pair_evidence import Both
from mtkit.names.pairs import pair_all

KINDS = ("PER", "LOC", "ORG")
Documents = list[list[MarkedPair]]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--errors", type=int, default=0, help="show so many sentences with errors")
    parser.add_argument("--spacy", help="an installed pipeline that sharpens English types")
    options = parser.parse_args()
    documents = list(read_marked(paths.shipped("corpora") / "newsdesk" / "dev.jsonl"))
    print("| | P | R | F1 | types right | PER P / R | LOC P / R | ORG P / R | sentences/s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for language in ("en", "ar"):
        spans(documents, language, options.errors, options.spacy if language == "en" else None)
    print("\n| pairs | P | R | F1 | sentences/s | with tagging |\n|---|---|---|---|---|---|")
    pairs(documents, options.errors)
    seed()


def spans(documents: Documents, language: str, errors: int, pipeline: str | None) -> None:
    count: Counter[str] = Counter()
    sides = [[pair.text(language) for pair in doc] for doc in documents]
    mentions(sides[0], language=language)  # loads the tagger
    shown, started = [], time.process_time()
    found = [mentions(side, language=language) for side in sides]
    took = time.process_time() - started
    for doc, texts, rows in zip(documents, sides, found, strict=True):
        rows = sharpen(texts, rows, nlp=pipeline) if pipeline else rows
        for pair, text, row in zip(doc, texts, rows, strict=True):
            gold, ours = dict(pair.spans(language)), {m.span: m.type for m in row}
            tally(count, gold, ours)
            if wrong := sorted(gold.keys() ^ ours.keys()):
                shown.append((text, [("+" if s in ours else "-") + s.of(text) for s in wrong]))
    cells = [f"{value:.3f}" for value in rates(count["hit"], count["found"], count["gold"])]
    cells.append(f"{count['typed'] / count['hit']:.3f}")
    for kind in KINDS:
        precision, recall, _ = rates(
            count["+" + kind], count["p" + kind], count["g" + kind], count["=" + kind]
        )
        cells.append(f"{precision:.3f} / {recall:.3f}")
    speed = sum(map(len, documents)) / took
    print(f"| {language} | {' | '.join(cells)} | {speed:,.0f} |")
    for sentence, errs in shown[:errors]:
        print("   ", sentence, errs)


def tally(count: Counter[str], gold: dict, ours: dict) -> None:  # type: ignore[type-arg]
    count["gold"] += len(gold)
    count["found"] += len(ours)
    for span, kind in gold.items():
        count["g" + kind] += 1
        count["hit"] += span in ours
        count["=" + kind] += span in ours
        count["typed"] += ours.get(span) == kind
    for span, kind in ours.items():
        count["p" + kind] += 1
        count["+" + kind] += span in gold


def rates(
    hit: int, found: int, gold: int, hit_gold: int | None = None
) -> tuple[float, float, float]:
    precision = hit / max(1, found)
    recall = (hit if hit_gold is None else hit_gold) / max(1, gold)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def pairs(documents: Documents, errors: int) -> None:
    hit = found = wanted = 0
    shown, tagging, pairing = [], 0.0, 0.0
    for doc in documents:
        texts = [pair.en for pair in doc], [pair.ar for pair in doc]
        started = time.process_time()
        marked = [
            mentions(side, language=code) for side, code in zip(texts, ("en", "ar"), strict=True)
        ]
        tagged = time.process_time()
        rows = list(pair_all(map(Both, *texts, *marked)))
        tagging, pairing = tagging + tagged - started, pairing + time.process_time() - tagged
        for pair, row in zip(doc, rows, strict=True):
            ours = {(p.source.span, p.target.span) for p in row}
            gold = pair.span_pairs()
            hit, found, wanted = hit + len(ours & gold), found + len(ours), wanted + len(gold)
            if ours != gold:
                wrong = [
                    ("+" if g in ours else "-", g[0].of(pair.en), g[1].of(pair.ar))
                    for g in ours ^ gold
                ]
                shown.append((pair.en, pair.ar, wrong))
    cells = " | ".join(f"{value:.3f}" for value in rates(hit, found, wanted))
    count = sum(map(len, documents))
    print(f"| en-ar | {cells} | {count / pairing:,.0f} | {count / (tagging + pairing):,.0f} |")
    for sentence in shown[:errors]:
        print("   ", *sentence)


def seed() -> None:
    gold = Path(__file__).parent.parent / "tests" / "data" / "seed_names.tsv"
    rows = [line.split("\t") for line in gold.read_text("utf-8").splitlines() if line[:1] != "#"]
    sentences = [sentence for sentence, _ in rows]
    hit = found = wanted = typed = 0
    for row, (sentence, names) in zip(mentions(sentences, language="en"), rows, strict=True):
        forms = [tuple(name.rsplit("/", 1)) for name in names.split("|") if name]
        marked = dict(locate(sentence, forms, language="en"))  # type: ignore[arg-type]
        ours = {mention.span: mention.type for mention in row}
        hit += len(marked.keys() & ours.keys())
        typed += sum(ours.get(span) == kind for span, kind in marked.items())
        found, wanted = found + len(ours), wanted + len(marked)
        for span in sorted(marked.keys() ^ ours.keys()):
            print("   seed:", "+" if span in ours else "-", span.of(sentence))
    cells = " ".join(f"{value:.3f}" for value in rates(hit, found, wanted))
    print(
        f"\nseed article: P R F1 {cells}, types right {typed / max(1, hit):.3f} of {wanted} names"
    )


if __name__ == "__main__":
    main()
