"""Engines: what turns sentences of one language into sentences of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mtkit.engines.base import DecodeOptions, Engine
from mtkit.registry import Registry

if TYPE_CHECKING:
    from mtkit.store.manifest import Model

__all__ = ["ENGINES", "DecodeOptions", "Engine", "load"]


class _Factory(Protocol):
    def __call__(
        self,
        model: Model,
        *,
        device: str,
        compute_type: str,
        inter_threads: int | None,
        intra_threads: int | None,
    ) -> Engine: ...


ENGINES: Registry[_Factory] = Registry(
    "engine",
    {
        "ctranslate2": "mtkit.engines.ct2:CTranslate2Engine",
        "transformers": "mtkit.engines.reference:load",
        "identity": "mtkit.engines.identity:load",
    },
)


def load(
    model: Model,
    *,
    engine: str = "ctranslate2",
    device: str = "auto",
    compute_type: str = "auto",
    inter_threads: int | None = None,
    intra_threads: int | None = None,
) -> Engine:
    """Return an engine that runs `model`.

    Args:
        model: From the shelf.
        engine: Its registered name.
        device: ``"cpu"``, ``"cuda"`` or ``"auto"``.
        compute_type: ``"int8"``, ``"float32"`` …; ``"auto"`` takes the fastest that is sound.
        inter_threads: Batches decoded side by side; None decides by the cores.
        intra_threads: Threads of one batch; None decides by the cores.

    Raises:
        UnknownEntryError: No such engine.
        ModelError: The model cannot be run.
        ConfigError: The machine, or the engine, cannot do what was asked for.
        MissingExtraError: The engine's packages are not installed.
    """
    return ENGINES.get(engine)(
        model,
        device=device,
        compute_type=compute_type,
        inter_threads=inter_threads,
        intra_threads=intra_threads,
    )
