"""Where data lies: what ships with mtkit, what the user pulled, what can be made again.

| place | holds | set by |
|---|---|---|
| `shipped("models")` | models, corpora, seeds that came with mtkit | the checkout, or the wheel |
| `data_dir()` | what was pulled, the memory | ``MTKIT_HOME``, else the platform's data folder |
| `cache_dir()` | converted weights | ``MTKIT_CACHE``, else the platform's cache folder |
"""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(kind: str) -> Path:
    """Return the folder ``models``, ``corpora`` or ``seeds`` that came with mtkit."""
    inside = _PACKAGE / "_shipped" / kind  # in a wheel
    return inside if inside.is_dir() else _PACKAGE.parent / kind


def data_dir() -> Path:
    """Return the folder for what the user asked to keep."""
    return _from_environment("MTKIT_HOME") or _platform("data")


def cache_dir() -> Path:
    """Return the folder for what can be made again."""
    return _from_environment("MTKIT_CACHE") or _platform("cache")


def _from_environment(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value).expanduser() if value else None


def _platform(kind: str) -> Path:
    import platformdirs

    if kind == "data":
        return platformdirs.user_data_path("mtkit", appauthor=False)
    return platformdirs.user_cache_path("mtkit", appauthor=False)
