"""Names and the ways in which they were written, as weighted pairs.

A row has a name and a list of forms, ``Hassan:31|Hasan:8``; without a number a form counts once,
or as often as the row's own count says.  A name that was seen n times weighs n ** 0.3, which is
parted among its forms by their counts: so a model learns how likely each spelling is, and a name
that everybody bears does not drown the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from mtkit.text import arabic

_POWER = 0.3  # a name seen a thousand times weighs eight times one seen once
_COUNTED = re.compile(r"(.+):(\d+)")


def weigh(rows: Iterable[tuple[str, str, int]]) -> Iterator[tuple[str, str, float]]:
    """Yield every name with every form and its weight, names in order of appearance.

    Rows whose names differ in Arabic spelling variants alone (`mtkit.text.arabic.normalize`) share
    their weight, each with its own spelling.

    Args:
        rows: Name, forms joined by a bar, and what a form without a number counts.
    """
    names: dict[str, Counter[tuple[str, str]]] = {}
    for name, forms, count in rows:
        counts = names.setdefault(arabic.normalize(name), Counter())
        for form in filter(None, forms.split("|")):
            counted = _COUNTED.fullmatch(form)
            if counted is None:
                counts[name, form] += count
            else:
                counts[name, counted[1]] += count * int(counted[2])
    for counts in names.values():
        scale = counts.total() ** (_POWER - 1)
        for (name, form), count in counts.items():
            yield name, form, count * scale
