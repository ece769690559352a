"""Names in translation, kept and not: the table of docs/quality/names-in-translation.md.

    python benchmarks/translated_names.py [--documents 61] [--errors 20] [--gazetteer starter]

Newsdesk dev is translated both ways without and with names kept, by a gazetteer of the names that
are marked in it (or by the starter gazetteer alone).  Of the marked names that the gazetteer has,
those count as exact that stand in the translation in the gazetteer's canonical form, clitics and
written case endings aside, and as lenient those of which any form of the entry, or the form of the
reference, stands there.  The seed article is translated with the starter gazetteer, and back with
the names of the way there.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from sacrebleu.metrics import CHRF

from mtkit import Translator, paths
from mtkit.formats import parse
from mtkit.names.gazetteer import Gazetteer
from mtkit.names.gazetteer.clusters import Cluster, Use
from mtkit.names.gazetteer.starter import open_starter
from mtkit.names.mentions.gold import MarkedPair, read_marked
from mtkit.translation.desk import TranslatedDocument
from mtkit.translation.names.forms import locate
from mtkit.translation.names.known import DocumentNames
from mtkit.translation.names.source import NamesOption
from mtkit.types import Entry

Documents = Sequence[Sequence[MarkedPair]]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, help="so many of newsdesk dev; all if left out")
    parser.add_argument("--errors", type=int, default=0, help="show so many missing names")
    parser.add_argument("--gazetteer", choices=("marked", "starter"), default="marked")
    parser.add_argument("--model", help="id or folder")
    options = parser.parse_args()
    read = read_marked(paths.shipped("corpora") / "newsdesk" / "dev.jsonl")
    documents = list(islice(read, options.documents))
    print("| | names | exact without | with | lenient without | with | chrF without | with |")
    print("|---|---|---|---|---|---|---|---|")
    notes = []
    with _gazetteer(documents, options.gazetteer) as gazetteer:
        for source, target in (("en", "ar"), ("ar", "en")):
            notes += direction(documents, gazetteer, source, target, options)
    print("\n" + "\n".join(notes))
    seed(options.model)


def direction(
    documents: Documents,
    gazetteer: Gazetteer,
    source: str,
    target: str,
    options: argparse.Namespace,
) -> list[str]:
    """Print a row of the table; return what is to be said below it."""
    texts = ["\n".join(pair.text(source) for pair in document) for document in documents]
    cells: list[list[str]] = []
    plain, _, plain_seconds = translate(texts, source, target, False, options.model)
    kept, done, seconds = translate(texts, source, target, [gazetteer], options.model)
    asked = list(_asked(documents, gazetteer, source, target))
    references = [pair.text(target) for document in documents for pair in document]
    for lines in (plain, kept):
        exact = sum(bool(locate(lines[at], e.canonical[target], target)) for at, _, e, _ in asked)
        lenient = sum(_any_form(lines[at], entry, other, target) for at, _, entry, other in asked)
        chrf = CHRF().corpus_score(lines, [references]).score
        shares = [f"{count / max(1, len(asked)):.1%}" for count in (exact, lenient)]
        cells.append([*shares, f"{chrf:.1f}"])
    pairs = [cell for both in zip(*cells, strict=True) for cell in both]
    print(f"| {source}-{target} | {len(asked)} | {' | '.join(pairs)} |", flush=True)
    missing = [
        f"    {form} ({entry.canonical[target]}): {kept[at]}"
        for at, form, entry, _ in asked
        if not locate(kept[at], entry.canonical[target], target)
    ]
    means = Counter(use.means for document in done for use in document.names)
    counts = ", ".join(f"{name} {count}" for name, count in means.most_common())
    return [
        f"{source}-{target}: {counts}; {seconds / plain_seconds:.2f} times the time without",
        *missing[: options.errors],
    ]


def translate(
    texts: Sequence[str], source: str, target: str, names: NamesOption, model: str | None
) -> tuple[list[str], list[TranslatedDocument], float]:
    """Return the lines of all translations, the documents, and the seconds that they took."""
    documents = [parse(text, markup="text") for text in texts]
    with Translator(
        source=source, target=target, memory=False, names=names, model=model
    ) as translator:
        translator.translate("Damascus." if source == "en" else "دمشق.")  # loads what is lazy
        start = time.perf_counter()
        done = list(translator.documents(documents))
        seconds = time.perf_counter() - start
    lines = [line for one in done for line in one.document.render().split("\n")]
    return lines, done, seconds


@contextmanager
def _gazetteer(documents: Documents, kind: str) -> Iterator[Gazetteer]:
    if kind == "starter":
        with open_starter() as starter:
            yield starter
        return
    with TemporaryDirectory() as folder, Gazetteer(Path(folder) / "marked", create=True) as made:
        names = Counter(name for document in documents for pair in document for name in pair.names)
        made.add_list(
            Cluster([Use(en, "en"), Use(ar, "ar")], Counter({kind: count}))
            for (en, ar, kind), count in names.items()
        )
        yield made


def _asked(
    documents: Documents, gazetteer: Gazetteer, source: str, target: str
) -> Iterator[tuple[int, str, Entry, str]]:
    """Yield line, form, entry and the reference's form of every marked name that is known."""
    lines = (pair for document in documents for pair in document)
    for at, pair in enumerate(lines):
        for en, ar, _ in pair.names:
            form, other = (en, ar) if source == "en" else (ar, en)
            entry = gazetteer.find(form, language=source)
            if entry is not None and target in entry.canonical:
                yield at, form, entry, other


def _any_form(line: str, entry: Entry, reference: str, language: str) -> bool:
    forms = {one.form for one in entry.variants if one.language == language} | {reference}
    return any(locate(line, form, language) for form in forms)


def seed(model: str | None) -> None:
    """Print what becomes of the seed article's names, there and back."""
    article = next(iter(sorted(paths.shipped("seeds").glob("*.txt"))))
    document = parse(article.read_text("utf-8"), markup="html")
    with Translator(source="en", target="ar", memory=False, model=model) as there:
        arabic = there.translate_document(document)
    names = DocumentNames.of_uses(arabic.names, languages=("en", "ar"))
    with Translator(source="ar", target="en", memory=False, names=names, model=model) as back:
        english = back.translate_document(arabic.document).document.render()
    means = Counter(use.means for use in arabic.names)
    asked = {use.source: use.type for use in arabic.names}
    returned = {form for form in asked if locate(english, form, "en")}
    print(f"seed article, en-ar: {dict(means)}")
    for kinds in ({"PER", "LOC"}, {"ORG"}):
        wanted = {form for form, kind in asked.items() if kind in kinds}
        lost = ", ".join(sorted(wanted - returned)) or "none"
        told = "/".join(sorted(kinds))
        print(f"and back, {told}: {len(wanted & returned)} of {len(wanted)}; lost: {lost}")


if __name__ == "__main__":
    main()
