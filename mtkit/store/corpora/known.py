"""Reference sets that can be pulled by name: manifests of what is not at hand yet."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

from mtkit.errors import CorpusError, UnknownEntryError
from mtkit.store.corpora.manifest import Corpus, Part, load


@cache
def known_corpora() -> tuple[Corpus, ...]:
    """Return the reference sets that mtkit knows how to get, by id.

    Raises:
        CorpusError: A manifest is broken.
    """
    found = []
    with as_file(files("mtkit.store") / "data" / "corpora") as folder:
        for manifest in sorted(folder.glob("*.toml")):
            corpus = load(manifest)
            if corpus is None or corpus.download is None:
                raise CorpusError(f"{manifest}: says no parts, or not how to get them")
            found.append(corpus)
    return tuple(found)


def known(id: str) -> Corpus:
    """Return the reference set with this id.

    Raises:
        UnknownEntryError: mtkit does not know it.
    """
    for corpus in known_corpora():
        if corpus.id == id:
            return corpus
    raise UnknownEntryError("reference set to pull", id, [corpus.id for corpus in known_corpora()])


def known_by_alias(name: str) -> tuple[Corpus, Part] | None:
    """Return the set and the part that folders of this name hold; None if none is known."""
    for corpus in known_corpora():
        for part in corpus.parts.values():
            if name in corpus.names(part):
                return corpus, part
    return None
