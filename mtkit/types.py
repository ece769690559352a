"""The nouns that pass between the rooms: frozen, slotted, cheap to print, compare and pickle.

Offsets are half-open and count Unicode code points of the string that owns them.  Similarities lie
in [0, 1]; model scores are mean log-probabilities (at most 0); BLEU and chrF lie in 0-100.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points: ``text[start:end]``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}:{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the part of `text` that the span covers."""
        return text[self.start : self.end]

    def shift(self, offset: int) -> Span:
        """Return the span moved by `offset` code points."""
        return Span(self.start + offset, self.end + offset)

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies inside this span (an equal span does)."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


# --- documents ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tag:
    """One inline element around part of a block's text (``<a>``, ``<i>``, Markdown emphasis).

    Args:
        span: The part of ``Block.text`` inside the element; never empty.
        id: Key of the element in its document's skeleton, which alone knows how it is written.
        name: Lower-case element name, for rules that depend on it (``"a"``, ``"i"``).
    """

    span: Span
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Something in a block that is carried over as it is written, whole and exactly once.

    An empty span is a zero-width element (``<br>``, ``<img>``, a comment, a footnote anchor); a
    non-empty one is text that must not be translated (``<code>…</code>``, ``translate="no"``, a
    URL, a hashtag): the engine sees its words, the output has its source form.
    """

    span: Span
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, cell, cue or attribute: text that is translated as one piece.

    Invariants: tags nest (two spans are disjoint or one contains the other, and of two equal spans
    the earlier in `tags` is the outer one); keeps do not overlap each other and no tag begins or
    ends inside one; ids are unique within the block; `tags` are ordered by (start, -end), `keeps`
    by (start, end) and, where those are equal, by their order in the source.

    Args:
        text: What a reader reads: entities decoded, white space as the format sees it, no markup.
        tags: Inline elements around parts of the text.
        keeps: What is carried over untouched.
        kind: ``"text"``, ``"heading"``, ``"title"``, ``"attribute"``, ``"cell"`` or ``"cue"``.
    """

    text: str
    tags: tuple[Tag, ...] = ()
    keeps: tuple[Keep, ...] = ()
    kind: str = "text"


class Skeleton(Protocol):
    """All of a document that is not translated: knows how to put blocks back into their places."""

    def render(self, blocks: Sequence[Block], *, language: str | None = None) -> str:
        """Return the document as text, with `blocks` in place of the blocks that were read.

        A block equal to the one that was read is written as it was, byte for byte.

        Args:
            blocks: As many as the document has, in its order.
            language: BCP 47 tag of what it is now in; None leaves ``lang`` and ``dir`` alone.
        """
        ...


@dataclass(frozen=True, slots=True)
class Document:
    """A whole file, or one record of a file that is a stream of records.

    Args:
        blocks: What is translated, in reading order.
        skeleton: Everything else.
        name: Where it came from, for messages and reports (``"news.html"``, ``"feed.jsonl:12"``).
    """

    blocks: tuple[Block, ...]
    skeleton: Skeleton = field(repr=False)
    name: str = ""

    def render(self, *, language: str | None = None) -> str:
        """Return the document as text (see `Skeleton.render`)."""
        return self.skeleton.render(self.blocks, language=language)


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence (or a clause of an over-long one) of a block: ``span.of(block.text) == text``."""

    text: str
    span: Span


# --- translation -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A subword and the part of its text that it stands for (empty for ``</s>`` and labels)."""

    piece: str
    span: Span


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What an engine says a text means in the other language.

    Args:
        text: Detokenized.
        score: Mean log-probability per piece, end of sentence counted; None if the engine has none.
        source_pieces: Of length S, as the engine read them: labels and ``</s>`` included.
        pieces: Of length T, without end of sentence.
        attention: float32 of shape (T, S), rows sum to 1; None when not asked for.
    """

    text: str
    score: float | None = None
    source_pieces: tuple[Piece, ...] = ()
    pieces: tuple[Piece, ...] = ()
    attention: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Source word `source` and target word `target` mean the same, with `weight` in (0, 1]."""

    source: int
    target: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class WordAlignment:
    """Which words of two texts stand for each other.

    Words are in text order and do not overlap; Arabic clitics (و ف ب ل ك ال) are words of their
    own here, though the text is never changed.

    Args:
        source: Words of the source text.
        target: Words of the target text.
        links: Sorted, without repetition; indices are in range.
    """

    source: tuple[Span, ...] = ()
    target: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """A doubt about a translated segment.

    Args:
        code: Stable reason code (``"vocalized"``, ``"numbers"``).
        detail: One line for a reader: what was seen.
    """

    code: str
    detail: str


Origin = Literal["model", "memory", "copied", "repaired"]


@dataclass(frozen=True, slots=True)
class Translation:
    """A segment with its chosen translation.

    Args:
        source: The segment's text.
        text: Its translation.
        score: Mean log-probability; None where no model was asked.
        alignment: Words of `source` and `text`; None when nobody needed it.
        flags: Doubts that remain.
        origin: ``"model"``, ``"memory"``, ``"copied"`` (nothing to translate) or ``"repaired"``.
    """

    source: str
    text: str
    score: float | None = None
    alignment: WordAlignment | None = None
    flags: tuple[Flag, ...] = ()
    origin: Origin = "model"


Rung = Literal["alignment", "name", "position", "neighbour"]


@dataclass(frozen=True, slots=True)
class Placement:
    """How one tag or keep found its place in the translation.

    Args:
        id: The element's id.
        name: Its name.
        rung: ``"alignment"``, ``"name"`` (its words stand in the target as they are),
            ``"position"`` (proportional) or ``"neighbour"`` (a zero-width element put beside the
            word it was at).
    """

    id: int
    name: str
    rung: Rung


# --- names -------------------------------------------------------------------------------------

NameType = Literal["PER", "LOC", "ORG"]
"""A person, a place, an organization (the three that CoNLL 2003 and every tagger share)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in running text.

    Args:
        span: Of the text that was searched; clitics (و ب ل), possessives ('s) and the words around
            the name (Mr, province) lie outside.
        form: The name as it is written there: ``span.of(text)``.
        type: None where nothing tells.
        score: How sure the finder is, in [0, 1].
        full: The longest form of the same name in the document (``"Kamal Jumblatt"`` for a later
            ``"Jumblatt"``); None where the mention is that form itself.
    """

    span: Span
    form: str
    type: NameType | None = None
    score: float = 1.0
    full: str | None = None


@dataclass(frozen=True, slots=True)
class NamePair:
    """Two mentions of one name in a text and its translation.

    Args:
        source: In the source text.
        target: In the target text.
        score: Probability that the two name the same thing, in [0, 1].
        means: What spoke for it most: ``"alignment"``, ``"similarity"`` or ``"association"``.
    """

    source: Mention
    target: Mention
    score: float
    means: str


@dataclass(frozen=True, slots=True)
class Variant:
    """One form of a known name.

    Args:
        form: As it is written.
        language: BCP 47 code of the text it stands in; ``"und"`` where nothing tells.
        script: ISO 15924 code (``"Latn"``, ``"Arab"``).
        origin: ``"seen"`` (in text), ``"list"`` (imported), ``"human"`` (an editor's decision) or
            ``"model"`` (transliterated; a guess until it is seen).
        count: Times seen.
    """

    form: str
    language: str
    script: str
    origin: Literal["seen", "list", "human", "model"] = "seen"
    count: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A person, place or organization of a gazetteer, with every form of its name.

    Args:
        id: Stable within its gazetteer.
        type: None where nothing tells.
        canonical: Language → the form to write; one for each language that has a form.
        variants: Most frequent first.
    """

    id: int
    type: NameType | None
    canonical: dict[str, str]
    variants: tuple[Variant, ...] = ()
