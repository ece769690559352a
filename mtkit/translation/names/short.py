"""The part of a full name that a short form of it stands for, in another language."""

from __future__ import annotations

from mtkit.names.parts import Part, parse
from mtkit.names.similarity import similarity_matrix


def counterpart(short: str, full: str, other: str) -> str:
    """Return what of `other` stands for `short`: *Jumblatt* of كمال جنبلاط is جنبلاط.

    Args:
        short: A short form of `full`.
        full: A person's name.
        other: The same name in another language, in as many parts or not.

    Returns:
        Neighboring parts of `other`; all of it if `short` is not made of parts of `full`.
    """
    many, others = parse(full).core, parse(other).core
    wanted = {part.key for part in parse(short).core}
    at = [number for number, part in enumerate(many) if part.key in wanted]
    if not at or not others:
        return other
    if len(many) == len(others):
        chosen = at
    else:
        alike = similarity_matrix(_forms(many), _forms(others))
        chosen = [int(alike[number].argmax()) for number in at]
    return other[others[min(chosen)].span.start : others[max(chosen)].span.end]


def _forms(parts: tuple[Part, ...]) -> list[str]:
    return [part.form for part in parts]
