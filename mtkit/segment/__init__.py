"""Sentences: where they end, and where one that is too long for a model may be cut."""

from mtkit.segment.clauses import cut, segments
from mtkit.segment.sentences import split

__all__ = ["cut", "segments", "split"]
