"""Putting documents and lists into a gazetteer: each name to its entry, with its evidence."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from mtkit.errors import FormatError
from mtkit.names.gazetteer.clusters import Cluster, Use, apart, clusters
from mtkit.names.gazetteer.decisions import Decisions
from mtkit.names.gazetteer.documents import NamedDocument
from mtkit.names.gazetteer.likeness import Likeness
from mtkit.names.gazetteer.resolve import Judgement, Resolver
from mtkit.names.gazetteer.settings import settings
from mtkit.names.gazetteer.store import Store, Written
from mtkit.names.normalize import checked, comparable

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Added:
    """What became of what was given.

    Args:
        documents: Taken.
        repeated: Documents that were there already; nothing was changed for them.
        mentions: Noted.
        entries: New ones.
        doubts: Pairs of entries about which a person is asked.
        skipped: Mentions that are no names (without letters, or of the length of a sentence).
    """

    documents: int = 0
    repeated: int = 0
    mentions: int = 0
    entries: int = 0
    doubts: int = 0
    skipped: int = 0

    def merge(self, other: Added) -> None:
        """Add the numbers of `other`."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Adder:
    """Adds within a transaction that its caller has begun.

    Args:
        store: Of the gazetteer.
        decisions: Of the gazetteer.
    """

    def __init__(self, store: Store, decisions: Decisions) -> None:
        self._store, self._decisions = store, decisions
        self._likeness = Likeness(decisions)
        self._resolver = Resolver(store, self._likeness, decisions)

    def document(self, document: NamedDocument) -> Added:
        """Add a document, unless it was added before."""
        id = self._store.put_document(document)
        if id is None:
            return Added(repeated=1)
        added = Added(documents=1, mentions=len(document.sightings))
        found = self._sound(clusters(document, self._likeness), added)
        for cluster, entry in self._resolve(found, added):
            self._write(cluster, entry, document=id, date=document.date)
        return added

    def names(self, names: Iterable[Cluster], *, origin: str) -> Added:
        """Add names that come from no document."""
        added = Added()
        for cluster, entry in self._resolve(self._sound(names, added), added):
            self._write(cluster, entry, origin=origin)
        return added

    def _sound(self, names: Iterable[Cluster], added: Added) -> list[Cluster]:
        """Return the clusters without the forms that are no names."""
        kept = []
        for cluster in names:
            uses = [use for use in cluster.uses if self._is_name(use, added)]
            if uses:
                kept.append(Cluster(uses, cluster.types))
        return kept

    def _is_name(self, use: Use, added: Added) -> bool:
        try:
            checked(use.form)
        except FormatError as error:
            _log.info("left out: %s", error)
            added.skipped += max(len(use.sightings) + use.count, 1)
            return False
        return True

    def _resolve(self, names: list[Cluster], added: Added) -> Iterable[tuple[Cluster, int]]:
        """Yield every cluster with its entry: the sure ones first, as company for the others."""
        company: set[int] = set()
        open: list[Cluster] = []
        for cluster in names:
            entry = self._resolver.known(cluster)
            if entry is None:
                open.append(cluster)
            else:
                company.add(entry)
                yield cluster, entry
        while open:
            cluster = open.pop(0)
            judged = self._resolver.judgements(cluster, company)
            fitting = [one for one in judged if one.agree and one.score >= settings().merge]
            torn = [one for one in judged if one.known and not one.agree and one.score > 0]
            if torn and not (fitting and fitting[0].known) and len(cluster.languages) > 1:
                open[:0] = apart(cluster)  # what bitext linked, its spellings deny
                continue
            entry = fitting[0].entry if fitting else self._new(cluster, added)
            company.add(entry)
            yield cluster, entry
            self._ask(entry, judged, added)

    def _new(self, cluster: Cluster, added: Added) -> int:
        added.entries += 1
        return self._store.new_entry(cluster.type)

    def _ask(self, entry: int, judged: Iterable[Judgement], added: Added) -> None:
        """Note the entries that may be the same one, for a person to decide."""
        for other in judged:
            if other.entry != entry and other.score >= settings().review:
                one, two = sorted((entry, other.entry))
                added.doubts += self._store.connection.execute(
                    "INSERT INTO doubt VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    (one, two, other.score, other.reason),
                ).rowcount

    def _write(
        self,
        cluster: Cluster,
        entry: int,
        *,
        document: int | None = None,
        date: str | None = None,
        origin: str = "seen",
    ) -> None:
        if cluster.type is not None and self._store.types([entry])[entry] is None:
            self._store.set_type(entry, cluster.type)
        fresh = []
        for use in cluster.uses:
            new = Written(
                use.form, use.language, origin, use.short, int(use.preferred),
                len(use.sightings) + use.count, date, date,
            )  # fmt: skip
            form, is_new = self._store.put(entry, new)
            if is_new:
                fresh.append(comparable(use.form))
            if document is not None:
                for seen in use.sightings:
                    self._store.put_evidence(form, document, seen)
        for key in fresh:
            self.obey(entry, key)

    def obey(self, entry: int, key: str) -> None:
        """Do what was decided about the name that has got a form with `key`."""
        if type := self._decisions.type(key):
            self._store.set_type(entry, type)
        for language, form in self._decisions.canonical(key).items():
            self.prefer(entry, language, form)
        for partner in self._decisions.partners(key):
            for other in self._store.by_key(partner):
                if other.entry != entry and not other.short and not self._apart(entry, other.entry):
                    self._store.unite(entry, other.entry)

    def prefer(self, entry: int, language: str, form: str) -> None:
        """Make `form` the one that an editor wants written in `language`."""
        self._store.connection.execute(
            "UPDATE form SET preferred = 0 WHERE entry = ? AND language = ? AND preferred = 2",
            (entry, language),
        )
        self._store.put(entry, Written(form, language, "human", preferred=2))

    def _apart(self, one: int, other: int) -> bool:
        """Tell whether a decision keeps two entries apart."""
        theirs = list(self._store.forms([other]))
        return any(
            self._decisions.verdict(mine.key, their.key) is False
            for mine in self._store.forms([one])
            for their in theirs
        )
