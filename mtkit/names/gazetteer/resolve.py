"""Which entry a cluster of forms belongs to, if any.

An entry is a set of spelling families (Aleppo, Alep; Halab, Haleb) that bitext, lists or people
have joined.  A new form may enter when it agrees with every spelling of the family that it is most
like (complete linkage); so a chain of small steps never leads from one name to another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from mtkit.names.gazetteer.clusters import Cluster
from mtkit.names.gazetteer.company import company_odds, log_odds, probability, type_odds
from mtkit.names.gazetteer.decisions import Decisions
from mtkit.names.gazetteer.likeness import Likeness, Matrix
from mtkit.names.gazetteer.settings import settings
from mtkit.names.gazetteer.store import Form, Store
from mtkit.names.normalize import comparable
from mtkit.text.scripts import main_script


@dataclass(frozen=True, slots=True)
class Judgement:
    """What there is to say of a cluster and an entry.

    Args:
        entry: Its id.
        score: Probability that the cluster belongs there, in [0, 1].
        known: How many of the cluster's forms the entry has already.
        agree: Whether every spelling agrees with the family that it would enter.
        reason: For a person who is asked.
    """

    entry: int
    score: float
    known: int
    agree: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Case:
    """An entry that a cluster is held against: its full forms, and how like the cluster's."""

    entry: int
    type: str | None
    theirs: list[Form]
    likeness: Matrix  # [form of the cluster][form of the entry]


class Resolver:
    """Finds entries for clusters.

    Args:
        store: Of the gazetteer.
        likeness: How alike two forms are.
        decisions: Of the gazetteer.
    """

    def __init__(self, store: Store, likeness: Likeness, decisions: Decisions) -> None:
        self._store, self._likeness, self._decisions = store, likeness, decisions

    def known(self, cluster: Cluster) -> int | None:
        """Return the entry that has all full forms of a cluster, if it is the only one to have any.

        This is what happens to nearly every cluster of a grown gazetteer, at the cost of a look-up
        a form.
        """
        entries: set[int] = set()
        for use in cluster.uses:
            if not use.short:
                homes = self._homes(comparable(use.form))
                if not homes:
                    return None
                entries |= homes
        if len(entries) != 1:
            return None
        (entry,) = entries
        return entry if type_odds(cluster.type, self._store.types([entry])[entry]) >= 0 else None

    def judgements(self, cluster: Cluster, company: Collection[int]) -> list[Judgement]:
        """Return what may be said of every entry that a cluster might belong to, best first.

        Args:
            cluster: Of a document.
            company: Entries that stand in the same document.
        """
        forms = cluster.full() or [use.form for use in cluster.uses]
        by_entry: dict[int, list[Form]] = {}
        for their in self._store.forms(self._candidates(forms)):
            if not their.short:
                by_entry.setdefault(their.entry, []).append(their)
        groups = {entry: theirs[: settings().spellings] for entry, theirs in by_entry.items()}
        asked = [their.form for theirs in groups.values() for their in theirs]
        if not asked:
            return []
        likeness = self._likeness.matrix(forms, asked)  # asked once for all: that is what costs
        types = self._store.types(list(groups))
        judged, start = [], 0
        for entry, theirs in groups.items():
            part = likeness[:, start : start + len(theirs)]
            start += len(theirs)
            if part.max() >= settings().review:
                case = _Case(entry, types[entry], theirs, part)
                judged.append(self._judge(cluster, forms, case, company))
        return sorted(judged, key=lambda one: (-one.score, -one.known, one.entry))

    def _homes(self, key: str) -> set[int]:
        return {form.entry for form in self._store.by_key(key) if not form.short}

    def _candidates(self, forms: list[str]) -> list[int]:
        """Return the entries that have a form equal to one of `forms`, or called so, or like it."""
        keys = list(map(comparable, forms))
        keys += [partner for key in keys for partner in self._decisions.partners(key)]
        entries = {entry: None for key in keys for entry in sorted(self._homes(key))}
        limit = settings().candidates
        ids = {id: None for form in forms for id in self._store.index.candidates(form, limit)}
        near = self._store.by_id(list(ids))
        return list(entries | {form.entry: None for form in near if not form.short})

    def _judge(
        self, cluster: Cluster, forms: list[str], case: _Case, company: Collection[int]
    ) -> Judgement:
        if self._barred(forms, case.theirs):
            return Judgement(case.entry, 0.0, 0, False, "they were called different")
        theirs, likeness = case.theirs, case.likeness
        keys = {form.key for form in theirs}
        new = [row for row, form in enumerate(forms) if comparable(form) not in keys]
        known = len(forms) - len(new)
        agree = all(self._enters(forms[row], likeness[row], theirs, known) for row in new)
        odds = log_odds(_score(likeness, forms, theirs, known)) + type_odds(cluster.type, case.type)
        odds += company_odds(self._store.connection, case.entry, company)
        row, column = np.unravel_index(int(likeness.argmax()), likeness.shape)
        reason = f"{forms[row]} / {theirs[column].form}: {likeness[row, column]:.2f}"
        if type_odds(cluster.type, case.type) < 0:
            reason += f", {cluster.type} / {case.type}"
        return Judgement(case.entry, probability(odds), known, agree, reason)

    def _barred(self, forms: list[str], theirs: Iterable[Form]) -> bool:
        """Tell whether a person has called one of `forms` different from one of the entry's."""
        return any(
            self._decisions.verdict(one, other.form) is False
            for one in forms
            if self._decisions.decided(one)
            for other in theirs
        )

    def _enters(self, form: str, likeness: Matrix, theirs: list[Form], known: int) -> bool:
        """Tell whether a form agrees with the spelling family that it is most like.

        Spellings of its own script are asked; where there are none, those of other scripts, unless
        the cluster brings a form that the entry has: then bitext joins the two.
        """
        script = main_script(form)
        mine = [at for at, their in enumerate(theirs) if their.script == script]
        if not mine and known:
            return True
        asked = mine or list(range(len(theirs)))
        if likeness[asked].min() >= settings().agree:
            return True
        nearest = max(asked, key=lambda at: float(likeness[at]))
        if likeness[nearest] < settings().agree:
            return False
        spellings = [theirs[at].form for at in asked]
        family = self._likeness.matrix([theirs[nearest].form], spellings)[0] >= settings().agree
        return bool((likeness[asked][family] >= settings().agree).all())


def _score(likeness: Matrix, forms: list[str], theirs: list[Form], known: int) -> float:
    """Return how likely a cluster and an entry are one by their spelling alone.

    A form that both have settles it.  Else each script that both are written in must find its
    like, and the worst of them counts: Iran and Iraq are near, إيران and العراق are not.
    """
    if known:
        return 1.0
    mine = np.array(list(map(main_script, forms)))
    their = np.array([form.script for form in theirs])
    shared = sorted(set(mine.tolist()) & set(their.tolist()))
    if not shared:
        return float(likeness.max())
    return min(float(likeness[mine == script][:, their == script].max()) for script in shared)
