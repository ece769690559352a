"""The units in which a name is transliterated: its parts, as `mtkit.names.parts` finds them.

What one script writes in one word and the other in two stays together (عبد الرحمن, Abdulrahman;
صلاح الدين, Salaheddine); what is spelled by itself is apart (Abu, bin).
"""

from __future__ import annotations

from mtkit.names.parts import parse

_HEADED = frozenset({"kunya", "patronymic"})


def units(form: str) -> list[str]:
    """Return the units of a name, in order; empty for text without letters and digits."""
    found = []
    for part in parse(form).parts:
        if part.role in _HEADED:
            head, *rest = part.form.replace("-", " ").split(" ", 1)
            found += [head, *rest]
        else:
            found.append(part.form)
    return found
