"""Reference sets by name: read, added, pulled, verified, exported.

What is known of them and where they lie is the store's business (`mtkit.store.corpora`); here
their text is read.
"""

from mtkit.evaluation.corpora.reading import load_part
from mtkit.store.corpora import Corpus, Part, corpora, find_corpus

__all__ = ["Corpus", "Part", "corpora", "find_corpus", "load_part"]
