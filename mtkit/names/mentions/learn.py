"""Train the taggers that ship: ``python -m mtkit.names.mentions.learn NAMES [--out FOLDER]``.

NAMES is a folder with the lists of names that `learn_words.read_lists` reads.  Word lists come
first, then the English tagger from the names marked in ``corpora/newsdesk/train.jsonl``, then the
Arabic one from these and from ``train_pairs.tsv``, marked by machine (`silver`).  The same data
gives the same files; ``tagger.json`` says by hash what they were made of and what they are.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mtkit import paths
from mtkit.errors import MissingExtraError
from mtkit.io import atomic_file, sha256
from mtkit.names.mentions.crf import format_crf
from mtkit.names.mentions.features import features, look_through
from mtkit.names.mentions.gold import FOLD, MarkedPair, read_marked
from mtkit.names.mentions.learn_words import read_lists, word_rows
from mtkit.names.mentions.silver import mark_by_machine
from mtkit.names.mentions.tagger import labels_of, load_tagger, tokenize
from mtkit.names.mentions.wordlist import WordList, read_word_list

SETTINGS = {"c1": 0.1, "c2": 0.01, "max_iterations": 80, "feature.possible_transitions": True}
"""Of crfsuite's L-BFGS: weights of the L1 and L2 norms; chosen on a fifth of train held out."""

EAGER = {"en": 0.0, "ar": 1.0}
"""What being no name is worth less than learned, in log odds: machines mark too few names, and the
Arabic tagger learns that of them.  Best F1 of 0, 0.5 … 2 on the held-out fifth."""

_TITLE_EVERY = 3  # of the headlines, every third is also shown in title case
_HEAD = (
    "# Word (or place of several words), codes; see mtkit/names/mentions/wordlist.py.\n"
    "# From corpora/newsdesk (CC BY 4.0), Wikidata labels (CC0), google/transliteration\n"
    "# (Apache-2.0), GeoNames (CC BY 4.0, geonames.org), Unicode CLDR (Unicode-3.0).\n"
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m mtkit.names.mentions.learn")
    parser.add_argument("names", type=Path, help="folder of the lists of names")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "data")
    parser.add_argument(
        "--hold-out",
        action="store_true",
        help="learn from four documents of five only, word lists and clusters too",
    )
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    corpus = paths.shipped("corpora") / "newsdesk"
    documents = list(read_marked(corpus / "train.jsonl"))
    if options.hold_out:
        documents = [doc for number, doc in enumerate(documents) if number % FOLD]
    singles = _read_pairs(corpus / "train_pairs.tsv")
    write_word_lists(documents, singles, options.names, options.out)
    train(documents, options.out, "en")
    silver = mark_by_machine(singles, load_tagger(options.out, "en"))
    train([*documents, *([pair] for pair in silver)], options.out, "ar")
    _write_record(
        options.out,
        [corpus / "train.jsonl", corpus / "train_pairs.tsv", *sorted(options.names.glob("*.tsv"))],
    )


def _read_pairs(path: Path) -> list[tuple[str, str]]:
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return [(english, arabic) for english, arabic in rows]


def _write_record(out: Path, data: Sequence[Path]) -> None:
    made = [out / name.format(language) for language in ("ar", "en") for name in _FILES]
    record = {
        "settings": SETTINGS,
        "eager": EAGER,
        "data": {path.name: sha256(path) for path in data},
        "files": {path.name: sha256(path) for path in made},
    }
    with atomic_file(out / "tagger.json") as file:
        file.write(json.dumps(record, indent=2).encode() + b"\n")


_FILES = ("tagger.{}.npz", "tagger_words.{}.tsv.gz")


def write_word_lists(
    documents: Sequence[Sequence[MarkedPair]],
    singles: Sequence[tuple[str, str]],
    names: Path,
    out: Path,
) -> None:
    """Make the word lists of both languages."""
    english = [[pair.en for pair in doc] for doc in documents] + [[en] for en, _ in singles]
    arabic = [[pair.ar for pair in doc] for doc in documents] + [[ar] for _, ar in singles]
    sentences = [sentence for document in english for sentence in document]
    lists = read_lists(names)
    for language, rows in (
        ("en", word_rows("en", english, lists["en"])),
        ("ar", word_rows("ar", arabic, lists["ar"], sentences)),
    ):
        text = _HEAD + "".join(f"{row}\n" for row in rows)
        with atomic_file(out / f"tagger_words.{language}.tsv.gz") as file:
            file.write(gzip.compress(text.encode("utf-8"), mtime=0))


def train(documents: Sequence[Sequence[MarkedPair]], out: Path, language: str) -> None:
    """Train the tagger of one language, whose word list lies in `out`, on marked documents.

    Raises:
        MissingExtraError: `python-crfsuite` is not installed.
    """
    try:
        import pycrfsuite
    except ModuleNotFoundError as error:
        raise MissingExtraError("training a tagger", "train") from error

    words = read_word_list(out, language)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=SETTINGS, verbose=False)
    for number, document in enumerate(documents):
        for rows, labels in _examples(document, words):
            trainer.append(rows, labels)
        if language == "en" and number % _TITLE_EVERY == 0:
            for rows, labels in _examples([_in_title_case(document[0])], words):
                trainer.append(rows, labels)
    with tempfile.NamedTemporaryFile() as file:
        trainer.train(file.name)
        model = pycrfsuite.Tagger()
        model.open(file.name)
        learned = model.info()
    with atomic_file(out / f"tagger.{language}.npz") as made:
        made.write(format_crf(learned.state_features, _eager(learned.transitions, EAGER[language])))


def _eager(moves: Mapping[tuple[str, str], float], gain: float) -> dict[tuple[str, str], float]:
    return {
        (label, following): weight - gain * (following == "O")
        for (label, following), weight in moves.items()
    }


def _examples(document: Sequence[MarkedPair], words: WordList) -> Iterator[tuple[Any, list[str]]]:
    tokenized = [tokenize(pair.text(words.language), words) for pair in document]
    seen = look_through(tokenized, words.language)
    for pair, tokens in zip(document, tokenized, strict=True):
        if tokens:
            yield features(tokens, seen, words), labels_of(tokens, pair.spans(words.language))


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
