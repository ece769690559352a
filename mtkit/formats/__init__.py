"""Files in, files out: documents of every format, all but the translated text byte for byte."""

from mtkit.formats.base import FORMATS, PARSERS, FormatOptions, parse
from mtkit.formats.detect import Detected
from mtkit.formats.files import OpenSource, open_source, write_to

__all__ = [
    "FORMATS",
    "PARSERS",
    "Detected",
    "FormatOptions",
    "OpenSource",
    "open_source",
    "parse",
    "write_to",
]
