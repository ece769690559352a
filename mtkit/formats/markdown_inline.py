"""Inline Markdown as events: markdown-it finds the markup, its places in the source are noted.

markdown-it's inline tokens have no positions.  Each of its rules is wrapped here, so that a token
knows where the source that its rule consumed ends; a text token is as long as its text.  Token by
token that covers the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from mtkit.formats.events import Close, Event, Open, Text, Whole
from mtkit.formats.slots import Written

_Rule = Callable[[StateInline, bool], bool]

_HTML_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "wbr"])
_DESTINATION = re.compile(
    r"""(\]\(\s*(?:<[^<>\n]*>|[^\s<]\S*)\s+(["']))((?:\\.|(?!\2)[^\\\n])+)(\2\s*\))"""
)
"""The end of a link or image that has a title: before the title, quote, title, after it."""


@cache
def parser() -> MarkdownIt:
    """Return the parser of blocks and inline markup: CommonMark, tables, ``~~``, footnotes."""
    md = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    md.use(footnote_plugin, move_to_end=False).use(front_matter_plugin)
    rules = md.inline.ruler
    for name, rule in zip(rules.get_active_rules(), rules.getRules(""), strict=True):
        if name != "text":
            rules.at(name, partial(_noting, rule, name))
    md.disable(["inline", "text_join", "fragments_join"])  # inline content is parsed on demand
    return md


def _noting(rule: _Rule, name: str, state: StateInline, silent: bool) -> bool:
    """Apply `rule`; note where the source of the tokens that it makes ends, or how long it is."""
    start, count, pending = state.pos, len(state.tokens), bool(state.pending)
    if not rule(state, silent):
        return False
    if silent:
        return True
    tokens = state.tokens[count:]
    if pending and tokens and tokens[0].type == "text":
        tokens = tokens[1:]  # the text before
    if name in {"emphasis", "strikethrough"}:
        for token in tokens:
            token.meta["size"] = len(token.content)
    elif name == "link":
        tokens[0].meta["stop"] = start + 1
        tokens[-1].meta["label_stop"] = parseLinkLabel(state, start, True)
        tokens[-1].meta["stop"] = state.pos
    else:
        for token in tokens:
            token.meta["stop"] = state.pos
        if name == "image":
            tokens[0].meta["label_stop"] = parseLinkLabel(state, start + 1, False)
    return True


@dataclass(frozen=True)
class Inline:
    """Inline content to be cut into events.

    Args:
        content: The text, container marks (``> ``) left out.
        raw: Returns the source of the range ``start:stop`` of `content`.
        env: markdown-it's environment: link references and footnotes.
        hold: Makes a block of events inside other markup: their kind and events → written form.
    """

    content: str
    raw: Callable[[int, int], str]
    env: dict[str, Any]
    hold: Callable[[str, list[Event]], Written]

    def events(self) -> list[Event]:
        """Return events that cover the content."""
        md = parser()
        tokens = md.inline.parse(self.content, md, self.env, [])
        return list(self._events(tokens))

    def _events(self, tokens: list[Token]) -> Iterator[Event]:
        done = 0
        automatic = False
        for token in tokens:
            stop = _stop(token, done)
            raw = self.raw(done, stop)
            if automatic:
                automatic = token.type != "link_close"
            elif token.info == "auto":
                automatic = True
                yield Whole("url", (raw,), self.content[done + 1 : stop - 1])
            else:
                yield from self._event(token, done, stop, raw)
            done = stop

    def _event(self, token: Token, start: int, stop: int, raw: str) -> Iterator[Event]:
        match token.type:
            case "text" if "size" in token.meta and not token.content:
                pass  # half of a ** whose other half says so
            case "text" | "text_special":
                yield Text(token.content, raw)
            case "softbreak":
                yield Text(" ", raw)
            case "hardbreak":
                yield Whole("br", (raw,))
                yield Text(" ", "")  # what a reader sees between the lines
            case "code_inline":
                yield Whole("code", (raw,), token.content)
            case "html_inline":
                yield _html(token.content, raw)
            case "link_close":
                yield Close("a", self._destination(start, stop))
            case "image":
                label_stop = token.meta["label_stop"]
                alt = self._within("attribute", start + 2, label_stop)
                end = self._destination(label_stop, stop)
                yield Whole("img", (self.raw(start, start + 2), *alt, *end))
            case "footnote_ref" if raw.startswith("^["):
                note = self._within("text", start + 2, stop - 1)
                yield Whole("footnote", ("^[", *note, "]"))
            case _ if token.nesting > 0:
                yield Open(token.tag, (token.markup or raw,))
            case _ if token.nesting < 0:
                yield Close(token.tag, (token.markup or raw,))
            case _:
                yield Whole(token.type.removesuffix("_ref"), (raw,))

    def _within(self, kind: str, start: int, stop: int) -> Written:
        """Return the written form of the content ``start:stop``, as a block of its own."""
        inner = Inline(
            self.content[start:stop],
            lambda first, last: self.raw(start + first, start + last),
            self.env,
            self.hold,
        )
        return self.hold(kind, inner.events())

    def _destination(self, start: int, stop: int) -> Written:
        """Return the written form of ``](destination "title")``; the title is a block."""
        match = _DESTINATION.fullmatch(self.content, start, stop)
        if match is None:
            return (self.raw(start, stop),)
        first, last = match.span(3)
        title = self.hold(f"title {match[2]}", [Text(unescapeAll(match[3]), match[3])])
        return (self.raw(start, first), *title, self.raw(last, stop))


def _stop(token: Token, start: int) -> int:
    length = int(token.meta.get("size", len(token.content)))
    return int(token.meta.get("stop", start + length))


def _html(content: str, raw: str) -> Event:
    match = _HTML_TAG.match(content)
    if match is None:
        return Whole("html", (raw,))
    name = match[2].lower()
    if name in _VOID or content.endswith("/>"):
        return Whole(name, (raw,))
    return Close(name, (raw,), loose=True) if match[1] else Open(name, (raw,), loose=True)
