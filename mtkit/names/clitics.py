"""Arabic mentions and the words written onto them: *and, so, by, for, like*."""

from __future__ import annotations

from mtkit.text.arabic import strip_marks
from mtkit.text.words import words

_FOR_THE = "لل"


def strip_clitics(form: str) -> tuple[str, str]:
    """Part a mention into the clitics before it and the name in its own spelling.

    وبشار gives و + بشار, وللأمم المتحدة gives ول + الأمم المتحدة (the alif that the article loses
    after ل is restored).  The article belongs to the name.  Decided by `mtkit.text.words.words`,
    which parts only where it is nearly certain.

    Args:
        form: An Arabic mention; another is returned whole.

    Returns:
        Clitics, possibly empty, and the name.
    """
    first, space, others = form.partition(" ")
    units = words(first, "ar", clitics=True)
    prefix, rest = "", first
    for unit in units[:-1]:
        clitic = strip_marks(unit.of(first))
        if clitic == _FOR_THE:
            return prefix + "ل", "ال" + first[unit.end :] + space + others
        if clitic not in _CLITICS:
            break
        prefix, rest = first[: unit.end], first[unit.end :]
    return prefix, rest + space + others


_CLITICS = frozenset("وفبلكس")
