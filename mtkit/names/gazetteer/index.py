"""The index of a gazetteer: which forms may be spellings of a name, out of a million, at once.

Posting lists (`mtkit.names.gazetteer.keys`) lie in the gazetteer's file as segments of packed
numbers, so that reading one of fifty thousand forms is reading fifty blobs, and adding to it
rewrites one.  Signatures lie in pages and are held in memory, 16 bytes a form; what the postings
give is ranked by them, and only the best are worth asking the similarity about.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from mtkit.names.gazetteer.keys import BITS, CONSONANTS, Profile, profile

_PAGE = 1024
"""Signatures of one row."""

_SEGMENT = 4096
"""Bytes of a posting segment before the next one is begun."""

_LEAST = np.float32(0.15)
"""Likeness under which a form is not offered: that of one part within a name of three or four."""

_VOWELS = np.float32(0.1)
"""What vowels can add to a likeness."""

_WITHIN = np.float32(0.9)
"""What lying whole within the other name is worth."""

_ENOUGH = 60_000
"""Postings read for a name before its commonest keys are left out."""

_MOST_WAITING = 2_000_000
"""Postings held in memory before they are written, within the same transaction."""

_WIDTH = BITS // 64

_CONSONANTS = np.array(
    [(1 << CONSONANTS) - 1 >> 64 * word & (1 << 64) - 1 for word in range(_WIDTH)], np.uint64
)

Ids = NDArray[np.uint32]


class Index:
    """Candidates for names, over the tables ``posting`` and ``signature`` of a gazetteer.

    What is added is seen at once by this object and written by `flush`, which belongs into the
    transaction that writes the forms.

    Args:
        connection: Of the gazetteer.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.forget()

    def forget(self) -> None:
        """Drop what is in memory: after a rollback, or when another process has written."""
        self._pending: dict[str, list[int]] = defaultdict(list)
        self._waiting = 0
        self._signatures = np.zeros((0, _WIDTH), np.uint64)
        self._sizes = np.zeros(0, np.uint8)
        self._dirty: set[int] = set()
        self._loaded = False

    def add(self, form: int, text: str) -> None:
        """Add the form with id `form`, written `text`."""
        keys, signature = profile(text)
        for key in keys:
            self._pending[key].append(form)
        self._waiting += len(keys)
        if self._waiting > _MOST_WAITING:
            self._write_postings()
        self._load()
        self._grow(form + 1)
        self._signatures[form] = _words(signature)
        self._sizes[form] = (signature & (1 << CONSONANTS) - 1).bit_count()
        self._dirty.add(form // _PAGE)

    def flush(self) -> None:
        """Write what was added since the last time."""
        self._write_postings()
        for page in sorted(self._dirty):
            bits = self._signatures[page * _PAGE : (page + 1) * _PAGE].tobytes()
            self._connection.execute("REPLACE INTO signature VALUES (?, ?)", (page, bits))
        self._dirty.clear()

    def candidates(self, text: str, limit: int) -> list[int]:
        """Return the ids of the forms most like `text` by their letters, best first.

        Args:
            text: A name.
            limit: Most ids returned.
        """
        return self.best(profile(text, sought=True), limit)

    def best(self, sought: Profile, limit: int) -> list[int]:
        """Return what `candidates` returns, for a form's profile."""
        found = self._found(sought.keys)
        if not len(found):
            return []
        self._load()
        likeness = self._likeness(found, sought.signature)
        found, likeness = found[likeness >= _LEAST], likeness[likeness >= _LEAST]
        if len(found) > limit:
            kept = np.argpartition(-likeness, limit - 1)[:limit]
            found, likeness = found[kept], likeness[kept]
        ids: list[int] = found[np.lexsort((found, -likeness))].tolist()
        return ids

    def _likeness(self, found: Ids, signature: int) -> NDArray[np.float32]:
        """Return how alike the consonants are, raised a little by shared vowels.

        That is Dice's coefficient or, for a name that is nearly all within the other, a share of
        how much of it is.  Vowels do not count against a form: Arabic leaves most of them out.
        """
        common = self._signatures[found] & np.array(_words(signature), np.uint64)
        consonants = np.bitwise_count(common & _CONSONANTS).sum(1, dtype=np.float32)
        vowels = np.bitwise_count(common & ~_CONSONANTS).sum(1, dtype=np.float32)
        mine = np.float32((signature & (1 << CONSONANTS) - 1).bit_count())
        theirs = self._sizes[found].astype(np.float32)
        written = np.float32((signature >> CONSONANTS).bit_count() + 1)
        dice = 2 * consonants / (theirs + mine + 1)
        within = consonants / (np.minimum(theirs, mine) + 1)
        likeness: NDArray[np.float32] = np.maximum(dice, _WITHIN * within)
        likeness += _VOWELS * vowels / written
        return likeness

    def _found(self, keys: Iterable[str]) -> Ids:
        """Return the forms that share a key, rarest keys first until there are `_ENOUGH`."""
        lists = sorted((self._postings(key) for key in keys), key=len)
        kept: list[Ids] = []
        total = 0
        for ids in lists:
            total += len(ids)
            if kept and total > _ENOUGH:
                break
            kept.append(ids)
        return np.unique(np.concatenate(kept)) if kept else np.zeros(0, np.uint32)

    def _postings(self, key: str) -> Ids:
        query = "SELECT forms FROM posting WHERE key = ?"
        blobs = [row[0] for row in self._connection.execute(query, (key,))]
        ids = np.frombuffer(b"".join(blobs), "<u4")
        if waiting := self._pending.get(key):
            ids = np.concatenate([ids, np.array(waiting, "<u4")])
        return ids

    def _write_postings(self) -> None:
        last = "SELECT segment, forms FROM posting WHERE key = ? ORDER BY segment DESC LIMIT 1"
        for key in sorted(self._pending):
            new = np.array(self._pending[key], "<u4").tobytes()
            segment, old = self._connection.execute(last, (key,)).fetchone() or (0, b"")
            if len(old) >= _SEGMENT:
                segment, old = segment + 1, b""
            self._connection.execute(
                "REPLACE INTO posting VALUES (?, ?, ?)", (key, segment, old + new)
            )
        self._pending.clear()
        self._waiting = 0

    def _load(self) -> None:
        if self._loaded:
            return
        self._loaded = True
        rows = self._connection.execute("SELECT page, bits FROM signature ORDER BY page").fetchall()
        if not rows:
            return
        self._signatures = np.zeros(((rows[-1][0] + 1) * _PAGE, _WIDTH), np.uint64)
        for page, bits in rows:
            block = np.frombuffer(bits, np.uint64).reshape(-1, _WIDTH)
            self._signatures[page * _PAGE : page * _PAGE + len(block)] = block
        self._sizes = np.bitwise_count(self._signatures & _CONSONANTS).sum(1, dtype=np.uint8)

    def _grow(self, size: int) -> None:
        if size <= len(self._signatures):
            return
        pages = max(-(-size // _PAGE), len(self._signatures) * 5 // 4 // _PAGE)
        signatures = np.zeros((pages * _PAGE, _WIDTH), np.uint64)
        signatures[: len(self._signatures)] = self._signatures
        sizes = np.zeros(pages * _PAGE, np.uint8)
        sizes[: len(self._sizes)] = self._sizes
        self._signatures, self._sizes = signatures, sizes


def _words(signature: int) -> list[int]:
    return [signature >> 64 * word & (1 << 64) - 1 for word in range(_WIDTH)]
