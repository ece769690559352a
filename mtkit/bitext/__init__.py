"""Parallel text: sentence pairs read from, and written to, the files that people keep them in."""

from mtkit.bitext.reading import BitextFormat, guess_format, read_bitext
from mtkit.bitext.writing import write_bitext

__all__ = ["BitextFormat", "guess_format", "read_bitext", "write_bitext"]
