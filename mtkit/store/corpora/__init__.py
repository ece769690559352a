"""Corpora: what is known of reference sets, which are at hand, and where they come from.

| module | holds |
|---|---|
| `manifest` | what a `corpus.toml` says, read and written |
| `places` | the folders that are looked through, and what lies there |
| `known` | reference sets that can be pulled by name |
| `download` | from hub, archive or sacreBLEU into a folder; asked by `mtkit corpora pull` alone |

Their text is read by `mtkit.evaluation.corpora`.
"""

from mtkit.store.corpora.known import known_corpora
from mtkit.store.corpora.manifest import Corpus, Download, Part
from mtkit.store.corpora.places import corpora, find_corpus, installed, locate

__all__ = [
    "Corpus",
    "Download",
    "Part",
    "corpora",
    "find_corpus",
    "installed",
    "known_corpora",
    "locate",
]
