"""What hypotheses are judged against: references, sources and labels, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mtkit.errors import ConfigError, FormatError
from mtkit.langs import standard
from mtkit.text.identify import identify

_GUESSABLE = ("en", "ar")
_SURE = 0.5
_SAMPLE = 200  # segments


@dataclass(frozen=True, slots=True)
class ReferenceSet:
    """References and what is known of them; every part has as many lines as the others.

    Args:
        references: ``[reference][segment]``; at least one reference.
        sources: ``[segment]``; None when they are not at hand.
        source_language: BCP 47 code; None when it is not known.
        target_language: BCP 47 code; None when it is not known.
        labels: Kind of label (``"doc"``, ``"domain"``) → label of each segment, for slices.
        name: Where it came from, for reports (``"newsdesk/dev"``).
        names: ``[segment]``: the names that its translation should hold, in the target language;
            None for segments in which none were marked by hand.
    """

    references: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...] | None = None
    source_language: str | None = None
    target_language: str | None = None
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    name: str = ""
    names: tuple[tuple[str, ...] | None, ...] | None = None

    def __post_init__(self) -> None:
        if not self.references or not self.references[0]:
            raise ConfigError("there is nothing to judge against: give at least one reference")
        sides = {f"reference {i}": len(side) for i, side in enumerate(self.references, start=1)}
        if self.sources is not None:
            sides["the source"] = len(self.sources)
        sides |= {f"labels {kind!r}": len(labels) for kind, labels in self.labels.items()}
        if self.names is not None:
            sides["the names"] = len(self.names)
        for side, length in sides.items():
            if length != len(self):
                raise FormatError(
                    f"{side} has {length} lines and reference 1 has {len(self)}: "
                    "line i must be the same segment in all of them"
                )

    def __len__(self) -> int:
        return len(self.references[0])

    def require_sources(self, wanted_by: str) -> tuple[str, ...]:
        """Return the sources.

        Raises:
            ConfigError: There are none; the message says what wanted them.
        """
        if self.sources is None:
            raise ConfigError(f"{wanted_by} needs the source: give --source (sources=)")
        return self.sources


def language_of(texts: Sequence[str], stated: str | None) -> str | None:
    """Return the language stated, else English or Arabic if the texts are surely in one of them.

    Raises:
        ConfigError: `stated` is no language code.
    """
    if stated is not None:
        return standard(stated)
    guess = identify(" ".join(texts[:_SAMPLE]), _GUESSABLE)
    return guess.language if guess and guess.confidence >= _SURE else None
