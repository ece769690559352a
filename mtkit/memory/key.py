"""What a remembered translation is found by: everything that decided it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import lru_cache
from typing import NamedTuple

from mtkit.engines.base import DecodeOptions

TREATMENT = 1
"""Version of what happens between a segment and its translation outside the engine: splitting,
casing, checks, repair.  Raise it when any of them changes what comes out; old entries then rest."""


class Key(NamedTuple):
    """Where a translation lies.

    Args:
        digest: SHA-256 of all that decided it, 32 bytes.
        source_language: For statistics and export; part of the digest too.
        target_language: The same.
    """

    digest: bytes
    source_language: str
    target_language: str


def key(text: str, *, fingerprint: str, pair: tuple[str, str], options: DecodeOptions) -> Key:
    """Return the key of a segment's translation.

    Args:
        text: The segment, exactly.
        fingerprint: Of the engine: weights, vocabulary, normalizer, compute type.
        pair: Source and target language.
        options: How the engine searched.
    """
    digest = _prefix(fingerprint, pair, options).copy()
    digest.update(text.encode("utf-8", "surrogatepass"))
    return Key(digest.digest(), *pair)


@lru_cache(maxsize=64)
def _prefix(fingerprint: str, pair: tuple[str, str], options: DecodeOptions) -> hashlib._Hash:
    """Hash what all segments of a run share, once."""
    shared = json.dumps([TREATMENT, fingerprint, pair, asdict(options)], sort_keys=True)
    return hashlib.sha256(shared.encode() + b"\n")
