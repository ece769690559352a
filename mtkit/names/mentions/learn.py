"""Train the taggers that ship: ``python -m mtkit.names.mentions.learn NAMES [--out FOLDER]``.

NAMES is a folder with the lists of names that `learn_words.read_lists` reads.  Word lists come
first, then a model for each language from the names marked in ``corpora/newsdesk/train.jsonl``.
The same data gives the same files; ``tagger.json`` says by hash which data it was.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mtkit import paths
from mtkit.io import atomic_file, sha256
from mtkit.names.mentions.features import features, look_through
from mtkit.names.mentions.gold import FOLD, MarkedPair, read_marked
from mtkit.names.mentions.learn_words import read_lists, word_rows
from mtkit.names.mentions.tagger import labels_of, tokenize

SETTINGS = {"c1": 0.1, "c2": 0.01, "max_iterations": 120, "feature.possible_transitions": True}
"""Of crfsuite's L-BFGS: weights of the L1 and L2 norms; chosen on a fifth of train held out."""

_TITLE_EVERY = 3  # of the headlines, every third is also shown in title case
_HEAD = (
    "# Word (or place of several words), codes; see mtkit/names/mentions/wordlist.py.\n"
    "# From corpora/newsdesk (CC BY 4.0), Wikidata labels (CC0), google/transliteration\n"
    "# (Apache-2.0), GeoNames (CC BY 4.0, geonames.org), Unicode CLDR (Unicode-3.0),\n"
    "# wordfreq (CC BY-SA 4.0).\n"
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m mtkit.names.mentions.learn")
    parser.add_argument("names", type=Path, help="folder of the lists of names")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "data")
    parser.add_argument(
        "--hold-out",
        action="store_true",
        help="train on four documents of five only, with the word lists that ship",
    )
    options = parser.parse_args(arguments)
    corpus = paths.shipped("corpora") / "newsdesk"
    documents = list(read_marked(corpus / "train.jsonl"))
    if options.hold_out:
        documents = [doc for number, doc in enumerate(documents) if number % FOLD]
    else:
        write_word_lists(corpus, options.names, options.out)
    for language in ("en", "ar"):
        train(documents, language, options.out / f"tagger.{language}.crfsuite")
    data = [
        corpus / "train.jsonl",
        corpus / "train_pairs.tsv",
        *sorted(options.names.glob("*.tsv")),
    ]
    record = {"settings": SETTINGS, "data": {path.name: sha256(path) for path in data}}
    with atomic_file(options.out / "tagger.json") as file:
        file.write(json.dumps(record, indent=2).encode() + b"\n")


def write_word_lists(corpus: Path, names: Path, out: Path) -> None:
    """Make the word lists of both languages."""
    pairs = [(pair.en, pair.ar) for doc in read_marked(corpus / "train.jsonl") for pair in doc]
    singles = (corpus / "train_pairs.tsv").read_text("utf-8").splitlines()
    pairs += [(en, ar) for en, ar in (line.split("\t") for line in singles)]
    english, arabic = [en for en, _ in pairs], [ar for _, ar in pairs]
    lists = read_lists(names)
    for language, rows in (
        ("en", word_rows("en", english, lists["en"])),
        ("ar", word_rows("ar", arabic, lists["ar"], english)),
    ):
        text = _HEAD + "".join(f"{row}\n" for row in rows)
        with atomic_file(out / f"tagger_words.{language}.tsv.gz") as file:
            file.write(gzip.compress(text.encode("utf-8"), mtime=0))


def train(documents: Sequence[Sequence[MarkedPair]], language: str, model: Path) -> None:
    """Train the tagger of one language on documents with marked names."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=SETTINGS, verbose=False)
    for number, document in enumerate(documents):
        for rows, labels in _examples(document, language):
            trainer.append(rows, labels)
        if language == "en" and number % _TITLE_EVERY == 0:
            for rows, labels in _examples([_in_title_case(document[0])], language):
                trainer.append(rows, labels)
    trainer.train(str(model))


def _examples(document: Sequence[MarkedPair], language: str) -> Iterator[tuple[Any, list[str]]]:
    tokenized = [tokenize(pair.text(language), language) for pair in document]
    seen = look_through(tokenized, language)
    for pair, tokens in zip(document, tokenized, strict=True):
        if tokens:
            yield features(tokens, seen, language), labels_of(tokens, pair.spans(language))


def _in_title_case(pair: MarkedPair) -> MarkedPair:
    """Write every English word of four letters and more with a capital; offsets stay."""

    def title(text: str) -> str:
        return " ".join(
            word[:1].upper() + word[1:] if len(word) > 3 else word for word in text.split(" ")
        )

    names = tuple((title(en), ar, kind) for en, ar, kind in pair.names)
    return MarkedPair(title(pair.en), pair.ar, names)


if __name__ == "__main__":
    main()
