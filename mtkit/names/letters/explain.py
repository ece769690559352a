"""Why two names score as they do: the parts that met, letter by letter, and what was left over."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from mtkit.names.letters.align import best_path
from mtkit.names.letters.assembly import pairing, side
from mtkit.names.letters.glue import joined
from mtkit.names.letters.lexicon import lexicon
from mtkit.names.letters.network import network
from mtkit.names.letters.profile import Profile, Slot

Relation = Literal["same", "compatible", "different"]


@dataclass(frozen=True, slots=True)
class Stand:
    """Letters of one part and what stands for them in the other.

    Args:
        one: A letter, or empty.
        other: A letter, or empty.
        weight: Log odds that it adds; below 0 it speaks against.
    """

    one: str
    other: str
    weight: float


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two parts that met.

    Args:
        one: As it is written.
        other: As it is written.
        probability: That the two are spellings of one, in [0, 1].
        letters: What stands for what; empty where the words are equal or are translated.
        attested: Arabic words that both were seen as spellings of.
    """

    one: str
    other: str
    probability: float
    letters: tuple[Stand, ...]
    attested: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two names compare, and why.

    Args:
        one: As `mtkit.names.normalize.clean` gives it.
        other: As `mtkit.names.normalize.clean` gives it.
        score: `mtkit.names.similarity.similarity` of the two.
        relation: ``"same"``, ``"compatible"`` (one is a part of the other) or ``"different"``.
        reason: What decided where no letters were needed ("exonym"); else empty.
        met: Parts that met, in the order of the shorter name.
        left: Parts of either that met nothing.
    """

    one: str
    other: str
    score: float
    relation: Relation
    reason: str
    met: tuple[Meeting, ...]
    left: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return what `json.dumps` takes."""
        return asdict(self)

    def __str__(self) -> str:
        """Return a few lines for a reader."""
        lines = [f"{self.one} / {self.other}: {self.relation}, {self.score:.2f}"]
        if self.reason:
            lines.append(f"  {self.reason}")
        for meeting in self.met:
            lines.append(f"  {meeting.one} = {meeting.other}  {meeting.probability:.2f}")
            if meeting.attested:
                lines.append(f"    both are seen for {', '.join(meeting.attested)}")
            lines += _in_words("for", [one for one in meeting.letters if one.weight > 0])
            lines += _in_words("against", [one for one in meeting.letters if one.weight <= -0.5])
        if self.left:
            lines.append(f"  left over: {', '.join(self.left)}")
        return "\n".join(lines)


def _in_words(label: str, stands: list[Stand]) -> list[str]:
    if not stands:
        return []
    written = (f"{stand.one or '·'}:{stand.other or '·'} {stand.weight:+.1f}" for stand in stands)
    return [f"    {label}: {', '.join(written)}"]


def meetings(one: Profile, other: Profile) -> tuple[tuple[Meeting, ...], tuple[str, ...], float]:
    """Return the parts that met, those left over, and how surely all that met are the same."""
    readings = [(one, other)]
    if len(one.slots) > len(other.slots):
        readings += [(reading, other) for reading in joined(one)]
    if len(other.slots) > len(one.slots):
        readings += [(one, reading) for reading in joined(other)]
    found = [(pairing(side([a]), side([b])), a, b) for a, b in readings if a.slots and b.slots]
    if not found:
        return (), tuple(slot.form for slot in (*one.slots, *other.slots)), 0.0
    best, a, b = max(found, key=lambda reading: reading[0].score)
    met = tuple(_meeting(a.slots[i], b.slots[j], odds) for i, j, odds in best.pairs)
    used, others = {i for i, _, _ in best.pairs}, {j for _, j, _ in best.pairs}
    left = [slot.form for i, slot in enumerate(a.slots) if i not in used]
    left += [slot.form for j, slot in enumerate(b.slots) if j not in others]
    return met, tuple(left), best.met


def _meeting(one: Slot, other: Slot, odds: float) -> Meeting:
    probability = float(1 / (1 + np.exp(-odds)))
    if one.letters == other.letters or (one.concept and other.concept):
        return Meeting(one.form, other.form, probability, (), ())
    read, others = network().read([one.letters]), network().read([other.letters])
    stands = tuple(
        Stand(
            one.letters[step.one] if step.one >= 0 else "",
            other.letters[step.other] if step.other >= 0 else "",
            round(step.weight, 2),
        )
        for step in best_path(read, others)
    )
    return Meeting(one.form, other.form, probability, stands, _attested(one, other))


def _attested(one: Slot, other: Slot) -> tuple[str, ...]:
    first, second = lexicon().attested([one.letters, other.letters]).stems
    return tuple(lexicon().stems[number] for number in first if number >= 0 and number in second)
