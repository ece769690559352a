"""Names in running text: mentions with type, score and the full form they stand for."""

from __future__ import annotations

from collections.abc import Sequence

from mtkit import langs
from mtkit.errors import UnknownEntryError
from mtkit.names.mentions.short_forms import with_full_forms
from mtkit.names.mentions.tagger import tag
from mtkit.names.mentions.tidy import with_edges, with_repeated
from mtkit.types import Mention

_LANGUAGES = ("ar", "en")


def mentions(sentences: Sequence[str], *, language: str) -> list[list[Mention]]:
    """Find the names that the sentences of one document mention.

    Args:
        sentences: In order; what one shows of a name helps in the others.
        language: BCP 47 code of English or Arabic.

    Returns:
        For each sentence its mentions in text order, without overlaps.

    Raises:
        UnknownEntryError: There is no tagger for the language.
    """
    code = langs.base(language)
    if code not in _LANGUAGES:
        raise UnknownEntryError("tagger for the language", language, _LANGUAGES)
    found = [
        [Mention(name.span, name.span.of(sentence), name.type, name.score) for name in names]
        for sentence, names in zip(sentences, tag(sentences, code), strict=True)
    ]
    if code == "en":
        found = with_repeated(sentences, with_edges(sentences, found))
    return with_full_forms(found, language=code)


def english_mentions(sentences: Sequence[str]) -> list[list[Mention]]:
    """Find the names in the English sentences of one document (see `mentions`)."""
    return mentions(sentences, language="en")


def arabic_mentions(sentences: Sequence[str]) -> list[list[Mention]]:
    """Find the names in the Arabic sentences of one document (see `mentions`)."""
    return mentions(sentences, language="ar")


def english_names(sentences: Sequence[str]) -> list[str]:
    """Return the different names that the sentences of one document mention, first ones first."""
    found = (mention.form for row in english_mentions(sentences) for mention in row)
    return list(dict.fromkeys(found))
