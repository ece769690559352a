"""Writing translated Markdown so that it reads as it should.

A block is written on one line and read back.  Where that would say something else (a leading ``#``,
a ``*`` in the text, emphasis that Markdown does not see beside letters), the text is escaped, then
``_`` becomes ``*``, and as the last resort emphasis is written as HTML.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import pairwise, product
from operator import itemgetter
from typing import Any

from markdown_it.common.utils import unescapeAll

from mtkit.formats.events import Event, as_block
from mtkit.formats.markdown_inline import Inline, parser
from mtkit.formats.slots import Mark, Written, weave
from mtkit.formats.text import one_line
from mtkit.types import Block, Keep, Span, Tag


@dataclass(frozen=True, slots=True)
class Context:
    """Where a block stands: its kind, and the shortest Markdown around it that means the same.

    Args:
        kind: Of the block.
        before: Written before the block.
        after: Written after the block.
        held: The block is part of inline markup.
    """

    kind: str
    before: str = ""
    after: str = ""
    held: bool = False


PARAGRAPH = Context("text")
HEADING = Context("heading", "# ")
CELL = Context("cell", "| ", " |\n| --- |")
ALT = Context("attribute", "![", "](x)", held=True)
NOTE = Context("text", "^[", "]", held=True)

Marks = Mapping[int, Mark]

_NOTHING = re.compile(r"(?!)")
_STRONGEST = re.compile(r"[`<]")
_MARKUP = re.compile(r"[\\`*_\[\]<>&~|!#^]")
_ENTITIES = {"`": "&#96;", "<": "&lt;"}
_LEADING = re.compile(r"^(\s*)(?:(\d{1,9})(?=[.)])|(?=[#>+*=~_|:`<\[-]))")
_HTML = {"em": "em", "strong": "strong", "s": "del"}


def write(context: Context, env: Mapping[str, Any], block: Block, marks: Marks) -> Written:
    """Return `block` as Markdown for `context`.

    Args:
        context: Where it stands.
        env: What the parser knows of the file: link references and footnotes.
        block: A translated block.
        marks: How its elements were written.
    """
    block = replace(block, tags=tuple(_trimmed(tag, block.text) for tag in block.tags))
    wanted = _meaning(_as_kept(block, marks))
    written: Written = ()
    plain = partial(_escaped, _STRONGEST if context.held else _NOTHING, context.held)
    everything = partial(_escaped, _MARKUP, context.held)
    escapes = ((plain, False), (plain, True), (everything, True))
    for restyle, (escape, start) in product((_as_it_was, _stars, _html), escapes):
        written = _woven(block, restyle(block, marks), escape, start=start)
        if _meaning(_read(written, context, env)) == wanted:
            break
    return written


def write_title(quote: str, block: Block, marks: Marks) -> Written:
    """Return `block` as the title of a link that stands between `quote` characters."""
    text = _escaped(_STRONGEST, True, block.text)
    if unescapeAll(text) != one_line(block.text) or quote in text or text.endswith("\\"):
        text = _escaped(re.compile(rf"[\\&`<{quote}]"), True, block.text)
    return (text,)


def _trimmed(tag: Tag, text: str) -> Tag:
    """Return `tag` without white space at its ends, where emphasis would not be seen."""
    words = tag.span.of(text)
    if not words.strip():
        return tag
    start = tag.span.start + len(words) - len(words.lstrip())
    return replace(tag, span=Span(start, start + len(words.strip())))


# --- ways to write -------------------------------------------------------------------------------


def _escaped(markup: re.Pattern[str], held: bool, text: str) -> str:
    """Escape what `markup` finds; within other markup ````` and ``<`` always, and as entities.

    Code spans and HTML tags are found before all else and do not heed a backslash, so that one
    such character inside could end what another one outside begins.
    """

    def written(match: re.Match[str]) -> str:
        return _ENTITIES[match[0]] if held and match[0] in _ENTITIES else "\\" + match[0]

    return markup.sub(written, one_line(text))


def _woven(block: Block, marks: Marks, escape: Callable[[str], str], *, start: bool) -> Written:
    """Return the block as written; with `start`, its first character is no mark of a block."""
    written = _close_up(weave(block, marks, escape))
    elements: tuple[Tag | Keep, ...] = (*block.tags, *block.keeps)
    begins_with_text = all(element.span.start > 0 for element in elements)
    first = written[0] if written else ""
    if not start or not begins_with_text or not isinstance(first, str) or first.startswith("\\"):
        return written
    return (_LEADING.sub(r"\1\2\\", first), *written[1:])


def _close_up(written: Written) -> Written:
    """Leave out white space at the beginning of a line, after a hard break."""
    out = list(written)
    for place, (before, part) in enumerate(pairwise(written), start=1):
        if isinstance(before, str) and isinstance(part, str) and "\n" in before:
            out[place] = part.lstrip(" ")
    return tuple(out)


def _escape_start(written: Written) -> Written:
    first = written[0] if written else ""
    if not isinstance(first, str) or first.startswith("\\"):
        return written
    return (_LEADING.sub(r"\1\2\\", first), *written[1:])


def _as_it_was(block: Block, marks: Marks) -> Marks:
    return marks


def _stars(block: Block, marks: Marks) -> Marks:
    return {
        id_: replace(mark, open=_star(mark.open), close=_star(mark.close))
        for id_, mark in marks.items()
    }


def _star(written: Written) -> Written:
    return (written[0].replace("_", "*"),) if written in (("_",), ("__",)) else written


def _html(block: Block, marks: Marks) -> Marks:
    names = {tag.id: _HTML[tag.name] for tag in block.tags if tag.name in _HTML}
    return {
        id_: Mark((f"<{names[id_]}>",), (f"</{names[id_]}>",)) if id_ in names else mark
        for id_, mark in marks.items()
    }


def _as_kept(block: Block, marks: Marks) -> Block:
    """Return `block` with the words of its keeps as they were read: so they will be written."""
    text: list[str] = []
    edges = [(0, 0)]  # place in `block`, how much further it is in the returned one
    done = 0
    for keep in block.keeps:
        words = marks[keep.id].text if len(keep.span) else ""
        text += [block.text[done : keep.span.start], words]
        done = keep.span.end
        edges.append((done, edges[-1][1] + len(words) - len(keep.span)))

    def moved(span: Span) -> Span:
        start, end = (
            offset + edges[bisect_right(edges, offset, key=itemgetter(0)) - 1][1]
            for offset in (span.start, span.end)
        )
        return Span(start, end)

    tags = tuple(replace(tag, span=moved(tag.span)) for tag in block.tags)
    return Block("".join([*text, block.text[done:]]), tags, block.keeps, block.kind)


# --- what was written ----------------------------------------------------------------------------


def _meaning(block: Block | None) -> object:
    """Return what is read: the words, and which of them are emphasized or links."""
    if block is None:
        return None
    tags = [(_HTML.get(tag.name, tag.name), tag.span.of(block.text).split()) for tag in block.tags]
    keeps = sum(keep.name != "url" for keep in block.keeps)  # a bare URL is plain text
    return block.text.split(), tags, keeps


def _read(written: Written, context: Context, env: Mapping[str, Any]) -> Block | None:
    """Read what was written; None where it is more, or something else, than inline content."""
    text = "".join(part if isinstance(part, str) else "x" for part in written)
    notes = env.get("footnotes", {}).get("refs", {})
    known: dict[str, Any] = {
        "references": dict(env.get("references", {})),
        "footnotes": {"refs": dict.fromkeys(notes, -1), "list": {}},
    }
    tokens = parser().parse(context.before + text + context.after, known)
    if tuple(token.type for token in tokens) != _shape(context):
        return None
    content = next(token.content for token in tokens if token.type == "inline")
    held: list[list[Event]] = []

    def hold(kind: str, events: list[Event]) -> Written:
        if kind == context.kind:
            held.append(events)
        return ()

    events = Inline(content, lambda start, stop: content[start:stop], known, hold).events()
    if context.held:
        return as_block(held[-1]) if len(events) == 1 and held else None
    return as_block(events)


@cache
def _shape(context: Context) -> tuple[str, ...]:
    tokens = parser().parse(f"{context.before}x{context.after}", {})
    return tuple(token.type for token in tokens)
