"""HTML, whole pages and fragments, valid or not: text in, document out, and back unchanged."""

from __future__ import annotations

from mtkit.formats.html.phrasing import place_attribute, place_run
from mtkit.formats.html.runs import find_runs
from mtkit.formats.html.skeleton import HtmlSkeleton
from mtkit.types import Document


def parse(
    text: str, *, name: str = "", language: str | None = None, wrap: bool = False
) -> Document:
    """Find what is to be translated in HTML; any string is taken, and nothing of it is lost.

    ``parse(s).render() == s``.  Where blocks are changed, what is outside of them stays as it is;
    when rendered with ``language=``, some ``lang`` and ``dir`` attributes change too (see
    `mtkit.formats.html.language`).

    Args:
        text: A page or a part of one.
        name: Where it came from, for messages.
        language: Language that it is in; None believes its root element.
        wrap: Whether a fragment is put into a ``<div lang dir>`` when rendered in a language;
            whole pages never are.
    """
    page = find_runs(text)
    found = [place_run(text, run) for run in page.runs]
    found += [place_attribute(text, label) for label in page.labels]
    places = sorted((place for place in found if place), key=lambda place: place.span.start)
    skeleton = HtmlSkeleton(
        text, tuple(places), tuple(page.bearers), language, wrap and not page.whole
    )
    return Document(tuple(place.block for place in places), skeleton, name)
