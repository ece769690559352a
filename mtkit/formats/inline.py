"""What is never translated in running text, whatever the format: URLs, addresses, tags, handles."""

from __future__ import annotations

import re

from mtkit.types import Span

_URL_BODY = r"[^\s<>\"“”«»،؛؟`|\\^{}]"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_SITE = r"(?:com|org|net|edu|gov|mil|int|ac|co)"  # what a domain without a path must end in
_WORD = r"[\w\u064B-\u0652\u0670\u200C]"  # \w leaves out the Arabic vowel marks

# A look-behind at the head of each part keeps the search linear: a run of letters is tried once.
# It names ASCII letters only, since Arabic glues its short words to what follows (لـuser@…, و#…).
_PATTERN = re.compile(
    rf"""
    (?P<url> (?<![A-Za-z0-9]) (?: (?:https?|ftp):// | www\. ) [^\W_] {_URL_BODY}* )
  | (?P<email> (?<![A-Za-z0-9._%+-]) [A-Za-z0-9] [A-Za-z0-9._%+-]{{0,63}}
        @ (?:{_LABEL}\.)+ [A-Za-z]{{2,24}} (?![A-Za-z0-9]) )
  | (?P<site> (?<![A-Za-z0-9@._/-]) (?:{_LABEL}\.)+
        (?: (?:{_SITE}\.)? [a-z]{{2}} (?=/[^\W_])
          | {_SITE} (?:\.[a-z]{{2}})? (?![A-Za-z0-9@_-]) )
        (?: / {_URL_BODY}* )? )
  | (?P<hashtag> (?<![A-Za-z0-9_&\#/]) [#] (?=\d*[^\W\d]) {_WORD}+ )
  | (?P<handle> (?<![A-Za-z0-9_.@/]) @ (?=[0-9_]*[A-Za-z]) [A-Za-z0-9_]+ (?:\.[A-Za-z0-9_]+)*
        (?: @ (?:{_LABEL}\.)+ [A-Za-z]{{2,24}} )? )
    """,
    re.VERBOSE,
)
_SIGN = re.compile(r"[@#]|://|\.[a-z]")
_TRAILING = ".,;:!?'’*_~…"
_BRACKETS = {")": "(", "]": "["}


def find_untranslatable(text: str) -> list[Span]:
    """Find the URLs, e-mail addresses, hashtags and handles in `text`, in order.

    A bare domain counts when a path follows (``bbc.com/arabic``) or when it ends as sites do
    (``example.org``, ``gov.uk``), never as two words whose space was forgotten (``Mr.Smith``).
    Punctuation that ends the sentence is no part of an address, nor is a bracket opened before it.
    """
    if not _SIGN.search(text):
        return []
    spans = []
    for match in _PATTERN.finditer(text):
        end = match.end()
        if match.lastgroup in ("url", "site"):
            end = _without_punctuation(text, match.start(), end)
        spans.append(Span(match.start(), end))
    return spans


def _without_punctuation(text: str, start: int, end: int) -> int:
    """Return where the address that begins at `start` ends, sentence punctuation left out."""
    surplus = {
        closing: text.count(closing, start, end) - text.count(opening, start, end)
        for closing, opening in _BRACKETS.items()
    }
    while text[end - 1] in _TRAILING or surplus.get(text[end - 1], 0) > 0:
        end -= 1
        if text[end] in surplus:
            surplus[text[end]] -= 1
    return end
