"""HTML without loss."""

from mtkit.formats.html.charset import declared_charset, redeclare
from mtkit.formats.html.page import parse
from mtkit.formats.html.sniff import looks_like_html

__all__ = ["declared_charset", "looks_like_html", "parse", "redeclare"]
