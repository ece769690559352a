"""The names of one document: mentions of one thing put together, before any gazetteer is asked.

A short form goes to the full one that its finder named; the two sides of a bitext are joined along
their links, strongest first, as long as the spellings of each language agree with each other: one
wrong link must not join two people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from mtkit.names.gazetteer.documents import NamedDocument, Sighting
from mtkit.names.gazetteer.likeness import Likeness
from mtkit.names.gazetteer.settings import settings
from mtkit.names.normalize import clean, comparable


@dataclass(slots=True)
class Use:
    """A form of a cluster and where it stands.

    Args:
        form: As it is shown.
        language: BCP 47 code.
        short: Whether it stands for the name only beside the full one.
        sightings: Where it was seen; none for a form from a list.
        preferred: Whether a list puts it first.
        count: Times seen, beside the sightings.
    """

    form: str
    language: str
    short: bool = False
    sightings: list[Sighting] = field(default_factory=list)
    preferred: bool = False
    count: int = 0


@dataclass(slots=True)
class Cluster:
    """Forms that name one thing.

    Args:
        uses: By form, language and whether the form is short.
        types: Votes of the mentions.
    """

    uses: list[Use]
    types: Counter[str] = field(default_factory=Counter)

    @property
    def type(self) -> str | None:
        """The type with most votes."""
        return max(self.types, key=lambda name: (self.types[name], name), default=None)

    def full(self, language: str | None = None) -> list[str]:
        """Return the forms that are not short, of one language or of all."""
        uses = (use for use in self.uses if not use.short)
        return [use.form for use in uses if language in (None, use.language)]

    @property
    def languages(self) -> set[str]:
        """The languages of the forms."""
        return {use.language for use in self.uses}


def clusters(document: NamedDocument, likeness: Likeness) -> list[Cluster]:
    """Return the names of a document, in order of first mention."""
    names: dict[tuple[str, str], int] = {}  # language, key of the full form → cluster
    nodes = [
        names.setdefault((seen.language, comparable(seen.mention.full or seen.mention.form)), at)
        for at, seen in enumerate(document.sightings)
    ]
    groups = {at: Cluster([]) for at in names.values()}
    short = _short(document)
    for at, (node, seen) in enumerate(zip(nodes, document.sightings, strict=True)):
        _note(groups[node], seen, short=short[at])
    home = {node: node for node in groups}
    for one, other in _strongest(document, nodes):
        first, second = sorted((_find(home, one), _find(home, other)))
        if first != second and _agree(groups[first], groups[second], likeness):
            _join(groups[first], groups.pop(second))
            home[second] = first
    return [groups[at] for at in sorted(groups)]


def apart(cluster: Cluster) -> list[Cluster]:
    """Return the cluster's languages each by itself."""
    return [
        Cluster([use for use in cluster.uses if use.language == language], cluster.types)
        for language in sorted(cluster.languages)
    ]


def _note(group: Cluster, seen: Sighting, *, short: bool) -> None:
    mention = seen.mention
    _use(group, mention.form, seen.language, short=short).sightings.append(seen)
    if mention.full is not None:
        _use(group, mention.full, seen.language, short=False)
    if mention.type is not None:
        group.types[mention.type] += 1


def _use(group: Cluster, form: str, language: str, *, short: bool) -> Use:
    form = clean(form)
    for use in group.uses:
        if (use.form, use.language, use.short) == (form, language, short):
            return use
    group.uses.append(Use(form, language, short))
    return group.uses[-1]


def _short(document: NamedDocument) -> list[bool]:
    """Tell of each sighting whether it is short: by its finder, or as all its counterparts are."""
    told = [
        comparable(seen.mention.full or seen.mention.form) != comparable(seen.mention.form)
        for seen in document.sightings
    ]
    linked: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for link in document.links:
        for at, counterpart in ((link.one, link.other), (link.other, link.one)):
            seen = document.sightings[at]
            linked[seen.language, comparable(seen.mention.form)].append(told[counterpart])
    by_links = {name for name, counterparts in linked.items() if all(counterparts)}
    return [
        short or (seen.language, comparable(seen.mention.form)) in by_links
        for short, seen in zip(told, document.sightings, strict=True)
    ]


def _strongest(document: NamedDocument, nodes: list[int]) -> Iterable[tuple[int, int]]:
    """Return the linked clusters, those first whose links say most together."""
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for link in document.links:
        if link.score >= settings().pair:
            one, other = sorted((nodes[link.one], nodes[link.other]))
            weights[one, other] += link.score
    return sorted(weights, key=lambda edge: (-weights[edge], edge))


def _agree(one: Cluster, other: Cluster, likeness: Likeness) -> bool:
    return all(
        likeness.least(one.full(language), other.full(language)) >= settings().agree
        for language in one.languages & other.languages
    )


def _join(one: Cluster, other: Cluster) -> None:
    for use in other.uses:
        mine = _use(one, use.form, use.language, short=use.short)
        mine.sightings += use.sightings
    one.types += other.types


def _find(home: dict[int, int], node: int) -> int:
    while home[node] != node:
        node = home[node]
    return node
