"""Template, style and scripts made one file that loads nothing and runs nothing but its own script.

A policy in the page (CSP) names the digests of its style and script; whatever a hypothesis holds,
nothing else can run, and no address can be reached.  The data is gzip in base64: a quarter of the
size, and no text of a segment stands in the HTML.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from string import Template

from mtkit.evaluation.reference_set import ReferenceSet
from mtkit.evaluation.report.notebook import summary_html
from mtkit.evaluation.report.payload import Extras, payload
from mtkit.evaluation.results import Evaluation
from mtkit.io import atomic_file

_SCRIPTS = ("text", "dom", "data", "summary", "plots", "query", "list", "detail", "main")
"""Parts of the script, each using only those before it."""

Texts = Sequence[str]


def report_html(
    result: Evaluation,
    references: ReferenceSet,
    hypotheses: Mapping[str, Texts],
    *,
    extras: Extras | None = None,
) -> str:
    """Return the report of an evaluation as one HTML page.

    It needs no other file and no network, and is read in any browser since 2023; without scripts
    the summary is a table.

    Args:
        result: What `mtkit.evaluation.evaluate` returned for the other two.
        references: What was judged against, with its sources and labels.
        hypotheses: System → a translation of each segment.
        extras: What else there is to show.
    """
    data = payload(result, references, hypotheses, extras=extras or Extras())
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # no time stamp: the same results give the same file
    packed = base64.b64encode(gzip.compress(text.encode("utf-8"), mtime=0)).decode("ascii")
    # dark by choice and dark by the system's setting are one list of colors
    style = Template(_part("style.css")).substitute(dark=_part("dark.css"))
    script = "\n".join(
        ['"use strict";', "(() => {", *(_part(f"{name}.js") for name in _SCRIPTS), "})();"]
    )
    return Template(_part("template.html")).substitute(
        policy=f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; "
        "base-uri 'none'; form-action 'none'",
        title=html.escape(result.reference_set or "evaluation"),
        style=style,
        fallback=summary_html(result),
        data=packed,
        script=script,
    )


def write_report(
    path: Path,
    result: Evaluation,
    *,
    references: ReferenceSet,
    hypotheses: Mapping[str, Texts],
    extras: Extras | None = None,
) -> None:
    """Write the report to `path` (see `report_html`), whole or not at all.

    Raises:
        FormatError: The folder is missing.
        OSError: The file cannot be written.
    """
    page = report_html(result, references, hypotheses, extras=extras)
    with atomic_file(path) as file:
        file.write(page.encode("utf-8"))


def _part(name: str) -> str:
    return (files("mtkit.evaluation.report") / "web" / name).read_text("utf-8")


def _digest(content: str) -> str:
    """Return the content's hash as a policy names it."""
    digest = base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"
