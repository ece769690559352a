"""Names in translation: found, held against gazetteers, put right, accounted for."""

from mtkit.translation.names.keeper import NameKeeper
from mtkit.translation.names.known import DocumentNames, Lexicon, NameBook
from mtkit.translation.names.uses import Named, NameUse, summarize

__all__ = [
    "DocumentNames",
    "Lexicon",
    "NameBook",
    "NameKeeper",
    "NameUse",
    "Named",
    "summarize",
]
