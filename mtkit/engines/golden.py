"""Does an engine still say what the model's manifest says it says?"""

from __future__ import annotations

from collections.abc import Sequence

from mtkit.engines.base import DecodeOptions, Engine
from mtkit.store import golden
from mtkit.store.manifest import Manifest


def check_golden(engine: Engine, manifest: Manifest) -> list[str]:
    """Return a line for each pair whose golden sentences `engine` translates otherwise.

    See `mtkit.store.golden.check` for how much may differ.
    """
    return golden.check(manifest.golden, translate_with(engine))


def translate_with(engine: Engine) -> golden.Translate:
    """Return `engine`, with its default options, as the function that the shelf's checks take."""

    def translate(texts: Sequence[str], source: str, target: str) -> list[str]:
        results = engine.translate(texts, source=source, target=target, options=DecodeOptions())
        return [hypotheses[0].text for hypotheses in results]

    return translate
